import BraidFiles
import BraidText

/// WebAnno TSV 3, as INCEpTION and WebAnno export it: one document a file.
///
/// Tokens and sentences are the file's, texts stand where their UTF-16 offsets say. A feature of a span layer is a layer of
/// its own: `Referent.entity`, or `Referent` when the type has no other; named entities are `entity`, parts of speech and
/// lemmas are tags. Relations, chains, slots and zero-width spans are left aside and counted.
struct WebAnnoSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions
  private let placer: SpanPlacer
  private var isRead = false

  /// Whether a file begins as an export of WebAnno does; a stream is not looked into.
  static func begins(_ path: String) -> Bool {
    guard !FileSystem.isStream(path), let source = try? ByteSource(path) else { return false }
    let buffer = ChunkBuffer(capacity: 64)
    guard let count = try? source.read(into: buffer.bytes) else { return false }
    return Bytes(rebasing: buffer.bytes[..<count]).starts(with: "#FORMAT=WebAnno TSV 3")
  }

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    lines = try LineSource(file, options: options)
    var options = options
    options.spanOffsets = .utf16
    self.options = options
    placer = SpanPlacer(options)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    guard !isRead else { return nil }
    isRead = true
    guard try lines.advance(into: &ledger), lines.bytes.starts(with: "#FORMAT=WebAnno TSV 3") else {
      throw .unexpected(
        lines.place(), found: "a file that does not begin with #FORMAT=WebAnno TSV 3", expected: "WebAnno TSV 3")
    }
    var columns: [WebAnnoColumn] = []
    var rows = WebAnnoRows()
    while try lines.advance(into: &ledger) {
      let line = lines.bytes
      if line.isEmpty {
        rows.endSentence()
      } else if line.starts(with: "#Text=") {
        rows.addText(String(decoding: line.dropFirst(6), as: UTF8.self))
      } else if line.starts(with: "#T_") {
        columns += try WebAnnoColumn.columns(lines.string, at: lines.place())
      } else if line[0] != UInt8(ascii: "#") {
        try rows.addRow(lines.string, columns, at: lines.place(), into: &ledger)
      }
    }
    rows.endSentence()
    return try document(rows, columns, into: &ledger)
  }

  private func document(
    _ rows: WebAnnoRows, _ columns: [WebAnnoColumn], into ledger: inout Ledger
  ) throws(CorpusError) -> Document {
    let place = SourceLocation(file: lines.file)
    var document = Document(id: lines.file, language: options.language, text: rows.text)
    let layers = columns.filter { $0.kind == .spans }.map(\.layer)
    try placer.place(
      layers.map { layer in (layer, rows.spans[layer] ?? []) }, tokens: rows.tokens, in: &document, at: place,
      into: &ledger)
    let map = OffsetMap(document.text, .utf16)
    let ends = rows.sentenceEnds.map { map.bytes($0..<$0)?.lowerBound ?? document.text.utf8.count }
    document.sentences = Self.sentences(document.tokens, ends)
    guard document.tokens.count == rows.tokens.count else {
      ledger.note(
        .ignored, .tags, "tags of tokens that were cut", at: place, count: rows.tags.reduce(0) { $0 + $1.value.count })
      return document
    }
    for (layer, tags) in rows.tags {
      document.tags[layer] = (0..<document.tokens.count).map { tags[$0] }
    }
    return document
  }

  private static func sentences(_ tokens: [Token], _ ends: [Int]) -> [Sentence] {
    var sentences: [Sentence] = []
    var first = 0
    for end in ends {
      let next = tokens.partitioningIndex { Int($0.start) >= end }
      if next > first { sentences.append(Sentence(tokens: first..<next)) }
      first = max(first, next)
    }
    if first < tokens.count { sentences.append(Sentence(tokens: first..<tokens.count)) }
    return sentences
  }
}
