import BraidTraining

/// Which corpus the next batch is taken from, as a pipeline file has it.
struct ScheduleConfig: Configurable {
  var kind = "proportional"
  var temperature = 2.0
  var probabilities: [String: Double] = [:]

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice(
      "kind", &kind,
      of: ["proportional", "joint", "uniform", "round-robin", "temperature", "probabilities", "annealed"],
      required: false, "the rule")
    try visitor.field("temperature", &temperature, 1e-6...1e6, "temperature: how even the draws are")
    try visitor.field("probabilities", &probabilities, "probabilities: how likely each corpus is drawn")
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
    default: .proportional
    }
  }
}
