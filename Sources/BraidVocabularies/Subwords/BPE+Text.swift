import BraidFiles

extension BPE {
  /// The model as text: the header line, special symbols, characters, then merges in order, each with its count.
  ///
  /// A merge is written as its two pieces with a space between; a piece made in a second way appears a second time and
  /// keeps its id.
  ///
  /// ```
  /// # braid vocabulary kind=bpe specials=1 size=8000
  /// <unk>	0
  /// e	9210
  /// ▁	8000
  /// th e	803
  /// ```
  public var serialized: String {
    var text = VocabularyHeader(kind: pieces.kind, specials: pieces.specials, options: pieces.options).line
    func append(_ id: Int32) {
      pieces.table.withBytes(of: Int(id)) { EntryEscape.append($0, to: &text, spaces: true) }
    }
    func end(_ id: Int32) {
      text.append(9)
      text.append(contentsOf: String(pieces.counts[Int(id)]).utf8)
      text.append(10)
    }
    let made = merges.map(\.result).min() ?? Int32(pieces.count)
    for id in 0..<made {
      append(id)
      end(id)
    }
    for merge in merges {
      append(merge.left)
      text.append(32)
      append(merge.right)
      end(merge.result)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads a model from its text.
  ///
  /// - Parameters:
  ///   - text: As `serialized` writes it.
  ///   - path: The file's name, for messages.
  /// - Throws: `VocabularyError.wrongKind`, `badLine` or `duplicate` with the line.
  public init(serialized text: String, path: String = "vocabulary") throws(VocabularyError) {
    let bytes = Array(text.utf8)
    var lines = SerializedLines(bytes, file: path)
    let header = try VocabularyHeader(&lines)
    guard header.kind == "bpe" else { throw .wrongKind(file: path, found: header.kind, expected: "bpe") }
    let byteFallback = header.options["bytes"] == "yes"
    var table = ByteTable()
    var counts: [Int] = []
    var merges: [BPEMerge] = []
    var seen = PairTable()
    while let line = lines.next() {
      guard let tab = line.lastIndex(of: 9), let count = Int(String(decoding: line[(tab + 1)...], as: UTF8.self)),
        count >= 0
      else { throw lines.bad(line, expected: "a piece or two, a tab and a count") }
      let parts = line[..<tab].split(separator: 32, omittingEmptySubsequences: false).map(EntryEscape.bytes)
      if parts.count == 1, let entry = parts[0], merges.isEmpty {
        guard entry.withUnsafeBufferPointer({ table.insert($0) }) == counts.count else {
          throw .duplicate(file: path, line: lines.number, entry: String(decoding: entry, as: UTF8.self))
        }
        counts.append(count)
      } else if parts.count == 2, let left = parts[0], let right = parts[1] {
        guard let leftID = left.withUnsafeBufferPointer({ table.index(of: $0) }),
          let rightID = right.withUnsafeBufferPointer({ table.index(of: $0) }), leftID >= header.specials,
          rightID >= header.specials
        else { throw lines.bad(line, expected: "two pieces of lines above") }
        let result = (left + right).withUnsafeBufferPointer { table.insert($0) }
        guard result >= header.specials, seen.insert(Int32(leftID), Int32(rightID), Int32(merges.count)) == merges.count
        else { throw lines.bad(line, expected: "a pair that was not merged before") }
        if result == counts.count { counts.append(count) }
        merges.append(BPEMerge(left: Int32(leftID), right: Int32(rightID), result: Int32(result)))
      } else {
        throw lines.bad(line, expected: "a piece, or after the first merge two pieces with a space between")
      }
    }
    guard counts.count >= header.specials else {
      throw .badLine(
        file: path, line: 1, column: 0, found: counts.count.counted("entry"),
        expected: "at least the \(header.specials) special symbols")
    }
    let pieces = Vocabulary(
      kind: header.kind, specials: header.specials, table: table, counts: counts, options: header.options)
    if byteFallback, pieces.id(Self.bytePiece(0)).map({ pieces.id(Self.bytePiece(255)) != $0 + 255 }) ?? true {
      throw .badLine(
        file: path, line: 1, column: 0, found: "bytes=yes", expected: "the pieces <0x00> to <0xFF> in order")
    }
    self.init(pieces: pieces, merges: merges, byteFallback: byteFallback)
  }

  /// Reads a model file, gzip or not.
  ///
  /// - Throws: `VocabularyError.file`, `wrongKind`, `badLine` or `duplicate`.
  public init(contentsOf path: String) throws(VocabularyError) {
    let bytes = try VocabularyError.naming { () throws(FileError) in try ByteSource(path).readAll() }
    try self.init(serialized: String(decoding: bytes, as: UTF8.self), path: path)
  }

  /// Writes the model to a file, which appears complete or not at all; `-` is standard output.
  ///
  /// - Throws: `VocabularyError.file`.
  public func write(to path: String) throws(VocabularyError) {
    try VocabularyError.naming { () throws(FileError) in try AtomicFile.write(path, text: serialized) }
  }
}
