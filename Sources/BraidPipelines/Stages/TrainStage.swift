import BraidTasks
import BraidTensors
import BraidTraining

/// Trains one model on several tasks.
struct TrainStage: Stage {
  static let verb = "train"
  static let about = "trains one model on several tasks"
  static let output = StageOutputKind.model

  var encoder = EncoderConfig()
  var tasks: [Named<TaskConfig>] = []
  var weights = WeightsConfig()
  var schedule = ScheduleConfig()
  var keepTaskModels = false
  var training = TrainingOptions()

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.object("encoder", &encoder, "the shared encoder")
    try visitor.objects("tasks", &tasks, required: true, "the tasks by name, in the order of the loss")
    try visitor.object("weights", &weights, "how losses are weighed")
    try visitor.object("schedule", &schedule, "which corpus the next batch is taken from")
    try visitor.field("epochs", &training.epochs, 1...100_000, "passes over the data, at most")
    try visitor.field("batchSentences", &training.batchSentences, 1...100_000, "documents in a batch, at most")
    try visitor.field(
      "batchTokens", &training.batchTokens, 1...10_000_000, "tokens in a batch, at most; text or target")
    try visitor.field("clip", &training.clip, 0...Double.infinity, "largest norm of the gradient; 0 for no limit")
    try visitor.field("shards", &training.shards, 1...64, "parts of a batch; the bits depend on it")
    try visitor.field("evaluationsPerEpoch", &training.evaluationsPerEpoch, 1...1000, "evaluations in an epoch")
    try visitor.field(
      "checkpointSteps", &training.checkpointSteps, 0...Int.max, "steps between checkpoints; 0 for none between")
    try visitor.field(
      "checkpointSeconds", &training.checkpointSeconds, 0...Double.infinity,
      "seconds after which a checkpoint is written though none is due; 0 for never")
    try visitor.field("average", &training.average, 0...0.99999, "decay of the mean of weights; 0 for none")
    try visitor.field("keepTaskModels", &keepTaskModels, "whether each task's own best weights are kept as a model")
    try visitor.object("optimizer", &training.optimizer, "the update rule")
    try visitor.object("learningRate", &training.learningRate, "the learning rate over time")
    try visitor.object("earlyStopping", &training.earlyStopping, "when training ends early")
    try visitor.object("conflict", &training.conflict, "what is done about gradients that point against each other")
  }

  var references: [StageReference] {
    var references = [StageReference(option: "encoder.vocabulary", name: encoder.vocabulary, kind: .vocabulary)]
    for task in tasks {
      references += task.value.of.map { StageReference(option: "tasks.\(task.name).of", name: $0, kind: .documents) }
      if !task.value.vocabulary.isEmpty {
        references.append(
          StageReference(option: "tasks.\(task.name).vocabulary", name: task.value.vocabulary, kind: .vocabulary))
      }
    }
    return references
  }

  var neededParts: [(stage: String, part: String)] {
    tasks.flatMap { task in task.value.of.map { (stage: $0, part: "train") } }
  }

  var inputFiles: [String] { encoder.vectors.map { [$0] } ?? [] }
  var usesSeed: Bool { true }

  func check(name: String, place: Place) throws(PipelineError) {
    guard !tasks.isEmpty else {
      throw .missingKey(place, key: "tasks", inside: "stage `\(name)`", expected: "at least one task")
    }
    for task in tasks { _ = try task.value.options(task.name, place: task.place) }
  }
}

extension OptimizerOptions: Configurable {
  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice("kind", &kind, "the rule")
    try visitor.field("momentum", &momentum, 0...0.9999, "momentum of sgd")
    try visitor.field("beta1", &beta1, 0...0.9999, "decay of the mean of gradients")
    try visitor.field("beta2", &beta2, 0...0.999999, "decay of the mean of squared gradients")
    try visitor.field("epsilon", &epsilon, 0...1, "added to the root of the mean square")
    try visitor.field("weightDecay", &weightDecay, 0...1, "weight decay")
  }
}

extension LearningRateOptions: Configurable {
  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("peak", &peak, 0...1e9, "the rate after warm-up")
    try visitor.field("warmup", &warmup, 0...Int.max, "steps of warm-up")
    try visitor.choice("decay", &decay, "how the rate falls afterwards")
    try visitor.field("factor", &factor, 0...1, "what a plateau multiplies the rate by")
    try visitor.field("patience", &patience, 1...1000, "evaluations without a better score before a plateau")
  }
}

extension EarlyStoppingOptions: Configurable {
  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("patience", &patience, 0...100_000, "evaluations without a better score; 0 for never")
    try visitor.field("minimumGain", &minimumGain, 0...100, "points by which a score must rise")
    try visitor.field("aggregate", &aggregate, "weight of each task in the score that decides")
  }
}

extension ConflictOptions: Configurable {
  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice("kind", &kind, "the rule")
    try visitor.field("radius", &radius, 0...0.9999, "how far cagrad goes from the mean gradient")
    try visitor.field("log", &log, "whether cosines between tasks are logged")
  }
}
