import BraidText

/// A JSON value.
package enum JSONValue: Sendable {
  /// A member of an object.
  package struct Member: Sendable {
    package let name: String
    package let value: JSONValue
  }

  case null
  case bool(Bool)
  /// A number as it is written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// The text of a scalar: strings, numbers and truth values; nil for anything else.
  package var scalar: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// Whether it is `null`.
  var isNull: Bool { if case .null = self { true } else { false } }

  /// The elements of an array; nil for anything else.
  var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members of an object; nil for anything else.
  var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The text of a string; nil for anything else.
  var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The number; nil for anything else.
  var number: Double? { if case .number(let text) = self { Double(text) } else { nil } }

  /// The text of a scalar, the JSON of anything else; nil for null.
  var fieldText: String? {
    if case .null = self { return nil }
    if let scalar { return scalar }
    var output = JSONOutput()
    output.value(self)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  /// The member of that very name.
  func member(_ name: String) -> JSONValue? { members?.first { $0.name.utf8.elementsEqual(name.utf8) }?.value }

  /// What it is, for errors.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The value of a member of that very name; `a.b` is member `b` of member `a`, unless there is a member of the whole name.
  subscript(path: String) -> JSONValue? {
    guard case .object = self else { return nil }
    if let value = member(path) { return value }
    guard let dot = path.utf8.firstIndex(of: .dot) else { return nil }
    return self[String(path[..<dot])]?[String(path[path.utf8.index(after: dot)...])]
  }
}
