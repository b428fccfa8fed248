import BraidFiles
import BraidText

/// The layers of annotation that a format has a place for, as its options say.
///
/// A class, so that a writer that asks for each document copies nothing.
final class LayerPlaces {
  private var labels = Names.none
  private var tags = Names.none
  private var spans = Names.none
  private var translations = Names.none
  private var fields = Names.none
  private var hasFrames = false
  private var labelRule = LabelRule.anyDocument
  /// Whether lemmas are those of predicates, which their senses begin with.
  private var lemmasAreSenses = false
  private var columns = Columns()
  /// Whether the format has one column of parts of speech, whatever their layer.
  private var hasParts = false
  /// Whether predictions of labels and spans stand beside what people wrote.
  private var holdsBoth = false
  /// Whether each prediction that a cell can hold has a column.
  private var ownsPredictions = false
  /// Those that are asked for by name, such as `predicted_label`.
  private var predicted: [PredictedColumn] = []
  /// Columns that do not say whether they are labels, a field or others.
  private var bareColumns: BareColumns
  /// Tasks that predict several layers: a column of such a name holds the layer that is called so.
  private var ofSeveral: Set<String> = []
  /// Whether the columns are asked for by names, which may be those of tasks; a format's own are layers.
  private let isAsked: Bool
  /// What has a place beside the layers.
  private(set) var parts: PartPlaces

  /// Which documents have a place for labels.
  private enum LabelRule {
    case anyDocument
    /// A label layer that is the document's only one is written, whatever its name.
    case onlyLayer
    /// Labels are notes of a span.
    case besideSpans
  }

  /// The names of the columns that hold a layer, or what the task of that name predicts.
  private struct Columns {
    var labels: Set<String> = []
    var tags: Set<String> = []
    var spans: Set<String> = []
    var translations: Set<String> = []
  }

  /// The places of a format.
  ///
  /// - Throws: `badOption` for columns that it can't have.
  init(_ options: WriteOptions) throws(CorpusError) {
    if !options.columns.isEmpty, !options.format.hasColumns, options.format != .conllup {
      throw .badWriteOption(
        name: "columns", found: options.columns.joined(separator: ", "),
        expected: "none, as \(options.format.rawValue) has no columns to choose")
    }
    parts = PartPlaces(options)
    ofSeveral = options.tasksOfSeveral
    isAsked = !options.columns.isEmpty
    bareColumns = BareColumns(layout: options.layout)
    switch options.format {
    case .jsonl, .tei: (labels, tags, spans, translations, fields, hasFrames) = (.all, .all, .all, .all, .all, true)
    case .labelStudio:
      holdsBoth = true
      (labels, spans, fields) = (.all, .all, .allBut(ToolTask.members(options.format)))
    case .doccano, .prodigy:
      (labels, spans, labelRule) = (.only([options.labelLayer]), .all, .onlyLayer)
      fields = .allBut(ToolTask.members(options.format))
    case .brat:
      (labels, spans, hasFrames, labelRule) = (.all, .all, true, .besideSpans)
      fields = .only([BratFile.field])
    case .fasttext: labels = .only([options.labelLayer])
    case .trec: labels = .only(["fine", "coarse"])
    case .parallel: translations = .only([options.targetLanguage])
    case .tmx: (translations, fields) = (.languages, .all)
    case .xliff:
      (translations, fields) = (
        .only([options.targetLanguage]),
        .only(["file", "state", "translate", "name", XLIFFStates.approved, POEntry.targetLanguage])
      )
    case .po:
      (translations, fields) = (
        .targets(options.targetLanguage),
        .only(
          Set(
            POSink.comments.map(\.0) + [
              POEntry.singular, POEntry.pluralForms, POEntry.domain, POEntry.targetLanguage,
            ]))
      )
    case .conll2005:
      takesParts()
      tags = .only(["form", "pos", "clause", "parse", "lemma"])
      (spans, hasFrames, lemmasAreSenses) = (.only(["entity", "chunk"]), true, true)
    case .conll2009:
      takesParts()
      (tags, hasFrames) = (.only(Set(CoNLL2009Source.layers2009 + ["form"])), true)
    case .conll2008:
      takesParts()
      (tags, hasFrames) = (.only(Set(CoNLL2009Source.layers2008 + ["form"])), true)
    case .trees: labels = .only([options.labelLayer])
    case .ptb:
      takesParts()
      tags = .only(["form", "pos", "parse"])
    case .tiger: tags = .attributes
    case .semeval:
      (labels, spans) = (.only(["category", "category-polarity"]), .only(["aspect", "aspect-category"]))
      fields = .only(["\(SemEvalReader.scope)"])
    case .propbankFrames: (fields, hasFrames) = (.only(["roleset", "lemma", "name", "source"]), true)
    case .webanno:
      takesParts()
      (tags, spans) = (.only(["pos", "upos", "lemma"]), .all)
    case .xmi:
      takesParts()
      (tags, spans) = (.only(["pos", "upos", "lemma", "feats"]), .all)
    case .html: (labels, spans, translations, fields) = (.all, .all, .all, .all)
    case .conllu: tags = Self.conllu
    case .conllup:
      if let name = CoNLLUColumns.repeated(options.columns) {
        throw .badWriteOption(name: "columns", found: "\(name) twice", expected: "each column once")
      }
      let columns = try CoNLLUColumns(names: CoNLLUSink.names(options), place: SourceLocation(file: ""))
      // Frames are in columns of their own.
      let ofFrames = ["predicate", "argheads", "argspans"]
      tags = .only(Set(columns.layers.map(\.name).filter { !ofFrames.contains($0) } + ["form"]))
      hasFrames = columns.predicates != nil
    case .conll2012:
      takesParts()
      tags = .only(["form", "pos", "parse", "lemma", "sense", "speaker", "coreference"])
      (spans, fields, hasFrames) = (.only(["entity"]), .only(["document", "part", "sentence"]), true)
    case .tsv, .csv, .parallelTSV: try takeCells(options)
    case .aligned: try takeLines(options)
    case .columns, .conll2000, .conll2003:
      takeColumns(ColumnsSink.roles(options))
      predicted = options.predictedColumns
      if options.columns.isEmpty, options.format != .columns { hasParts = true }
    default: break
    }
  }

  private static let conllu = Names.only(Set(CoNLLUColumns.standardLayers + ["form"]))

  private func takeCells(_ options: WriteOptions) throws(CorpusError) {
    ownsPredictions = options.keepsColumns
    predicted = options.predictedColumns
    var names: (fields: Set<String>, translations: Set<String>) = ([], [])
    let cells = try TableSink.parts(options)
    parts = PartPlaces(options, columns: cells)
    for part in cells {
      switch part {
      case .label(let layer):
        columns.labels.insert(layer)
        // A bare name may be that of a field or another layer.
        guard options.columns.contains(layer) else { continue }
        bareColumns.names.insert(layer)
        names.fields.insert(layer)
        names.translations.insert(layer)
        columns.translations.insert(layer)
        columns.tags.insert(layer)
        columns.spans.insert(layer)
      case .field(let name):
        names.fields.insert(name)
        bareColumns.named.insert(.field(name))
      case .translation(let language):
        names.translations.insert(language)
        bareColumns.named.insert(.translation(language))
      default: break
      }
    }
    // What an earlier model predicted is replaced, not left out.
    names.fields.formUnion(options.replacedFields)
    (labels, fields, translations) = (.only(columns.labels), .only(names.fields), .only(names.translations))
    (tags, spans) = (.only(columns.tags), .only(columns.spans))
  }

  private func takeLines(_ options: WriteOptions) throws(CorpusError) {
    let lines = try AlignedSink.columns(options).map(\.part)
    parts = PartPlaces(options, columns: lines)
    var names: Set<String> = []
    for part in lines {
      switch part {
      case .label(let layer): columns.labels.insert(layer)
      case .tags(let layer):
        columns.tags.insert(layer)
        columns.spans.insert(layer)
      case .spans(let layer): columns.spans.insert(layer)
      case .translation(let name): columns.translations.insert(name)
      case .field(let name): names.insert(name)
      case .text, .tokens, .id, .language, .offsets: break
      }
    }
    (labels, translations, fields) = (.only(columns.labels), .only(columns.translations), .only(names))
    (tags, spans) = (.only(columns.tags.union(lines.haveTokens ? ["form"] : [])), .only(columns.spans))
  }

  private func takeColumns(_ roles: [ColumnRole]) {
    for role in roles {
      switch role {
      case .tags(let layer):
        columns.tags.insert(layer)
        columns.spans.insert(layer)
      case .spans(let layer): columns.spans.insert(layer)
      case .form, .ignore: break
      }
    }
    (tags, spans) = (.only(columns.tags.union(["form"])), .only(columns.spans))
  }

  /// Lets other layers of parts of speech take the column of `pos` where it is missing.
  private func takesParts() { hasParts = true }

  /// Whether a column that is asked for has the name of a task and holds what the task predicts for a layer. What a format has
  /// a place for of its own is a layer, whatever tasks are called.
  func hasColumn(of task: String, for layer: AnnotationLayer) -> Bool {
    if isBeside(layer) { return true }
    if ownsPredictions { return layer != .frames }
    if predicted.contains(where: { $0.task == task && $0.layer == layer }) { return true }
    if ofSeveral.contains(task), !layer.name.utf8.elementsEqual(task.utf8) { return false }
    guard isAsked else { return false }
    return switch layer {
    case .labels: columns.labels.contains(task)
    case .tags: columns.tags.contains(task)
    case .spans: columns.spans.contains(task) || columns.tags.contains(task)
    case .translation: columns.translations.contains(task)
    case .frames, .field: false
    }
  }

  /// Whether what is predicted for a layer stands beside what people wrote, which is no column.
  private func isBeside(_ layer: AnnotationLayer) -> Bool {
    guard holdsBoth else { return false }
    switch layer {
    case .labels, .spans: return true
    default: return false
    }
  }

  /// Whether a prediction is written in the place of its layer, of which there is one, and not in a column of its own.
  func sharesPlace(of task: String, for layer: AnnotationLayer) -> Bool {
    guard isBeside(layer) || !hasColumn(of: task, for: layer) else { return false }
    switch layer {
    case .labels(let name): return labels.holds(name) || labelRule == .onlyLayer
    case .tags(let name): return tags.holds(name) || hasParts && Document.otherParts.contains(name)
    default: return holds(layer)
    }
  }

  /// The layers of a document that have no place, as the prediction of a task fills a column: the layer that it is for, and the
  /// one that the column is called.
  func hidden(by prediction: Prediction, of task: String, in document: Document) -> [AnnotationLayer] {
    guard !ownsPredictions, !holdsBoth else { return [] }
    var layers: [AnnotationLayer] = []
    for layer in prediction.layers where hasColumn(of: task, for: layer) {
      let isApart = predicted.contains { $0.task == task && $0.layer == layer }
      if !holds(layer) || !isApart && layer.name == task { layers.append(layer) }
      if !isApart, layer.name != task { layers.append(layer.named(task)) }
    }
    return layers.filter { $0.isPresent(in: document) }
  }

  private func holds(_ layer: AnnotationLayer) -> Bool {
    switch layer {
    case .labels(let name): labels.holds(name)
    case .tags(let name): tags.holds(name)
    case .spans(let name): spans.holds(name) || tags.holds(name)
    case .translation(let name): translations.holds(name)
    case .field(let name): fields.holds(name)
    case .frames: hasFrames
    }
  }

  /// Everything that has a place, in a line.
  func list(beside text: String) -> String {
    let kinds = [
      (labels, "labels"), (tags, "tags"), (spans, "spans"), (translations, "translations"), (fields, "fields"),
    ]
    let lists = kinds.compactMap { $0.0.list($0.1) } + (hasFrames ? ["frames"] : [])
    return ([([text] + parts.list.filter { $0 != text }).joined(separator: ", ")] + lists).joined(separator: "; ")
  }

  /// What a document has that has no place; predictions of tasks whose names are columns have one.
  func without(_ document: Document) -> [DocumentContent] {
    var missing: [DocumentContent] = []
    parts.without(document, into: &missing)
    guard document.isAnnotated else { return missing }
    let kinds = document.annotationKinds
    let layers = layersWithout(document, kinds)
    for layer in layers { missing.append(.layer(layer)) }
    if hasParts, kinds.tags { missing += names(document) }
    parts.details(document, kinds, except: Self.test(layers), into: &missing)
    return missing
  }

  /// Whether a layer is one of these.
  private static func test(_ layers: [AnnotationLayer]) -> (AnnotationLayer) -> Bool {
    if layers.isEmpty { return { _ in false } }
    guard layers.count > 16 else { return { layers.contains($0) } }
    let many = Set(layers)
    return { many.contains($0) }
  }

  /// What a prediction has that has no place, where its layers have one of their own.
  ///
  /// - Parameters:
  ///   - prediction: the prediction.
  ///   - task: the task.
  ///   - hasScores: whether the scores of these layers have one, too.
  /// - Returns: what is left out.
  func without(_ prediction: Prediction, of task: String, hasScores: (AnnotationLayer) -> Bool) -> [DocumentContent] {
    let layers = prediction.layers.filter { !hasColumn(of: task, for: $0) }
    var details: [DocumentContent] = []
    parts.details(prediction.annotation, except: Self.test(layers), into: &details)
    details = details.filter { detail in
      switch detail {
      case .scores(let layer): !hasScores(layer)
      // The score of a label is its probability.
      case .probabilities(let name): !hasScores(.labels(name))
      default: true
      }
    }
    return layers.map { .layer($0) } + details
  }

  /// The layers of parts of speech that are written as `pos`.
  private func names(_ document: Document) -> [DocumentContent] {
    Document.otherParts.filter { document.hasTags($0) && !tags.holds($0) && holds(parts: $0, document) }
      .map { .name(.tags($0)) }
  }

  private func layersWithout(_ document: Document, _ kinds: AnnotationKinds) -> [AnnotationLayer] {
    var layers: [AnnotationLayer] = []
    if kinds.labels {
      for name in document.labels.keys where !holds(labels: name, document) { layers.append(.labels(name)) }
    }
    if kinds.tags {
      for name in document.tagLayers where !tags.holds(name) && !holds(parts: name, document) {
        // The tags of spans that are written say nothing more.
        if document.spans[name] == nil || !spans.holds(name) { layers.append(.tags(name)) }
      }
      if lemmasAreSenses, !Self.lemmasAreSenses(document) { layers.append(.tags("lemma")) }
    }
    if kinds.spans {
      for name in document.spans.keys where !spans.holds(name) { layers.append(.spans(name)) }
    }
    if kinds.translations {
      for name in document.translations.keys where !translations.holds(name) { layers.append(.translation(name)) }
    }
    if kinds.fields {
      for name in document.fields.keys where !fields.holds(name) && !name.isExactly(KeptMembers.field) {
        layers.append(.field(name))
      }
    }
    if kinds.frames, !hasFrames { layers.append(.frames) }
    if !bareColumns.names.isEmpty { layers += bareColumns.hidden(document) }
    // A column of its own for a prediction is no place for what the input says.
    guard !layers.isEmpty, !document.predictions.isEmpty, !ownsPredictions else { return layers }
    return layers.filter { layer in
      !document.predictions.contains { $0.value.layers.contains(layer) && hasColumn(of: $0.key, for: layer) }
    }
  }

  /// Whether all lemmas are those of predicates and come back with their senses, as `come` in `come.03`.
  private static func lemmasAreSenses(_ document: Document) -> Bool {
    guard let lemmas = document.tags(of: "lemma") else { return true }
    var frames: [Int: Frame] = [:]
    for frame in document.frames ?? [] { frames[frame.predicate] = frame }
    return lemmas.enumerated().allSatisfy { token, lemma in
      guard let lemma else { return true }
      guard let frame = frames[token] else { return false }
      guard let sense = frame.sense else { return true }
      let stem = sense.utf8.lastIndex(of: .dot).map { sense.utf8[..<$0] } ?? sense.utf8[...]
      return stem.elementsEqual(lemma.utf8)
    }
  }

  private func holds(parts name: String, _ document: Document) -> Bool {
    hasParts && !document.hasTags("pos") && name == Document.otherParts.first(where: document.hasTags)
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

extension AnnotationLayer {
  /// A layer of the kind with another name; frames have none.
  fileprivate func named(_ name: String) -> AnnotationLayer {
    switch self {
    case .labels: .labels(name)
    case .tags: .tags(name)
    case .spans: .spans(name)
    case .translation: .translation(name)
    case .field: .field(name)
    case .frames: .frames
    }
  }
}
