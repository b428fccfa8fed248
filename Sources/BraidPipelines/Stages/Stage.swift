import BraidFiles
import BraidReports
import BraidTasks
import BraidText

/// One stage of a pipeline.
struct PipelineStage {
  let name: String
  /// Where its name stands.
  let place: SourceLocation
  let options: any Stage
  /// Its options as they are written.
  let written: OptionNode

  /// What it does.
  var verb: String { type(of: options).verb }

  /// Where an option stands, or `name` in it; where it is not written, the innermost map around it that is, or the stage's name.
  func place(of path: [String], naming name: String? = nil) -> SourceLocation {
    written.place(of: path, naming: name) ?? place
  }

  /// Every file outside the run's cache that it may write.
  var writtenPaths: [String] {
    let outputs = options.outputFiles
    return outputs + options.writtenFiles.map(\.path).filter { !outputs.contains($0) }
  }

  /// What may be called so once it has written one of these paths; see `WrittenFile.names`.
  func names(of path: String) -> [String] {
    options.writtenFiles.first { $0.path.isExactly(path) }?.names ?? [path]
  }

  /// What the verb puts into the run folder.
  func runPaths(in folder: String) -> [String] { options.runNames.map { "\(folder)/\(name)\($0)" } }

  /// Where the file that it writes is named.
  var placeOfOutput: SourceLocation { (written["path"] ?? written["output"])?.place ?? place }

  /// Where an option of the verb itself stands, or `name` in it.
  func place(of option: String, naming name: String? = nil) -> SourceLocation { place(of: [option], naming: name) }
}

/// What a stage does: the options of one verb.
///
/// A new verb is a folder with a conforming type, and its line in `StageRegistry`.
protocol Stage: Configurable {
  /// The verb.
  static var verb: String { get }
  /// What the verb does, in one line.
  static var about: String { get }
  /// What a stage with this verb leaves for others.
  static var output: StageOutputKind { get }

  /// Whether stages of this verb may take part in a pass over documents with others; see `pass`.
  static var sharesPasses: Bool { get }

  /// Whether its documents are windows of characters, which segmentation tasks learn from.
  static var makesWindows: Bool { get }

  /// The stages that it refers to.
  var references: [StageReference] { get }
  /// The parts of the stages it refers to that must be there.
  var neededParts: [(stage: String, part: String)] { get }
  /// The files and folders whose contents its result depends on.
  var inputFiles: [String] { get }
  /// Whether a pattern or folder that it reads would have a file among its own once that is there.
  func takes(_ file: String) -> Bool
  /// The files and folders outside the run's cache that it writes.
  var outputFiles: [String] { get }
  /// What it writes into the run folder under its name: the endings of files, an empty one for a folder.
  var runNames: [String] { get }
  /// The files outside the run's cache that it may write, as far as it matters what they replace.
  var writtenFiles: [WrittenFile] { get }
  /// Whether its result depends on the pipeline's seed.
  var usesSeed: Bool { get }
  /// How a model's raw texts are prepared to be like its documents; nil when it leaves texts as they come.
  var textPreparation: TextPreparation? { get }
  /// The locale that its own options say its documents' texts are of, or those aligned under a name, and the option that does; nil
  /// where none does, so that the stages above it say.
  func statedLocale(ofAligned name: String?) -> (tag: String, option: String)?
  /// The locales that meet in what it makes of documents; nil where they are one.
  var localeConflict: LocaleConflict? { get }
  /// The train stage whose model finds the tokens of its documents; nil where none does.
  var segmenterStage: String? { get }

  /// The layers that the tasks of its model write; empty for a stage that makes none.
  var predictedLayers: [(task: String, layers: [AnnotationLayer])] { get }

  /// Takes the kinds of task that there are, before its options are read.
  mutating func use(_ kinds: TaskKinds)

  /// Takes from the stages above it, when the pipeline is read, what it needs to know of them.
  mutating func placed(below stages: [PipelineStage])

  /// Checks what the options alone don't say.
  ///
  /// - Parameters:
  ///   - stage: where they stand.
  ///   - mistakes: gets all that is wrong, each with its place, and nothing that follows from another mistake.
  func check(in stage: PipelineStage, mistakes: inout [PipelineError])

  /// The files that it reads and that are not there.
  ///
  /// - Parameter isWritten: whether a stage above writes a file.
  /// - Returns: each file, and what is expected in its place.
  func absentFiles(_ isWritten: (String) -> Bool) -> [(path: String, expected: String)]

  /// Why it is run though nothing has changed; nil when it need not be.
  func reasonToRun(_ variants: TrainingVariants) -> RunReason?

  /// Does the work.
  ///
  /// - Returns: what the stage leaves; nil when it was asked to stop before its end.
  /// - Throws: what is wrong with the data or the files.
  func run(in context: StageContext) throws -> StageResult?

  /// How it takes part in a pass that it shares with others; nil for a stage that goes through documents by itself.
  ///
  /// - Throws: what is wrong with the options or the output.
  func pass(in context: StageContext) throws -> StagePass?

  /// Does a small part of the work, to find out what will go wrong.
  ///
  /// - Returns: what was found.
  /// - Throws: what would stop the stage.
  func inspect(in context: StageContext) throws -> [CheckFinding]

  /// Adds what it has to tell, besides its summary, to a report.
  ///
  /// - Parameters:
  ///   - content: the report, with the limits of what it shows.
  ///   - records: what the journal has of the stage.
  ///   - context: the stage's own.
  /// - Throws: what is wrong with the files that it looks at.
  func report(into content: inout ReportContent, _ records: [RunEvent], in context: StageContext) throws
}

extension Stage {
  /// Whether it reads a file, or something in a folder, or would once that is there.
  func reads(_ file: String) -> Bool {
    inputFiles.contains { Paths.isSame(file, or: $0) || Paths.isSame($0, or: file) } || takes(file)
  }

  static var sharesPasses: Bool { false }
  static var makesWindows: Bool { false }
  var references: [StageReference] { [] }
  var neededParts: [(stage: String, part: String)] { [] }
  var inputFiles: [String] { [] }
  func takes(_ file: String) -> Bool { false }
  var outputFiles: [String] { [] }
  var runNames: [String] { [] }
  var writtenFiles: [WrittenFile] { [] }
  var usesSeed: Bool { false }
  var textPreparation: TextPreparation? { nil }
  func statedLocale(ofAligned name: String?) -> (tag: String, option: String)? { nil }
  var localeConflict: LocaleConflict? { nil }
  var segmenterStage: String? { nil }
  var predictedLayers: [(task: String, layers: [AnnotationLayer])] { [] }
  mutating func use(_ kinds: TaskKinds) {}
  mutating func placed(below stages: [PipelineStage]) {}
  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {}
  func absentFiles(_ isWritten: (String) -> Bool) -> [(path: String, expected: String)] {
    inputFiles.filter { FileSystem.isAbsent($0) && !FileSystem.isStream($0) && !isWritten($0) }
      .map { ($0, "a file or folder that is there") }
  }
  func reasonToRun(_ variants: TrainingVariants) -> RunReason? { nil }
  func pass(in context: StageContext) throws -> StagePass? { nil }
  func inspect(in context: StageContext) throws -> [CheckFinding] { [] }
  func report(into content: inout ReportContent, _ records: [RunEvent], in context: StageContext) throws {}
}

/// A stage whose output is documents, which come out one by one whenever another stage asks for them.
protocol DocumentStage: Stage {
  /// Parts that it has besides those of the stages it refers to.
  var ownParts: [String] { get }

  /// The documents of each part.
  ///
  /// - Throws: what is wrong with the options, such as a locale without rules.
  func documents(in context: StageContext) throws -> [String: DocumentFlow]
}

extension DocumentStage {
  static var output: StageOutputKind { .documents }
  var ownParts: [String] { [] }

  /// Goes through all documents once.
  func inspect(in context: StageContext) throws -> [CheckFinding] {
    let result = try run(in: context)
    return [CheckFinding(level: .note, stage: context.stage, text: result?.summary ?? "")]
  }
}

/// What a stage leaves for the stages below it.
enum StageOutputKind: String, Sendable {
  case documents
  case vocabulary
  case model
  case scores
  case files
}

/// A stage that another one refers to.
struct StageReference {
  /// The option that does, as a path of keys.
  var option: [String]
  /// The name of the other stage.
  var name: String
  /// What the other stage must give.
  var kind: StageOutputKind

  /// A stage that the option at a path of keys names.
  init(_ option: String..., name: String, kind: StageOutputKind) {
    (self.option, self.name, self.kind) = (option, name, kind)
  }
}

/// What a stage leaves when it has run.
struct StageResult {
  /// What it did, in a few words.
  var summary: String
  /// Files and folders that it wrote, in the run's cache and elsewhere.
  var files: [String] = []
  /// Records that could not be read or written, and are listed as dead letters.
  var rejected = 0
  /// The files in the folder that is its output; nil where that is none, or what is in it is not known.
  var inFolder: FolderFiles?
}
