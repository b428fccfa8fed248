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
    var (fields, bad) = HeaderFields.read(line.dropFirst(Self.start.utf8.count))
    if let bad { throw lines.bad(line, column: bad + 1, expected: "NAME=VALUE") }
    guard let kind = fields.removeValue(forKey: "kind"), let text = fields.removeValue(forKey: "specials"),
      let specials = Int(text), specials >= 0
    else { throw lines.bad(line, expected: expected) }
    self.init(kind: kind, specials: specials, options: fields)
  }

  /// The line, with its end.
  var line: [UInt8] {
    var text = Array(Self.start.utf8)
    HeaderFields.append(
      [("kind", kind), ("specials", "\(specials)")] + options.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
      to: &text)
    return text
  }
}
