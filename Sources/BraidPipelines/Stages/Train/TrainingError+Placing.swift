import BraidFiles
import BraidTasks
import BraidTraining

extension PipelineError {
  /// What is wrong with the options of a training, at the place of the option.
  init(_ error: TrainingError, in stage: PipelineStage) {
    func bad(
      _ option: String, naming name: String? = nil, found: String, expected: String, nearest: String? = nil
    ) -> PipelineError {
      let path = option.split(separator: ".").map(String.init)
      return .badValue(
        stage.place(of: path, naming: name), key: option, found: found, expected: expected, nearest: nearest)
    }
    switch error {
    case .unknownTask(let name, let option, let known), .unknownCorpus(let name, let option, let known),
      .unknownPart(let name, let option, let known):
      let expected =
        option == "unfreeze" ? "parts that `freeze` names" : "one of " + known.joined(separator: ", ")
      self = bad(
        option, naming: name, found: "`\(name)`", expected: expected,
        nearest: SpellingSuggestion.name(for: name, among: known))
    case .outOfRange(let option, let found, let allowed):
      self = bad(option, found: "`\(found == found.rounded() ? "\(Int(found))" : "\(found)")`", expected: allowed)
    case .neverDrawn(let corpus, let option):
      let all = option == "schedule.phases" ? "a phase for each corpus" : "more than 0 for each corpus"
      self = bad(option, found: "without `\(corpus)`, which would never be read", expected: all)
    case .allFrozen:
      self = bad(
        "freeze", found: "every part of the model", expected: "fewer parts, or some of them in `unfreeze`")
    default:
      self = .stage(name: stage.name, reason: error.errorDescription ?? "", advice: error.recoverySuggestion)
    }
  }

  /// What is wrong with a task of a train stage, at the place of its option; nil for what no option is to blame for.
  init?(_ error: TaskError, in stage: PipelineStage) {
    func bad(_ task: String, _ option: String, found: String, expected: String) -> PipelineError {
      .badValue(stage.place(of: ["tasks", task, option]), key: option, found: found, expected: expected)
    }
    switch error {
    case .layerOutOfRange(let task, let layer, let depth):
      self = bad(
        task, "layer", found: "`\(layer)`",
        expected: "a layer of the encoder, 0 to \(depth), or `top`, `mix` or `all`")
    case .leaks(let task, let option, let reading):
      self = bad(task, option, found: reading, expected: TaskError.statesWithoutLeak(option))
    case .badOption(let task, let option, let found, let expected):
      self = bad(task, option, found: found, expected: expected)
    case .otherEncoder(let option, let expected, let found):
      let path = ["encoder"] + option.split(separator: ".").map(String.init)
      self = .badValue(
        stage.place(of: path), key: path.joined(separator: "."), found: found,
        expected: "\(expected), as the model to start from has")
    default: return nil
    }
  }
}
