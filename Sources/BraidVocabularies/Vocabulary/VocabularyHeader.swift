/// The first line of a vocabulary file: `# braid vocabulary kind=words specials=1 NAME=VALUE …`.
struct VocabularyHeader {
  private static let start = "# braid vocabulary "

  /// What the entries are.
  var kind: String
  /// How many of the first entries are special symbols.
  var specials: Int
  /// Everything else, by name.
  var options: [String: String]

  /// A header.
  init(kind: String, specials: Int, options: [String: String]) {
    self.kind = kind
    self.specials = specials
    self.options = options
  }

  /// Reads the header from the first line.
  ///
  /// - Throws: `VocabularyError.badLine`.
  init(_ lines: inout SerializedLines) throws(VocabularyError) {
    let expected = "\(Self.start)kind=KIND specials=N"
    guard let line = lines.next(), line.starts(with: Self.start.utf8) else {
      throw lines.bad([], expected: expected)
    }
    var fields: [String: String] = [:]
    for field in line.dropFirst(Self.start.utf8.count).split(separator: 32) {
      guard let equals = field.firstIndex(of: 61), let value = EntryEscape.bytes(field[(equals + 1)...]) else {
        throw lines.bad(line, column: field.startIndex + 1, expected: "NAME=VALUE")
      }
      fields[String(decoding: field[..<equals], as: UTF8.self)] = String(decoding: value, as: UTF8.self)
    }
    guard let kind = fields.removeValue(forKey: "kind"), let text = fields.removeValue(forKey: "specials"),
      let specials = Int(text), specials >= 0
    else { throw lines.bad(line, expected: expected) }
    self.init(kind: kind, specials: specials, options: fields)
  }

  /// The line, with its end.
  var line: [UInt8] {
    var text = Array(Self.start.utf8)
    let fields = [("kind", kind), ("specials", "\(specials)")] + options.sorted { $0.key < $1.key }
    for (index, field) in fields.enumerated() {
      if index > 0 { text.append(32) }
      text.append(contentsOf: field.0.utf8)
      text.append(61)
      EntryEscape.append(field.1.utf8, to: &text, spaces: true)
    }
    text.append(10)
    return text
  }
}
