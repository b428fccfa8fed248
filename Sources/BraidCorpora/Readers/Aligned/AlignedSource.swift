import BraidFiles
import BraidText

/// Files of as many lines, a document a line: one of texts, others of tags, one for each word, or of labels.
///
/// A blank line is a text without words, or tags and labels that are missing.
struct AlignedSource: DocumentSource {
  private let options: ReadOptions
  /// The lines of each file, those of texts first.
  private let files: [LineSource]
  /// What they hold.
  private let parts: [DocumentPart]
  private let spans: SpanDecoder
  /// The file that the last error is about.
  private var failed = 0

  /// Opens the files of a set.
  ///
  /// - Throws: `file`; what `AlignedFiles` throws.
  init(_ set: [String], options: ReadOptions) throws(CorpusError) {
    self.options = options
    spans = SpanDecoder(options)
    let aligned = try AlignedFiles(options)
    var files: [LineSource] = []
    var parts: [DocumentPart] = []
    for (index, column) in aligned.columns.enumerated() {
      guard let file = aligned.file(index, in: set) else { continue }
      files.append(try LineSource(file, options: options))
      parts.append(column.part)
    }
    (self.files, self.parts) = (files, parts)
  }

  var line: Int { files[0].number }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    var count = 0
    for (index, lines) in files.enumerated() {
      failed = index
      if try lines.advance(into: &ledger) { count += 1 }
    }
    guard count > 0 else { return nil }
    guard count == files.count else { throw try lengths(into: &ledger) }
    var document =
      parts.haveTokens
      ? TextBuilder.sentence(files[0].bytes, language: options.language) : options.document(files[0].bytes)
    for index in 1..<files.count {
      failed = index
      try add(files[index], parts[index], to: &document, into: &ledger)
    }
    return document
  }

  /// What is wrong with files of which one has ended before another.
  private func lengths(into ledger: inout Ledger) throws(CorpusError) -> CorpusError {
    for lines in files { while try lines.advance(into: &ledger) {} }
    let (first, other) = (files[0], files.first { $0.number != files[0].number } ?? files[0])
    return .lineCountsDiffer(
      first: first.file, firstLines: first.number, second: other.file, secondLines: other.number)
  }

  /// Adds what the current line of a file says.
  private func add(
    _ lines: LineSource, _ part: DocumentPart, to document: inout Document, into ledger: inout Ledger
  ) throws(CorpusError) {
    let bytes = lines.bytes.trimmed
    guard !bytes.isEmpty else { return }
    switch part {
    case .id: document.id = bytes.string
    case .language: document.language = bytes.string
    case .field(let name): document.fields[name] = bytes.string
    case .translation(let name): document.translations[name] = AlignedText(bytes.string)
    case .label(let layer): document.labels[layer] = options.labels(in: bytes.string)
    case .tags(let layer):
      let cells = try cells(lines, document)
      if let tags = Self.tags(cells, lines) { document.tags[layer] = tags }
    case .spans(let layer):
      let cells = try cells(lines, document)
      guard var tags = Self.tags(cells, lines) else { return }
      document.spans[layer] = try spans.spans(&tags, layer: layer, into: &ledger) { lines.place(cells[$0].lowerBound) }
      document.tags[layer] = tags
    case .text, .tokens, .offsets: break
    }
  }

  /// The bytes of the tags of the current line, one for each word.
  private func cells(_ lines: LineSource, _ document: Document) throws(CorpusError) -> [Range<Int>] {
    let bytes = lines.bytes
    var cells: [Range<Int>] = []
    var start: Int?
    for index in 0...bytes.count {
      let isBlank = index == bytes.count || bytes[index] == .space || bytes[index] == .tab
      if isBlank, let first = start {
        cells.append(first..<index)
        start = nil
      } else if !isBlank, start == nil {
        start = index
      }
    }
    guard cells.count == document.tokens.count else {
      throw .unexpected(
        lines.place(), found: cells.count.counted("tag"),
        expected: "\(document.tokens.count), one for each word of \(files[0].place())")
    }
    return cells
  }

  /// The tags of a line, of which `_` is missing; nil when all are.
  private static func tags(_ cells: [Range<Int>], _ lines: LineSource) -> [String?]? {
    let tags = cells.map { cell -> String? in
      let tag = lines.bytes.slice(cell)
      return tag.isOnly(.underscore) ? nil : tag.string
    }
    return tags.contains { $0 != nil } ? tags : nil
  }

  /// Brings the files that were not read up to the line of the others.
  mutating func skip(into ledger: inout Ledger) -> String? {
    let line = files[failed].string
    let number = files[failed].number
    for lines in files where lines.number < number {
      do throws(CorpusError) { _ = try lines.advance(into: &ledger) } catch { if error.endsFile { return nil } }
    }
    return line
  }
}
