public import BraidTasks
public import BraidText

/// Annotates raw texts with a model: prepare, predict, restore.
///
/// Preparing splits and normalizes a text as the model reads it, predicting runs all tasks on one encoding, restoring
/// gives each document its own text back. The annotation of a document does not depend on its neighbours. One thread at
/// a time may prepare, and one predict.
public final class Annotator {
  /// Rules of segmentation that are kept open, a locale each.
  private static let mostPreparers = 16

  private let predictor: Predictor
  /// What cuts raw texts; nil where the rules of a locale do.
  private let segmenter: ModelSegmenter?
  private let locale: String
  /// Sentences so far that were too long for a task to read at once, so that it read them in parts.
  package private(set) var sentencesReadInParts = 0
  private var preparers: [String: TextPreprocessor] = [:]

  /// An annotator with `model`.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - locale: BCP 47 locale of the rules that split raw text; nil for the model's own.
  ///   - threads: threads of prediction; 0 for one a core.
  /// - Throws: `TextError` for a locale without rules.
  public convenience init(_ model: JointModel, locale: String? = nil, threads: Int = 0) throws(TextError) {
    try self.init(
      Predictor(model, threads: threads), ModelSegmenter(model, threads: threads), locale: locale)
  }

  private init(_ predictor: Predictor, _ segmenter: ModelSegmenter?, locale: String?) throws(TextError) {
    self.predictor = predictor
    self.segmenter = segmenter
    self.locale = locale ?? predictor.model.preparation.locale
    _ = try preparer(self.locale)
  }

  /// Another annotator on the weights of this one, of which there is one copy then; both may run at the same time.
  package func sharing(threads: Int) throws(TextError) -> Annotator {
    try Annotator(predictor.sharing(threads: threads), segmenter?.sharing(threads: threads), locale: locale)
  }

  /// Whether nobody waits for predictions any more; see `Predictor.isStopped`.
  package var isStopped: @Sendable () -> Bool {
    get { predictor.isStopped }
    set { predictor.isStopped = newValue }
  }

  /// Threads that predict at once.
  package var threads: Int { predictor.threads }

  /// The model's tasks with some names; all of them when there are none.
  ///
  /// - Throws: `AnnotationError.unknownTask`.
  public func tasks(named names: [String]) throws(AnnotationError) -> [Int] {
    let known = predictor.model.names
    for name in names where !known.contains(name) { throw .unknownTask(name, known: known) }
    return known.indices.filter { names.isEmpty || names.contains(known[$0]) }
  }

  /// The document as the model reads it.
  ///
  /// - Parameters:
  ///   - document: with or without tokens.
  ///   - locale: of its text; nil for the annotator's.
  /// - Returns: the document with tokens and sentences, normalized.
  /// - Throws: `TextError` for a locale without rules or a text that is too long.
  package func prepare(_ document: Document, locale: String? = nil) throws(TextError) -> PreparedDocument {
    var document = document
    if let segmenter, document.tokens.isEmpty, !document.text.isEmpty { try segmenter.segment(&document) }
    return try preparer(locale ?? self.locale).prepare(document)
  }

  /// Pairs of tokens of a prepared document that some tasks look at, which decide how long they take; see
  /// `TaskHead.longestReading`.
  package func tokenPairs(_ document: PreparedDocument, tasks: [Int]) -> Int {
    predictor.tokenPairs(document.document, tasks: tasks)
  }

  /// Holds a prepared document to having the vectors that the model is given beside its words.
  ///
  /// - Throws: `TaskError`, as `JointModel.checkInputs(of:)`.
  package func checkInputs(of document: PreparedDocument) throws(TaskError) {
    try predictor.model.checkInputs(of: [document.document])
  }

  /// Documents with their predictions, on their own texts and in their order.
  ///
  /// - Parameters:
  ///   - documents: what `prepare` gave.
  ///   - tasks: what `tasks(named:)` gave.
  ///   - options: what is output besides the predicted labels.
  /// - Returns: the annotated documents.
  package func predict(_ documents: [PreparedDocument], tasks: [Int], options: PredictionOptions) -> [Document] {
    sentencesReadInParts += predictor.sentencesReadInParts(documents.map(\.document), tasks: tasks)
    let predicted = predictor.predict(documents.map(\.document), tasks: tasks, options: options)
    return zip(documents, predicted).map { prepared, document in
      var prepared = prepared
      prepared.document = document
      return prepared.restored
    }
  }

  /// Prepares, predicts and restores.
  ///
  /// - Parameters:
  ///   - documents: raw or tokenized documents.
  ///   - tasks: what `tasks(named:)` gave.
  ///   - options: what is output besides the predicted labels.
  /// - Returns: the documents with their `predictions`, in order.
  /// - Throws: `TextError` for a text that is too long; `TaskError` for a document without the vectors that the model is given.
  public func annotate(
    _ documents: [Document], tasks: [Int], options: PredictionOptions = PredictionOptions()
  ) throws -> [Document] {
    let prepared = try documents.map { document throws(TextError) in try prepare(document) }
    for document in prepared { try checkInputs(of: document) }
    return predict(prepared, tasks: tasks, options: options)
  }

  private func preparer(_ locale: String) throws(TextError) -> TextPreprocessor {
    if let preparer = preparers[locale] { return preparer }
    let preparer = try TextPreprocessor(predictor.model.preparation.with(locale: locale))
    if preparers.count >= Self.mostPreparers { preparers = [:] }
    preparers[locale] = preparer
    return preparer
  }
}
