public import BraidFiles
public import BraidTensors
public import BraidText

/// Tokens, sentences and the words of raw text: for each character what ends with it.
///
/// It learns from the windows of characters that a `characters` stage makes of a treebank. A model with such a task reads
/// characters, has no other task, and segments texts; annotating with it writes no layer.
public struct SegmentationOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "segmentation"
  /// What its tasks do.
  public static let about = "tokens, sentences and words of raw text, from characters"

  /// Dropout rate, 0..<1, on the states of characters.
  public var dropout = 0.0
  /// Label smoothing, 0..<1.
  public var smoothing = 0.0

  /// No dropout.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of the states of characters")
    try visitor.field("smoothing", &smoothing, 0...0.99, "label smoothing")
  }

  /// What ends with each character.
  public var annotationLayers: [AnnotationLayer] { [.tags(SegmentEnd.layerName)] }
  /// None: what it finds are tokens and sentences, not a layer of them.
  public var writtenLayers: [AnnotationLayer] { [] }
  /// None: what ends with a character is always one of the same few things.
  public var labelLayers: [AnnotationLayer] { [] }
  /// Yes.
  public var segmentsText: Bool { true }

  /// The tables of a task: words of tokens, and whether tokens hold white space.
  private static let (words, spaces) = ("words", "spaces")

  /// Counts the words of tokens of several words, and tokens with white space in them.
  public func count(_ document: Document, into counts: inout TaskCounts) -> Bool {
    guard document.tags[SegmentEnd.layerName] != nil else { return false }
    let segmented = document.segmented
    for sentence in segmented.sentences {
      for multiword in sentence.multiwords {
        let words = multiword.tokens.map(segmented.form).joined(separator: String(SegmentEnd.wordSeparator))
        counts.add(words, for: multiword.form, to: Self.words)
      }
    }
    for index in segmented.tokens.indices {
      if segmented.word(index).unicodeScalars.contains(where: \.properties.isWhitespace) {
        counts.add("tokens", to: Self.spaces)
      }
    }
    return true
  }

  /// For each token of several words those that it is most often, and whether tokens have white space in them.
  public func resources(_ counts: TaskCounts) -> TaskResources {
    let words = (counts.tables[Self.words] ?? [:]).mapValues { choices in choices.mostFrequent.map { [$0.key] } ?? [] }
    var tables = [Self.words: words]
    if counts.sets[Self.spaces] != nil { tables[Self.spaces] = ["tokens": []] }
    return TaskResources(tables: tables)
  }

  /// What can end with a character.
  public func labels(_ resources: TaskResources) -> [String] { SegmentEnd.allCases.map(\.rawValue) }

  /// Takes all of its layers out of a document.
  public func clear(_ document: inout Document) {
    for layer in [SegmentEnd.layerName, SegmentEnd.wordsLayerName] { AnnotationLayer.tags(layer).clear(&document) }
  }

  /// For windows of characters.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    layer.content == .segments ? StarterTask("tokens and sentences", options: ["dropout: 0.2"]) : nil
  }

  /// Makes the head.
  ///
  /// - Throws: `TaskError.badLabel` for a token of fewer than two words.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    // A training that starts from this task puts what it finds behind: the first words stay those of the token.
    let words = (task.resources.tables[Self.words] ?? [:]).mapValues { choices in
      (choices.first ?? "").split(separator: SegmentEnd.wordSeparator, omittingEmptySubsequences: false).map(
        String.init)
    }
    if let bad = words.first(where: { $0.value.count < 2 || $0.value.contains("") }) {
      throw .badLabel(task: task.name, label: bad.key, expected: "two words or more for it")
    }
    return SegmentationHead(
      task: task.name, options: self, rules: MultiwordRules(words),
      spaces: task.resources.tables[Self.spaces] != nil, width: width, weights: &weights, random: random)
  }
}
