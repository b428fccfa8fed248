import BraidFiles
public import BraidText

/// The layers of annotation that a format has a place for, as its options say.
struct LayerPlaces {
  /// Layers of one kind.
  enum Names {
    case all
    case only(Set<String>)

    static let none = Names.only([])

    func holds(_ name: String) -> Bool {
      switch self {
      case .all: true
      case .only(let names): names.contains(name)
      }
    }
  }

  private var labels = Names.none
  private var tags = Names.none
  private var spans = Names.none
  private var translations = Names.none
  private var fields = Names.none
  private var hasFrames = false
  private var labelRule = LabelRule.anyDocument
  private var taskColumns = TaskColumns.none

  /// Which documents have a place for labels.
  private enum LabelRule {
    case anyDocument
    /// A label layer that is the document's only one is written, whatever its name.
    case onlyLayer
    /// Labels are notes of a span.
    case besideSpans
  }

  /// What of a task's prediction a column of its name holds.
  private enum TaskColumns { case none, labels, tokens }

  /// The places of a format.
  ///
  /// - Throws: `badOption` for columns that it can't have.
  init(_ options: WriteOptions) throws(CorpusError) {
    switch options.format {
    case .jsonl, .tei: (labels, tags, spans, translations, fields, hasFrames) = (.all, .all, .all, .all, .all, true)
    case .labelStudio: (labels, spans, fields) = (.all, .all, .all)
    case .doccano, .prodigy: (labels, spans, fields, labelRule) = (.only([options.labelLayer]), .all, .all, .onlyLayer)
    case .brat: (labels, spans, hasFrames, labelRule) = (.all, .all, true, .besideSpans)
    case .fasttext: labels = .only([options.labelLayer])
    case .trec: labels = .only(["fine", "coarse"])
    case .parallel: translations = .only([options.targetLanguage])
    case .conllu: tags = Self.conllu
    case .conllup: (tags, hasFrames) = (Self.conllu, true)
    case .conll2012:
      tags = .only(["form", "pos", "parse", "lemma", "sense", "speaker", "coreference"])
      (spans, fields, hasFrames) = (.only(["entity"]), .only(["document", "part", "sentence"]), true)
    case .tsv, .csv, .parallelTSV: try takeCells(options)
    case .columns, .conll2000, .conll2003: takeColumns(ColumnsSink.roles(options))
    default: break
    }
  }

  private static let conllu = Names.only(Set(CoNLLUColumns.standardLayers + ["form"]))

  private mutating func takeCells(_ options: WriteOptions) throws(CorpusError) {
    taskColumns = .labels
    var names: (labels: Set<String>, fields: Set<String>, translations: Set<String>) = ([], [], [])
    for column in TableSink.columns(options) {
      switch try DocumentPart(column: column, labelLayer: options.labelLayer, target: options.targetLanguage) {
      case .label(let layer): names.labels.insert(layer)
      case .field(let name): names.fields.insert(name)
      case .translation(let language): names.translations.insert(language)
      default: break
      }
    }
    (labels, fields, translations) = (.only(names.labels), .only(names.fields), .only(names.translations))
  }

  private mutating func takeColumns(_ roles: [ColumnRole]) {
    taskColumns = .tokens
    var names: (tags: Set<String>, spans: Set<String>) = (["form"], [])
    for role in roles {
      switch role {
      case .tags(let layer): names.tags.insert(layer)
      case .spans(let layer): names.spans.insert(layer)
      case .form, .ignore: break
      }
    }
    (tags, spans) = (.only(names.tags), .only(names.spans))
  }

  /// The layers of a document that have no place; of tasks whose names are columns the predictions have one.
  func without(_ document: Document, columns: [String]) -> [AnnotationLayer] {
    var layers: [AnnotationLayer] = []
    for name in document.labels.keys where !holds(labels: name, document) { layers.append(.labels(name)) }
    for name in document.tags.keys where !tags.holds(name) {
      // The tags of spans that are written say nothing more.
      if document.spans[name] == nil || !spans.holds(name) { layers.append(.tags(name)) }
    }
    for name in document.spans.keys where !spans.holds(name) { layers.append(.spans(name)) }
    for name in document.translations.keys where !translations.holds(name) { layers.append(.translation(name)) }
    for name in document.fields.keys where !fields.holds(name) { layers.append(.field(name)) }
    if document.frames != nil, !hasFrames { layers.append(.frames) }
    guard !layers.isEmpty, !document.predictions.isEmpty else { return layers }
    let held = columns.flatMap { document.predictions[$0]?.layers ?? [] }
    return layers.filter { layer in
      switch (layer, taskColumns) {
      case (.labels, .labels), (.tags, .tokens), (.spans, .tokens): !held.contains(layer)
      default: true
      }
    }
  }

  private func holds(labels name: String, _ document: Document) -> Bool {
    switch labelRule {
    case .anyDocument: labels.holds(name)
    case .onlyLayer: labels.holds(name) || document.labels.count == 1
    case .besideSpans:
      document.spans.values.contains { !$0.isEmpty } || document.frames?.isEmpty == false
    }
  }
}

/// How many documents had a layer that the output has no place for.
public struct LeftOut: Sendable, Equatable {
  /// Documents by layer.
  public private(set) var documents: [AnnotationLayer: Int] = [:]

  /// None.
  public init() {}

  mutating func add(_ layers: [AnnotationLayer]) { for layer in layers { documents[layer, default: 0] += 1 } }

  /// Adds those of another output.
  public mutating func merge(_ other: LeftOut) { documents.merge(other.documents, uniquingKeysWith: +) }

  /// What was left out of a format, in a line; nil when nothing was.
  public func note(_ format: CorpusFormat) -> String? {
    guard !documents.isEmpty else { return nil }
    let layers = documents.map { "\($0.key.code) (\($0.value.grouped))" }
    return "left out, no place in \(format.rawValue): " + layers.sorted().joined(separator: ", ")
  }
}
