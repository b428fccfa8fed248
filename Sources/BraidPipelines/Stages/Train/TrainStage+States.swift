import BraidFiles
import BraidTasks
import BraidText
import BraidTraining
import Foundation

/// What the encoder is given beside words: the states of a frozen model, and vectors of other software.
extension TrainStage {
  /// Tokens of documents that are in memory at once while their states are computed.
  private static let tokensAtOnce = 16_384

  /// The folder or file of the model whose states the encoder reads; nil where there is none, or it is that of a stage.
  var contextualFolder: String? {
    guard let name = encoder.contextual, !contextualIsStage else { return nil }
    return (try? JointModel.located(name)) ?? name
  }

  /// The model whose states the encoder reads; nil for none.
  ///
  /// - Throws: `TaskError` when there is no such model, `PipelineError` when it reads other tokens than this stage.
  func contextualModel(in context: StageContext) throws -> ContextualModel? {
    guard let name = encoder.contextual else { return nil }
    let model =
      contextualIsStage ? try context.results.model(name) : try JointModel(contentsOf: name, kinds: context.kinds)
    let (own, other) = (
      readTokens, ReadTokens(unit: model.preparation.unit, segmentsText: model.segmentsText)
    )
    guard own == other else {
      throw PipelineError.stage(
        name: context.stage, reason: "the model of `contextual`, `\(name)`, reads \(other), this stage \(own)",
        advice: "Name a model that was trained on the same tokens.")
    }
    return try ContextualModel(model)
  }

  /// The vectors of other software; nil for none.
  ///
  /// - Throws: `TaskError.badInputs`.
  func inputVectors() throws(TaskError) -> InputVectors? {
    encoder.inputs.isEmpty ? nil : try InputVectors(encoder.inputs)
  }

  /// Holds the development documents to having the vectors that the encoder is given, and in a check the training documents as
  /// well.
  ///
  /// - Throws: `TaskError` naming the first document that has none, or others.
  func checkInputs(_ model: JointModel, training: Bool, in context: StageContext) throws {
    guard model.features.inputs > 0 else { return }
    for source in sources {
      let flows = try context.documents(source)
      try flows["dev"]?.forEach { try model.checkInputs(of: [$0]) }
      if training { try forEachLearned(flows["train"], of: source, model) { try model.checkInputs(of: [$0]) } }
    }
  }

  /// Examples with what their tokens are given, in files that are made where they are not there.
  ///
  /// - Parameters:
  ///   - corpora: the sources with their examples.
  ///   - model: a model that encodes their documents.
  ///   - context: the stage's own.
  /// - Returns: the examples of each source.
  /// - Throws: what is wrong with the documents or the files; `PipelineError.stage` when the disk is too small.
  func withStates(
    _ corpora: [(source: String, examples: EncodedExamples)], model: JointModel, in context: StageContext
  ) throws -> [EncodedExamples] {
    let cache = context.cache
    let stage = Self.states(of: context.stage)
    let key = try context.results.key(context.stage).ofOptions(
      files: [sourceFolder, contextualFolder].compactMap(\.self) + encoder.inputs
    ) { path in
      Self.isOfEncoding(path) || ["encoder.contextual", "encoder.states.layers", "encoder.inputs"].contains(path)
    }
    func path(_ source: String) -> String { cache.path("\(stage)+\(source)", "vectors") }
    if let missing = cache.reason(toRun: stage, key: key, rereading: true) {
      try context.checkLeads(missing)
      let start = ContinuousClock.now
      forgetStates(in: context)
      guard let reader = VectorReader(model, threads: context.threads) else {
        preconditionFailure("vectors for a model that is given none")
      }
      let tokens = corpora.reduce(0) { $0 + $1.examples.lengths.reduce(0, +) }
      try checkSpace(model.features.vectorBytes * tokens, in: context)
      for (source, _) in corpora { try writeStates(of: source, model, reader, to: path(source), in: context) }
      try cache.store(
        stage, key: key, summary: "vectors",
        seconds: start.duration(to: .now).seconds, files: corpora.map { path($0.source) })
    }
    return try corpora.map { try $0.examples.with(vectors: path($0.source)) }
  }

  private static func states(of stage: String) -> String { stage + "+states" }

  /// Deletes states that are kept, so that there is one set of them at most.
  func forgetStates(in context: StageContext) {
    let stage = Self.states(of: context.stage)
    guard context.team?.leads != false, let record = context.cache.record(stage) else { return }
    context.cache.forget(stage)
    for output in record.outputs { unlink(output.path) }
  }

  /// - Throws: `PipelineError.stage` when the disk has not so many bytes left.
  private func checkSpace(_ bytes: Int, in context: StageContext) throws {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: context.cache.folder)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue, free < bytes else { return }
    throw PipelineError.stage(
      name: context.stage,
      reason: "what the encoder is given beside words takes \(bytes >> 20) MB in \(context.cache.folder), "
        + "which has \(free >> 20) MB left",
      advice: "Put the run elsewhere (`--output`), read `states: {layers: top}`, or learn from fewer documents.")
  }

  private func writeStates(
    of source: String, _ model: JointModel, _ reader: VectorReader, to path: String, in context: StageContext
  ) throws {
    let writer = try VectorWriter(path, width: model.features.vectorWidth)
    var waiting: [Document] = []
    var tokens = 0
    func flush() throws {
      for case let vectors? in try reader.vectors(waiting) { try writer.add(vectors) }
      waiting = []
      tokens = 0
    }
    let flow = try context.documents(source)["train"]
    context.expect(bytes: flow?.bytes ?? 0)
    var count = 0
    try forEachLearned(flow, of: source, model) { document in
      waiting.append(document)
      tokens += document.tokens.count
      if tokens >= Self.tokensAtOnce { try flush() }
    } counting: {
      count += 1
      try context.advance(to: count)
    }
    try flush()
    try writer.close()
  }

  /// Goes through the training documents of a source that became examples, in their order.
  private func forEachLearned(
    _ flow: DocumentFlow?, of source: String, _ model: JointModel, _ body: (Document) throws -> Void,
    counting: () throws -> Void = {}
  ) throws {
    let tasks = self.tasks.indices.filter { self.tasks[$0].value.of.contains(source) }
    try flow?.forEach { document in
      if TrainingCorpus.isLearned(document, tasks: tasks, model: model) { try body(document) }
      try counting()
    }
  }

  /// Gives examples of a corpus their vectors, and says how many of their words the model of states knows.
  ///
  /// - Parameters:
  ///   - examples: the examples.
  ///   - numbers: their numbers in the corpus.
  ///   - source: the corpus.
  ///   - model: the model that is trained.
  ///   - context: the stage's own.
  /// - Returns: the share of their words that the model of the states has in its vocabulary; nil where there is none.
  /// - Throws: what is wrong with the documents.
  func giveStates(
    _ examples: inout [Example], numbers: [Int], of source: String, _ model: JointModel, in context: StageContext
  ) throws -> Double? {
    guard let reader = VectorReader(model, threads: context.threads) else { return nil }
    let wanted = Set(numbers)
    var documents: [Int: Document] = [:]
    var number = 0
    try forEachLearned(try context.documents(source)["train"], of: source, model) { document in
      if wanted.contains(number) { documents[number] = document }
      number += 1
    }
    let chosen = numbers.compactMap { documents[$0] }
    guard chosen.count == examples.count else {
      preconditionFailure("\(chosen.count) documents of \(examples.count) examples")
    }
    for (index, vectors) in try reader.vectors(chosen).enumerated() { examples[index].vectors = vectors }
    guard let features = model.features.contextual?.model.features else { return nil }
    var (known, all) = (0, 0)
    for document in chosen {
      for index in document.tokens.indices {
        known += features.knows(features.form(document, index)) ? 1 : 0
        all += 1
      }
    }
    return Double(known) / Double(max(1, all))
  }
}

/// What a model's tokens are.
struct ReadTokens: Equatable, CustomStringConvertible {
  var unit: TokenUnit
  var segmentsText: Bool

  var description: String {
    segmentsText ? "characters of raw text" : unit == .word ? "words" : "characters as tokens"
  }
}

extension StageContext {
  /// Holds a process of a team that does not lead to what process 0 has prepared.
  ///
  /// - Throws: `PipelineError.stage` when it is not there.
  func checkLeads(_ missing: RunReason) throws {
    guard let team, !team.leads else { return }
    throw PipelineError.stage(
      name: stage,
      reason: "\(folder) does not hold what process 0 has prepared for training: \(missing.text)",
      advice: "Put the pipeline, its corpora and the run folder where all hosts have them under the same paths.")
  }
}
