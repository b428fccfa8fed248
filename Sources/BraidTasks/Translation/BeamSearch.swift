import Foundation

/// Beam search over the symbols of a sequence, for several sources at once.
///
/// Hypotheses are ranked by log-probability / length^penalty (Wu et al. 2016, section 7, with plain length). A source
/// is done when no live hypothesis can beat its finished ones, or at its longest length.
struct BeamSearch {
  /// A sequence being written.
  struct Hypothesis {
    /// Symbols so far, without the start symbol.
    var symbols: [Int32] = []
    /// Sum of log-probabilities, in nats.
    var score = 0.0
    /// For each symbol how much attention looked at each source step.
    var attention: [[Float]] = []
    /// Row of the decoder's state that the hypothesis goes on from.
    var row = 0
  }

  /// One hypothesis to go on from: its source, its last symbol (nil at the start) and its state's row.
  struct Query {
    let source: Int
    let last: Int32?
    let row: Int
  }

  /// What the decoder says about one query: the likeliest symbols, likeliest first, their log-probabilities, and its
  /// attention to each source step.
  struct Answer {
    let symbols: [Int32]
    let logProbabilities: [Float]
    let attention: [Float]
  }

  /// Hypotheses that are kept for each source.
  let width: Int
  let lengthPenalty: Double
  let end: Int32

  /// The finished hypotheses of each source, best first, with their penalised scores; never empty.
  ///
  /// `longest` is the most symbols that may be written for each source. `step` answers all queries of one step, with
  /// `width` symbols where there are so many; row i of the new state belongs to query i.
  func run(longest: [Int], step: ([Query]) -> [Answer]) -> [[(hypothesis: Hypothesis, score: Double)]] {
    var finished = longest.map { _ in [(hypothesis: Hypothesis, score: Double)]() }
    var live = longest.indices.map { [Hypothesis(row: $0)] }
    while live.contains(where: { !$0.isEmpty }) {
      var queries: [Query] = []
      var owners: [(source: Int, hypothesis: Hypothesis)] = []
      for (source, hypotheses) in live.enumerated() {
        for hypothesis in hypotheses {
          queries.append(Query(source: source, last: hypothesis.symbols.last, row: hypothesis.row))
          owners.append((source, hypothesis))
        }
      }
      let answers = step(queries)
      var candidates = longest.map { _ in [Hypothesis]() }
      for (row, (owner, answer)) in zip(owners, answers).enumerated() {
        for (symbol, logProbability) in zip(answer.symbols, answer.logProbabilities) {
          var next = owner.hypothesis
          next.symbols.append(symbol)
          next.score += Double(logProbability)
          next.attention.append(answer.attention)
          next.row = row
          candidates[owner.source].append(next)
        }
      }
      for source in live.indices where !live[source].isEmpty {
        let ranked = candidates[source].enumerated().sorted {
          ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
        }.map(\.element).prefix(width)
        live[source] = []
        for var hypothesis in ranked {
          let score = hypothesis.score / pow(Double(hypothesis.symbols.count), lengthPenalty)
          if hypothesis.symbols.last == end || hypothesis.symbols.count >= longest[source] {
            if hypothesis.symbols.last == end {
              hypothesis.symbols.removeLast()
              hypothesis.attention.removeLast()
            }
            finished[source].append((hypothesis, score))
          } else {
            live[source].append(hypothesis)
          }
        }
        let best = finished[source].map(\.score).max() ?? -.infinity
        // No live hypothesis can reach a better score than if all that follows were certain.
        let reachable = live[source].map { $0.score / pow(Double(longest[source]), lengthPenalty) }.max() ?? -.infinity
        if finished[source].count >= width || reachable < best { live[source] = [] }
      }
    }
    return finished.map { hypotheses in
      hypotheses.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
    }
  }
}
