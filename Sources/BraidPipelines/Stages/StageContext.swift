import BraidCorpora
import BraidFiles
import BraidTasks
import BraidText
import BraidTraining
import BraidVocabularies

/// What the stages of a run leave for each other.
protocol StageResults: AnyObject {
  /// The documents of a stage, by part.
  func documents(_ stage: String) throws -> [String: DocumentFlow]
  /// The vocabulary of a stage.
  func vocabulary(_ stage: String) throws -> SymbolVocabulary
  /// The model of a stage.
  func model(_ stage: String) throws -> JointModel
  /// The stage of a name, as it is written.
  func stage(_ name: String) -> PipelineStage?
  /// Keeps a model that a stage has just made.
  func keep(_ model: JointModel, of stage: String)
  /// Everything that the result of a stage depends on.
  func key(_ stage: String) throws(PipelineError) -> StageKey
}

/// What a stage is given to work with.
struct StageContext {
  /// The stage's name.
  var stage: String
  /// The pipeline's name.
  let pipeline: String
  /// The kinds of task that there are.
  let kinds: TaskKinds
  /// Where the run's files go.
  let folder: String
  /// Decides everything random.
  let seed: UInt64
  /// Threads that work at once, 0 for one a core.
  let threads: Int
  /// What is trained besides, and what is done with checkpoints.
  let variants: TrainingVariants
  /// What other stages left.
  let results: any StageResults
  /// Where the stage keeps what only this and later runs need.
  let cache: RunCache
  /// How far the run is, and whether it is to stop.
  let progress: RunProgress
  /// Called with every event.
  let onEvent: (RunEvent) -> Void
  /// The processes that train together; nil for one.
  var team: TrainingTeam?
}

extension StageContext {
  /// Threads that change documents at once.
  var workers: Int { ThreadOptions.number(threads) }

  /// The path of something that the stage keeps in the cache.
  func path(_ ending: String) -> String { cache.path(stage, ending) }

  /// Documents that are about to be gone through for the stage: so many bytes of files.
  func expect(bytes: Int) { progress.expect(bytes: bytes) }

  /// Reports now and then how many documents the stage has handled.
  ///
  /// - Throws: `StageStopped` when the run is asked to stop.
  func advance(to documents: Int) throws { try progress.advance(stage, to: documents) }

  /// Goes through documents for the stage, and reports now and then how many it has handled.
  ///
  /// - Parameters:
  ///   - flows: the documents, one flow after the other.
  ///   - body: handles a document.
  /// - Returns: number of documents.
  /// - Throws: what reading or `body` throws; `StageStopped` when the run is asked to stop.
  @discardableResult
  func forEach(of flows: [DocumentFlow], _ body: (Document) throws -> Void) throws -> Int {
    expect(bytes: flows.reduce(0) { $0 + $1.bytes })
    var count = 0
    for flow in flows {
      try flow.forEach { document in
        count += 1
        do { try body(document) } catch let error as CorpusError { throw error.numbered(count) }
        try advance(to: count)
      }
    }
    return count
  }

  /// Reports an event.
  func tell(_ message: RunEvent.Message) { onEvent(RunEvent(stage, message)) }

  // MARK: what other stages left

  /// The documents of a stage, by part.
  func documents(_ source: String) throws -> [String: DocumentFlow] { try results.documents(source) }

  /// One part of each of several stages that have it.
  func documents(_ sources: [String], part: String) throws -> [DocumentFlow] {
    try sources.compactMap { try documents($0)[part] }
  }

  /// Each part of several stages, one stage after the other.
  func documents(_ sources: [String]) throws -> [String: DocumentFlow] {
    var parts: [String: [DocumentFlow]] = [:]
    for source in sources { for (part, flow) in try documents(source) { parts[part, default: []].append(flow) } }
    return parts.mapValues(DocumentFlow.init(joining:))
  }

  /// One part of a stage's documents.
  ///
  /// - Throws: `PipelineError.stage` when the stage has no such part.
  func part(_ part: String, of source: String) throws -> DocumentFlow {
    let parts = try documents(source)
    guard let flow = parts[part] else {
      throw PipelineError.stage(
        name: stage, reason: "stage `\(source)` has no part `\(part)`",
        advice: "It has \(parts.keys.sorted().joined(separator: ", ")).")
    }
    return flow
  }

  /// The words of a vocabulary stage.
  ///
  /// - Throws: `PipelineError.stage` when the vocabulary holds pieces of words, or nothing for an unknown one.
  func words(_ source: String) throws -> Vocabulary {
    guard let words = try results.vocabulary(source).words else {
      throw PipelineError.stage(
        name: stage, reason: "stage `\(source)` gives pieces, but the encoder reads words",
        advice: "Give the encoder a vocabulary of `kind: words`; pieces are for a translation's `vocabulary`.")
    }
    guard words.unknownID != nil, words.kind == "words" else {
      throw PipelineError.stage(
        name: stage, reason: "the vocabulary of stage `\(source)` has no words with a symbol for unknown ones",
        advice: "Give the encoder a vocabulary of `kind: words` whose `specials` begin with \(Vocabulary.unknown).")
    }
    return words
  }
}
