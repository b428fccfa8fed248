import BraidFiles
import BraidText

/// WebAnno TSV 3, as INCEpTION and WebAnno export it: one document a file.
///
/// The id is the path below the folder that was named, without its ending, as a file has no other name. Tokens and sentences are the file's, texts stand where their UTF-16 offsets say. A feature of a span layer is a layer of
/// its own: `Referent.entity`, or `Referent` when the type has no other; named entities are `entity`, parts of speech and
/// lemmas are tags. A feature that is not set (`*`) is no span. Relations, chains, slots and zero-width spans are left aside and counted.
struct WebAnnoSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions
  private let placer: SpanPlacer
  private let id: String
  private var isRead = false

  /// Whether a file begins as an export of WebAnno does; a stream is not looked into.
  static func begins(_ path: String) -> Bool {
    guard !FileSystem.isStream(path), let source = try? ByteSource(path) else { return false }
    let buffer = ChunkBuffer(capacity: 64)
    guard let count = try? source.read(into: buffer.bytes) else { return false }
    return Bytes(rebasing: buffer.bytes[..<count]).starts(with: "#FORMAT=WebAnno TSV 3")
  }

  /// Opens a file; `folder` is what its id leaves out of the path.
  init(_ file: String, below folder: String, options: ReadOptions) throws(CorpusError) {
    id = DocumentPaths.id(file, below: folder, endings: [".gz", ".tsv", ".webanno"])
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
    let layers = columns.filter(\.isSpans).filter { $0.isMain || rows.spans[$0.layer] != nil }
      .map { ($0.layer, rows.spans[$0.layer] ?? []) }
    return try StandoffText(
      text: rows.text, tokens: rows.tokens, sentenceEnds: rows.sentenceEnds, layers: layers, tags: rows.tags
    ).document(id: id, options, placer, at: SourceLocation(file: lines.file, line: 1), into: &ledger)
  }
}
