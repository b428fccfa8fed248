import CKernels
import Foundation
import Testing

extension KernelTests {
  /// A chain in the layout of the kernels: transitions `[tags, width]`, some of them forbidden.
  private struct Chain {
    let tags: Int
    let width: Int
    let transitions: [Float]
    let start: [Float]
    let end: [Float]

    init(_ tags: Int, values: (Int, UInt64) -> [Float]) {
      self.tags = tags
      width = (tags + 15) / 16 * 16
      let drawn = values(tags * tags, 11)
      var transitions = [Float](repeating: -.infinity, count: tags * width)
      for before in 0..<tags {
        for tag in 0..<tags where (before * 7 + tag) % 5 > 0 {
          transitions[before * width + tag] = drawn[before * tags + tag]
        }
      }
      self.transitions = transitions
      start = values(tags, 12)
      end = values(tags, 13)
    }

    func step(_ before: Int, _ tag: Int) -> Float { transitions[before * width + tag] }

    /// The best ways by plain list Viterbi: every way to every tag, sorted.
    func ranked(_ emissions: [Float], _ count: Int) -> [(score: Float, path: [Int])] {
      typealias Way = (score: Float, path: [Int], tag: Int, rank: Int)
      func best(_ ways: [Way]) -> [Way] {
        Array(ways.sorted { ($1.score, $0.tag, $0.rank) < ($0.score, $1.tag, $1.rank) }.prefix(count))
      }
      var ways: [[Way]] = (0..<tags).map { [(emissions[$0] + start[$0], [$0], 0, 0)] }
      for token in 1..<emissions.count / tags {
        ways = (0..<tags).map { tag in
          best(
            (0..<tags).flatMap { before -> [Way] in
              guard step(before, tag) > -.infinity else { return [] }
              return ways[before].enumerated().map {
                ($1.score + step(before, tag) + emissions[token * tags + tag], $1.path + [tag], before, $0)
              }
            })
        }
      }
      return best(
        ways.enumerated().flatMap { tag, ways in ways.enumerated().map { ($1.score + end[tag], $1.path, tag, $0) } }
      )
      .map { ($0.score, $0.path) }
    }
  }

  @Test(arguments: [2, 5, 16, 17, 45, 70])
  func `every build finds the best sequences of tags that plain Viterbi finds, equal scores too`(tags: Int) {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    for tokens in [1, 2, 9] {
      // Coarse numbers have many equal sums.
      for coarse in [false, true] {
        func values(_ count: Int, _ seed: UInt64) -> [Float] {
          Self.numbers(count, seed).map { coarse ? ($0 * 2).rounded() : $0 }
        }
        let chain = Chain(tags, values: values)
        let emissions = values(tokens * tags, 14)
        for count in [1, 2, 5] {
          let expected = chain.ranked(emissions, count)
          for level in Self.levels() {
            _ = bk_use(level)
            let size = count * chain.width
            var ways = [Float](repeating: .nan, count: size)
            var work = [Float](repeating: .nan, count: 2 * count * (chain.width + 16))
            var from = [Int32](repeating: -1, count: tokens * size)
            bk_chain_ranked(
              tags, chain.width, count, tokens, emissions, chain.transitions, chain.start, &ways, &work, &from)
            let ends = (0..<tags).flatMap { tag in
              (0..<count).map { (score: ways[$0 * chain.width + tag] + chain.end[tag], tag: tag, rank: $0) }
            }
            let best = ends.filter { $0.score > -.infinity }.sorted {
              ($1.score, $0.tag, $0.rank) < ($0.score, $1.tag, $1.rank)
            }.prefix(count)
            let paths = best.map { end -> [Int] in
              var path = [end.tag]
              var rank = end.rank
              for token in stride(from: tokens - 1, to: 0, by: -1) {
                let code = Int(from[token * size + rank * chain.width + path[0]])
                path.insert(code / count, at: 0)
                rank = code % count
              }
              return path
            }
            #expect(paths == expected.map(\.path), "\(count) of \(tokens) tokens, build \(level.rawValue)")
            #expect(best.map(\.score) == expected.map(\.score))
            guard count == 1 else { continue }
            var path = [Int32](repeating: -1, count: tokens)
            bk_chain_best(
              tags, chain.width, tokens, emissions, chain.transitions, chain.start, chain.end, &work, &from, &path)
            // It adds a token's own score last, so that of two sums that differ by rounding either may be the better one.
            if coarse { #expect(path.map(Int.init) == expected[0].path, "\(tokens) tokens, build \(level.rawValue)") }
          }
        }
      }
    }
  }

  @Test func `every build gives probabilities of tags the same bits, those of a plain sum`() {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    for (tags, tokens) in [(3, 4), (16, 3), (23, 7), (41, 2)] {
      let width = (tags + 15) / 16 * 16
      let scores = Self.numbers(tokens * tags, 3).map { $0 * 6 }
      var steps = [Double](repeating: 0, count: tags * width)
      var transposed = steps
      for (index, value) in Self.numbers(tags * tags, 4).enumerated() where index % 7 > 0 {
        steps[index / tags * width + index % tags] = exp(Double(value))
        transposed[index % tags * width + index / tags] = exp(Double(value))
      }
      let padding = [Double](repeating: 0, count: width - tags)
      let start = Self.numbers(tags, 5).map { exp(Double($0)) } + padding
      let end = Self.numbers(tags, 6).map { exp(Double($0)) } + padding
      let results = Self.levels().map { level -> [[Double]] in
        _ = bk_use(level)
        var emissions = [Double](repeating: .nan, count: tokens * width)
        var forward = emissions
        var backward = emissions
        var scales = [Double](repeating: .nan, count: tokens + width)
        bk_chain_marginals(
          tags, width, tokens, scores, 1.25, steps, transposed, start, end, &emissions, &forward, &backward, &scales)
        func known(_ values: [Double]) -> [Double] { values.indices.filter { $0 % width < tags }.map { values[$0] } }
        return [known(emissions), known(forward), known(backward), Array(scales[..<tokens])]
      }
      #expect(results.allSatisfy { $0 == results[0] })
      for token in 0..<tokens {
        let row = token * tags..<(token + 1) * tags
        let products: [Double] = zip(results[0][1][row], results[0][2][row]).map { $0 * $1 }
        #expect(abs(products.reduce(0, +) - 1) < 1e-12)
      }
    }
  }

  @Test func `exponentials in double precision are good to 1e-15 relative, the same in every build`() {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    let x = Self.numbers(2_001, 8).map { ($0 - 1) * 340 } + [0, -0.5, -707, -709, -.infinity]
    let results = Self.levels().map { level -> [Double] in
      _ = bk_use(level)
      var y = [Double](repeating: .nan, count: x.count)
      bk_exponentials(x.count, x, 0, 1, -.infinity, &y)
      return y
    }
    #expect(results.allSatisfy { $0 == results[0] })
    for (x, y) in zip(x, results[0]) {
      let expected = x < -708 ? 0 : exp(Double(x))
      #expect(abs(y - expected) <= 1e-15 * expected, "at \(x)")
    }
  }

  @Test func `the best classes are the first of the highest, with their softmax`() {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    for n in [1, 2, 7, 8, 16, 17, 33, 45] {
      let x = Self.numbers(5 * n, 9).map { ($0 * 3).rounded() }
      let rows: [Int32] = [4, 0, 2, 2]
      for level in Self.levels() {
        _ = bk_use(level)
        var best = [Int32](repeating: -1, count: rows.count)
        var probabilities = [Double](repeating: 0, count: rows.count)
        bk_best_classes(rows.count, n, x, n, rows, 2, &best, &probabilities)
        for (index, row) in rows.enumerated() {
          let logits = Array(x[Int(row) * n..<(Int(row) + 1) * n])
          let first = logits.indices.max { (logits[$0], $1) < (logits[$1], $0) } ?? 0
          #expect(Int(best[index]) == first)
          let total = logits.reduce(0) { $0 + exp(Double($1 - logits[first]) / 2) }
          #expect(abs(probabilities[index] - 1 / total) < 1e-14)
        }
      }
    }
  }

  @Test func `the likeliest classes are those of a sort, less the softmax kernel's logarithm`() {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    for (n, count) in [(1, 3), (5, 2), (16, 4), (50, 5), (203, 8)] {
      let x = Self.numbers(3 * n, 10).map { ($0 * 20).rounded() / 4 }
      let excluded: [Int32] = [0, 17]
      for level in Self.levels() {
        _ = bk_use(level)
        var classes = [Int32](repeating: 7, count: 3 * count)
        var scores = [Float](repeating: 0, count: 3 * count)
        bk_top_scores(3, n, x, n, count, excluded, excluded.count, &classes, &scores)
        for row in 0..<3 {
          let logits = Array(x[row * n..<(row + 1) * n])
          var soft = logits
          var logSum: Float = 0
          bk_softmax(1, n, logits, n, &soft, n, &logSum)
          let sorted = logits.indices.filter { !excluded.contains(Int32($0)) }.sorted {
            (-logits[$0], $0) < (-logits[$1], $1)
          }.prefix(count)
          let missing = count - sorted.count
          var expectedClasses = sorted.map { Int32($0) }
          expectedClasses += [Int32](repeating: -1, count: missing)
          var expectedScores = sorted.map { logits[$0] - logSum }
          expectedScores += [Float](repeating: -.infinity, count: missing)
          #expect(Array(classes[row * count..<(row + 1) * count]) == expectedClasses)
          #expect(Array(scores[row * count..<(row + 1) * count]) == expectedScores)
        }
      }
    }
  }

  @Test func `attention is inner products, their softmax and a weighted sum, bit for bit`() {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    for width in [3, 16, 64, 70, 133] {
      let memory = Self.numbers(9 * width, 15)
      let queries = Self.numbers(3 * width, 16)
      let starts: [Int32] = [4, 0, 4]
      let lengths: [Int32] = [5, 1, 2]
      for level in Self.levels() {
        _ = bk_use(level)
        var weights = [Float](repeating: 0, count: 15)
        var contexts = [Float](repeating: .nan, count: 3 * width)
        bk_attend(3, width, queries, memory, starts, lengths, &weights, 5, &contexts)
        for query in 0..<3 {
          let length = Int(lengths[query])
          let own = Array(queries[query * width..<(query + 1) * width])
          let rows = (0..<length).map { step in
            Array(memory[(Int(starts[query]) + step) * width..<(Int(starts[query]) + step + 1) * width])
          }
          var expected = rows.map { Float(bk_dot(width, own, $0)) }
          bk_softmax(1, length, expected, length, &expected, length, nil)
          #expect(Array(weights[query * 5..<query * 5 + length]) == expected)
          var context = [Float](repeating: 0, count: width)
          for (weight, row) in zip(expected, rows) { bk_add_scaled(width, weight, row, &context) }
          #expect(Array(contexts[query * width..<(query + 1) * width]) == context)
        }
      }
    }
  }
}
