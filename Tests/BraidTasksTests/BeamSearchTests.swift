import BraidFiles
import BraidTasks
import Foundation
import Testing

/// A decoder whose symbols depend on the one before and the source: symbols 0 to 3, of which 0 ends.
@Suite struct BeamSearchTests {
  /// Log-probabilities of the next symbol, by source and symbol before; the last row is that of the start.
  let table: [[[Float]]] = {
    var random = SplitMix64(seed: 3)
    return (0..<5).map { _ in
      (0..<5).map { _ in
        let weights = (0..<4).map { _ in random.uniform() + 0.05 }
        return weights.map { Float(log($0 / weights.reduce(0, +))) }
      }
    }
  }()

  func row(_ source: Int, _ before: Int32?) -> [Float] { table[source][before.map(Int.init) ?? 4] }

  /// The `count` likeliest symbols of a row.
  func top(_ row: [Float], _ count: Int) -> [Int] {
    Array(row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }.prefix(count))
  }

  func search(_ width: Int, _ penalty: Double, longest: [Int]) -> [[(symbols: [Int32], places: [Int], score: Double)]] {
    BeamSearch(width: width, lengthPenalty: penalty, end: 0).run(longest: longest) { queries in
      var predictions = BeamSearch.Predictions(symbols: [], logProbabilities: [], places: [], attention: [])
      for (source, symbol) in zip(queries.sources, queries.symbols) {
        let row = row(Int(source), symbol < 0 ? nil : symbol)
        let best = top(row, width)
        predictions.symbols += best.map { Int32($0) } + [Int32](repeating: -1, count: width - best.count)
        predictions.logProbabilities += best.map { row[$0] } + [Float](repeating: -.infinity, count: width - best.count)
        // What a symbol looked at is here the symbol before it.
        predictions.places.append(symbol + 1)
        predictions.attention.append([Float(symbol)])
      }
      return predictions
    }.map { found in
      found.map { ($0.hypothesis.symbols, $0.hypothesis.looks.map(\.place), $0.score) }
    }
  }

  /// Every sequence of a source up to its longest length, with its penalised score.
  func all(_ source: Int, longest: Int, _ penalty: Double) -> [(symbols: [Int32], score: Double)] {
    var open: [(symbols: [Int32], score: Double)] = [([], 0)]
    var done: [(symbols: [Int32], score: Double)] = []
    for count in 1...longest {
      var next: [(symbols: [Int32], score: Double)] = []
      for sequence in open {
        for (symbol, value) in row(source, sequence.symbols.last).enumerated() {
          let score = sequence.score + Double(value)
          if symbol == 0 {
            done.append((sequence.symbols, score / pow(Double(count), penalty)))
          } else if count == longest {
            done.append((sequence.symbols + [Int32(symbol)], score / pow(Double(count), penalty)))
          } else {
            next.append((sequence.symbols + [Int32(symbol)], score))
          }
        }
      }
      open = next
    }
    return done.sorted { $0.score > $1.score }
  }

  @Test(arguments: [0, 0.6, 1])
  func `a beam as wide as all sequences finds the best of them`(penalty: Double) {
    let longest = [1, 2, 3, 4, 4]
    // 3 + 9 + 27 + 4 · 27 sequences at most are open or done.
    let found = search(200, penalty, longest: longest)
    for (source, found) in found.enumerated() {
      let expected = all(source, longest: longest[source], penalty)
      #expect(found[0].symbols == expected[0].symbols)
      #expect(abs(found[0].score - expected[0].score) < 1e-9)
    }
  }

  /// The same search with hypotheses that carry all their symbols and sorted candidates.
  func plain(_ source: Int, _ width: Int, _ penalty: Double, longest: Int) -> [(symbols: [Int32], score: Double)] {
    var live: [(symbols: [Int32], score: Double)] = [([], 0)]
    var finished: [(symbols: [Int32], score: Double)] = []
    while !live.isEmpty {
      let candidates = live.flatMap { sequence -> [(symbols: [Int32], score: Double)] in
        let row = row(source, sequence.symbols.last)
        return top(row, width).map { (sequence.symbols + [Int32($0)], sequence.score + Double(row[$0])) }
      }
      let ranked = candidates.enumerated().sorted {
        ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
      }.map(\.element).prefix(width)
      live = []
      for candidate in ranked {
        let score = candidate.score / pow(Double(candidate.symbols.count), penalty)
        if candidate.symbols.last == 0 {
          finished.append((candidate.symbols.dropLast(), score))
        } else if candidate.symbols.count >= longest {
          finished.append((candidate.symbols, score))
        } else {
          live.append(candidate)
        }
      }
      let best = finished.map(\.score).max() ?? -.infinity
      let reachable = live.map { $0.score / pow(Double(longest), penalty) }.max() ?? -.infinity
      if finished.count >= width || reachable < best { live = [] }
    }
    return finished.enumerated().sorted {
      ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
    }.map(\.element)
  }

  @Test(arguments: [1, 2, 3, 4], [0, 1])
  func `sources searched together find what each finds alone with whole hypotheses`(width: Int, penalty: Double) {
    let longest = [3, 9, 1, 6, 12]
    for (source, found) in search(width, penalty, longest: longest).enumerated() {
      let expected = plain(source, width, penalty, longest: longest[source])
      #expect(found.map(\.symbols) == expected.map(\.symbols))
      #expect(found.map(\.score) == expected.map(\.score))
      for hypothesis in found {
        // Each symbol's look is that of its own step.
        let before = [-1] + hypothesis.symbols.dropLast()
        #expect(hypothesis.places == zip(before, hypothesis.symbols).map { Int($0.0 + 1) })
      }
    }
  }
}
