/// What a stage does: the options of one verb.
///
/// A new verb is a new conforming type and its line in `StageRegistry`.
protocol Stage: Configurable {
  /// The verb.
  static var verb: String { get }
  /// What the verb does, in one line.
  static var about: String { get }
  /// What a stage with this verb leaves for others.
  static var output: StageOutputKind { get }

  /// The stages that it refers to.
  var references: [StageReference] { get }
  /// The parts of the stages it refers to that must be there.
  var neededParts: [(stage: String, part: String)] { get }
  /// The files and folders whose contents its result depends on.
  var inputFiles: [String] { get }
  /// The files and folders outside the run's cache that it writes.
  var outputFiles: [String] { get }
  /// Whether its result depends on the pipeline's seed.
  var usesSeed: Bool { get }

  /// Checks what the options alone don't say.
  ///
  /// - Throws: `PipelineError` with the place of what is wrong.
  func check(name: String, place: Place) throws(PipelineError)

  /// Does the work.
  ///
  /// - Returns: what the stage leaves; nil when it was asked to stop before its end.
  /// - Throws: what is wrong with the data or the files.
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult?

  /// Does a small part of the work, to find out what will go wrong.
  ///
  /// - Returns: what was found.
  /// - Throws: what would stop the stage.
  func inspect(_ name: String, in runner: PipelineRunner) throws -> [CheckFinding]
}

extension Stage {
  var references: [StageReference] { [] }
  var neededParts: [(stage: String, part: String)] { [] }
  var inputFiles: [String] { [] }
  var outputFiles: [String] { [] }
  var usesSeed: Bool { false }
  func check(name: String, place: Place) throws(PipelineError) {}
}

/// A stage whose output is documents, which come out one by one whenever another stage asks for them.
protocol DocumentStage: Stage {
  /// Parts that it has besides those of the stages it refers to.
  var ownParts: [String] { get }

  /// The documents of each part.
  ///
  /// - Throws: what is wrong with the options, such as a locale without rules.
  func documents(_ name: String, in runner: PipelineRunner) throws -> [String: DocumentFlow]
}

extension DocumentStage {
  var ownParts: [String] { [] }
  static var output: StageOutputKind { .documents }
}

/// A stage that another one refers to.
struct StageReference {
  /// The option that does.
  var option: String
  /// The name of the other stage.
  var name: String
  /// What the other stage must give.
  var kind: StageOutputKind
}

/// What a stage leaves when it has run.
struct StageResult {
  /// What it did, in a few words.
  var summary: String
  /// Files and folders that it wrote, in the run's cache and elsewhere.
  var files: [String] = []
}
