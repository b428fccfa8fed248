public import BraidText

/// Cuts raw texts into the tokens, sentences and words of the treebank that a segmentation task has learned from.
///
/// Paragraphs, which empty lines part, are read one by one, so that none depends on another one. A long paragraph is read in
/// windows with context on both sides. Time is linear in the text; besides tokens and sentences, memory does not grow with it.
/// One thread at a time may use a segmenter.
public final class ModelSegmenter {
  /// Characters of the longest paragraph that is read at once; a longer one is cut.
  package static let longestWindow = 400
  /// Characters of a window without its context.
  package static let keptCharacters = 300
  /// Characters of context on each side where a paragraph is cut.
  package static let context = 50
  /// Windows that are predicted at once.
  private static let round = 256
  /// Characters that one thread reads at once.
  private static let batchCharacters = 16 * longestWindow

  private let predictor: Predictor
  private let task: Int
  private let head: SegmentationHead

  /// The segmenter of a model: itself if it has a segmentation task, or the model that it keeps for that; nil when it has
  /// neither.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - threads: threads of prediction; 0 for one a core.
  public convenience init?(_ model: JointModel, threads: Int = 0) {
    guard let model = model.segmentsText ? model : model.segmenter else { return nil }
    self.init(Predictor(model, threads: threads, batchTokens: Self.batchCharacters))
  }

  private init?(_ predictor: Predictor) {
    let heads = predictor.model.heads
    guard let task = heads.firstIndex(where: { $0 is SegmentationHead }), let head = heads[task] as? SegmentationHead
    else { return nil }
    self.predictor = predictor
    self.task = task
    self.head = head
  }

  /// Another segmenter on the weights of this one; both may run at the same time.
  public func sharing(threads: Int) -> ModelSegmenter? { ModelSegmenter(predictor.sharing(threads: threads)) }

  /// Fills the tokens and sentences of documents that have no tokens; their texts are not changed.
  ///
  /// - Throws: `TextError.textTooLong` for more than 2 GiB.
  /// - Complexity: O(n) in the bytes of the texts.
  public func segment(_ documents: inout [Document]) throws(TextError) {
    for document in documents where document.text.utf8.count > Int(Int32.max) {
      throw .textTooLong(bytes: document.text.utf8.count, limit: Int(Int32.max))
    }
    var windows: [SegmentWindow] = []
    var builders: [Int: SegmentBuilder] = [:]
    for index in documents.indices where documents[index].tokens.isEmpty {
      let text = documents[index].text
      builders[index] = SegmentBuilder(text: text, spaces: head.spaces)
      var cutter = SegmentWindowCutter(text, document: index)
      while let window = cutter.next() {
        windows.append(window)
        if windows.count == Self.round { predict(&windows, into: &builders, documents) }
      }
    }
    predict(&windows, into: &builders, documents)
    for (index, builder) in builders { builder.fill(&documents[index]) }
  }

  /// Fills the tokens and sentences of a document that has no tokens.
  ///
  /// - Throws: `TextError.textTooLong` for more than 2 GiB.
  public func segment(_ document: inout Document) throws(TextError) {
    var documents = [document]
    try segment(&documents)
    document = documents[0]
  }

  /// Predicts windows and adds what they keep to the texts that they are of.
  private func predict(
    _ windows: inout [SegmentWindow], into builders: inout [Int: SegmentBuilder], _ documents: [Document]
  ) {
    let texts = windows.map { $0.document(of: documents[$0.index].text) }
    let predicted = predictor.annotate(texts, tasks: [task], options: .bare)
    for (window, prediction) in zip(windows, predicted) {
      let ends = prediction.tags[SegmentEnd.layerName] ?? []
      let first = window.opens ? 1 : 0
      for position in window.kept {
        let end = ends.indices.contains(first + position) ? ends[first + position] : nil
        builders[window.index]?.add(
          window.characters[position], end.flatMap { SegmentEnd(rawValue: $0) } ?? .inside, words: head.rules.words)
      }
      if window.closes { builders[window.index]?.endParagraph() }
    }
    windows.removeAll(keepingCapacity: true)
  }
}
