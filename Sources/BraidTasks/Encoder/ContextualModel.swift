import BraidTensors
public import BraidVocabularies

/// A frozen model whose encoder's states are features of the words that another encoder reads.
///
/// Of the model that it is made of only the encoder is kept: its heads have no part in the states.
public final class ContextualModel: StateSource {
  /// The encoder with its vocabularies, as a model without tasks.
  public let model: JointModel
  /// A digest of everything that decides its states.
  public let fingerprint: String

  /// The encoder of a trained model.
  ///
  /// - Throws: `TaskError.nestedStates` when the encoder reads states of another model itself.
  public convenience init(_ model: JointModel) throws(TaskError) {
    guard !model.features.readsVectors else { throw .nestedStates }
    let shapes = model.weights.entries.map { ($0.name, [$0.rows, $0.columns]) }
    var encoder = try JointModel(
      encoder: model.encoder.options, features: model.features, tasks: [],
      weights: Weights(known: Dictionary(uniqueKeysWithValues: shapes)), random: Random(seed: 0))
    encoder.weights.fill { name, target in
      guard let id = model.weights[name] else { preconditionFailure("no weight is called \(name)") }
      let entry = model.weights.entries[id.index]
      _ = target.update(fromContentsOf: model.weights.storage[entry.offset..<entry.offset + entry.count])
      return entry.scales
    }
    encoder.preparation = model.preparation
    encoder.textRules = model.textRules
    self.init(encoder: encoder)
  }

  /// A model without tasks.
  init(encoder: JointModel) {
    model = encoder
    fingerprint = encoder.fingerprint
  }

  var depth: Int { model.encoder.depth }

  var width: Int { model.encoder.width(.top) }
}

extension FeatureExtractor {
  /// An extractor for an encoder with `options`.
  ///
  /// - Parameters:
  ///   - options: the encoder's.
  ///   - words: its words.
  ///   - characters: the characters that it reads; of no use where it reads none.
  ///   - contextual: the frozen model whose states it is given; of no use where it reads none.
  ///   - inputs: vectors of other software that it is given; nil for none.
  public init(
    options: EncoderOptions, words: Vocabulary, characters: Vocabulary?, contextual: ContextualModel? = nil,
    inputs: InputVectors? = nil
  ) {
    self.init(
      options: options, words: words, characters: characters, states: contextual, inputWidth: inputs?.width ?? 0)
    source = inputs
  }

  /// The frozen model whose states are features of words; nil when the encoder reads none.
  public internal(set) var contextual: ContextualModel? {
    get { states as? ContextualModel }
    set { states = newValue }
  }
}
