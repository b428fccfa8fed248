public import BraidTensors
public import BraidText

/// Runs a trained model over documents.
///
/// What a document gets does not depend on its neighbours: batches are made for speed only.
public final class Predictor {
  /// The model.
  public let model: JointModel
  private let executor: Executor
  /// Tokens that are encoded at once on one thread.
  private let batchTokens: Int

  /// A predictor on `threads` threads, 0 for one a core.
  public init(_ model: JointModel, threads: Int = 0, batchTokens: Int = 1024) {
    self.model = model
    self.batchTokens = batchTokens
    executor = Executor(weights: model.weights, threads: threads, training: false, seed: 0)
  }

  /// Puts other weights of the same model in.
  public func load(_ weights: Weights) { executor.load(weights) }

  /// The documents with the answers of some tasks; what they said about these tasks before is replaced.
  ///
  /// - Parameters:
  ///   - documents: tokenized documents; one without tokens comes back as it is.
  ///   - tasks: indices of the model's tasks.
  ///   - options: what is written beside the answers.
  /// - Returns: as many documents, in order.
  public func annotate(
    _ documents: [Document], tasks: [Int], answers options: AnswerOptions = AnswerOptions()
  ) -> [Document] {
    var forms = FormTable()
    var cleared = documents
    for index in cleared.indices { for task in tasks { model.heads[task].clear(&cleared[index]) } }
    let examples = cleared.map { model.example($0, forms: &forms, targets: false) }
    return run(cleared, examples, forms, tasks: tasks, answers: options) { _ in }.documents
  }

  /// Answers gold documents and takes the loss of their gold answers, the encoder running once for both.
  ///
  /// - Parameters:
  ///   - set: the documents.
  ///   - options: what is written beside the answers.
  /// - Returns: the documents with the model's answers, in order, and for each task the mean loss in nats; nil for a task
  ///   that no document has an answer for.
  public func evaluate(
    _ set: EvaluationSet, answers options: AnswerOptions = .bare
  ) -> (predicted: [Document], losses: [Double?]) {
    let places = Dictionary(uniqueKeysWithValues: set.tasks.enumerated().map { ($1, $0) })
    let (predicted, losses) = run(
      set.cleared, set.examples, set.forms, tasks: set.tasks, answers: options
    ) { inputs in
      inputs.map { input -> Double in
        guard let place = places[input.task] else { return 0 }
        return Double(model.heads[input.task].loss(input, normalizers: set.normalizers[place])?[0, 0] ?? 0)
      }
    }
    return (
      predicted,
      set.tasks.indices.map { task in set.hasTargets[task] ? losses.reduce(0) { $0 + $1[task] } : nil }
    )
  }

  /// Answers documents without answers; `body` sees what the heads see, batch by batch.
  private func run<Value>(
    _ cleared: [Document], _ examples: [Example?], _ forms: FormTable, tasks: [Int], answers options: AnswerOptions,
    _ body: ([HeadInput]) -> Value
  ) -> (documents: [Document], values: [Value]) {
    let batches = batches(examples.enumerated().compactMap { index, example in example.map { (index, $0.count) } })
    let table = model.features.characters == nil ? nil : forms
    let answers = executor.map(batches.count) { tape, number in
      var batch = batches[number].map { cleared[$0] }
      let packed = PackedBatch(batches[number].compactMap { examples[$0] }, forms: table, tasks: model.heads.count)
      let inputs = model.inputs(tape, packed, tasks: tasks, answers: options)
      let value = body(inputs)
      for input in inputs { model.heads[input.task].annotate(&batch, input) }
      return (batch, value)
    }
    var results = cleared
    for (batch, answers) in zip(batches, answers) {
      for (index, answer) in zip(batch, answers.0) { results[index] = answer }
    }
    return (results, answers.map(\.1))
  }

  /// What a task's head says to the gold answers of documents, by loss term, in the order of the documents' batches.
  func calibrationSamples(_ documents: [Document], task: Int) -> [[CalibrationSample]] {
    var forms = FormTable()
    let examples = documents.compactMap { model.example($0, forms: &forms) }
    let batches = batches(examples.enumerated().map { ($0, $1.count) })
    let table = model.features.characters == nil ? nil : forms
    let head = model.heads[task]
    let answers = executor.map(batches.count) { tape, number in
      let packed = PackedBatch(batches[number].map { examples[$0] }, forms: table, tasks: model.heads.count)
      return model.inputs(tape, packed, tasks: [task]).map { head.calibrationSamples($0) }
    }
    return answers.joined().reduce(into: head.lossTerms.map { _ in [] }) { all, samples in
      for (term, samples) in samples.enumerated() { all[term] += samples }
    }
  }

  /// Numbers of items in batches of like length, long ones first so that no thread is left with one at the end.
  private func batches(_ items: [(index: Int, tokens: Int)]) -> [[Int]] {
    var batches: [[Int]] = []
    var tokens = Int.max
    for (index, count) in items.sorted(by: { (-$0.tokens, $0.index) < (-$1.tokens, $1.index) }) {
      if tokens > batchTokens - count {
        batches.append([])
        tokens = 0
      }
      batches[batches.count - 1].append(index)
      tokens += count
    }
    return batches
  }
}
