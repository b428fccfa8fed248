import BraidFiles
import BraidText

/// What a document keeps of the object of a tool that it was read from, where its parts and the texts of its fields do not say it: the
/// values of members that were no strings, and the members that spans and labels stood in. A field holds them, as an object.
struct KeptMembers {
  /// The field.
  static let field = "json-members"
  /// The members of a task of Prodigy that hold what people rejected or skipped, which is no annotation.
  static let rejected = ["spans", "label", "score", "accept"]

  private let members: [JSONValue.Member]

  /// What a document keeps; nil for nothing.
  init?(_ document: Document) {
    guard let members = document.fields[Self.field].flatMap({ JSONValue.ofField($0) })?.members else { return nil }
    self.members = members
  }

  /// The value of a member; nil for one of which nothing is kept.
  func value(_ name: String) -> JSONValue? { members.first { $0.name.isExactly(name) }?.value }

  /// The value of a member that has that text now; nil where it has another.
  func value(_ name: String, of text: String) -> JSONValue? {
    value(name).flatMap { $0.fieldText?.isExactly(text) == true ? $0 : nil }
  }

  /// The member of doccano that held spans or labels, where it is not the usual one: its list is empty here.
  var listName: String? {
    members.first { $0.value.elements?.isEmpty == true && !["accept", "cats", "spans", Self.field].contains($0.name) }?
      .name
  }

  /// The names of members that were null.
  var nulls: [String] { members.filter(\.value.isNull).map(\.name) }

  /// The value of a field of which nothing is kept: objects and arrays as they are, and numbers of a name such as `_task_hash`.
  static func value(ofField name: String, _ text: String) -> JSONValue {
    JSONValue.ofField(text, isNumber: name.utf8.starts(with: "_".utf8)) ?? .string(text)
  }

  /// Whether a member comes back as it is from a field with its text.
  static func isSaid(_ member: JSONValue.Member) -> Bool {
    switch member.value {
    case .null: false
    case .object, .array: true
    case .string(let text): value(ofField: member.name, text).string != nil
    case .number(let text): value(ofField: member.name, text).number != nil
    case .bool(let value): Self.value(ofField: member.name, value ? "true" : "false").string == nil
    }
  }
}
