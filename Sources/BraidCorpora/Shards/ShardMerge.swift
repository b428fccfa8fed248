import BraidFiles
import BraidText

/// Joins the shards of a corpus again, record by record, after it has checked that each is there once and whole.
package struct ShardMerge {
  /// What became of the records.
  package struct Counts: Sendable, Equatable {
    /// Documents in the output.
    package var documents = 0
    /// Records among the dead letters.
    package var rejected = 0
    /// Layers that the output has no place for.
    package var leftOut = LeftOut()
  }

  /// The files, the first shard first.
  private let parts: [(file: String, manifest: ShardManifest)]
  /// Records of the whole input.
  private let records: Int

  /// The shards of one run over one input, in any order.
  ///
  /// - Parameter files: JSONL or tables that commands with `--shard` wrote; the shards' dead letters may be among them, as in
  ///   `part-*.jsonl`: they go along with their shards.
  /// - Throws: `CorpusError.shards` when one is missing, there twice, or of another run or input.
  package init(_ files: [String]) throws(CorpusError) {
    var parts: [(file: String, manifest: ShardManifest)] = []
    var shards: [(file: String, shard: RecordShard)] = []
    let isShard = { FileSystem.exists(ShardManifest.path(of: $0)) }
    // A pattern may name what stands beside shards, too.
    var others = Set<String>()
    for file in files where isShard(file) {
      let manifest = try ShardManifest(beside: file)
      others.insert(Paths.standard(ShardManifest.path(of: file)))
      if let path = Self.letters(of: (file, manifest)) { others.insert(Paths.standard(path)) }
    }
    for file in files where isShard(file) || !others.contains(Paths.standard(file)) {
      let manifest = try ShardManifest(beside: file)
      guard let shard = manifest.recordShard else { continue }
      parts.append((file, manifest))
      shards.append((file, shard))
    }
    guard let first = parts.first else {
      throw .shards(file: "the command line", found: "no files", expected: "the shards of a corpus")
    }
    if let problem = RecordShard.problem(shards) {
      throw .shards(file: problem.file, found: problem.found, expected: problem.expected)
    }
    for part in parts.dropFirst() {
      func check(_ what: String, _ isSame: Bool) throws(CorpusError) {
        guard isSame else {
          throw .shards(file: part.file, found: "another \(what)", expected: "that of \(first.file)")
        }
      }
      try check("input", part.manifest.input == first.manifest.input && part.manifest.records == first.manifest.records)
      try check("command, model or set of options", part.manifest.run == first.manifest.run)
      try check("format", part.manifest.format == first.manifest.format)
    }
    self.parts = parts.sorted { $0.manifest.shard < $1.manifest.shard }
    records = first.manifest.records
  }

  /// The format of the shards.
  package var format: CorpusFormat { parts.first?.manifest.format ?? .jsonl }

  /// How many shards there are.
  package var count: Int { parts.count }

  /// Every file that is read.
  package var inputs: [String] {
    parts.flatMap { part in
      [part.file, ShardManifest.path(of: part.file)] + (Self.letters(of: part).map { [$0] } ?? [])
    }
  }

  /// Writes the documents of all shards in the order of the input, and their dead letters.
  ///
  /// JSONL comes out as it is in the shards, byte for byte, and so do tables, with one header. Documents that the format cannot hold
  /// are dead letters, too. Both files appear complete or not at all.
  ///
  /// - Parameters:
  ///   - output: the file to write; `-` is standard output.
  ///   - options: its format, that of the shards where these are tables.
  ///   - deadLetters: file of the dead letters; nil for none, and a document that the format cannot hold is an error.
  /// - Returns: what was written.
  /// - Throws: `CorpusError.shards` for a file that is not as it was written, else what reading and writing throws.
  package func write(
    to output: String, options: WriteOptions, deadLetters: String?
  ) throws(CorpusError) -> Counts {
    var parts: [Part] = []
    for part in self.parts { parts.append(try Part(part.file, part.manifest, letters: Self.letters(of: part))) }
    if format != .jsonl, options.format != format, let first = parts.first {
      throw .shards(
        file: first.file, found: format.rawValue,
        expected: "JSONL, of which any format is made, or \(format.rawValue) as the output; "
          + "`braid convert` makes others of it")
    }
    let target = try Target(output, options, isVerbatim: format != .jsonl)
    if let header = try Self.header(of: parts) { try target.write(header, of: output) }
    var letters = counts.rejected > 0 ? try deadLetters.map { path throws(CorpusError) in try CorpusFile(path) } : nil
    var refused = 0
    for record in 0..<records {
      switch try parts[record % parts.count].next(record) {
      case .document(let line):
        do throws(CorpusError) {
          try target.write(line, of: parts[record % parts.count].file)
        } catch {
          guard case .cannotExpress = error, let deadLetters else { throw error }
          if letters == nil { letters = try CorpusFile(deadLetters) }
          refused += 1
          try letters?.append(Self.letter(error, line))
        }
      case .letter(let line): try letters?.append(line)
      }
    }
    for index in parts.indices { try parts[index].finish() }
    let leftOut = try target.finish(with: letters)
    return Counts(
      documents: counts.documents - refused, rejected: counts.rejected + refused, leftOut: leftOut)
  }

  /// The header of tables, which is the same in all that have rows; nil for none.
  private static func header(of parts: [Part]) throws(CorpusError) -> ArraySlice<UInt8>? {
    let named = parts.filter { $0.header != nil }
    guard let first = named.first else { return nil }
    for part in named.dropFirst() where part.header != first.header {
      func text(_ part: Part) -> String {
        let line = String(decoding: part.header ?? [], as: UTF8.self)
        return line.split(whereSeparator: \.isNewline).first.map { "`\($0)`" } ?? "nothing"
      }
      throw .shards(
        file: part.file, found: "the columns \(text(part))",
        expected: "those of \(first.file), \(text(first)); --column chooses the same for all")
    }
    return first.header.map { $0[...] }
  }

  /// A dead letter: a document that the output cannot hold, as `annotate` writes it.
  private static func letter(_ error: CorpusError, _ document: ArraySlice<UInt8>) -> [UInt8] {
    var output = JSONOutput()
    output.string(error.errorDescription ?? "\(error)")
    let line = document.last == .lineFeed ? document.dropLast() : document
    return Array("{\"reason\":".utf8) + output.bytes + Array(",\"document\":".utf8) + line + Array("}\n".utf8)
  }

  /// What the manifests say.
  private var counts: Counts {
    var counts = Counts()
    for part in parts {
      counts.documents += part.manifest.documents
      counts.rejected += part.manifest.rejected
    }
    return counts
  }

  /// Calls `body` with a cursor at the start of a line of a shard; nil when the line is not UTF-8.
  fileprivate static func cursor<Result>(
    _ line: ArraySlice<UInt8>, of file: String, _ body: (JSONCursor) throws(CorpusError) -> Result
  ) throws(CorpusError) -> Result? {
    guard var text = String(validating: line, as: UTF8.self) else { return nil }
    let result: Swift.Result<Result, CorpusError> = text.withUTF8 { bytes in
      do throws(CorpusError) { return .success(try body(JSONCursor(bytes, name: file))) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The file of a shard's dead letters: where it was written or, when the files were moved together, beside the shard.
  private static func letters(of part: (file: String, manifest: ShardManifest)) -> String? {
    guard let path = part.manifest.deadLetters else { return nil }
    let beside = Paths.sibling(of: part.file, named: Paths.name(path))
    return FileSystem.exists(beside) ? beside : path
  }
}

extension ShardMerge {
  /// What comes next of a shard.
  fileprivate enum Item {
    case document(ArraySlice<UInt8>)
    case letter(ArraySlice<UInt8>)
  }

  /// A shard that is being read.
  fileprivate struct Part {
    let file: String
    private let manifest: ShardManifest
    private var documents: ByteLines
    /// What a table has before its first document: a byte order mark, a line that names the separator, and the names of its
    /// columns; nil for nothing.
    private(set) var header: [UInt8]?
    /// The first row, where it was read together with the mark before it.
    private var first: [UInt8]?
    private var letters: ByteLines?
    /// The next dead letter, and the number of its record, from 1.
    private var letter: (number: Int, line: ArraySlice<UInt8>)?
    private var documentCount = 0
    private var letterCount = 0

    init(_ file: String, _ manifest: ShardManifest, letters: String?) throws(CorpusError) {
      self.file = file
      self.manifest = manifest
      documents = try CorpusError.naming { () throws(FileError) in try ByteLines(file) }
      self.letters = try letters.map { path throws(CorpusError) in
        try CorpusError.naming { () throws(FileError) in try ByteLines(path) }
      }
      for _ in 0..<(manifest.table?.headLines ?? 0) {
        if let line = try row() { header = (header ?? []) + line }
      }
      if let table = manifest.table, table.mark, table.headLines == 0, let line = try row() {
        let isMarked = line.starts(with: TextEncoding.utf8Mark)
        header = isMarked ? TextEncoding.utf8Mark : nil
        let rest = isMarked ? line.dropFirst(TextEncoding.utf8Mark.count) : line
        first = rest.isEmpty ? nil : Array(rest)
      }
      try advance()
    }

    /// The next record, whose place in the input is `record`.
    mutating func next(_ record: Int) throws(CorpusError) -> Item {
      if let letter, letter.number == record + 1 {
        letterCount += 1
        try advance()
        return .letter(letter.line)
      }
      guard let line = try row() else { throw changed }
      documentCount += 1
      return .document(line)
    }

    /// Checks that there is nothing more, and that it was what had been written.
    mutating func finish() throws(CorpusError) {
      guard try Self.line(&documents) == nil, letter == nil, documents.digest == manifest.output,
        documentCount == manifest.documents, letterCount == manifest.rejected
      else { throw changed }
    }

    /// The next line of JSONL, or row of a table.
    private mutating func row() throws(CorpusError) -> ArraySlice<UInt8>? {
      if let first {
        self.first = nil
        return first[...]
      }
      do throws(FileError) { return try documents.nextRow(quote: manifest.table?.quote) } catch { throw .file(error) }
    }

    private static func line(_ lines: inout ByteLines) throws(CorpusError) -> ArraySlice<UInt8>? {
      do throws(FileError) { return try lines.next() } catch { throw .file(error) }
    }

    private var changed: CorpusError {
      .shards(
        file: file, found: "other documents or dead letters", expected: "those that \(ShardManifest.path(of: file)) has"
      )
    }

    private mutating func advance() throws(CorpusError) {
      letter = nil
      guard var lines = letters else { return }
      letters = nil
      let line = try Self.line(&lines)
      letters = lines
      guard let line else { return }
      let record = try ShardMerge.cursor(line, of: file) { cursor throws(CorpusError) in
        var cursor = cursor
        return try cursor.readValue()
      }
      guard let number = record?.member("number")?.number.flatMap({ Int(exactly: $0) }) else { throw changed }
      letter = (number, line)
    }
  }

  /// What the documents are written to.
  fileprivate enum Target {
    /// Lines as they are.
    case lines(CorpusFile)
    /// Documents in a format.
    case format(CorpusWriter)

    init(_ output: String, _ options: WriteOptions, isVerbatim: Bool) throws(CorpusError) {
      self =
        isVerbatim || options.isStandardJSONL
        ? .lines(try CorpusFile(output)) : .format(try CorpusWriter(output, options: options))
    }

    /// Writes a line of the shard `file`.
    func write(_ line: ArraySlice<UInt8>, of file: String) throws(CorpusError) {
      switch self {
      case .lines(let output): try output.append(line)
      case .format(let writer):
        let document = try ShardMerge.cursor(line, of: file) { cursor throws(CorpusError) in
          var reader = JSONDocumentReader(cursor, labelLayer: ReadOptions().labelLayer)
          return try reader.read()
        }
        guard let document else {
          throw .shards(file: file, found: "bytes that are not UTF-8", expected: "lines of JSON")
        }
        try writer.write(document)
      }
    }

    /// Puts everything in its place.
    func finish(with letters: CorpusFile?) throws(CorpusError) -> LeftOut {
      let others = letters.map { [$0] } ?? []
      switch self {
      case .lines(let file):
        try CorpusFile.commit([file] + others)
        return LeftOut()
      case .format(let writer):
        try CorpusWriter.close([writer], with: others)
        return writer.leftOut
      }
    }
  }
}
