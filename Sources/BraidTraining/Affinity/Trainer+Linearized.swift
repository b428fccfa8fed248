import BraidFiles
import BraidTasks
package import BraidTensors
import BraidText

extension Trainer {
  /// Estimates at a trained model which development losses a model of any of its tasks would have; see `LinearizedTasks`.
  ///
  /// Gradients are those of single documents with respect to the shared encoder, without dropout and by gold labels alone.
  ///
  /// - Parameters:
  ///   - weights: the model's, such as the best of this training.
  ///   - documents: documents of each task that are drawn from its training data, and from its development data.
  ///   - dimensions: what gradients are projected to.
  /// - Returns: the estimates; the same bits for any number of threads.
  package func linearized(
    at weights: Weights, documents: Int = 128, dimensions: Int = 200
  ) -> LinearizedAffinity {
    let start = ContinuousClock.now
    let random = Random(seed: options.seed)
    let projection = GradientProjection(dimensions: dimensions, random: random)
    let executor = Executor(
      weights: weights, threads: options.threads, training: true, seed: options.seed, dropout: false)
    let frozen = Set(options.frozen(inEpoch: options.epochs - 1))
    executor.freeze { frozen.contains(model.part(ofWeight: $0)) }
    // Not first looked up by several threads.
    let shared = sharedWeights
    func loss(_ task: Int, _ examples: [(example: Example, forms: FormTable)]) -> QuadraticLoss? {
      let normalizers = model.normalizers(examples.map(\.example), task: task)
      var parts: [(loss: Double, gradient: [Double])] = []
      for first in stride(from: 0, to: examples.count, by: executor.threads) {
        let count = min(executor.threads, examples.count - first)
        let results = executor.run(step: 0, shards: count) {
          tape, shard -> (loss: Double, gradient: [Double])? in
          let (example, forms) = examples[first + shard]
          let batch = PackedBatch(
            [example], forms: model.features.characters == nil ? nil : forms, tasks: model.heads.count)
          guard let input = model.inputs(tape, batch, tasks: [task]).first,
            let loss = model.heads[task].loss(input, normalizers: normalizers)
          else { return nil }
          tape.backward(loss)
          return (Double(loss[0, 0]), tape.gradient(projection, include: shared.contains))
        }
        parts += results.compactMap { $0 }
      }
      guard !parts.isEmpty, parts.allSatisfy({ $0.loss.isFinite && $0.gradient.allSatisfy(\.isFinite) }) else {
        return nil
      }
      return QuadraticLoss(
        documents: parts, items: Double(normalizers.reduce(0, +)) / Double(max(1, normalizers.count)))
    }
    let tasks = LinearizedTasks(
      training: names.indices.map { loss($0, trainingExamples(of: $0, documents, random)) },
      development: names.indices.map { loss($0, developmentExamples(of: $0, documents, random)) },
      weights: state.lossWeights.values)
    var affinity = LinearizedAffinity(
      names, tasks, documents: documents, dimensions: dimensions, seconds: 0, random: random)
    affinity.seconds = Self.seconds(since: start)
    return affinity
  }

  /// Some examples with a label for a task, drawn from all of its corpora.
  private func trainingExamples(
    of task: Int, _ count: Int, _ random: Random
  ) -> [(example: Example, forms: FormTable)] {
    var places = corpora.indices.filter { corpora[$0].tasks.contains(task) }.flatMap { corpus in
      corpora[corpus].examples.indices.map { (corpus: corpus, index: $0) }
    }
    var stream = random.stream("linearized training", UInt64(task))
    stream.shuffle(&places)
    return Array(
      places.lazy.map { place in
        (example: self.corpora[place.corpus].examples[place.index], forms: self.corpora[place.corpus].forms)
      }.filter { $0.example.targets[task] != nil }.prefix(count))
  }

  /// Some documents with a gold label for a task, of those that it is scored on.
  private func developmentExamples(
    of task: Int, _ count: Int, _ random: Random
  ) -> [(example: Example, forms: FormTable)] {
    guard let set = developmentSets.first(where: { $0.tasks.contains(task) }) else { return [] }
    var documents = set.gold.filter { TrainingCorpus.isLearned($0, tasks: [task], model: model) }
    var stream = random.stream("linearized development", UInt64(task))
    stream.shuffle(&documents)
    let corpus = TrainingCorpus(
      name: names[task], tasks: [task], training: documents.prefix(count), development: [], model: model)
    return corpus.examples.map { ($0, corpus.forms) }
  }
}
