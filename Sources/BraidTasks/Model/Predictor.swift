public import BraidTensors
public import BraidText
import CAllocator

/// Runs a trained model over documents.
///
/// The predictions for a document do not depend on its neighbours: batches are only for speed.
public final class Predictor {
  /// The model.
  public let model: JointModel
  private let executor: Executor
  /// Tokens that are encoded at once on one thread.
  private let batchTokens: Int
  private let wordBytes: Int
  /// Whether nobody waits for predictions any more, which threads ask while they are within a text. Once it says yes it goes
  /// on saying so; what is returned after that is incomplete.
  package var isStopped: @Sendable () -> Bool = { false }
  /// The words that each thread has come across.
  private let words: [WordTable]
  /// What reads the states that the model's encoder is given; nil where it is given none.
  private let reader: StateReader?
  /// The same for each thread.
  private let readers: [StateReader]

  /// A predictor on `threads` threads, 0 for one a core.
  public convenience init(_ model: JointModel, threads: Int = 0, batchTokens: Int = 1024) {
    self.init(model, threads: threads, batchTokens: batchTokens, wordBytes: WordTable.mostBytes)
  }

  /// The same; `wordBytes`: the most that each thread keeps of words that it has come across.
  package convenience init(_ model: JointModel, threads: Int, batchTokens: Int, wordBytes: Int) {
    self.init(
      model, Executor(weights: model.weights, threads: threads, training: false, seed: 0),
      StateReader(model.features, readsPairs: model.readsPairs, threads: 1), batchTokens: batchTokens,
      wordBytes: wordBytes)
  }

  /// Another predictor on the weights of this one, of which there is one copy then; both may run at the same time.
  ///
  /// - Precondition: no weights are loaded any more.
  public func sharing(threads: Int) -> Predictor {
    Predictor(
      model, Executor(sharing: executor, threads: threads), reader?.sharing(threads: 1), batchTokens: batchTokens,
      wordBytes: wordBytes)
  }

  private init(
    _ model: JointModel, _ executor: Executor, _ reader: StateReader?, batchTokens: Int, wordBytes: Int
  ) {
    self.model = model
    self.executor = executor
    self.batchTokens = batchTokens
    self.wordBytes = wordBytes
    words = (0..<executor.threads).map { _ in
      WordTable(
        model.features, model.encoder, hashes: model.readsWordHashes, readsPairs: model.readsPairs,
        mostBytes: wordBytes)
    }
    self.reader = reader
    readers = reader.map { reader in (0..<executor.threads).map { _ in reader.sharing(threads: 1) } } ?? []
  }

  /// Gives examples of documents the vectors that the encoder reads, on one of the threads.
  ///
  /// - Parameters:
  ///   - examples: the examples.
  ///   - documents: the documents, each with tokens.
  ///   - inputs: their vectors of other software, for a model that is given some.
  ///   - worker: the thread.
  func giveVectors(
    _ examples: inout [Example], of documents: [Document], inputs: [TokenVectors], worker: Int
  ) {
    if !readers.isEmpty {
      for (index, vectors) in readers[worker].vectors(documents).enumerated() { examples[index].vectors = vectors }
    }
    for (index, inputs) in inputs.enumerated() {
      examples[index].vectors = TokenVectors(examples[index].vectors, inputs)
    }
  }

  /// The same for whole documents.
  private func giveVectors(_ examples: inout [Example], of documents: [Document], worker: Int) {
    let inputs = model.features.inputs > 0 ? documents.map { self.inputs(of: $0) } : []
    giveVectors(&examples, of: documents, inputs: inputs, worker: worker)
  }

  /// The vectors of a whole document of other software.
  ///
  /// - Precondition: `JointModel.checkInputs(of:)` has found nothing.
  func inputs(of document: Document) -> TokenVectors {
    do {
      guard let source = model.features.source else { throw TaskError.needsInputs(width: model.features.inputs) }
      return try source.vectors(document, second: model.readsPairs)
    } catch {
      preconditionFailure("`checkInputs` was not asked: \(error)")
    }
  }

  /// Threads that work at once.
  public var threads: Int { executor.threads }

  /// Puts other weights of the same model in.
  public func load(_ weights: Weights) {
    executor.load(weights)
    for table in words { table.clear() }
  }

  /// The documents with what each of some tasks predicts, under its name; all else stays as it is. A task that writes no
  /// layer predicts nothing.
  ///
  /// - Parameters:
  ///   - documents: tokenized documents.
  ///   - tasks: indices of the model's tasks.
  ///   - options: what is output besides the predicted labels.
  /// - Returns: as many documents, in order.
  public func predict(
    _ documents: [Document], tasks: [Int], options: PredictionOptions = PredictionOptions()
  ) -> [Document] {
    var results = documents
    let writing = tasks.filter { !model.tasks[$0].options.kind.writtenLayers.isEmpty }
    for group in model.groups(of: writing) {
      for (index, annotated) in annotate(documents, tasks: group, options: options).enumerated() {
        for task in group {
          results[index].predictions[model.names[task]] = Prediction(
            model.tasks[task].options.kind.writtenLayers, of: annotated)
        }
      }
    }
    return results
  }

  /// The documents with the predictions of some tasks in the place of any earlier labels of these tasks.
  ///
  /// Of tasks that write the same layer the last one's predictions are kept; see `predict` and `predictions`.
  ///
  /// - Parameters:
  ///   - documents: tokenized documents; one without tokens comes back without these layers.
  ///   - tasks: indices of the model's tasks.
  ///   - options: what is output besides the predicted labels.
  /// - Returns: as many documents, in order.
  public func annotate(
    _ documents: [Document], tasks: [Int], options: PredictionOptions = PredictionOptions()
  ) -> [Document] {
    var results = documents
    for index in results.indices { for task in tasks { model.clear(&results[index], task: task) } }
    let windows = results.enumerated().flatMap { index, document in
      DocumentWindow.windows(
        of: document, index: index, longest: Self.longestWindow, overlap: Self.windowOverlap)
    }
    let kinds = tasks.map { task in
      (
        head: model.heads[task], kind: model.tasks[task].options.kind,
        temperature: model.temperatures[task].first ?? 1
      )
    }
    let replacesFrames = kinds.contains { $0.kind.annotationLayers.contains(.frames) }
    var joiner: WindowJoiner?
    var next = 0
    while next < windows.count {
      // The predictions for a long document's windows are joined round by round, so that they are not in memory twice.
      let round = next..<endOfRound(windows, from: next)
      // What the text was prepared in, and the predictions of the round before, would stay with the threads that had them.
      if !windows[next].isWhole { allocator_trim() }
      let batchResults = annotate(windows[round], of: results, tasks: tasks, options: options)
      if isStopped() { return results }
      for (window, result) in zip(windows[round], batchResults) {
        next += 1
        guard !window.isWhole else {
          results[window.document] = result
          continue
        }
        if joiner == nil { joiner = WindowJoiner(results[window.document], replacesFrames: replacesFrames) }
        joiner?.add(result, window)
        if next == windows.count || windows[next].document != window.document, let joined = joiner {
          results[window.document] = joined.joined(kinds, options: options)
          joiner = nil
        }
      }
    }
    return results
  }

  /// The documents with the predictions of each task, in the order of `tasks`: tasks that write the same layer get documents
  /// of their own, the others share them.
  public func predictions(
    _ documents: [Document], tasks: [Int], options: PredictionOptions = .bare
  ) -> [[Document]] {
    let groups = model.groups(of: tasks)
    let annotated = groups.map { annotate(documents, tasks: $0, options: options) }
    return tasks.map { task in groups.firstIndex { $0.contains(task) }.map { annotated[$0] } ?? [] }
  }

  /// The predictions for some windows, in their order.
  private func annotate(
    _ windows: ArraySlice<DocumentWindow>, of documents: [Document], tasks: [Int], options: PredictionOptions
  ) -> [Document] {
    // Labels of parts of documents are joined before a temperature is applied, so that parts have batches of their own.
    let (wholes, parts) = (
      windows.indices.filter { windows[$0].isWhole }, windows.indices.filter { !windows[$0].isWhole }
    )
    let batches = [wholes, parts].flatMap { indices in
      self.batches(indices.map { ($0, windows[$0].tokens.count + secondTokens(windows[$0], documents)) })
    }
    let batchResults = executor.map(batches.count) { tape, worker, number in
      isStopped()
        ? []
        : annotate(
          batches[number].map { windows[$0] }, of: documents, tasks: tasks, options: options, tape, words[worker],
          worker: worker)
    }
    var results = [Document](repeating: Document(text: ""), count: windows.count)
    for (numbers, batchResults) in zip(batches, batchResults) {
      for (number, result) in zip(numbers, batchResults) { results[number - windows.startIndex] = result }
    }
    return results
  }

  /// Predicts gold documents and takes the loss of their gold labels; the encoder runs once for both.
  ///
  /// Every document is read as a whole, however long, since its loss is that of the whole, as in training; `annotate`
  /// reads a document of more than 4,096 tokens in windows, so that its predictions there may differ.
  ///
  /// - Parameters:
  ///   - set: the documents.
  ///   - options: what is output besides the predicted labels.
  /// - Returns: for each task of the set the documents with its predictions, in order, and the mean loss in nats; nil for a
  ///   task that no document has a gold label for.
  public func evaluate(
    _ set: EvaluationSet, options: PredictionOptions = .bare
  ) -> (predicted: [[Document]], losses: [Double?]) {
    let places = Dictionary(uniqueKeysWithValues: set.tasks.enumerated().map { ($1, $0) })
    let batches = batches(set.examples.enumerated().compactMap { index, example in example.map { (index, $0.count) } })
    let forms = model.features.characters == nil ? nil : set.forms
    // Tasks that write the same layer have documents of their own.
    let groups = model.groups(of: set.tasks)
    let batchResults = executor.map(batches.count) { tape, worker, number in
      var predicted = groups.map { _ in batches[number].map { set.cleared[$0] } }
      var examples = batches[number].compactMap { set.examples[$0] }
      giveVectors(&examples, of: batches[number].map { set.gold[$0] }, worker: worker)
      let packed = PackedBatch(examples, forms: forms, tasks: model.heads.count)
      let inputs = model.inputs(tape, packed, tasks: set.tasks, options: options)
      let losses = inputs.map { input -> Double in
        guard let place = places[input.task] else { return 0 }
        return Double(model.heads[input.task].loss(input, normalizers: set.normalizers[place])?[0, 0] ?? 0)
      }
      for input in inputs {
        for (group, tasks) in groups.enumerated() where tasks.contains(input.task) {
          model.heads[input.task].annotate(&predicted[group], input)
        }
      }
      return (predicted, losses)
    }
    var results = groups.map { _ in set.cleared }
    for (batch, batchResults) in zip(batches, batchResults) {
      for (group, documents) in batchResults.0.enumerated() {
        for (index, document) in zip(batch, documents) { results[group][index] = document }
      }
    }
    return (
      set.tasks.map { task in groups.firstIndex { $0.contains(task) }.map { results[$0] } ?? [] },
      set.tasks.indices.map { task in set.hasTargets[task] ? batchResults.reduce(0) { $0 + $1.1[task] } : nil }
    )
  }

  /// The calibration samples of a task's head for gold documents, by loss term, in the order of the documents' batches.
  func calibrationSamples(_ documents: [Document], task: Int) -> [[CalibrationSample]] {
    var forms = FormTable()
    let documents = documents.filter { !$0.tokens.isEmpty }
    let examples = documents.compactMap { model.example($0, forms: &forms) }
    let batches = batches(examples.enumerated().map { ($0, $1.count) })
    let table = model.features.characters == nil ? nil : forms
    let head = model.heads[task]
    let batchResults = executor.map(batches.count) { tape, worker, number in
      var examples = batches[number].map { examples[$0] }
      giveVectors(&examples, of: batches[number].map { documents[$0] }, worker: worker)
      let packed = PackedBatch(examples, forms: table, tasks: model.heads.count)
      return model.inputs(tape, packed, tasks: [task]).map { head.calibrationSamples($0) }
    }
    return batchResults.joined().reduce(into: head.lossTerms.map { _ in [] }) { all, samples in
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
