import BraidFiles
import BraidLayers
import BraidTensors
import BraidTestSupport
import Testing

/// Trees over the words of a sentence, and the scores that they are decoded from.
@Suite struct TreeTests {
  /// Random scores of arcs between words, evenly from -1 to 1.
  static func scores(_ words: Int, _ random: inout SplitMix64) -> [Float] {
    (0..<words * (words + 1)).map { _ in Float(2 * random.uniform() - 1) }
  }

  static func total(_ heads: [Int], _ scores: [Float]) -> Double {
    heads.enumerated().reduce(0) { $0 + Double(scores[$1.offset * (heads.count + 1) + $1.element]) }
  }

  /// Whether every word leads to the one root.
  static func isTree(_ heads: [Int]) -> Bool {
    heads.count { $0 == 0 } == 1
      && heads.indices.allSatisfy { word in
        var (next, steps) = (word + 1, 0)
        while next != 0, steps <= heads.count { (next, steps) = (heads[next - 1], steps + 1) }
        return next == 0
      }
  }

  /// Whether no arc crosses another one, the root standing before the first word.
  static func isProjective(_ heads: [Int]) -> Bool {
    let arcs = heads.enumerated().map { (min($1, $0 + 1), max($1, $0 + 1)) }
    return arcs.allSatisfy { first in
      arcs.allSatisfy { second in !(first.0 < second.0 && second.0 < first.1 && first.1 < second.1) }
    }
  }

  /// Every tree over so many words.
  static func trees(_ words: Int) -> [[Int]] {
    var all: [[Int]] = [[]]
    for _ in 0..<words { all = all.flatMap { heads in (0...words).map { heads + [$0] } } }
    return all.filter(isTree)
  }

  // n^(n - 1) trees have one word below the root (Cayley's formula).
  @Test(arguments: [(1, 1), (2, 2), (3, 9), (4, 64), (5, 625)])
  func `the trees found are the best of all trees, crossing or not`(words: Int, count: Int) {
    let trees = Self.trees(words)
    #expect(trees.count == count)
    let projective = trees.filter(Self.isProjective)
    var random = SplitMix64(seed: UInt64(words))
    for _ in 0..<200 {
      let scores = Self.scores(words, &random)
      let best = trees.max { Self.total($0, scores) < Self.total($1, scores) }
      #expect(MaximumSpanningTree.heads(scores, words: words) == best)
      let flat = projective.max { Self.total($0, scores) < Self.total($1, scores) }
      #expect(ProjectiveTree.heads(scores, words: words) == flat)
    }
  }

  /// The best tree with the root above `root`, by the recursion of Chu & Liu and Edmonds as textbooks have it, slowly.
  static func contracted(_ nodes: [Int], _ root: Int, _ score: (Int, Int) -> Double?) -> [Int: Int] {
    var best: [Int: Int] = [:]
    for node in nodes where node != root {
      best[node] = nodes.filter { $0 != node && score($0, node) != nil }.max {
        score($0, node) ?? 0 < score($1, node) ?? 0
      }
    }
    var cycle: [Int] = []
    for node in nodes where cycle.isEmpty {
      var (path, next) = ([Int](), Int?.some(node))
      while let here = next, !path.contains(here) {
        path.append(here)
        next = best[here]
      }
      if let here = next, let start = path.firstIndex(of: here) { cycle = Array(path[start...]) }
    }
    guard !cycle.isEmpty else { return best }
    let new = (nodes.max() ?? 0) + 1
    let within = Set(cycle)
    func entering(_ from: Int) -> (node: Int, score: Double)? {
      cycle.compactMap { node in
        score(from, node).map { (node, $0 - (best[node].flatMap { score($0, node) } ?? 0)) }
      }.max { $0.1 < $1.1 }
    }
    func leaving(_ to: Int) -> (node: Int, score: Double)? {
      cycle.compactMap { node in score(node, to).map { (node, $0) } }.max { $0.1 < $1.1 }
    }
    var tree = contracted(nodes.filter { !within.contains($0) } + [new], root) { from, to in
      to == new ? entering(from)?.score : from == new ? leaving(to)?.score : score(from, to)
    }
    for (node, head) in tree where head == new { tree[node] = leaving(node)?.node }
    let from = tree.removeValue(forKey: new) ?? root
    for node in cycle { tree[node] = best[node] }
    if let entry = entering(from)?.node { tree[entry] = from }
    return tree
  }

  @Test(arguments: [7, 12, 20])
  func `trees of longer sentences are those of the recursion, tried with every word below the root`(words: Int) {
    var random = SplitMix64(seed: UInt64(words))
    for _ in 0..<5 {
      let scores = Self.scores(words, &random)
      let trees = (1...words).map { below in
        let tree = Self.contracted(Array(0...words), 0) { from, to in
          to == 0 || from == 0 && to != below ? nil : Double(scores[(to - 1) * (words + 1) + from])
        }
        return (1...words).map { tree[$0] ?? 0 }
      }
      let best = trees.map { Self.total($0, scores) }.max() ?? 0
      let heads = MaximumSpanningTree.heads(scores, words: words)
      #expect(Self.isTree(heads))
      #expect(abs(Self.total(heads, scores) - best) < 1e-9)
    }
  }

  @Test(arguments: [Float(0), .nan, -.infinity, .infinity])
  func `scores that say nothing still give a tree with one root`(score: Float) {
    for words in [1, 2, 3, 40] {
      let scores = [Float](repeating: score, count: words * (words + 1))
      #expect(Self.isTree(MaximumSpanningTree.heads(scores, words: words)))
      #expect(Self.isTree(ProjectiveTree.heads(scores, words: words)))
    }
  }

  @Test func `no words have no heads`() {
    #expect(MaximumSpanningTree.heads([], words: 0) == [])
    #expect(ProjectiveTree.heads([], words: 0) == [])
  }

  func weights(_ shapes: [(String, Int, Int)]) -> Weights {
    var weights = Weights()
    for (name, rows, columns) in shapes {
      _ = weights.add(
        name, rows: rows, columns: columns, initializer: .uniform(limit: 0.8), random: Random(seed: 21))
    }
    return weights
  }

  func id(_ weights: Weights, _ name: String) -> WeightID {
    weights[name] ?? { preconditionFailure("no weight \(name)") }()
  }

  // 7 rows, of which a sentence has 5, in an order of its own; 3 columns.
  let arcShapes = [("d", 7, 3), ("h", 7, 3), ("r", 1, 3)]
  let rows: [Int32] = [4, 0, 6, 2, 5]

  @Test func `scores of arcs are inner products of dependents with heads and the root`() {
    let weights = weights(arcShapes)
    let executor = Executor(weights: weights, threads: 1, training: false, seed: 0)
    let scores = executor.run(step: 0, shards: 1) { tape, _ in
      tape.arcScores(
        tape.weight(id(weights, "d")), heads: tape.weight(id(weights, "h")), root: tape.weight(id(weights, "r")),
        rows: rows
      ).toArray()
    }[0]
    let (d, h, r) = (
      weights.values(id(weights, "d")), weights.values(id(weights, "h")), weights.values(id(weights, "r"))
    )
    for (dependent, row) in rows.enumerated() {
      for column in 0...5 {
        let found = scores[dependent * 6 + column]
        guard column != dependent + 1 else {
          #expect(found == ArcScore.forbidden)
          continue
        }
        let head = column == 0 ? r[...] : h[Int(rows[column - 1]) * 3..<Int(rows[column - 1]) * 3 + 3]
        let expected = zip(d[Int(row) * 3..<Int(row) * 3 + 3], head).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(found - expected) < 1e-6)
      }
    }
  }

  @Test func `the loss of arcs agrees with central differences, a missing head and a row of two sentences included`() {
    let weights = weights(arcShapes)
    let worst = GradientCheck.worst(weights) { tape in
      let (d, h, r) = (
        tape.weight(id(weights, "d")), tape.weight(id(weights, "h")), tape.weight(id(weights, "r"))
      )
      func loss(_ rows: [Int32], _ gold: [Int32]) -> Tensor {
        tape.softmaxCrossEntropy(
          tape.arcScores(d, heads: h, root: r, rows: rows), gold: gold, smoothing: 0, classWeights: nil, normalizer: 2)
      }
      return tape.weightedSum([(loss(rows, [2, 0, -1, 1, 4]), 1), (loss([1, 4], [2, 0]), 1), (loss([3], [0]), 1)])
    }
    #expect(worst < 5e-3)
  }

  @Test func `inner products with blocks are those of a plain loop, and agree with central differences`() {
    let weights = weights([("x", 3, 20), ("y", 3, 5)])
    let executor = Executor(weights: weights, threads: 1, training: false, seed: 0)
    let products = executor.run(step: 0, shards: 1) { tape, _ in
      tape.blockProducts(tape.weight(id(weights, "x")), tape.weight(id(weights, "y"))).toArray()
    }[0]
    let (x, y) = (weights.values(id(weights, "x")), weights.values(id(weights, "y")))
    #expect(products.count == 12)
    for row in 0..<3 {
      for block in 0..<4 {
        let expected = (0..<5).reduce(Float(0)) { $0 + x[row * 20 + block * 5 + $1] * y[row * 5 + $1] }
        #expect(abs(products[row * 4 + block] - expected) < 1e-6)
      }
    }
    let worst = GradientCheck.worst(weights) { tape in
      tape.blockProducts(tape.weight(id(weights, "x")), tape.weight(id(weights, "y")))
    }
    #expect(worst < 5e-3)
  }
}
