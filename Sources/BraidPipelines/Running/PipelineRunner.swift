import BraidCorpora
import BraidFiles
import BraidTasks
import BraidTensors
import BraidVocabularies
import Foundation

/// Runs the stages of a pipeline, one after the other; those whose results are there and whole are not run again.
public final class PipelineRunner {
  let pipeline: Pipeline
  /// Where the run's files go.
  public let folder: String
  let threads: Int
  let variants: TrainingVariants
  /// Threads that change documents at once.
  let workers: Int
  let onEvent: (RunEvent) -> Void
  let shouldStop: () -> Bool
  let cache: RunCache
  let keys: StageKeys
  private let log: RunLog
  /// The stages that have run, or whose results were read and found whole.
  private var ready: Set<String> = []
  private var vocabularies: [String: StageVocabulary] = [:]
  private var models: [String: JointModel] = [:]
  /// Counts the bytes that readers take.
  let meter = ReadMeter()
  /// What the meter read, and how many bytes it will count, when the present pass began.
  private var expected = (from: 0, bytes: 0)
  private var lastTold = ContinuousClock.now
  /// Smaller files are read in so few pieces that the bytes read say nothing about how far a stage is.
  private static let leastBytes = 4 << 20

  /// A runner of `pipeline`.
  ///
  /// - Parameters:
  ///   - pipeline: what is run.
  ///   - folder: where the run's files go; nil for `runs/NAME`.
  ///   - threads: threads that work at once, 0 for one a core.
  ///   - code: what stands for the version of the program: a stage that another version ran is run again; nil for the
  ///     hash of the running program.
  ///   - variants: what a train stage does besides its training.
  ///   - shouldStop: asked between documents and between steps of a training; when it says yes the run ends, a training
  ///     with a checkpoint.
  ///   - onEvent: told everything as it happens.
  public init(
    _ pipeline: Pipeline, folder: String? = nil, threads: Int = 0, code: String? = nil,
    variants: TrainingVariants = TrainingVariants(), shouldStop: @escaping () -> Bool = { false },
    onEvent: @escaping (RunEvent) -> Void
  ) {
    self.pipeline = pipeline
    self.folder = folder ?? "runs/\(pipeline.name)"
    self.threads = threads
    self.variants = variants
    workers = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
    self.shouldStop = shouldStop
    let log = RunLog(folder: self.folder, stages: pipeline.stages.map(\.name))
    self.log = log
    self.onEvent = { event in
      log.add(event)
      onEvent(event)
    }
    cache = RunCache(run: self.folder)
    keys = StageKeys(pipeline, digests: cache.digests, code: code)
    cache.digests.onReading = { onEvent(.reading(file: $0, share: $1)) }
  }

  /// Runs the stages.
  ///
  /// - Parameters:
  ///   - last: the stage to stop after, run with all that it needs; nil for all stages.
  ///   - anew: whether stages are run although nothing has changed.
  /// - Returns: whether all stages ran to their end; not, when the run was asked to stop.
  /// - Throws: `PipelineError.stage` with the reason of the first stage that fails, and what to do.
  public func run(upTo last: String? = nil, anew: Bool = false) throws(PipelineError) -> Bool {
    try cache.open()
    let stages = pipeline.stages(neededFor: last)
    for stage in stages { for file in stage.options.outputFiles { try Self.makeFolder(of: file) } }
    for stage in stages {
      let key = try keys.key(stage.name)
      let reason =
        anew ? "all stages are run anew" : cache.reason(toRun: stage.name, key: key) ?? variants.reason(stage)
      if let reason {
        guard try run(stage, key: key, because: reason) else { return false }
      } else if let record = cache.record(stage.name) {
        onEvent(.unchanged(stage: stage.name, verb: type(of: stage.options).verb, summary: record.summary))
      }
    }
    try failing("") { try cache.digests.save() }
    return true
  }

  /// What each stage would do.
  ///
  /// - Parameter last: the stage to stop after; nil for all stages.
  /// - Returns: for each stage why it would run; nil when it would not.
  /// - Throws: `PipelineError` when a key can't be made.
  public func plan(upTo last: String? = nil) throws(PipelineError) -> [(stage: String, verb: String, reason: String?)] {
    var plan: [(stage: String, verb: String, reason: String?)] = []
    var running: Set<String> = []
    for stage in pipeline.stages(neededFor: last) {
      let upstream = stage.options.references.first { running.contains($0.name) }
      var reason = cache.reason(toRun: stage.name, key: try keys.key(stage.name))
      if let upstream, reason == nil || reason == "stage `\(upstream.name)` changed" {
        reason = "stage `\(upstream.name)` runs"
      }
      if reason != nil { running.insert(stage.name) }
      plan.append((stage.name, type(of: stage.options).verb, reason))
    }
    return plan
  }

  /// Runs one stage after all that it needs is there.
  ///
  /// - Returns: whether it ran to its end.
  private func run(_ stage: PipelineStage, key: StageKey, because reason: String) throws(PipelineError) -> Bool {
    for reference in stage.options.references { guard try prepare(reference.name) else { return false } }
    try openLog()
    onEvent(.started(stage: stage.name, verb: type(of: stage.options).verb, reason: reason))
    let start = ContinuousClock.now
    cache.forget(stage.name)
    expect(bytes: 0)
    let result = try failing(stage.name) { () throws -> StageResult? in
      do {
        return try stage.options.run(stage.name, in: self)
      } catch is StageStopped {
        return nil
      }
    }
    guard let result else { return false }
    let elapsed = (ContinuousClock.now - start).components
    let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    try failing(stage.name) {
      try cache.store(stage.name, key: key, summary: result.summary, seconds: seconds, files: result.files)
    }
    ready.insert(stage.name)
    onEvent(.finished(stage: stage.name, summary: result.summary, seconds: seconds))
    if let failure = log.failure { throw .unreadable(path: RunLog.path(folder), reason: failure) }
    return true
  }

  /// Puts the resolved pipeline into the run folder and opens the journal beside it, before the first stage runs.
  private func openLog() throws(PipelineError) {
    guard !log.isOpen else { return }
    try failing("") {
      try AtomicFile.write("\(folder)/pipeline.yaml", text: try pipeline.resolved())
      try log.open()
    }
  }

  /// Makes sure that the result of a stage is there and whole before it is loaded: its files are read.
  private func prepare(_ name: String) throws(PipelineError) -> Bool {
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
  private func failing<Result>(_ stage: String, _ body: () throws -> Result) throws(PipelineError) -> Result {
    do {
      return try body()
    } catch let error as PipelineError {
      throw error
    } catch {
      let localized = error as? any LocalizedError
      throw .stage(
        name: stage, reason: localized?.errorDescription ?? "\(error)", advice: localized?.recoverySuggestion)
    }
  }

  /// Makes the folder that a file goes to.
  private static func makeFolder(of file: String) throws(PipelineError) {
    let folder = Paths.folder(file)
    guard !folder.isEmpty else { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .unreadable(path: folder, reason: "can't be made: \(error.localizedDescription)")
    }
    guard access(folder, W_OK) == 0 else {
      throw .unreadable(path: folder, reason: "can't be written to: \(String(cString: strerror(errno)))")
    }
  }
}

// MARK: what stages use of each other

extension PipelineRunner {
  /// The documents of a stage, by part.
  func documents(_ name: String) throws -> [String: DocumentFlow] {
    guard let stage = pipeline.stage(name)?.options as? any DocumentStage else {
      preconditionFailure("stage \(name) gives no documents")
    }
    return try stage.documents(name, in: self)
  }

  /// One part of each of several stages that have it.
  func documents(_ names: [String], part: String) throws -> [DocumentFlow] {
    try names.compactMap { try documents($0)[part] }
  }

  /// Each part of several stages, one stage after the other, changed by `change`.
  func documents(_ names: [String], _ change: (DocumentFlow) -> DocumentFlow) throws -> [String: DocumentFlow] {
    var parts: [String: [DocumentFlow]] = [:]
    for name in names { for (part, flow) in try documents(name) { parts[part, default: []].append(flow) } }
    return parts.mapValues { change(DocumentFlow(joining: $0)) }
  }

  /// One part of a stage's documents.
  ///
  /// - Throws: `PipelineError.stage` when the stage has no such part.
  func part(_ part: String, of source: String, for stage: String) throws -> DocumentFlow {
    let parts = try documents(source)
    guard let flow = parts[part] else {
      throw PipelineError.stage(
        name: stage, reason: "stage `\(source)` has no part `\(part)`",
        advice: "It has \(parts.keys.sorted().joined(separator: ", ")).")
    }
    return flow
  }

  /// The vocabulary of a stage.
  func vocabulary(_ name: String) throws -> StageVocabulary {
    if let vocabulary = vocabularies[name] { return vocabulary }
    let vocabulary = try StageVocabulary(contentsOf: cache.path(name, "vocabulary"))
    vocabularies[name] = vocabulary
    return vocabulary
  }

  /// The words of a vocabulary stage.
  ///
  /// - Throws: `PipelineError.stage` when the vocabulary holds pieces of words.
  func words(_ vocabulary: String, for stage: String) throws -> Vocabulary {
    guard let words = try self.vocabulary(vocabulary).words else {
      throw PipelineError.stage(
        name: stage, reason: "stage `\(vocabulary)` gives pieces, but the encoder reads words",
        advice: "Give the encoder a vocabulary of `kind: words`; pieces are for a translation's `vocabulary`.")
    }
    return words
  }

  /// The model of a stage.
  func model(_ name: String) throws -> JointModel {
    if let model = models[name] { return model }
    let model = try JointModel(contentsOf: "\(folder)/\(name)/model")
    models[name] = model
    return model
  }

  /// Keeps a model that a stage has just made.
  func keep(_ model: JointModel, of stage: String) { models[stage] = model }

  /// Files of `bytes` bytes are about to be read by readers that count on `meter`.
  func expect(bytes: Int) { expected = (from: meter.bytes, bytes: bytes) }

  /// Tells now and then how many documents a stage has handled.
  ///
  /// - Throws: `StageStopped` when the run is asked to stop.
  func progress(_ stage: String, documents: Int) throws {
    guard documents & 15 == 0 else { return }
    if shouldStop() { throw StageStopped() }
    tell(stage, documents: documents)
  }

  /// Tells how many documents a stage has handled, unless it did so a moment ago.
  func tell(_ stage: String, documents: Int) {
    let now = ContinuousClock.now
    guard now - lastTold > .milliseconds(100) else { return }
    lastTold = now
    let isLarge = expected.bytes > Self.leastBytes
    let share = isLarge ? min(1, Double(meter.bytes - expected.from) / Double(expected.bytes)) : nil
    onEvent(.progress(stage: stage, documents: documents, share: share))
  }
}
