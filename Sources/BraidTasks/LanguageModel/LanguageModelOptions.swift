public import BraidFiles
public import BraidTensors
public import BraidText

/// The next word from the words before it, and where the encoder is bidirectional the previous word from those behind it.
///
/// It needs no labels, and annotating writes nothing.
public struct LanguageModelOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "language-model"
  /// What its tasks do.
  public static let about = "the next and the previous word, from raw text"

  /// Words of the encoder's vocabulary that are predicted, from its beginning; the others count as unknown. 0 for all.
  public var outputWords = 0
  /// Hidden units between states and output, for each direction its own; 0 for none.
  public var units = 0
  /// Whether the output's weights are the word embeddings.
  public var tied = false
  /// Dropout rate, 0..<1, on the states, and on the hidden units.
  public var dropout = 0.0

  /// All words, predicted from the states themselves.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field(
      "outputWords", &outputWords, 0...10_000_000,
      "number of words to predict, from the beginning of the vocabulary; 0 for all")
    try visitor.field("units", &units, 0...4096, "hidden units between states and output; 0 for none")
    try visitor.field("tied", &tied, "whether the output layer shares the weights of the word embedding")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of states and hidden units")
  }

  /// None: words are all that it learns from.
  public var annotationLayers: [AnnotationLayer] { [] }
  /// Yes.
  public var predictsNeighbours: Bool { true }

  /// Every document with tokens is one to learn from.
  public func count(_ document: Document, into counts: inout TaskCounts) -> Bool { !document.tokens.isEmpty }

  /// None.
  public func labels(_ resources: TaskResources) -> [String] { [] }

  /// For texts without annotation.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    layer.content == .words ? StarterTask("a language model", options: ["outputWords: 8000"]) : nil
  }

  /// Makes the head.
  ///
  /// - Throws: `TaskError.leaks` where states know the words to be predicted, `tiedWidths` where the output can't be the
  ///   embeddings.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    guard let reading = task.reading else { throw .missingLabels(task: task.name, set: "encoder") }
    let states = reading.directions == .halves ? width / 2 : width
    if tied, (units > 0 ? units : states) != reading.embedding {
      throw .tiedWidths(
        task: task.name, what: units > 0 ? "hidden layer" : "states", width: units > 0 ? units : states,
        embedding: reading.embedding)
    }
    return LanguageModelHead(
      task: task.name, options: self, reading: reading, width: states, weights: &weights, random: random)
  }
}
