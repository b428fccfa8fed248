import BraidFiles

import BraidTasks

/// The verbs of pipelines, in the order of the main job.
enum StageRegistry {
  /// One type a verb.
  static var stages: [any Stage.Type] {
    [
      ReadStage.self, CleanStage.self, TokenizeStage.self, SplitStage.self, CharactersStage.self, VocabularyStage.self,
      TrainStage.self, AffinityStage.self, EvaluateStage.self, AnnotateStage.self, WriteStage.self, ReportStage.self,
    ]
  }

  /// The verbs.
  static var verbs: [String] { stages.map { $0.verb } }

  /// Reads the options of `verb`.
  ///
  /// - Precondition: `verb` is one of `verbs`.
  static func read(_ verb: String, _ node: OptionNode, kinds: TaskKinds) throws(OptionError) -> any Stage {
    guard let type = stages.first(where: { $0.verb == verb }) else { preconditionFailure("the verb \(verb)") }
    return try read(type, node, kinds)
  }

  private static func read<Options: Stage>(
    _: Options.Type, _ node: OptionNode, _ kinds: TaskKinds
  ) throws(OptionError) -> any Stage {
    var options = Options()
    options.use(kinds)
    try OptionReader.read(node, into: &options, inside: "`\(Options.verb)`")
    return options
  }
}
