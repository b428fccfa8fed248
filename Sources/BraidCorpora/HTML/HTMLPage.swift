import BraidFiles
import BraidText

/// A page that was read: its documents, and where their texts stand in it.
struct HTMLPage {
  /// The page in UTF-8.
  let encoding: HTMLEncoding
  /// The documents, in order.
  private(set) var documents: [Document] = []
  /// For each document where its text stands.
  private(set) var runs: [[XMLText.Run]] = []
  /// For each document whether nothing in it may be translated.
  private(set) var areProtected: [Bool] = []
  /// For each document the elements that its text begins in.
  private(set) var ancestors: [[HTMLReader.Ancestor]] = []

  /// Reads a page.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name, for ids and errors.
  ///   - options: `documents` chooses between blocks and pages.
  ///   - isKept: Whether the page is written again, with all that is in it.
  ///   - ledger: Where what does not fit is counted.
  /// - Throws: `CorpusError` for bytes in no known encoding and for a page beyond the limits.
  init(
    _ bytes: [UInt8], file: String, options: ReadOptions, isKept: Bool = false, into ledger: inout Ledger
  ) throws(CorpusError) {
    encoding = try HTMLEncoding(bytes, file: file, options: options, into: &ledger)
    let reader = HTMLReader(byPage: options.documents == .marker)
    try HTMLParser(encoding.bytes, file: file, handler: reader).run()
    reader.finish()
    for passed in isKept ? [] : reader.passed {
      ledger.note(
        .ignored, .values, "\(passed.name), which is passed over",
        at: SourceLocation(file: file, line: passed.line))
    }
    var options = options
    options.spanOffsets = .bytes
    let placer = SpanPlacer(options)
    // Spans that Braid has written were runs of whole tokens.
    options.cutTokens = true
    let own = SpanPlacer(options)
    var (line, counted) = (1, 0)
    for (index, block) in reader.blocks.enumerated() {
      if let start = block.text.runs.first?.source.lowerBound, start > counted {
        line += encoding.bytes[counted..<start].count { $0 == .lineFeed }
        counted = start
      }
      var document = Document(text: block.text.string)
      document.language = options.language ?? block.language ?? reader.language
      if document.language?.isEmpty == true { document.language = nil }
      if block.isDocument {
        document.id = block.id ?? ""
      } else {
        document.id = block.id ?? (options.documents == .marker ? file : "\(file)#\(index + 1)")
        document.fields["element"] = block.element
        if let title = reader.title?.unlessBlank { document.fields["title"] = title }
      }
      let place = SourceLocation(file: file, line: line)
      for (layer, label) in block.labels {
        var label = label
        label.score = ledger.probability(label.score, at: place)
        document.labels[layer, default: []].append(label)
      }
      for (name, text) in block.translations {
        document.translations[name] = text
        document.translations[name]?.score = ledger.finite(text.score, at: place)
      }
      for (name, value) in block.fields { document.fields[name] = value }
      let layers = Self.spans(of: block, withTwice: options.readsPredictions)
      if !layers.isEmpty {
        try (block.isDocument ? own : placer).place(
          layers, in: &document, at: place, into: &ledger)
      }
      if options.readsPredictions { ScoredPredictions.take(from: &document) }
      documents.append(document)
      runs.append(block.text.runs)
      areProtected.append(block.isProtected && !block.isDocument)
      ancestors.append(block.ancestors)
    }
  }

  /// The spans of a block by layer; parts with one number are one.
  ///
  /// - Parameters:
  ///   - block: The block.
  ///   - withTwice: Whether spans that a model has made where the page had the same are there, too.
  /// - Returns: The spans, by layer.
  private static func spans(of block: HTMLReader.Block, withTwice: Bool) -> [SpanPlacer.Layer] {
    var layers: [String: [CharacterSpan]] = [:]
    for layer in block.layers { layers[layer] = [] }
    var known: [String: Int] = [:]
    for mark in block.marks where !mark.range.isEmpty {
      let key = mark.number.map { "\(mark.layer)\u{0}\($0)" }
      if let key, let index = known[key], let span = layers[mark.layer]?[index] {
        layers[mark.layer]?[index].offsets =
          span.offsets.lowerBound..<max(span.offsets.upperBound, mark.range.upperBound)
        continue
      }
      if let key { known[key] = layers[mark.layer]?.count ?? 0 }
      layers[mark.layer, default: []].append(CharacterSpan(mark.range, label: mark.label, score: mark.score))
    }
    return layers.sorted { $0.key < $1.key }.map { layer, spans in
      let known = Set(spans.filter { $0.score == nil }.map { NamedRange(bytes: $0.offsets, label: $0.label) })
      return (
        layer,
        withTwice
          ? spans
          : spans.filter { $0.score == nil || !known.contains(NamedRange(bytes: $0.offsets, label: $0.label)) }
      )
    }
  }
}

/// HTML pages, each in memory whole.
struct HTMLSource: DocumentSource {
  private let file: String
  private let options: ReadOptions
  /// The page before it is read. Standard input can be opened once.
  private var source: ByteSource?
  /// The documents that have not been given out, the last first.
  private var waiting: [Document] = []

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.file = file
    self.options = options
    source = try .opening(file, meter: options.meter)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    if let source {
      self.source = nil
      let bytes = try CorpusError.naming { () throws(FileError) in try source.readAll() }
      bytes.withUnsafeBufferPointer { ledger.count(bytes: $0) }
      waiting = try HTMLPage(bytes, file: file, options: options, into: &ledger).documents.reversed()
    }
    return waiting.popLast()
  }
}
