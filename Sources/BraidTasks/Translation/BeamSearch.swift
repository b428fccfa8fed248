import Foundation

/// Beam search over the symbols of a sequence, for several sources at once.
///
/// Hypotheses are ranked by log-probability / length^penalty (Wu et al. 2016, section 7, with plain length). A source
/// is done when no live hypothesis can beat its finished ones, or at its longest length.
package struct BeamSearch {
  /// What one symbol looked at in the source.
  package struct Look {
    /// The source step with the most attention.
    package var place: Int
    /// The attention to each source step; empty unless it is asked for.
    package var attention: [Float]
  }

  /// A sequence that was written.
  package struct Hypothesis {
    /// The symbols, without the start symbol and the end symbol.
    package var symbols: [Int32]
    /// What each symbol looked at.
    package var looks: [Look]
    /// Sum of log-probabilities, in nats.
    package var score: Double
  }

  /// The hypotheses of all sources to continue in one step, each with its source, its last symbol and its state's row.
  package struct Queries {
    package var sources: [Int32] = []
    /// -1 at the start.
    package var symbols: [Int32] = []
    package var rows: [Int32] = []
  }

  /// What the decoder says about the queries of a step.
  package struct Predictions {
    /// `[queries, width]`: the likeliest symbols, likeliest first; -1 where there are no more.
    package var symbols: [Int32]
    /// Their log-probabilities.
    package var logProbabilities: [Float]
    /// For each query the source step that it looked at most.
    package var places: [Int32]
    /// For each query its attention to each source step; empty unless it is asked for.
    package var attention: [[Float]]

    /// Predictions for some queries.
    package init(symbols: [Int32], logProbabilities: [Float], places: [Int32], attention: [[Float]]) {
      self.symbols = symbols
      self.logProbabilities = logProbabilities
      self.places = places
      self.attention = attention
    }
  }

  /// One symbol of a sequence, with the place of the one before it; -1 for none.
  fileprivate struct Step {
    let symbol: Int32
    let before: Int32
    let place: Int32
    /// Number among all attentions.
    let attention: Int32
  }

  /// A sequence being written: the steps of all are trees, so that a step costs the same however long it is.
  fileprivate struct Live {
    let source: Int32
    /// Place of the last step; -1 for none.
    var step: Int32 = -1
    var symbol: Int32 = -1
    /// Row of the decoder's state that it continues from.
    var row: Int32
    var score = 0.0
  }

  /// A live sequence, by its place, with one more symbol.
  fileprivate struct Candidate {
    let owner: Int
    let symbol: Int32
    let score: Double
  }

  /// Hypotheses that are kept for each source.
  private let width: Int
  private let lengthPenalty: Double
  private let end: Int32

  /// A search that keeps `width` hypotheses of each source.
  package init(width: Int, lengthPenalty: Double, end: Int32) {
    self.width = width
    self.lengthPenalty = lengthPenalty
    self.end = end
  }

  /// The finished hypotheses of each source, best first, with their penalised scores; never empty, unless it was stopped.
  ///
  /// `longest` is the most symbols that may be written for each source. `step` predicts for all queries of one step, with
  /// `width` symbols where there are so many; row i of the new state belongs to query i.
  package func run(
    longest: [Int], isStopped: () -> Bool = { false }, step: (Queries) -> Predictions
  ) -> [[(hypothesis: Hypothesis, score: Double)]] {
    var finished = longest.map { _ in [(hypothesis: Hypothesis, score: Double)]() }
    var trees = Trees()
    var live = longest.indices.map { Live(source: Int32($0), row: Int32($0)) }
    var next: [Live] = []
    var queries = Queries()
    var ranked: [Candidate] = []
    var count = 0
    while !live.isEmpty, !isStopped() {
      count += 1
      queries.take(live)
      let predictions = step(queries)
      let attentions = trees.add(predictions.attention)
      let penalty = pow(Double(count), lengthPenalty)
      next.removeAll(keepingCapacity: true)
      var first = 0
      while first < live.count {
        let source = Int(live[first].source)
        let kept = next.count
        var last = first
        ranked.removeAll(keepingCapacity: true)
        while last < live.count, live[last].source == live[first].source {
          rank(live[last], last, predictions, into: &ranked)
          last += 1
        }
        for candidate in ranked {
          let owner = live[candidate.owner]
          let score = candidate.score / penalty
          trees.steps.append(
            Step(
              symbol: candidate.symbol, before: owner.step, place: predictions.places[candidate.owner],
              attention: attentions + Int32(candidate.owner)))
          let place = Int32(trees.steps.count - 1)
          if candidate.symbol == end || count >= longest[source] {
            let last = candidate.symbol == end ? owner.step : place
            finished[source].append((trees.hypothesis(last, score: candidate.score), score))
          } else {
            next.append(
              Live(
                source: owner.source, step: place, symbol: candidate.symbol, row: Int32(candidate.owner),
                score: candidate.score))
          }
        }
        let best = finished[source].map(\.score).max() ?? -.infinity
        // No live hypothesis can reach a better score than if all that follows were certain.
        let whole = pow(Double(longest[source]), lengthPenalty)
        let reachable = next[kept...].map { $0.score / whole }.max() ?? -.infinity
        if finished[source].count >= width || reachable < best { next.removeLast(next.count - kept) }
        first = last
      }
      swap(&live, &next)
    }
    return finished.map { hypotheses in
      hypotheses.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
    }
  }

  /// Puts the continuations of a live sequence among the best ones so far; of equal ones the earlier stays ahead.
  private func rank(_ owner: Live, _ number: Int, _ predictions: Predictions, into ranked: inout [Candidate]) {
    for index in number * width..<(number + 1) * width where predictions.symbols[index] >= 0 {
      let score = owner.score + Double(predictions.logProbabilities[index])
      var place = ranked.count
      while place > 0, score > ranked[place - 1].score { place -= 1 }
      guard place < width else { continue }
      if ranked.count == width { ranked.removeLast() }
      ranked.insert(Candidate(owner: number, symbol: predictions.symbols[index], score: score), at: place)
    }
  }

  /// The steps of all sequences.
  private struct Trees {
    var steps: [Step] = []
    private var attentions: [[Float]] = []

    /// Keeps the attentions of a step's queries; returns the number of the first.
    mutating func add(_ added: [[Float]]) -> Int32 {
      defer { attentions += added }
      return Int32(attentions.count)
    }

    /// The sequence that ends with the step at `last`.
    func hypothesis(_ last: Int32, score: Double) -> Hypothesis {
      var hypothesis = Hypothesis(symbols: [], looks: [], score: score)
      var place = Int(last)
      while place >= 0 {
        let step = steps[place]
        hypothesis.symbols.append(step.symbol)
        hypothesis.looks.append(
          Look(place: Int(step.place), attention: attentions.isEmpty ? [] : attentions[Int(step.attention)]))
        place = Int(step.before)
      }
      hypothesis.symbols.reverse()
      hypothesis.looks.reverse()
      return hypothesis
    }
  }
}

extension BeamSearch.Queries {
  /// The queries of live sequences.
  fileprivate mutating func take(_ live: [BeamSearch.Live]) {
    sources.removeAll(keepingCapacity: true)
    symbols.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    for sequence in live {
      sources.append(sequence.source)
      symbols.append(sequence.symbol)
      rows.append(sequence.row)
    }
  }
}
