import Foundation

/// Beam search over the symbols of a sequence, for several sources at once.
///
/// Hypotheses are ranked by log-probability / length^penalty (Wu et al. 2016, section 7, with plain length). A source
/// is done when no live hypothesis can beat its finished ones, or at its longest length.
struct BeamSearch {
  /// What one symbol looked at in the source.
  struct Look {
    /// The source step with the most attention.
    var place: Int
    /// The attention to each source step; empty unless it is asked for.
    var attention: [Float]
  }

  /// A sequence that was written.
  struct Hypothesis {
    /// The symbols, without the start symbol and the end symbol.
    var symbols: [Int32]
    /// What each symbol looked at.
    var looks: [Look]
    /// Sum of log-probabilities, in nats.
    var score: Double
  }

  /// One hypothesis to continue: its source, its last symbol (nil at the start) and its state's row.
  struct Query {
    let source: Int
    let last: Int32?
    let row: Int
  }

  /// What the decoder says about one query: the likeliest symbols, likeliest first, their log-probabilities, and what it
  /// looked at.
  struct Answer {
    let symbols: [Int32]
    let logProbabilities: [Float]
    let look: Look
  }

  /// One symbol of a sequence, with the place of the one before it; -1 for none.
  private struct Step {
    let symbol: Int32
    let look: Look
    let before: Int
  }

  /// A sequence being written: the steps of a source are one tree, so that a step costs the same however long it is.
  private struct Live {
    /// Place of the last step; -1 for none.
    var step = -1
    var symbol: Int32?
    var count = 0
    var score = 0.0
    /// Row of the decoder's state that it continues from.
    var row = 0
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
    var steps = longest.map { _ in [Step]() }
    var live = longest.indices.map { [Live(row: $0)] }
    while live.contains(where: { !$0.isEmpty }) {
      var queries: [Query] = []
      for (source, hypotheses) in live.enumerated() {
        queries += hypotheses.map { Query(source: source, last: $0.symbol, row: $0.row) }
      }
      let answers = step(queries)
      var next = 0
      for source in live.indices where !live[source].isEmpty {
        var candidates: [(owner: Live, answer: Int, symbol: Int32, score: Double)] = []
        for owner in live[source] {
          for (symbol, logProbability) in zip(answers[next].symbols, answers[next].logProbabilities) {
            candidates.append((owner, next, symbol, owner.score + Double(logProbability)))
          }
          next += 1
        }
        let ranked = candidates.enumerated().sorted {
          ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
        }.map(\.element).prefix(width)
        live[source] = []
        for candidate in ranked {
          let count = candidate.owner.count + 1
          let score = candidate.score / pow(Double(count), lengthPenalty)
          steps[source].append(
            Step(symbol: candidate.symbol, look: answers[candidate.answer].look, before: candidate.owner.step))
          let last = steps[source].count - 1
          if candidate.symbol == end || count >= longest[source] {
            let first = candidate.symbol == end ? candidate.owner.step : last
            finished[source].append((Self.hypothesis(steps[source], first, score: candidate.score), score))
          } else {
            live[source].append(
              Live(step: last, symbol: candidate.symbol, count: count, score: candidate.score, row: candidate.answer))
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

  /// The sequence that ends with the step at `last`.
  private static func hypothesis(_ steps: [Step], _ last: Int, score: Double) -> Hypothesis {
    var hypothesis = Hypothesis(symbols: [], looks: [], score: score)
    var place = last
    while place >= 0 {
      hypothesis.symbols.append(steps[place].symbol)
      hypothesis.looks.append(steps[place].look)
      place = steps[place].before
    }
    hypothesis.symbols.reverse()
    hypothesis.looks.reverse()
    return hypothesis
  }
}
