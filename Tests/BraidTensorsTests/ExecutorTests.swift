import BraidFiles
import BraidLayers
import BraidTensors
import Testing

@Suite struct ExecutorTests {
  /// Embedding, bidirectional LSTM, linear layer: sentences of random words, each with a class.
  struct Toy {
    var weights = Weights()
    let words: WeightID
    let forward: LSTM
    let backward: LSTM
    let output: WeightID
    let bias: WeightID

    init() {
      let random = Random(seed: 4)
      words = weights.add(
        "words", rows: 50, columns: 9, kind: .rows, initializer: .normal(deviation: 1), random: random)
      forward = LSTM.add("forward", input: 9, units: 13, weights: &weights, random: random)
      backward = LSTM.add("backward", input: 9, units: 13, weights: &weights, random: random)
      output = weights.add("output", rows: 26, columns: 3, initializer: .glorot, random: random)
      bias = weights.add("bias", rows: 1, columns: 3, initializer: .zeros, random: random)
    }

    func logits(_ tape: Tape, _ sentences: [[Int32]], dropout: Float = 0) -> (Tensor, Packing) {
      let packing = Packing(lengths: sentences.map(\.count))
      let x = tape.sequenceDropout(tape.embedding(words, ids: packing.pack(sentences)), packing, rate: dropout)
      let states = tape.concatenate([
        tape.lstm(x, forward, packing, reverse: false, initial: nil, recurrentDropout: dropout).output,
        tape.lstm(x, backward, packing, reverse: true, initial: nil, recurrentDropout: dropout).output,
      ])
      return (tape.linear(tape.pool(states, packing, .max), weight: output, bias: bias), packing)
    }

    /// The class of a sentence is what its words add up to.
    static func sentences(_ count: Int, seed: UInt64) -> [[Int32]] {
      var stream = Random(seed: seed).stream("sentences")
      return (0..<count).map { _ in (0..<stream.index(below: 12) + 1).map { _ in Int32(stream.index(below: 50)) } }
    }

    func train(_ executor: Executor, steps: Int, optimizer: inout Optimizer) -> [Double] {
      let shards = 4
      return (0..<steps).map { step in
        let batch = Self.sentences(16, seed: UInt64(step))
        let losses = executor.run(step: UInt64(step), shards: shards) { tape, shard in
          let part = stride(from: shard, to: batch.count, by: shards).map { batch[$0] }
          let (logits, packing) = logits(tape, part, dropout: 0.2)
          let gold = packing.order.map { part[$0][0] % 3 }
          let loss = tape.softmaxCrossEntropy(
            logits, gold: gold, smoothing: 0, classWeights: nil, normalizer: Float(batch.count))
          tape.backward(loss)
          return Double(loss[0, 0])
        }
        let gradients = executor.sumGradients()
        _ = executor.update(&optimizer, gradients, rate: 0.01, clip: 1)
        return losses.reduce(0, +)
      }
    }
  }

  @Test(arguments: [OptimizerOptions.Kind.sgd, .adam, .adamw, .nadam])
  func `a hundred steps end in the same bits for any number of threads`(kind: OptimizerOptions.Kind) {
    var options = OptimizerOptions()
    options.kind = kind
    options.momentum = 0.9
    options.weightDecay = 0.001
    let toy = Toy()
    let finals = [1, 2, 3, 8].map { threads -> Weights in
      let executor = Executor(weights: toy.weights, threads: threads, training: true, seed: 9)
      var optimizer = Optimizer(options)
      _ = toy.train(executor, steps: 100, optimizer: &optimizer)
      return executor.weights
    }
    #expect(finals.allSatisfy { $0 == finals[0] })
    #expect(finals[0] != toy.weights)
  }

  @Test func `training lowers the loss`() {
    let toy = Toy()
    let executor = Executor(weights: toy.weights, threads: 2, training: true, seed: 9)
    var optimizer = Optimizer(OptimizerOptions())
    let losses = toy.train(executor, steps: 300, optimizer: &optimizer)
    #expect(losses.prefix(20).reduce(0, +) > 2 * losses.suffix(20).reduce(0, +))
  }

  @Test func `a sentence has the same output bits alone and in any batch`() {
    let toy = Toy()
    let executor = Executor(weights: toy.weights, threads: 2, training: false, seed: 0)
    let sentences = Toy.sentences(37, seed: 2)
    func logits(_ sentences: [[Int32]]) -> [[Float]] {
      executor.run(step: 0, shards: 1) { tape, _ in
        let (logits, packing) = toy.logits(tape, sentences)
        var rows = [[Float]](repeating: [], count: sentences.count)
        for (row, sentence) in packing.order.enumerated() { rows[sentence] = logits.withRow(row) { Array($0) } }
        return rows
      }[0]
    }
    #expect(logits(sentences) == sentences.map { logits([$0])[0] })
  }

  @Test func `a sum of gradients in the first shard's memory is the one in memory of its own`() {
    let toy = Toy()
    let executor = Executor(weights: toy.weights, threads: 2, training: true, seed: 9)
    // The last shard is the only one that reaches the classes' weights.
    _ = executor.run(step: 0, shards: 3) { tape, shard in
      let (logits, packing) = toy.logits(tape, Toy.sentences(4, seed: UInt64(shard)))
      let gold = packing.order.map { _ in Int32(shard == 2 ? 1 : -1) }
      tape.backward(
        tape.softmaxCrossEntropy(logits, gold: gold, smoothing: 0, classWeights: nil, normalizer: 12))
      return 0
    }
    let lasting = executor.makeGradients()
    executor.reduce(into: lasting)
    let sum = executor.sumGradients()
    for id in [toy.words, toy.forward.input, toy.backward.recurrent, toy.output, toy.bias] {
      #expect(sum.values(id) == lasting.values(id))
      #expect(sum.values(id).contains { $0 != 0 })
    }
    #expect(sum.norm() == lasting.norm())
  }

  @Test func `a gradient that is not finite changes nothing`() {
    let toy = Toy()
    let executor = Executor(weights: toy.weights, threads: 1, training: true, seed: 9)
    _ = executor.run(step: 0, shards: 1) { tape, _ in
      let (logits, _) = toy.logits(tape, [[1, 2, 3]])
      tape.backward(
        tape.scale(
          tape.softmaxCrossEntropy(logits, gold: [1], smoothing: 0, classWeights: nil, normalizer: 1), .infinity))
      return 0
    }
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    var optimizer = Optimizer(OptimizerOptions())
    #expect(!executor.update(&optimizer, gradients, rate: 0.01, clip: 1).isFinite)
    #expect(executor.weights == toy.weights)
    #expect(optimizer.steps == 0)
  }

  @Test func `a combination of gradients is the weighted sum of their elements`() {
    let toy = Toy()
    let executor = Executor(weights: toy.weights, threads: 1, training: true, seed: 9)
    func gradient(_ sentences: [[Int32]]) -> Gradients {
      _ = executor.run(step: 0, shards: 1) { tape, _ in
        let (logits, packing) = toy.logits(tape, sentences)
        tape.backward(
          tape.softmaxCrossEntropy(
            logits, gold: packing.order.map { _ in 1 }, smoothing: 0, classWeights: nil, normalizer: 1))
        return 0
      }
      let gradients = executor.makeGradients()
      executor.reduce(into: gradients)
      return gradients
    }
    let first = gradient([[1, 2, 3], [4]])
    let second = gradient([[3, 7]])
    let sum = executor.makeGradients()
    sum.combine([(first, 2), (second, -1)])
    for id in [toy.words, toy.forward.input, toy.bias] {
      let expected = zip(first.values(id), second.values(id)).map { 2 * $0 - $1 }
      #expect(zip(sum.values(id), expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    // Added up in place, rows that one of them has and rows that both have.
    let total = executor.makeGradients()
    total.add(first)
    total.add(second)
    for id in [toy.words, toy.forward.input, toy.bias] {
      let expected = zip(first.values(id), second.values(id)).map { $0 + $1 }
      #expect(zip(total.values(id), expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    #expect(abs(total.norm() - total.dot(total).squareRoot()) < 1e-6)
    let flat = [first, second].map { g in toy.weights.entries.flatMap { g.values(toy.weights[$0.name] ?? toy.words) } }
    let dot = zip(flat[0], flat[1]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(first.dot(second) - dot) < 1e-5 * abs(dot))
  }

  @Test func `a projection keeps inner products on average, is linear, and leaves out the other weights`() throws {
    let toy = Toy()
    func isIncluded(_ name: String) -> Bool { name != "output" && name != "bias" }
    /// The projections of the gradients of two batches and of both, and the batches' whole gradients.
    func project(_ projection: GradientProjection, threads: Int) -> (parts: [[Double]], whole: [Gradients]) {
      let executor = Executor(weights: toy.weights, threads: threads, training: true, seed: 9, dropout: false)
      let batches: [[[Int32]]] = [[[1, 2, 1], [4]], [[3, 2]]]
      var whole: [Gradients] = []
      func run(_ batch: [[[Int32]]]) -> [[Double]] {
        executor.run(step: 0, shards: batch.count) { tape, shard in
          let (logits, packing) = toy.logits(tape, batch[shard], dropout: 0.5)
          let gold = packing.order.map { batch[shard][$0][0] % 3 }
          tape.backward(
            tape.softmaxCrossEntropy(logits, gold: gold, smoothing: 0, classWeights: nil, normalizer: 1))
          return tape.gradient(projection, include: isIncluded)
        }
      }
      let parts = run(batches)
      for batch in batches {
        _ = run([batch])
        let gradients = executor.makeGradients()
        executor.reduce(into: gradients)
        whole.append(gradients)
      }
      return (parts + run([batches[0] + batches[1]]), whole)
    }
    func dot(_ first: [Double], _ second: [Double]) -> Double { zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } }
    let projection = GradientProjection(dimensions: 7, random: Random(seed: 1))
    let (parts, whole) = project(projection, threads: 1)
    #expect(parts.map(\.count) == [7, 7, 7])
    #expect(project(projection, threads: 3).parts == parts)
    for place in 0..<7 { #expect(abs(parts[0][place] + parts[1][place] - parts[2][place]) < 1e-4) }
    let squares = whole.map { $0.dot($0, include: isIncluded) }
    let expected = [squares[0], whole[0].dot(whole[1], include: isIncluded)]
    let seeds = 400
    var means = [0.0, 0.0]
    for seed in 0..<seeds {
      let parts = project(GradientProjection(dimensions: 64, random: Random(seed: UInt64(seed))), threads: 1).parts
      means[0] += dot(parts[0], parts[0]) / Double(seeds)
      means[1] += dot(parts[0], parts[1]) / Double(seeds)
    }
    // A product deviates by at most √(2 / 64) of the product of both norms, its mean by √400 times less.
    for (place, other) in [0, 1].enumerated() {
      let deviation = (2.0 / 64 / Double(seeds) * squares[0] * squares[other]).squareRoot()
      #expect(abs(means[place] - expected[place]) < 5 * deviation, "\(means[place]) for \(expected[place])")
    }
  }
}
