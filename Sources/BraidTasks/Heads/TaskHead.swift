public import BraidTensors
public import BraidText

/// One task on the shared encoder: what it learns from, its loss, its decoding and its scores.
///
/// The trainer and the annotator know heads only by this protocol; a new kind of task is a new conforming type.
public protocol TaskHead: Sendable {
  /// The task's name, unique in its model.
  var name: String { get }

  /// The part of the encoder that the head reads.
  var layer: EncoderLayer { get }

  /// Names of the means that make up the loss, such as `predicates` and `roles`; most heads have one.
  var lossTerms: [String] { get }

  /// Everything besides weights that rebuilds the head.
  var configuration: TaskConfiguration { get }

  /// The document's labels in a coding of the head's own; nil when the document carries none, which means no loss.
  func target(_ document: Document) -> [Int32]?

  /// How many items of `target` each loss term averages over; a sum over a batch is a loss's normalizer.
  func units(_ target: [Int32]) -> [Int]

  /// Tokens that the loss reads or writes beside the encoder's, such as the words of a translation; batches are measured
  /// by the larger of both.
  func tokens(_ target: [Int32]) -> Int

  /// The loss of one shard of a batch, in nats.
  ///
  /// - Parameters:
  ///   - input: the encoder's states and the shard's targets.
  ///   - normalizers: for each loss term the `units` of the whole batch, so that the losses of its shards add up.
  /// - Returns: `[1, 1]`, the sum over the terms of Σ item losses / normalizer; nil when the shard has no label.
  func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor?

  /// Takes the task's own answers out of a document, leaving what the head is given when it annotates.
  func clear(_ document: inout Document)

  /// Decodes the shard and writes the answers into its documents, in the order of the batch.
  func annotate(_ documents: inout [Document], _ input: HeadInput)

  /// What the head says to each gold answer of a shard, by loss term, so that its probabilities can be calibrated.
  ///
  /// Heads without probabilities give none.
  func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]]

  /// How answers are scored.
  var metric: any DocumentMetric { get }
}

extension TaskHead {
  /// None.
  public func tokens(_ target: [Int32]) -> Int { 0 }

  /// None.
  public func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] { [] }
}
