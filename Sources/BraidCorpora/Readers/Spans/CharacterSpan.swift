import BraidFiles
import BraidText

/// A span as annotation tools give it: by offsets into the text.
struct CharacterSpan {
  /// The offsets, in the unit of the file.
  var offsets: Range<Int>
  /// The label.
  var label: String
  /// How sure a model was of it.
  var score: Double?
  /// What the file says stands there.
  var text: String?
  /// Where it stands in the file, if that is not where the document does.
  var place: SourceLocation?

  /// What is said of one with gaps, which no layer holds.
  static let discontinuous = "discontinuous, taken from its first to its last part"

  /// What is said of one whose own text is another than that at its offsets.
  static let misquoted = "text of a span, which differs from what stands at its offsets"

  init(
    _ offsets: Range<Int>, label: String, score: Double? = nil, text: String? = nil, place: SourceLocation? = nil
  ) {
    self.offsets = offsets
    self.label = label
    self.score = score
    self.text = text
    self.place = place
  }

  /// Reads `[start, end, label]`, or an object with `start` and `end` or `start_offset` and `end_offset`, and `label` or
  /// `labels`; nil for anything else.
  init?(_ value: JSONValue) {
    var values: [JSONValue?] = []
    if case .array(let elements) = value {
      values = elements
    } else {
      var label = value["label"]
      if case .array(let labels) = value["labels"] ?? .null { label = labels.first }
      values = [value["start"] ?? value["start_offset"], value["end"] ?? value["end_offset"], label]
    }
    let texts = values.map { $0?.scalar ?? "" }
    guard texts.count == 3, let start = Int(texts[0]), let end = Int(texts[1]), start <= end, !texts[2].isEmpty else {
      return nil
    }
    self.init(start..<end, label: texts[2])
    if case .object = value { score = value["score"]?.number }
    if case .object = value { text = value["text"]?.scalar ?? value["trigger"]?.scalar }
  }

  /// The names of an object's members that say more of a span than is read of it.
  static func furtherMembers(_ value: JSONValue) -> [String] {
    (value.members ?? []).filter { member in
      guard !member.value.isNull, member.value.string != "" else { return false }
      switch member.name {
      // Texts are compared with what stands at the offsets; numbers of tokens follow from these.
      case "start", "end", "start_offset", "end_offset", "label", "text", "trigger", "token_start", "token_end":
        return false
      case "labels": return member.value.elements?.count ?? 0 > 1
      case "score": return member.value.number == nil
      case "answer": return member.value.string != "accept"
      default: return true
      }
    }.map(\.name)
  }
}

/// Which members of an object, or elements of an array, say where a span begins and ends and what its label is.
struct SpanMembers {
  /// The names of each, the first that is there counts; elements of arrays by number from 1.
  private var start = ["start", "start_offset", "start_char", "startOffset", "begin", "from", "offset", "s"]
  private var end = ["end", "end_offset", "end_char", "endOffset", "stop", "to", "e"]
  private var length = ["length", "len"]
  private var label = [
    "label", "labels", "type", "tag", "entity", "entity_type", "entity_group", "category", "class", "t",
  ]
  private var areNamed = false

  /// Those that are known.
  init() {}

  /// Those of a map such as `ents:s,e,t`, or `ents:offset,+length,type` where the second is a length; and what is before the colon.
  ///
  /// - Parameters:
  ///   - path: The map.
  ///   - layer: The layer that it is for.
  /// - Returns: nil for a path without members.
  /// - Throws: `badOption` for another number of members than three.
  static func parse(_ path: String, layer: String) throws(CorpusError) -> (path: String, members: SpanMembers)? {
    guard let colon = path.utf8.lastIndex(of: .colon) else { return nil }
    let names = path[path.index(after: colon)...].utf8.split(separator: .comma, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard names.count == 3, !names.contains(""), names[1] != "+" else {
      let member = path[..<colon]
      throw .badOption(
        name: "fields", found: "\(path) for spans:\(layer)",
        expected: "three members behind the colon, for start, end and label, such as \(member):start,end,label or "
          + "\(member):start,+length,label")
    }
    var members = SpanMembers()
    members.areNamed = true
    let isLength = names[1].utf8.first == .plus
    (members.start, members.label) = ([names[0]], [names[2]])
    members.end = isLength ? [] : [names[1]]
    members.length = isLength ? [String(names[1].dropFirst())] : []
    return (String(path[..<colon]), members)
  }

  /// The span of an object or array; nil for anything else.
  func span(_ value: JSONValue) -> CharacterSpan? {
    if !areNamed, let span = CharacterSpan(value) { return span }
    if case .array(let elements) = value, !areNamed {
      // The label may stand first.
      guard elements.count == 3 else { return nil }
      return CharacterSpan(.array([elements[1], elements[2], elements[0]]))
    }
    func member(_ names: [String]) -> JSONValue? {
      for name in names {
        if case .array(let elements) = value {
          if let index = Int(name), elements.indices.contains(index - 1) { return elements[index - 1] }
        } else if let member = value[name] {
          return member
        }
      }
      return nil
    }
    func number(_ names: [String]) -> Int? { member(names)?.scalar.flatMap { Int($0) } }
    var label = member(self.label)
    if case .array(let labels)? = label { label = labels.first }
    guard let start = number(self.start), let end = number(self.end) ?? number(length).map({ $0 &+ start }),
      start <= end, let label = label?.scalar, !label.isEmpty
    else { return nil }
    return CharacterSpan(
      start..<end, label: label, score: value["score"]?.number, text: value["text"]?.scalar)
  }

  /// What a value should have, for messages.
  var expected: String {
    let names =
      "\(start.joined(separator: ", ")); \((end + length.map { "+" + $0 }).joined(separator: ", ")); "
      + label.joined(separator: ", ")
    return areNamed
      ? "numbers and a label in its members \(names)"
      : "start, end and label of a span; known names: \(names); others by a map, as in spans:LAYER=MEMBER:s,e,t"
  }
}
