package import BraidFiles

/// What was counted of a part of a corpus, as a file; files of all parts merge to the counts of the whole, exactly.
///
/// ```
/// # braid counts kind=words side=source reading=4f01… shard=3/16 records=80000 input=9c2e… total=160342
/// Ann	7
/// the	8142
/// # end entries=2 digest=5d1f…
/// ```
///
/// Entries stand in the order of their bytes, escaped as in a vocabulary. The last line, which alone has no tab, shows that the
/// file is whole.
package struct PartialCounts {
  /// Which part of a corpus was counted.
  package struct Origin: Sendable, Equatable {
    /// The part.
    package var shard: RecordShard
    /// Records of the whole corpus.
    package var records: Int
    /// Digest of the whole corpus.
    package var input: String

    /// A part of a corpus.
    package init(shard: RecordShard, records: Int, input: String) {
      self.shard = shard
      self.records = records
      self.input = input
    }
  }

  private static let start = "# braid counts "
  private static let end = "# end "
  /// More than any corpus has; sums of such numbers don't overflow.
  private static let mostWords = 1 << 60

  /// What was counted, as the fields of the first line say.
  private var fields: [(name: String, value: String)]
  /// The counts.
  private let counter: WordCounter

  /// Counts of a part of a corpus.
  ///
  /// - Parameters:
  ///   - counter: the counts.
  ///   - options: what was counted.
  ///   - reading: digest of how texts were read and tokenized.
  ///   - origin: the part; nil for a corpus of its own.
  package init(_ counter: WordCounter, of options: VocabularyOptions, reading: String, origin: Origin?) {
    self.counter = counter
    fields = Self.what(options) + [("reading", reading)]
    if let origin {
      fields += [("shard", "\(origin.shard)"), ("records", "\(origin.records)"), ("input", origin.input)]
    }
    fields.append(("total", "\(counter.total)"))
  }

  private static func what(_ options: VocabularyOptions) -> [(name: String, value: String)] {
    let layer = options.kind == .labels ? ("layer", options.layer) : ("side", options.side)
    let what = [("kind", options.kind.rawValue), layer]
    // Words become lower case when the vocabulary is built, before which they are cut into characters.
    return options.kind == .characters ? what + [("lowercase", "\(options.lowercase)")] : what
  }

  /// Writes the file, which appears complete or not at all.
  ///
  /// - Throws: `VocabularyError.file`.
  package func write(to path: String) throws(VocabularyError) {
    try VocabularyError.naming { () throws(FileError) in
      let file = try AtomicFile(path)
      var hash = StableHash()
      var entries = 0
      var buffer = Array(Self.start.utf8)
      HeaderFields.append(fields, to: &buffer)
      var failure: FileError?
      func flush() {
        guard failure == nil else { return }
        hash.add(bytes: buffer)
        do throws(FileError) { try file.write(buffer) } catch { failure = error }
        buffer.removeAll(keepingCapacity: true)
      }
      do throws(VocabularyError) {
        try counter.forEach { bytes, count in
          entries += 1
          EntryEscape.append(bytes, to: &buffer)
          buffer.append(9)
          buffer.append(contentsOf: String(count).utf8)
          buffer.append(10)
          if buffer.count >= 256 << 10 { flush() }
        }
      } catch {
        guard case .file(let error) = error else { return }
        throw error
      }
      flush()
      if let failure { throw failure }
      try file.write(
        Array("\(Self.end)entries=\(entries) digest=\(String(hash.value, radix: 16))\n".utf8))
      try file.commit()
    }
  }

  /// The counts of several files, each a part of one corpus or all of them corpora of their own.
  ///
  /// - Parameters:
  ///   - files: what `write` wrote, packed or not.
  ///   - options: what is to be counted.
  ///   - memoryLimit: bytes of memory before counts go to disk.
  /// - Returns: the same counts as those of one counter that had counted everything.
  /// - Throws: `VocabularyError.shards` when a part is missing or there twice, or parts were read in different ways,
  ///   `wrongKind`, `badLine` or `file`.
  package static func merged(
    _ files: [String], of options: VocabularyOptions, memoryLimit: Int = 48 << 20
  ) throws(VocabularyError) -> WordCounter {
    var counter = WordCounter(memoryLimit: memoryLimit)
    var parts: [(file: String, shard: RecordShard)] = []
    var first: (file: String, fields: [String: String])?
    for (index, file) in files.enumerated() {
      if files[..<index].contains(file) { throw .shards(file: file, found: "it twice", expected: "each file once") }
      var reader = try Reader(file, options)
      if let first {
        for (name, what) in [
          ("reading", "way of reading and tokenizing texts"), ("input", "input"), ("records", "input"),
        ] where reader.fields[name] != first.fields[name] {
          throw .shards(file: file, found: "another \(what)", expected: "that of \(first.file)")
        }
      } else {
        first = (file, reader.fields)
      }
      if let shard = reader.fields["shard"] {
        guard let shard = RecordShard(shard) else {
          throw .shards(file: file, found: "shard \(shard)", expected: "one such as 3/16")
        }
        parts.append((file, shard))
      }
      try reader.add(to: &counter, limit: mostWords)
    }
    if let problem = RecordShard.problem(parts) {
      throw .shards(file: problem.file, found: problem.found, expected: problem.expected)
    }
    return counter
  }

  /// Reads a file.
  private struct Reader {
    let file: String
    /// The fields of its first line.
    private(set) var fields: [String: String]
    private var lines: ByteLines
    private var number = 1

    /// Opens a file and reads its first line.
    init(_ file: String, _ options: VocabularyOptions) throws(VocabularyError) {
      self.file = file
      var lines = try VocabularyError.naming { () throws(FileError) in try ByteLines(file) }
      let line = try VocabularyError.naming { () throws(FileError) in try lines.next() } ?? []
      self.lines = lines
      fields = [:]
      guard line.starts(with: start.utf8), line.last == 10 else {
        throw bad(line, "\(start)kind=KIND …, as `braid vocab --counts` writes it")
      }
      let (fields, column) = HeaderFields.read(line.dropFirst(start.utf8.count).dropLast())
      if column != nil { throw bad(line, "\(start)NAME=VALUE …") }
      self.fields = fields
      for (name, value) in what(options) where fields[name] != value {
        throw .shards(
          file: file, found: "counts with \(name) \(fields[name] ?? "missing")", expected: "\(name) \(value)")
      }
    }

    /// Adds all counts of the file, of which there must be as many as it says.
    mutating func add(to counter: inout WordCounter, limit: Int) throws(VocabularyError) {
      let before = counter.total
      var entries = 0
      while true {
        let digest = lines.digest
        number += 1
        guard let line = try line() else { throw bad([], "a last line, \(end)entries=N digest=…: the file is cut off") }
        guard let tab = line.lastIndex(of: 9) else {
          let (fields, column) = HeaderFields.read(line.dropFirst(end.utf8.count).dropLast())
          guard line.starts(with: end.utf8), column == nil, fields["entries"] == "\(entries)",
            fields["digest"] == digest, self.fields["total"] == "\(counter.total - before)", try self.line() == nil
          else { throw bad(line, "the end of a file that is as it was written") }
          return
        }
        guard let text = String(validating: line[(tab + 1)...].dropLast(), as: UTF8.self), let count = Int(text),
          0...limit - counter.total ~= count, let entry = EntryEscape.bytes(line[..<tab]),
          String(validating: entry, as: UTF8.self) != nil
        else { throw bad(line, "an entry, a tab and its count") }
        entries += 1
        var failure: VocabularyError?
        entry.withUnsafeBufferPointer { bytes in
          do throws(VocabularyError) { try counter.add(bytes: bytes, count: count) } catch { failure = error }
        }
        if let failure { throw failure }
      }
    }

    private mutating func line() throws(VocabularyError) -> ArraySlice<UInt8>? {
      do throws(FileError) { return try lines.next() } catch { throw .file(error) }
    }

    private func bad(_ line: ArraySlice<UInt8>, _ expected: String) -> VocabularyError {
      .badLine(
        file: file, line: number, column: 0, found: String(decoding: line.prefix(200), as: UTF8.self),
        expected: expected)
    }
  }
}
