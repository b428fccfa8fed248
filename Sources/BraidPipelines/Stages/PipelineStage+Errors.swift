import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidText
import BraidVocabularies

extension PipelineStage {
  /// An error about an option of a stage, at its place.
  ///
  /// - Parameters:
  ///   - problem: what is wrong.
  ///   - path: the keys that the option stands below.
  /// - Returns: the error.
  func badValue(_ problem: OptionProblem, below path: [String]) -> PipelineError {
    .badValue(
      place(of: path + [problem.key]), key: problem.key, found: problem.found ?? "nothing", expected: problem.expected,
      nearest: problem.nearest)
  }

  /// An error about an option that is written, at its place; nil for another error.
  func located(_ error: any Error) -> PipelineError? {
    let option: (name: String, found: String, expected: String)
    switch error {
    case CorpusError.badOption(let name, let found, let expected),
      CorpusError.badWriteOption(let name, let found, let expected),
      VocabularyError.badOption(let name, let found, let expected):
      option = (name, found, expected)
    case AnnotationError.idleOption(let name, let found, let expected):
      option = (name, found, "none, as it is for \(expected)")
    case AnnotationError.unknownTask(let name, let known):
      return .badValue(
        place(of: "tasks", naming: name), key: "tasks", found: "`\(name)`",
        expected: "tasks of the model: \(known.joined(separator: ", "))",
        nearest: SpellingSuggestion.name(for: name, among: known))
    case AnnotationError.sameLayer(let first, let second, let layer):
      return .badValue(
        place(of: "tasks"), key: "tasks",
        found: "`\(first)` and `\(second)`, which both write \(layer.description)",
        expected: "one of them, or `to: jsonl`, which holds both")
    default: return nil
    }
    for path in [[option.name], ["reading", option.name], ["writing", option.name]] {
      guard let outer = path.dropLast().isEmpty ? written : written[path[0]], outer[option.name] != nil else {
        continue
      }
      return .badValue(place(of: path), key: option.name, found: option.found, expected: option.expected)
    }
    return nil
  }
}
