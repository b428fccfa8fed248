public import BraidTensors
public import BraidText

/// One task on the shared encoder: its loss, its decoding and its scores.
///
/// Made by its `TaskKind`. The trainer and the annotator know heads only by this protocol.
public protocol TaskHead: Sendable {
  /// Names of the means that make up the loss, such as `predicates` and `roles`; most heads have one.
  var lossTerms: [String] { get }

  /// The document's labels in a coding of the head's own; nil when the document carries none, which means no loss.
  func target(_ document: Document) -> [Int32]?

  /// How many items of `target` each loss term averages over; a sum over a batch is a loss's normalizer.
  func lossItemCounts(of target: [Int32]) -> [Int]

  /// Tokens that the loss reads or writes beside the encoder's, such as the words of a translation; batches are measured
  /// by the larger of both.
  func tokens(_ target: [Int32]) -> Int

  /// Whether the head reads `PackedBatch.wordHashes`, which documents are encoded with only if one does.
  var readsWordHashes: Bool { get }

  /// The loss of one shard of a batch, in nats.
  ///
  /// - Parameters:
  ///   - input: the encoder's states and the shard's targets.
  ///   - normalizers: for each loss term the item counts of the whole batch, so that the losses of its shards add up.
  /// - Returns: `[1, 1]`, the sum over the terms of Σ item losses / normalizer; nil when the shard has no label.
  func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor?

  /// Most tokens of a sentence that the head reads at once when it annotates, where its cost would follow the square of the
  /// sentence; nil for all of them.
  var longestReading: Int? { get }

  /// Decodes the shard and writes the predictions into its documents, in the order of the batch.
  func annotate(_ documents: inout [Document], _ input: HeadInput)

  /// Puts the predictions for the windows of a long document together; tags, spans and frames have been joined by their
  /// place in the text already.
  ///
  /// - Parameters:
  ///   - windows: the predictions about the windows as wholes, in order.
  ///   - document: gets the predictions about the document.
  ///   - layers: the layers that the task writes.
  ///   - options: what is output besides the predicted labels.
  func join(
    _ windows: [WindowPrediction], into document: inout Document, layers: [AnnotationLayer], options: PredictionOptions)

  /// The logits of each gold label of a shard, by loss term, so that probabilities can be calibrated.
  ///
  /// Heads without probabilities give none.
  func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]]

  /// Sets weights that follow from the training examples, before the first step; not those that a trained model has set.
  func prepare(_ weights: inout Weights, examples: some Sequence<Example>)

  /// Tunes from which probability on labels are predicted, on development data, by changing weights of the head.
  func tune(_ weights: inout Weights, on samples: [[CalibrationSample]])

  /// Whether what it predicts is not one of the labels that it counted in the training documents, such as a lemma that is
  /// made from a word's form.
  var predictsNewLabels: Bool { get }

  /// How predictions are scored.
  var metric: any DocumentMetric { get }

  /// The same head for texts of the language of a BCP 47 locale, which may have upper and lower case of its own.
  func spelled(in locale: String) -> Self
}

extension TaskHead {
  /// The head itself.
  public func spelled(in locale: String) -> Self { self }

  /// No.
  public var readsWordHashes: Bool { false }

  /// All of them.
  public var longestReading: Int? { nil }

  /// No.
  public var predictsNewLabels: Bool { false }

  /// None.
  public func tokens(_ target: [Int32]) -> Int { 0 }

  /// None.
  public func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] { [] }

  /// Nothing is set.
  public func prepare(_ weights: inout Weights, examples: some Sequence<Example>) {}

  /// Nothing is tuned.
  public func tune(_ weights: inout Weights, on samples: [[CalibrationSample]]) {}

  /// Labels by their mean probability, or where a head gives none by the most tokens, as with fields; translations follow
  /// one another.
  public func join(
    _ windows: [WindowPrediction], into document: inout Document, layers: [AnnotationLayer], options: PredictionOptions
  ) {
    for layer in layers { WindowPrediction.join(windows, layer, into: &document, options: options) }
  }
}
