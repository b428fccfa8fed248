public import BraidFiles
public import BraidTensors
public import BraidText

/// A text from a text: an LSTM decoder with attention.
public struct TranslationOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "translation"
  /// What its tasks do.
  public static let about = "a text from a text: translation, lemmas, transliteration"

  /// The aligned text that the head learns to write, such as `de`.
  public var target = ""
  /// The vocabulary stage that the head writes with.
  public var vocabulary = ""
  /// Whether target words are learned and written in lower case.
  public var lowercase = false
  /// Width of the target embedding, in floats.
  public var embedding = 128
  /// Hidden units of the decoder.
  public var units = 128
  /// Whether the target embedding is the output's weights; its width is then `units`, whatever `embedding` says.
  public var tied = false
  /// Whether the decoder also reads the attentional state of the step before (Luong et al. 2015, section 3.3).
  public var inputFeeding = false
  /// Dropout rate, 0..<1, on target embeddings and on the attentional state.
  public var dropout = 0.0
  /// Label smoothing, 0..<1.
  public var smoothing = 0.0
  /// Beam width when decoding; 1 is greedy.
  public var beam = 4
  /// Exponent of the length penalty, score / length^penalty.
  public var lengthPenalty = 1.0
  /// Whether a document is translated as one sequence, as it is learned; else its sentences one by one.
  public var wholeDocuments = false
  /// Whether an unknown word becomes the source word that attention looked at most; not with pieces.
  public var copyUnknown = true
  /// Whether written words are put together as people write the language named by `target`; else with spaces.
  public var detokenize = true
  /// Longest output, in target tokens, for each source token.
  public var maximumRatio = 2.0
  /// Target output tokens allowed in addition to `maximumRatio`.
  public var maximumExtra = 10

  /// What its scores count.
  public var scoring = TranslationScoring()

  /// A decoder whose target has not been named yet.
  public init() {}

  /// A decoder of 128 units that writes the aligned text `target` with the vocabulary of that name.
  public init(target: String) {
    self.target = target
    vocabulary = target
  }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("target", &target, required: true, "name of the target text")
    try visitor.field("vocabulary", &vocabulary, required: true, "vocabulary stage of the target text")
    try visitor.field("lowercase", &lowercase, "whether to lower-case target words")
    try visitor.field("embedding", &embedding, 2...4096, "width of the target embedding")
    try visitor.field("units", &units, 2...4096, "hidden units of the decoder")
    try visitor.field("tied", &tied, "whether the output layer shares the weights of the target embedding")
    try visitor.field("inputFeeding", &inputFeeding, "whether the decoder reads its last attentional state")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of target embeddings and attentional states")
    try visitor.field("smoothing", &smoothing, 0...0.99, "label smoothing")
    try visitor.field("beam", &beam, 1...64, "beam width")
    try visitor.field("lengthPenalty", &lengthPenalty, 0...10, "exponent of the length penalty")
    try visitor.field(
      "wholeDocuments", &wholeDocuments,
      "whether to translate a document as one sequence instead of sentence by sentence")
    try visitor.field("copyUnknown", &copyUnknown, "whether to replace an unknown word by its source word")
    try visitor.field("detokenize", &detokenize, "whether to detokenize the output")
    try visitor.field("maximumRatio", &maximumRatio, 0...1000, "maximum number of output tokens per source token")
    try visitor.field("maximumExtra", &maximumExtra, 0...100_000, "output tokens allowed in addition to `maximumRatio`")
    try scoring.fields(&visitor)
  }

  /// Other translations, and where words come from.
  public var extras: Set<PredictionOptions.Extra> { [.nBest, .attention] }
  /// The layer that it learns from and writes.
  public var annotationLayers: [AnnotationLayer] { [.translation(target)] }
  /// The vocabulary that it writes with.
  public var vocabularies: [String: String] { ["target": vocabulary] }
  /// Dropout, smoothing, and all that is about decoding.
  public var adjustableOptions: Set<String> {
    [
      "dropout", "smoothing", "vocabulary", "beam", "lengthPenalty", "wholeDocuments", "copyUnknown", "detokenize",
      "maximumRatio", "maximumExtra", "bleuTokens", "casedScores",
    ]
  }
  /// Whether sentences are annotated one by one.
  public var splitsDocuments: Bool { !wholeDocuments }

  /// For aligned texts.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    guard layer.content == .translation else { return nil }
    return StarterTask(
      "translation to `\(layer.name)`", options: ["target: \(layer.quotedName)"], vocabularyOf: layer.name)
  }

  /// Makes the head.
  ///
  /// - Throws: `TaskError` when a label set or vocabulary is missing or too small.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    guard let vocabulary = task.vocabularies["target"] else {
      throw .missingLabels(task: task.name, set: "target vocabulary")
    }
    return TranslationHead(
      task: task.name, options: self, target: try TargetVocabulary(vocabulary, task: task.name), width: width,
      weights: &weights, random: random)
  }
}
