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

  /// Threads that work at once.
  public var threads: Int { executor.threads }

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
    var results = documents
    for index in results.indices { for task in tasks { model.heads[task].clear(&results[index]) } }
    let windows = results.enumerated().flatMap { index, document in
      DocumentWindow.windows(
        of: document, index: index, longest: Self.longestWindow, overlap: Self.windowOverlap)
    }
    let batches = batches(windows.enumerated().map { ($0, $1.tokens.count) })
    let answers = executor.map(batches.count) { tape, number in
      annotate(batches[number].map { windows[$0] }, of: results, tasks: tasks, options: options, tape)
    }
    var places = [(batch: Int, index: Int)](repeating: (0, 0), count: windows.count)
    for (batch, numbers) in batches.enumerated() {
      for (index, window) in numbers.enumerated() { places[window] = (batch, index) }
    }
    var next = 0
    while next < windows.count {
      let document = windows[next].document
      if windows[next].isWhole {
        results[document] = answers[places[next].batch][places[next].index]
        next += 1
      } else {
        var joiner = WindowJoiner(results[document], replacesFrames: tasks.contains { writesFrames(model.heads[$0]) })
        while next < windows.count, windows[next].document == document {
          joiner.add(answers[places[next].batch][places[next].index], windows[next])
          next += 1
        }
        results[document] = joiner.joined(multiLabel: multiLabelLayers, probabilities: options.probabilities)
      }
    }
    return results
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
    let batches = batches(set.examples.enumerated().compactMap { index, example in example.map { (index, $0.count) } })
    let forms = model.features.characters == nil ? nil : set.forms
    let answers = executor.map(batches.count) { tape, number in
      var batch = batches[number].map { set.cleared[$0] }
      let packed = PackedBatch(
        batches[number].compactMap { set.examples[$0] }, forms: forms, tasks: model.heads.count)
      let inputs = model.inputs(tape, packed, tasks: set.tasks, answers: options)
      let losses = inputs.map { input -> Double in
        guard let place = places[input.task] else { return 0 }
        return Double(model.heads[input.task].loss(input, normalizers: set.normalizers[place])?[0, 0] ?? 0)
      }
      for input in inputs { model.heads[input.task].annotate(&batch, input) }
      return (batch, losses)
    }
    var results = set.cleared
    for (batch, answers) in zip(batches, answers) {
      for (index, answer) in zip(batch, answers.0) { results[index] = answer }
    }
    return (
      results,
      set.tasks.indices.map { task in set.hasTargets[task] ? answers.reduce(0) { $0 + $1.1[task] } : nil }
    )
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
