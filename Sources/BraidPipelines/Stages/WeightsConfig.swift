import BraidTraining

/// How losses are weighed, as a pipeline file has it.
struct WeightsConfig: Configurable {
  var kind = "geometric"
  var lambda = 1.0
  var order: [String] = []
  var values: [String: Double] = [:]
  var temperature = 2.0
  var alpha = 1.5

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice(
      "kind", &kind, of: ["geometric", "fixed", "uncertainty", "dynamic-average", "gradnorm"], required: false,
      "the rule")
    try visitor.field("lambda", &lambda, 0...1e6, "geometric: factor from one task to the next")
    try visitor.field("order", &order, required: false, "geometric: the tasks in order; none named: as they stand")
    try visitor.field("values", &values, "fixed: the weight of each task")
    try visitor.field("temperature", &temperature, 1e-6...1e6, "dynamic-average: how even the weights are")
    try visitor.field("alpha", &alpha, 0...100, "gradnorm: how strongly training rates are balanced")
  }

  /// The trainer's option.
  var options: LossWeightOptions {
    switch kind {
    case "fixed": .fixed(values)
    case "uncertainty": .uncertainty
    case "dynamic-average": .dynamicAverage(temperature: temperature)
    case "gradnorm": .gradNorm(alpha: alpha)
    default: .geometric(lambda: lambda, order: order)
    }
  }
}
