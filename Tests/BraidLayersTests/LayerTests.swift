import BraidLayers
import BraidTensors
import BraidTestSupport
import Foundation
import Testing

@Suite struct LayerTests {
  let random = Random(seed: 21)

  func weights(_ shapes: [(String, Int, Int)]) -> Weights {
    var weights = Weights()
    for (name, rows, columns) in shapes {
      _ = weights.add(name, rows: rows, columns: columns, initializer: .uniform(limit: 0.8), random: random)
    }
    return weights
  }

  func check(_ shapes: [(String, Int, Int)], _ operation: (Tape, (String) -> WeightID) -> Tensor) -> Double {
    let weights = weights(shapes)
    return GradientCheck.worst(weights) { tape in
      operation(tape) { name in
        guard let id = weights[name] else { preconditionFailure("no weight \(name)") }
        return id
      }
    }
  }

  @Test func `attention agrees with central differences when queries and memory have different packings`() {
    let worst = check([("q", 7, 3), ("m", 9, 3)]) { tape, id in
      tape.attention(
        tape.weight(id("q")), Packing(lengths: [2, 4, 1]), memory: tape.weight(id("m")), Packing(lengths: [3, 4, 2]),
        sources: [2, 0, 0]
      ).context
    }
    #expect(worst < 5e-3)
  }

  @Test func `attention weights are a softmax over the query's own memory`() {
    let executor = Executor(weights: weights([("q", 1, 2)]), threads: 1, training: false, seed: 0)
    let weights = executor.run(step: 0, shards: 1) { tape, _ in
      tape.attention(
        tape.constant(1, 2, [1, 0]), Packing(lengths: [1]),
        // Sequence 0 is rows 0, 2, 3; sequence 1 is row 1.
        memory: tape.constant(4, 2, [0, 9, 5, 5, 1, 9, 0, 9]), Packing(lengths: [3, 1]), sources: [0]
      ).weights
    }[0]
    // softmax(0, 1, 0) = 1 / (2 + e), e / (2 + e), 1 / (2 + e)
    #expect(zip(weights[0], [0.21194156, 0.57611688, 0.21194156]).allSatisfy { abs(Double($0) - $1) < 1e-6 })
  }

  @Test func `pooling by attention agrees with central differences`() {
    let worst = check([("x", 9, 3), ("s", 9, 1)]) {
      $0.attentionPool($0.weight($1("x")), scores: $0.weight($1("s")), Packing(lengths: [2, 4, 3]))
    }
    #expect(worst < 5e-3)
  }

  @Test func `columns of a projection read as embeddings agree with central differences, read twice or not at all`() {
    #expect(check([("w", 3, 7)]) { $0.columnEmbedding($1("w"), ids: [2, 6, 2]) } < 1e-3)
    #expect(
      check([("w", 3, 7)]) { tape, id in
        // Read as embedding and used as projection in one pass: the gradients of both add up.
        tape.linear(tape.columnEmbedding(id("w"), ids: [0, 5]), weight: id("w"), bias: nil)
      } < 2e-3)
  }

  @Test func `the best scores of a row are its likeliest classes, without those excluded`() {
    let executor = Executor(weights: weights([("w", 1, 1)]), threads: 1, training: false, seed: 0)
    let top = executor.run(step: 0, shards: 1) { tape, _ in
      tape.topScores(tape.constant(2, 4, [1, 3, 2, 3, 0, 0, 0, 0]), count: 2, excluded: [1])
    }[0]
    // log softmax(1, 3, 2, 3)[3] = 3 - log(e + 2e³ + e²) = -0.91758, [2] = -1.91758; log(1/4) = -1.38629
    #expect(top.classes == [3, 2, 0, 2])
    #expect(
      zip(top.logProbabilities, [-0.91758, -1.91758, -1.38629, -1.38629]).allSatisfy { abs(Double($0) - $1) < 1e-4 })
  }

  @Test(arguments: [Float(0), 0.1])
  func `the fused projection is the linear layer with its softmax cross-entropy`(smoothing: Float) {
    let weights = weights([("x", 5, 3), ("w", 3, 17), ("b", 1, 17)])
    let missing = weights["x"] ?? { preconditionFailure("no weight x") }()
    let gold: [Int32] = [3, -1, 16, 0, 3]
    func run(_ build: (Tape, (String) -> WeightID) -> Tensor) -> (Float, [[Float]]) {
      let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
      let loss = executor.run(step: 0, shards: 1) { tape, _ in
        let loss = build(tape) { weights[$0] ?? missing }
        tape.backward(loss)
        return loss[0, 0]
      }[0]
      let gradients = executor.makeGradients()
      executor.reduce(into: gradients)
      return (loss, ["x", "w", "b"].map { gradients.values(weights[$0] ?? missing) })
    }
    let fused = run {
      $0.projectedCrossEntropy(
        $0.weight($1("x")), weight: $1("w"), bias: $1("b"), gold: gold, smoothing: smoothing, normalizer: 4)
    }
    let plain = run {
      $0.softmaxCrossEntropy(
        $0.linear($0.weight($1("x")), weight: $1("w"), bias: $1("b")), gold: gold, smoothing: smoothing,
        classWeights: nil, normalizer: 4)
    }
    #expect(abs(fused.0 - plain.0) < 1e-6)
    for (first, second) in zip(fused.1, plain.1) {
      #expect(zip(first, second).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func `a CRF agrees with central differences`() {
    let worst = check([("x", 6, 3), ("t", 3, 3), ("s", 1, 3), ("e", 1, 3)]) { tape, id in
      tape.crf(
        tape.weight(id("x")), CRFWeights(transitions: id("t"), start: id("s"), end: id("e")),
        Packing(lengths: [1, 3, 2]), gold: [0, 2, 1, 1, 0, 2], normalizer: 2)
    }
    #expect(worst < 5e-3)
  }

  @Test func `a CRF's loss, marginals and best path are those of a sum over all paths`() {
    let (tags, length) = (3, 4)
    let shapes = [("x", length, tags), ("t", tags, tags), ("s", 1, tags), ("e", 1, tags)]
    let weights = weights(shapes)
    func id(_ name: String) -> WeightID { weights[name] ?? { preconditionFailure("no weight \(name)") }() }
    func numbers(_ name: String) -> [Double] { weights.values(id(name)).map(Double.init) }
    let (emissions, transitions, start, end) = (numbers("x"), numbers("t"), numbers("s"), numbers("e"))
    var total = 0.0
    var tagSums = [Double](repeating: 0, count: length * tags)
    var pairSums = [Double](repeating: 0, count: tags * tags)
    var paths: [(score: Double, path: [Int])] = []
    for number in 0..<81 {
      let path = (0..<length).map { number / [27, 9, 3, 1][$0] % tags }
      var score = start[path[0]] + end[path[3]]
      for step in 0..<length { score += emissions[step * tags + path[step]] }
      for (before, tag) in zip(path, path.dropFirst()) { score += transitions[before * tags + tag] }
      total += exp(score)
      for step in 0..<length { tagSums[step * tags + path[step]] += exp(score) }
      for (before, tag) in zip(path, path.dropFirst()) { pairSums[before * tags + tag] += exp(score) }
      paths.append((score, path))
    }
    paths.sort { $0.score > $1.score }
    let best = paths[0]
    // Loss and gradients for the best path as gold tags: expected counts less those of the path.
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
    let crf = CRFWeights(transitions: id("t"), start: id("s"), end: id("e"))
    let loss = executor.run(step: 0, shards: 1) { tape, _ in
      let loss = tape.crf(
        tape.weight(id("x")), crf, Packing(lengths: [length]), gold: best.path.map { Int32($0) }, normalizer: 1)
      tape.backward(loss)
      return Double(loss[0, 0])
    }[0]
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    #expect(abs(loss - (log(total) - best.score)) < 1e-6)
    for (step, tag) in best.path.enumerated() { tagSums[step * tags + tag] -= total }
    for (before, tag) in zip(best.path, best.path.dropFirst()) { pairSums[before * tags + tag] -= total }
    for (name, sums) in [("x", tagSums), ("t", pairSums), ("s", Array(tagSums[0..<3])), ("e", Array(tagSums[9...]))] {
      #expect(zip(gradients.values(id(name)), sums).allSatisfy { abs(Double($0) - $1 / total) < 1e-6 }, "\(name)")
    }
    let scores = ChainScores(
      transitions: weights.values(id("t")), start: weights.values(id("s")), end: weights.values(id("e")))
    let rows = (0..<length).map { step in Array(weights.values(id("x"))[step * tags..<(step + 1) * tags]) }
    #expect(scores.best(rows) == best.path)
    #expect(scores.best(rows, count: 20) == paths.prefix(20).map(\.path))
    #expect(scores.best(rows, count: 100).count == 81)
  }

  /// What a CRF with other weights expects of the same sequences.
  func expectations(_ packing: Packing, _ gold: [Int32]) -> ChainExpectations {
    var teacher = Weights()
    for (name, rows) in [("x", 6), ("t", 3), ("s", 1), ("e", 1)] {
      _ = teacher.add(
        name, rows: rows, columns: 3, initializer: .uniform(limit: 1.5), random: Random(seed: 77))
    }
    func id(_ name: String) -> WeightID { teacher[name] ?? { preconditionFailure("no weight \(name)") }() }
    return Executor(weights: teacher, threads: 1, training: false, seed: 0).run(step: 0, shards: 1) { tape, _ in
      tape.crfExpectations(
        tape.weight(id("x")), CRFWeights(transitions: id("t"), start: id("s"), end: id("e")), packing, gold: gold)
    }[0]
  }

  @Test(arguments: [Float(0.4), 1])
  func `a CRF with a teacher agrees with central differences`(share: Float) {
    let packing = Packing(lengths: [1, 3, 2])
    let gold: [Int32] = [0, 2, -1, 1, 0, 2]
    let worst = check([("x", 6, 3), ("t", 3, 3), ("s", 1, 3), ("e", 1, 3)]) { tape, id in
      tape.crf(
        tape.weight(id("x")), CRFWeights(transitions: id("t"), start: id("s"), end: id("e")), packing, gold: gold,
        normalizer: 2, teacher: expectations(packing, gold), share: share)
    }
    #expect(worst < 5e-3)
  }

  @Test func `a CRF that is its own teacher has nothing to learn, and one of no share changes nothing`() {
    let weights = weights([("x", 6, 3), ("t", 3, 3), ("s", 1, 3), ("e", 1, 3)])
    func id(_ name: String) -> WeightID { weights[name] ?? { preconditionFailure("no weight \(name)") }() }
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
    let crf = CRFWeights(transitions: id("t"), start: id("s"), end: id("e"))
    let packing = Packing(lengths: [1, 3, 2])
    let gold: [Int32] = [0, 2, 1, 1, 0, 2]
    let losses = executor.run(step: 0, shards: 1) { tape, _ -> [Float] in
      let x = tape.weight(id("x"))
      let own = tape.crfExpectations(x, crf, packing, gold: gold)
      // A row of marginals adds up to 1, the steps to one for each token but the first ones.
      #expect(abs(own.marginals.reduce(0, +) - 6) < 1e-5 && abs(own.pairs.reduce(0, +) - 3) < 1e-5)
      tape.backward(tape.crf(x, crf, packing, gold: gold, normalizer: 1, teacher: own, share: 1))
      return [
        tape.crf(x, crf, packing, gold: gold, normalizer: 1, teacher: own, share: 0)[0, 0],
        tape.crf(x, crf, packing, gold: gold, normalizer: 1)[0, 0],
      ]
    }[0]
    #expect(abs(losses[0] - losses[1]) < 1e-5)
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    for name in ["x", "t", "s", "e"] { #expect(gradients.values(id(name)).allSatisfy { abs($0) < 1e-5 }, "\(name)") }
  }

  @Test func `ordered classes agree with central differences`() {
    #expect(
      check([("x", 5, 1), ("t", 1, 3)]) { $0.cumulativeLogits($0.weight($1("x")), thresholds: $0.weight($1("t"))) }
        < 5e-3)
    #expect(
      check([("x", 5, 1), ("t", 1, 1)]) { $0.cumulativeLogits($0.weight($1("x")), thresholds: $0.weight($1("t"))) }
        < 5e-3)
  }

  @Test func `ordered classes share a score and add up to 1`() {
    let executor = Executor(weights: weights([("x", 1, 1)]), threads: 1, training: false, seed: 0)
    let rows = executor.run(step: 0, shards: 1) { tape, _ -> [[Float]] in
      // Thresholds at -1, 0 and 2: log(e - 1) = 0.54132485, log(e² - 1) = 1.8545865.
      let logits = tape.cumulativeLogits(
        tape.constant(2, 1, [0.5, 300]), thresholds: tape.constant(1, 3, [-1, 0.541_324_85, 1.854_586_5]))
      return (0..<2).map { row in logits.withRow(row) { Array($0) } }
    }[0]
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    // P(class ≤ k) = σ(θ_k - 0.5).
    let below = [sigmoid(-1.5), sigmoid(-0.5), sigmoid(1.5), 1]
    let expected = [below[0], below[1] - below[0], below[2] - below[1], below[3] - below[2]]
    #expect(zip(rows[0], expected).allSatisfy { abs(exp(Double($0)) - $1) < 1e-6 })
    // Far from all thresholds nothing overflows.
    #expect(rows[1].allSatisfy(\.isFinite) && rows[1][3] > -1e-6)
  }

  @Test func `a sequence with a missing tag has no part in a CRF's loss or gradient`() {
    let weights = weights([("x", 6, 3), ("t", 3, 3), ("s", 1, 3), ("e", 1, 3)])
    func id(_ name: String) -> WeightID { weights[name] ?? { preconditionFailure("no weight \(name)") }() }
    func run(_ lengths: [Int], _ rows: [Int32], _ gold: [Int32]) -> (Float, [[Float]]) {
      let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
      let loss = executor.run(step: 0, shards: 1) { tape, _ in
        let loss = tape.crf(
          tape.gatherRows(tape.weight(id("x")), rows: rows),
          CRFWeights(transitions: id("t"), start: id("s"), end: id("e")), Packing(lengths: lengths), gold: gold,
          normalizer: 1)
        tape.backward(loss)
        return loss[0, 0]
      }[0]
      let gradients = executor.makeGradients()
      executor.reduce(into: gradients)
      return (loss, ["x", "t", "s", "e"].map { gradients.values(id($0)) })
    }
    // Packed, the first sequence is rows 0, 2, 4, the second 1, 3.
    let both = run([3, 2], [0, 1, 2, 3, 4], [0, 1, 2, -1, 1])
    let first = run([3], [0, 2, 4], [0, 2, 1])
    #expect(both.0 == first.0)
    #expect(both.1 == first.1)
  }

  @Test func `a forbidden step is never taken`() {
    var scores = ChainScores(tags: 2)
    scores.transitions[1] = -.infinity
    scores.start[1] = -.infinity
    #expect(scores.best([[0, 5], [0, 5], [0, 5]]) == [0, 0, 0])
    #expect(scores.best([[0, 5], [0, 5], [0, 5]], count: 4) == [[0, 0, 0]])
  }
}
