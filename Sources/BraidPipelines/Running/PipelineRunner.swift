import BraidVocabularies
import BraidCorpora
import BraidFiles
import BraidTasks
package import BraidTraining
import Foundation

/// Runs the stages of a pipeline, one after the other; those whose results are there and whole are not run again.
public final class PipelineRunner {
  let pipeline: Pipeline
  /// Where the run's files go.
  public let folder: String
  /// Records that stages of the last run could not read or write, and listed as dead letters; those of stages that had
  /// nothing to do are counted too.
  public private(set) var rejectedRecords = 0
  /// Bytes of files that stages have read documents from, a byte that is read twice counted twice.
  package var bytesRead: Int { progress.meter.bytes }
  let threads: Int
  /// The processes that train together; nil for one.
  package var team: TrainingTeam?
  private var variants: TrainingVariants
  /// The one stage that the variants are trained of; nil for every one.
  private var variantStage: String?
  let onEvent: (RunEvent) -> Void
  let progress: RunProgress
  let cache: RunCache
  private let keys: StageKeys
  private let log: RunLog
  private let live: LiveReport
  /// The stages that have run, or whose results were read and found whole.
  private var ready: Set<String> = []
  private var vocabularies: [String: SymbolVocabulary] = [:]
  private var models: [String: JointModel] = [:]
  /// What the stages that run next have been done by together.
  private var sharedPass: SharedPass?

  /// A runner of `pipeline`.
  ///
  /// - Parameters:
  ///   - pipeline: what is run.
  ///   - folder: where the run's files go; nil for `runs/NAME`.
  ///   - threads: threads that work at once, 0 for one a core.
  ///   - code: the version of the program: a stage that another version ran is run again; nil for the
  ///     hash of the running program.
  ///   - variants: what a train stage does besides its training.
  ///   - shouldStop: asked between documents and between steps of a training; when it says yes the run ends, a training
  ///     with a checkpoint.
  ///   - onEvent: called with every event.
  public init(
    _ pipeline: Pipeline, folder: String? = nil, threads: Int = 0, code: String? = nil,
    variants: TrainingVariants = TrainingVariants(), shouldStop: @escaping () -> Bool = { false },
    onEvent: @escaping (RunEvent) -> Void
  ) {
    self.pipeline = pipeline
    self.folder = folder ?? "runs/\(pipeline.name)"
    self.threads = threads
    self.variants = variants
    let log = RunLog(folder: self.folder, stages: pipeline.stages.map(\.name))
    self.log = log
    let live = LiveReport(pipeline, folder: self.folder)
    self.live = live
    self.onEvent = { event in
      log.add(event)
      onEvent(event)
      live.see(event)
    }
    // Work that the journal can't be told of is not continued.
    progress = RunProgress(shouldStop: { log.failure != nil || shouldStop() }, onEvent: self.onEvent)
    cache = RunCache(run: self.folder)
    keys = StageKeys(pipeline, digests: cache.digests, code: code)
    cache.digests.onReading = { onEvent(RunEvent("", .reading(file: $0, share: $1))) }
  }

  /// Runs the stages.
  ///
  /// - Parameters:
  ///   - last: the stage to stop after, run with all that it needs; nil for all stages.
  ///   - force: whether stages run even if unchanged.
  /// - Returns: whether all stages ran to their end; not, when the run was asked to stop.
  /// - Throws: `PipelineError.stage` with the reason of the first stage that fails, and what to do.
  public func run(upTo last: String? = nil, force: Bool = false) throws(PipelineError) -> Bool {
    try cache.open()
    if force { variants.repeatsFinished = true }
    variantStage = last
    rejectedRecords = 0
    // What a failed run has begun to write is let go of.
    defer { sharedPass = nil }
    let stages = pipeline.stages(neededFor: last)
    try checkFiles(of: stages)
    try checkOutputs(of: stages)
    for stage in stages { for file in stage.writtenPaths { try Self.makeFolder(of: file) } }
    live.begin(stages)
    defer { live.end() }
    for (index, stage) in stages.enumerated() {
      let key = try keys.key(stage.name)
      if let reason = try reason(toRun: stage, force: force) {
        try prepareSharedPass(stages[index...], force: force)
        guard try run(stage, key: key, because: reason) else { return false }
      } else if let record = cache.record(stage.name) {
        rejectedRecords += record.rejected ?? 0
        onEvent(RunEvent(stage.name, .unchanged(verb: stage.verb, summary: record.summary)))
      }
    }
    try failing("") { try cache.digests.save() }
    return true
  }

  /// Why a stage runs; nil when it need not.
  private func reason(toRun stage: PipelineStage, force: Bool) throws(PipelineError) -> RunReason? {
    if force { return .forced }
    return cache.reason(toRun: stage.name, key: try keys.key(stage.name))
      ?? stage.options.reasonToRun(variants(of: stage.name))
  }

  /// Puts the stages that run next together, as far as they go through the same documents.
  ///
  /// A stage that depends on what an earlier one writes outside the cache is not looked at before that is there.
  private func prepareSharedPass(_ next: ArraySlice<PipelineStage>, force: Bool) throws(PipelineError) {
    guard let first = next.first else { return }
    // A stage that goes by itself does not end the pass of those after it.
    if let sharedPass, next.contains(where: { sharedPass.has($0.name) }) { return }
    sharedPass = nil
    var stages = pipeline.stages.prefix { $0.name != first.name }.map { (stage: $0, runs: false) }
    var haveWritten = false
    for stage in next {
      guard stage.options.inputFiles.isEmpty || !haveWritten else { break }
      stages.append((stage, try reason(toRun: stage, force: force) != nil))
      haveWritten = haveWritten || !stage.options.outputFiles.isEmpty
      guard type(of: stage.options).sharesPasses else { break }
    }
    sharedPass = try? SharedPass(stages, threads: context(first.name).workers, context: context)
    // What goes through no documents has nothing to begin a pass for.
    if sharedPass?.has(first.name) != true { sharedPass = nil }
  }

  /// Does a stage's work, with the others that go through the same documents.
  private func outcome(of stage: PipelineStage) throws -> StageResult? {
    guard let sharedPass, sharedPass.has(stage.name) else { return try stage.options.run(in: context(stage.name)) }
    if !sharedPass.isDone { try sharedPass.run(in: context(stage.name)) }
    return try sharedPass.result(of: stage.name)
  }

  /// What a stage trains: a stage that another one only starts from has no baselines and one seed.
  private func variants(of stage: String) -> TrainingVariants {
    guard let variantStage, stage != variantStage else { return variants }
    var variants = variants
    variants.baselines = false
    variants.seeds = 1
    return variants
  }

  /// What each stage would do.
  ///
  /// - Parameter last: the stage to stop after; nil for all stages.
  /// - Returns: for each stage why it would run; nil when it would not.
  /// - Throws: `PipelineError` when a key can't be made.
  public func plan(upTo last: String? = nil) throws(PipelineError) -> [(
    stage: String, verb: String, reason: RunReason?
  )] {
    var plan: [(stage: String, verb: String, reason: RunReason?)] = []
    var running: Set<String> = []
    let stages = pipeline.stages(neededFor: last)
    try checkFiles(of: stages)
    try checkOutputs(of: stages)
    for stage in stages {
      let upstream = stage.options.references.first { running.contains($0.name) }
      var reason = cache.reason(toRun: stage.name, key: try keys.key(stage.name))
      if let upstream, reason == nil || reason == .upstreamChanged(stage: upstream.name) {
        reason = .upstreamRuns(stage: upstream.name)
      }
      if reason != nil { running.insert(stage.name) }
      plan.append((stage.name, stage.verb, reason))
    }
    return plan
  }

  /// What becomes of a training that was begun in a stage and not finished, when the stage runs; nil where there is none.
  ///
  /// - Throws: `PipelineError` when a key can't be made.
  public func unfinishedTraining(of stage: String) throws(PipelineError) -> String? {
    guard StageCheckpoints(folder: "\(folder)/\(stage)", program: nil).hasUnfinished, let begun = cache.begun(stage)
    else {
      return nil
    }
    func key(_ key: StageKey) -> StageKey {
      StageKey(parts: key.parts.filter { $0.kind != .option || !StageCheckpoints.withoutPart.contains($0.name) })
    }
    guard let difference = try key(keys.key(stage)).difference(from: key(begun)) else {
      return "resumes its unfinished training"
    }
    return "its unfinished training differs (\(difference.text)) and is not resumed: "
      + "go back to it, run in another folder (--output), or start over (braid train --fresh)"
  }

  /// Runs one stage after all that it needs is there.
  ///
  /// - Returns: whether it ran to its end.
  private func run(_ stage: PipelineStage, key: StageKey, because reason: RunReason) throws(PipelineError) -> Bool {
    for reference in stage.options.references { guard try prepare(reference.name) else { return false } }
    try openLog()
    onEvent(RunEvent(stage.name, .started(verb: stage.verb, reason: reason)))
    if let conflict = pipeline.localeConflict(of: stage) {
      onEvent(RunEvent(stage.name, .warning(text: conflict.text, advice: LocaleConflict.advice)))
    }
    let start = ContinuousClock.now
    let earlier = cache.record(stage.name)
    cache.forget(stage.name)
    progress.expect(bytes: 0)
    let result: StageResult?
    do {
      result = try failing(stage.name) { () throws -> StageResult? in
        do {
          return try outcome(of: stage)
        } catch is StageStopped {
          return nil
        }
      }
    } catch {
      // Its earlier result may be whole; that is looked at before it is used.
      if let earlier { try? cache.store(earlier, of: stage.name) }
      onEvent(RunEvent(stage.name, .failed(reason: error.errorDescription ?? "", advice: error.recoverySuggestion)))
      throw error
    }
    try checkLog()
    guard let result else { return false }
    let seconds = (ContinuousClock.now - start).seconds
    try failing(stage.name) {
      if let files = result.inFolder { try deleteStale(files, of: stage) }
      try cache.store(
        stage.name, key: key, summary: result.summary, rejected: result.rejected, seconds: seconds, files: result.files)
    }
    rejectedRecords += result.rejected
    ready.insert(stage.name)
    onEvent(
      RunEvent(
        stage.name, .finished(summary: result.summary, seconds: seconds, peakMemory: PeakMemory.bytes)))
    try checkLog()
    return true
  }

  /// Fails when the journal could not be written.
  private func checkLog() throws(PipelineError) {
    if let failure = log.failure {
      throw .unreadable(path: RunLog.path(folder), reason: "can't be written: \(failure)")
    }
  }

  /// Puts the resolved pipeline into the run folder and opens the journal beside it, before the first stage runs.
  private func openLog() throws(PipelineError) {
    guard !log.isOpen else { return }
    try failing("") {
      try AtomicFile.write(RunLog.pipeline(folder), text: try pipeline.resolved())
      try log.open()
    }
  }

  /// Makes sure that the result of a stage is there and whole before it is loaded: its files are read.
  func prepare(_ name: String) throws(PipelineError) -> Bool {
    guard !ready.contains(name), let stage = pipeline.stage(name) else { return true }
    for reference in stage.options.references { guard try prepare(reference.name) else { return false } }
    let key = try keys.key(name)
    if let reason = cache.reason(toRun: name, key: key, rereading: true) {
      return try run(stage, key: key, because: reason)
    }
    ready.insert(name)
    return true
  }

  /// Runs `body`; what it throws becomes an error that names the stage.
  func failing<Result>(_ stage: String, _ body: () throws -> Result) throws(PipelineError) -> Result {
    do {
      return try body()
    } catch {
      throw located(error, stage)
    }
  }

  /// An error of a stage: at the place of the option that is to blame, or with the stage's name.
  func located(_ error: any Error, _ stage: String) -> PipelineError {
    if let error = error as? PipelineError { return error }
    if let error = error as? TaskError, let stage = pipeline.stage(stage), type(of: stage.options).output == .model,
      let located = PipelineError(error, in: stage)
    {
      return located
    }
    if let located = pipeline.stage(stage)?.located(error) { return located }
    let localized = error as? any LocalizedError
    return .stage(
      name: stage, reason: localized?.errorDescription ?? "\(error)", advice: localized?.recoverySuggestion)
  }

  /// Makes the folder that a file goes to.
  private static func makeFolder(of file: String) throws(PipelineError) {
    let folder = Paths.folder(file)
    guard !folder.isEmpty else { return }
    do { try FileSystem.makeFolders(folder) } catch { throw PipelineError(noFolder: error) }
    guard access(folder, W_OK) == 0 else {
      throw .unreadable(path: folder, reason: "can't be written to: \(String(cString: strerror(errno)))")
    }
  }
}

// MARK: what stages are given

extension PipelineRunner: StageResults {
  /// What a stage is given to work with.
  func context(_ stage: String) -> StageContext {
    StageContext(
      stage: stage, pipeline: pipeline.name, kinds: pipeline.kinds, folder: folder, seed: pipeline.seed,
      threads: threads, variants: variants(of: stage),
      results: self, cache: cache, progress: progress, onEvent: onEvent, team: team)
  }

  func stage(_ name: String) -> PipelineStage? { pipeline.stage(name) }

  func documents(_ stage: String) throws -> [String: DocumentFlow] {
    guard let options = pipeline.stage(stage)?.options as? any DocumentStage else {
      preconditionFailure("stage \(stage) gives no documents")
    }
    return try options.documents(in: context(stage))
  }

  func vocabulary(_ stage: String) throws -> SymbolVocabulary {
    if let vocabulary = vocabularies[stage] { return vocabulary }
    let vocabulary = try SymbolVocabulary(contentsOf: cache.path(stage, "vocabulary"))
    vocabularies[stage] = vocabulary
    return vocabulary
  }

  func model(_ stage: String) throws -> JointModel {
    if let model = models[stage] { return model }
    let model = try JointModel(contentsOf: "\(folder)/\(stage)/model", kinds: pipeline.kinds)
    models[stage] = model
    return model
  }

  func keep(_ model: JointModel, of stage: String) { models[stage] = model }

  func key(_ stage: String) throws(PipelineError) -> StageKey { try keys.key(stage) }
}
