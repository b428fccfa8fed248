public import BraidTensors
import BraidVocabularies

/// Makes a head of `width` inputs from its configuration and adds its weights.
public typealias HeadFactory =
  @Sendable (_ task: TaskConfiguration, _ width: Int, _ weights: inout Weights, _ random: Random) throws(TaskError)
  -> any TaskHead

/// The heads that ship with Braid.
public enum HeadRegistry {
  /// The head that `task` describes.
  ///
  /// - Throws: `TaskError` when the configuration lacks what the head needs.
  @Sendable public static func make(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    func labels(_ name: String, atLeast minimum: Int) throws(TaskError) -> LabelSet {
      guard let labels = task.labels[name] else { throw .missingLabels(task: task.options.name, set: name) }
      guard labels.count >= minimum else {
        throw .tooFewLabels(task: task.options.name, found: labels.names, needed: minimum)
      }
      return labels
    }
    switch task.options.head {
    case .classification(let options):
      let labels = try labels("labels", atLeast: options.multiLabel ? 1 : 2)
      guard !options.sigmoid || labels.count == 2 else {
        throw .notBinary(task: task.options.name, found: labels.names)
      }
      return ClassificationHead(
        task: task.options, options: options, labels: labels, width: width, weights: &weights, random: random)
    case .tagging(let options):
      return TaggingHead(
        task: task.options, options: options, tags: try labels("tags", atLeast: 2), width: width, weights: &weights,
        random: random)
    case .semanticRoles(let options):
      return SemanticRolesHead(
        task: task.options, options: options, senses: try labels("senses", atLeast: 2),
        roles: try labels("roles", atLeast: 2), lemmas: task.lemmas, lemmaSenses: task.lemmaSenses, width: width,
        weights: &weights, random: random)
    case .translation(let options):
      guard let serialized = task.targetVocabulary else {
        throw .missingLabels(task: task.options.name, set: "target vocabulary")
      }
      return TranslationHead(
        task: task.options, options: options,
        target: try TargetVocabulary(serialized: serialized, task: task.options.name), width: width, weights: &weights,
        random: random)
    case .custom(let options): throw .unknownHead(task: task.options.name, kind: options.kind)
    }
  }
}
