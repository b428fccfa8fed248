import BraidCorpora
import BraidFiles
import BraidTraining
import Foundation

/// The journal of a run folder, `events.jsonl`: one line an event, added as it happens.
///
/// It outlives single runs: a stage that is not run again keeps the events of the run that ran it, and a training that
/// was stopped keeps those from before. A line cut short by a killed process is left out when the journal is read.
final class RunLog {
  private let folder: String
  private let stages: [String]
  private var file: FileHandle?
  /// Bytes of whole lines in the file.
  private var length: UInt64 = 0
  /// Lines that could not be written yet.
  private var pending = Data()
  /// Why the journal could not be written, once it could not.
  private(set) var failure: String?

  /// The journal of the run folder `folder`, not yet opened.
  init(folder: String, stages: [String]) {
    self.folder = folder
    self.stages = stages
  }

  /// Whether events are written.
  var isOpen: Bool { file != nil }

  /// Opens the journal to add to it; what it says about stages that the pipeline does not have is dropped.
  ///
  /// - Throws: `CorpusError.file`, or what the file system says.
  func open() throws { try rewrite() }

  /// Keeps what still holds, and appends behind it.
  private func rewrite() throws {
    file = nil
    let path = Self.path(folder)
    let kept = Self.current(try Self.records(folder)).filter { stages.contains($0.stage) }
    let rewritten = try CorpusFile(path)
    for record in kept { try rewritten.appendLine(record.jsonLine) }
    try rewritten.commit()
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    length = try file.seekToEnd()
    self.file = file
  }

  /// Adds an event once the journal is open; progress, stages that did not run, and the trainings of variants are not
  /// kept.
  func add(_ event: RunEvent) {
    guard file != nil else { return }
    switch event.message {
    case .progress, .unchanged, .reading, .training(_?, _): return
    default: break
    }
    pending += Data((event.jsonLine + "\n").utf8)
    do {
      try writePending()
      // It says which of the events of a training that was stopped will happen again.
      if event.plan != nil { try rewrite() }
    } catch {
      failure = failure ?? error.localizedDescription
    }
  }

  /// Writes the lines that are not in the file yet. What failed once is tried again with the next event: the training stops at
  /// its next step, and its checkpoint knows of the evaluation that could not be noted.
  private func writePending() throws {
    guard let file else { return }
    do {
      try file.write(contentsOf: pending)
    } catch {
      // A line that was written in part is taken back.
      try? file.truncate(atOffset: length)
      throw error
    }
    length += UInt64(pending.count)
    pending = Data()
  }

  /// The journal of a run folder.
  static func path(_ folder: String) -> String { "\(folder)/events.jsonl" }

  /// The pipeline of a run folder, as YAML with every default.
  static func pipeline(_ folder: String) -> String { "\(folder)/pipeline.yaml" }

  /// All whole lines of the journal of a run folder, in order; none when there is no journal.
  static func records(_ folder: String) throws -> [RunEvent] {
    if FileSystem.isAbsent(path(folder)) { return [] }
    let data = try Data(contentsOf: URL(fileURLWithPath: path(folder)))
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return data.split(separator: 10).compactMap { try? decoder.decode(RunEvent.self, from: $0) }
  }

  /// The records that still hold: of each stage those since the start of its last run, and those of a training up to
  /// the checkpoint that it resumed from.
  static func current(_ records: [RunEvent]) -> [RunEvent] {
    var order: [String] = []
    var blocks: [String: [[RunEvent]]] = [:]
    for record in records {
      if blocks[record.stage] == nil { order.append(record.stage) }
      // What is kept of a training that was stopped stands before the start of the run that resumed it.
      if record.isStart || blocks[record.stage] == nil { blocks[record.stage, default: []].append([]) }
      guard let last = blocks[record.stage]?.indices.last else { continue }
      blocks[record.stage]?[last].append(record)
    }
    return order.flatMap { stage -> [RunEvent] in
      var kept: [RunEvent] = []
      for block in blocks[stage] ?? [] {
        if let plan = block.lazy.compactMap(\.plan).first {
          kept = done(kept, before: plan)
        } else if case .finished = block.last?.message {
          kept = []
        } else {
          // Nothing is known of where training resumes that was stopped before it began.
          kept = kept.filter { $0.step != nil }
        }
        kept += block
      }
      return kept
    }
  }

  /// What of a training's records was done when the checkpoint was written that it resumes from: all up to a later step or
  /// evaluation. An evaluation and the checkpoint before it may be of one step.
  private static func done(_ records: [RunEvent], before plan: TrainingPlan) -> [RunEvent] {
    var evaluations = 0
    var done: [RunEvent] = []
    for record in records {
      guard let step = record.step else { continue }
      if step > plan.firstStep { break }
      if record.isEvaluation {
        if evaluations == plan.evaluations { break }
        evaluations += 1
      }
      done.append(record)
    }
    return done
  }
}

extension RunEvent {
  fileprivate var isStart: Bool { if case .started = message { true } else { false } }

  fileprivate var isEvaluation: Bool { if case .training(_, .evaluated) = message { true } else { false } }

  /// What a training is about to do.
  fileprivate var plan: TrainingPlan? {
    if case .training(_, .started(let plan)) = message { plan } else { nil }
  }

  /// The step that something happened at in a training that is not over.
  fileprivate var step: Int? {
    guard case .training(_, let event) = message else { return nil }
    if case .finished = event { return nil }
    return event.step
  }
}
