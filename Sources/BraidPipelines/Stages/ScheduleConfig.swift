import BraidTraining

/// Which corpus the next batch is taken from, as a pipeline file has it.
struct ScheduleConfig: Configurable {
  var kind = "proportional"
  var temperature = 2.0
  var probabilities: [String: Double] = [:]
  var phases: [Named<PhaseConfig>] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice(
      "kind", &kind,
      of: [
        "proportional", "joint", "uniform", "round-robin", "temperature", "probabilities", "annealed", "sequential",
      ],
      required: false, "the rule")
    try visitor.field("temperature", &temperature, 1e-6...1e6, "temperature: how even the draws are")
    try visitor.field("probabilities", &probabilities, "probabilities: how likely each corpus is drawn")
    try visitor.objects(
      "phases", &phases, required: false, "sequential: the phases by name, in order; the last one lasts to the end")
  }

  /// The trainer's option.
  var options: ScheduleOptions {
    switch kind {
    case "joint": .joint
    case "uniform": .uniform
    case "round-robin": .roundRobin
    case "temperature": .temperature(temperature)
    case "probabilities": .probabilities(probabilities)
    case "annealed": .annealed
    case "sequential":
      .sequential(phases.map { SchedulePhase(corpora: $0.value.of, epochs: $0.value.epochs) })
    default: .proportional
    }
  }
}

/// One phase of a sequential schedule, as a pipeline file has it.
struct PhaseConfig: Configurable {
  var of: [String] = []
  var epochs = 1

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("of", &of, required: true, "the corpora that are read, in proportion to their size")
    try visitor.field("epochs", &epochs, 1...100_000, "epochs that the phase lasts")
  }
}
