import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining

/// A small training, always the same one.
struct ToyTraining {
  var options = ToyCorpora.options
  var training = ToyCorpora.documents(600, seed: 1)
  var development = ToyCorpora.documents(60, seed: 2)
  var tasks = ToyCorpora.tasks
  /// How the states of a frozen model are read; nil for none.
  var states: ContextualOptions?
  var contextualSeed: UInt64 = 77

  /// A frozen model of the same words.
  static func contextual(_ features: FeatureExtractor, seed: UInt64 = 77) throws -> ContextualModel {
    var encoder = EncoderOptions()
    encoder.embedding = 7
    encoder.lstm.units = 5
    encoder.lstm.layers = 2
    return try ContextualModel(
      JointModel(
        encoder: encoder, features: FeatureExtractor(options: encoder, words: features.words, characters: nil),
        tasks: [], random: Random(seed: seed)))
  }

  /// The model with its first weights.
  func model() throws -> JointModel {
    let plain = try ToyCorpora.model(training, tasks: tasks)
    guard let states else { return plain }
    return try ToyCorpora.model(
      training, tasks: tasks, states: states, contextual: try Self.contextual(plain.features, seed: contextualSeed))
  }

  func trainer() throws -> Trainer {
    let model = try model()
    return try Trainer(
      model: model, corpora: ToyCorpora.corpora(model, training: training, development: development), options: options)
  }

  /// Trains, and stops before step `stopAfter` of this run.
  func run(
    _ checkpoint: CheckpointFile? = nil, stopAfter: Int = .max, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingResult {
    var steps = 0
    return try trainer().run(checkpoint: checkpoint, shouldStop: { steps >= stopAfter }) { event in
      if case .step = event { steps += 1 }
      events(event)
    }
  }
}
