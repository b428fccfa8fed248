import BraidFiles

extension Vocabulary {
  /// The vocabulary as text: a header line, then one entry a line, in the order of the ids, with its count after a tab.
  ///
  /// ```
  /// # braid vocabulary kind=words specials=1 minimum=2
  /// <unk>	0
  /// the	8142
  /// ```
  ///
  /// Backslash, tab, line feed and carriage return inside an entry are written `\\`, `\t`, `\n` and `\r`; in the header a
  /// space is `\s`. The header's options follow `kind` and `specials` by name.
  public var serialized: String {
    var text = VocabularyHeader(kind: kind, specials: specials, options: options).line
    text.reserveCapacity(table.memory)
    for index in 0..<count {
      table.withBytes(of: index) { EntryEscape.append($0, to: &text) }
      text.append(9)
      text.append(contentsOf: String(counts[index]).utf8)
      text.append(10)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads a vocabulary from its text.
  ///
  /// - Parameters:
  ///   - text: As `serialized` writes it; CR LF line ends are taken too.
  ///   - path: The file's name, for messages.
  /// - Throws: `VocabularyError.badLine` or `duplicate` with the line.
  public init(serialized text: String, path: String = "vocabulary") throws(VocabularyError) {
    let bytes = Array(text.utf8)
    var lines = SerializedLines(bytes, file: path)
    let header = try VocabularyHeader(&lines)
    var table = ByteTable()
    var counts: [Int] = []
    while let line = lines.next() {
      let (entry, count) = try lines.entry(line)
      guard entry.withUnsafeBufferPointer({ table.insert($0) }) == counts.count else {
        throw .duplicate(file: path, line: lines.number, entry: String(decoding: entry, as: UTF8.self))
      }
      counts.append(count)
    }
    guard counts.count >= header.specials else {
      throw .badLine(
        file: path, line: 1, column: 0, found: counts.count.counted("entry"),
        expected: "at least the \(header.specials) special symbols")
    }
    self.init(kind: header.kind, specials: header.specials, table: table, counts: counts, options: header.options)
  }

  /// Reads a vocabulary file, gzip or not.
  ///
  /// - Throws: `VocabularyError.file`, `badLine` or `duplicate`.
  public init(contentsOf path: String) throws(VocabularyError) {
    let bytes = try VocabularyError.naming { () throws(FileError) in try ByteSource(path).readAll() }
    try self.init(serialized: String(decoding: bytes, as: UTF8.self), path: path)
  }

  /// Writes the vocabulary to a file, which appears complete or not at all; `-` is standard output.
  ///
  /// - Throws: `VocabularyError.file`.
  public func write(to path: String) throws(VocabularyError) {
    try VocabularyError.naming { () throws(FileError) in try AtomicFile.write(path, text: serialized) }
  }
}
