import BraidFiles
package import BraidTensors
import Foundation

/// Hands out the batches of several corpora in the order that a schedule says.
///
/// Every corpus hands out all of its examples before any a second time, whatever the schedule: a corpus that is drawn
/// rarely continues in the next epoch where it stopped. The whole order follows from the seed and `State`.
package struct BatchSampler: Sendable {
  /// Where the sampler stands; everything else follows from the seed.
  package struct State: Sendable, Equatable, Codable {
    /// Draws made, over all corpora.
    var draws = 0
    /// Position inside the epoch's order of corpora.
    var position = 0
    /// Epochs ended.
    var epoch = 0
    /// For each corpus its passes ended and the draws made in the present one.
    var cursors: [Cursor]
    /// For each corpus the draws of its pass that were left when the epoch began.
    var remaining: [Int] = []
    /// For each corpus what its tasks have still to learn, where the schedule looks at that; nil where it is not known.
    var needs: [Double?] = []
  }

  /// Where one corpus stands.
  package struct Cursor: Sendable, Equatable, Codable {
    var pass = 0
    var draw = 0
  }

  /// What one step takes of one corpus: a batch, or several whose gradients are added up.
  package struct Draw: Sendable, Equatable {
    package let corpus: Int
    /// Examples by batch.
    package let batches: [[Int]]

    /// The examples of all batches.
    package var examples: [Int] { batches.flatMap(\.self) }
  }

  let schedule: ScheduleOptions
  let names: [String]
  let lengths: [[Int]]
  let costs: [[Int]]
  let sentences: Int
  let tokens: Int
  let batches: [String: CorpusBatchOptions]
  let epochs: Int
  let random: Random
  package private(set) var state: State
  /// Draws of each corpus's first pass. Later passes may have a few more or less.
  private var passDraws: [Int] = []
  private var plans: [BatchPlan]
  private var order: [Int] = []

  /// A sampler over corpora with these names and examples of these lengths and costs, in tokens; `batches` says by name
  /// which of them have batches of other sizes than `sentences` and `tokens`.
  package init(
    _ schedule: ScheduleOptions, names: [String], lengths: [[Int]], costs: [[Int]], sentences: Int, tokens: Int,
    batches: [String: CorpusBatchOptions] = [:], epochs: Int, random: Random
  ) {
    self.schedule = schedule
    self.names = names
    self.lengths = lengths
    self.costs = costs
    self.sentences = sentences
    self.tokens = tokens
    self.batches = batches
    self.epochs = epochs
    self.random = random
    state = State(cursors: names.map { _ in Cursor() })
    plans = []
    plans = names.indices.map { plan($0, pass: 0) }
    passDraws = plans.map(\.steps.count)
    beginEpoch()
  }

  /// Resumes from the state of another sampler with the same seed and corpora.
  package mutating func restore(_ state: State) {
    self.state = state
    plans = names.indices.map { plan($0, pass: state.cursors[$0].pass) }
    order = epochOrder()
  }

  /// Steps of the present epoch: as many as it takes to hand out every corpus once, whatever is drawn in them.
  package var stepsPerEpoch: Int {
    order.isEmpty ? Self.steps(of: Array(names.indices), schedule, passDraws) : order.count
  }

  /// Steps of all epochs, when no task is stopped early; corpora batched by tokens may come out at a few more or less.
  package var totalSteps: Int {
    (0..<epochs).reduce(0) { $0 + Self.steps(of: corpora(inEpoch: $1), schedule, passDraws) }
  }

  private static func steps(of corpora: [Int], _ schedule: ScheduleOptions, _ draws: [Int]) -> Int {
    let draws = corpora.map { draws[$0] }
    return schedule == .joint ? draws.max() ?? 0 : draws.reduce(0, +)
  }

  /// The corpora that an epoch takes its batches from.
  private func corpora(inEpoch epoch: Int) -> [Int] {
    guard case .sequential(let phases) = schedule else { return Array(names.indices) }
    var epoch = epoch
    for phase in phases {
      if epoch < phase.epochs { return phase.of.compactMap { names.firstIndex(of: $0) } }
      epoch -= phase.epochs
    }
    return phases.last.map { $0.of.compactMap { names.firstIndex(of: $0) } } ?? []
  }

  /// The batches of the next step; nil at the end of an epoch, after which the next one begins.
  ///
  /// `active` says for each corpus whether any of its tasks is still trained.
  package mutating func next(active: [Bool]) -> [Draw]? {
    guard active.contains(true) else { return endEpoch() }
    if schedule == .joint {
      guard state.position < stepsPerEpoch else { return endEpoch() }
      state.position += 1
      return names.indices.filter { active[$0] }.map { draw($0) }
    }
    if !order.isEmpty {
      while state.position < order.count {
        let corpus = order[state.position]
        state.position += 1
        if active[corpus] { return [draw(corpus)] }
      }
      return endEpoch()
    }
    guard state.position < stepsPerEpoch else { return endEpoch() }
    state.position += 1
    return [draw(chosen(active))]
  }

  /// Takes note of what the tasks of each corpus have still to learn; nil where it is not known.
  package mutating func evaluated(needs: [Double?]) { state.needs = needs }

  private mutating func endEpoch() -> [Draw]? {
    state.epoch += 1
    beginEpoch()
    return nil
  }

  private mutating func beginEpoch() {
    state.position = 0
    state.remaining = plans.indices.map { plans[$0].steps.count - state.cursors[$0].draw }
    order = epochOrder()
  }

  private mutating func draw(_ corpus: Int) -> Draw {
    let batches = plans[corpus].steps[state.cursors[corpus].draw]
    state.draws += 1
    state.cursors[corpus].draw += 1
    if state.cursors[corpus].draw == plans[corpus].steps.count {
      state.cursors[corpus] = Cursor(pass: state.cursors[corpus].pass + 1)
      plans[corpus] = plan(corpus, pass: state.cursors[corpus].pass)
    }
    return Draw(corpus: corpus, batches: batches)
  }

  private func plan(_ corpus: Int, pass: Int) -> BatchPlan {
    var stream = random.stream("batches", UInt64(corpus), UInt64(pass))
    let own = batches[names[corpus]]
    return BatchPlan(
      lengths: lengths[corpus], costs: costs[corpus], sentences: own?.sentences ?? sentences,
      tokens: own?.tokens ?? tokens, accumulate: own?.accumulate ?? 1, random: &stream)
  }

  /// The corpus of each step of the epoch, for the schedules that fix it in advance; empty for the others.
  private func epochOrder() -> [Int] {
    switch schedule {
    case .proportional, .sequential:
      var order = corpora(inEpoch: state.epoch).flatMap { [Int](repeating: $0, count: state.remaining[$0]) }
      var stream = random.stream("order", UInt64(state.epoch), 0)
      stream.shuffle(&order)
      return order
    default: return []
    }
  }

  private func chosen(_ active: [Bool]) -> Int {
    let candidates = names.indices.filter { active[$0] }
    if case .roundRobin = schedule { return candidates[state.draws % candidates.count] }
    let weights = weights(of: candidates)
    var stream = random.stream("draws", UInt64(state.draws), 0)
    var point = stream.uniform() * weights.reduce(0, +)
    for (candidate, weight) in zip(candidates, weights) {
      point -= weight
      if point < 0 { return candidate }
    }
    return candidates[candidates.count - 1]
  }

  private func weights(of candidates: [Int]) -> [Double] {
    guard case .dynamic(let sampling) = schedule else { return candidates.map { weight($0) } }
    return sampling.probabilities(candidates.map { state.needs.isEmpty ? nil : state.needs[$0] })
  }

  private func weight(_ corpus: Int) -> Double {
    let size = Double(lengths[corpus].count)
    switch schedule {
    case .temperature(let temperature): return pow(size, 1 / temperature)
    case .probabilities(let probabilities): return probabilities[names[corpus]] ?? 0
    case .annealed:
      let progress = Double(state.epoch) / Double(max(1, epochs - 1))
      return pow(size, 1 - 0.8 * progress)
    case .uniform, .joint, .proportional, .roundRobin, .dynamic, .sequential: return 1
    }
  }
}
