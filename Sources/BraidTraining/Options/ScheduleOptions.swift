public import BraidFiles

/// Which corpus the next batch is taken from.
///
/// Under every schedule a corpus hands out all of its examples before any of them a second time.
public enum ScheduleOptions: Sendable, Equatable {
  /// Each step takes a batch of every corpus and adds the losses.
  case joint
  /// Each corpus once through in an epoch, its batches spread at random among the others'.
  case proportional
  /// Each step draws a corpus, all equally likely.
  case uniform
  /// The corpora in turn.
  case roundRobin
  /// Draws with probability proportional to size^(1/temperature) (Devlin et al. 2018).
  case temperature(Double)
  /// Draws with these probabilities, by corpus; they are scaled to add up to 1.
  case probabilities([String: Double])
  /// From proportional towards uniform over the epochs: size^α, α from 1 down to 0.2 (Stickland & Murray 2019, 3.3).
  case annealed
  /// Draws by what is still to be learned, as the development data says.
  case dynamic(DynamicSampling)
  /// Phases one after the other, each with its corpora, in proportion, for its epochs.
  case sequential([SchedulePhase])
}

/// One phase of a sequential schedule.
public struct SchedulePhase: Configurable, Sendable, Equatable {
  /// The phase's name in a pipeline; it changes nothing.
  public var name = ""
  /// The corpora that hand out batches, in proportion to their size.
  public var of: [String] = []
  /// How many epochs the phase lasts; the last one lasts to the end.
  public var epochs = 1

  /// One epoch of no corpus.
  public init() {}

  /// A phase of `epochs` over `corpora`.
  public init(name: String = "", of corpora: [String], epochs: Int) {
    self.name = name
    of = corpora
    self.epochs = epochs
  }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the corpora that are read, in proportion to their size")
    try visitor.field("epochs", &epochs, 1...100_000, "epochs of the phase")
  }
}

extension ScheduleOptions: Configurable {
  /// Corpora in proportion to their size.
  public init() { self = .proportional }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    var rule = Rule(self)
    try visitor.variant(of: Rule.self, &rule, "rule")
    self = rule.options
  }

  /// The rule with the options of all rules, of which each shows its own.
  private struct Rule: RuleOptions {
    static let rules: KeyValuePairs = [
      "proportional": "each corpus once through in an epoch", "joint": "a batch of every corpus at each step",
      "uniform": "all corpora equally likely", "round-robin": "the corpora in turn",
      "temperature": "between proportional and uniform", "probabilities": "a probability for each corpus",
      "annealed": "from proportional towards uniform",
      "dynamic": "by what is still to be learned, as development scores or losses say",
      "sequential": "phases, each with its corpora",
    ]
    var kind = "proportional"
    var temperature = 2.0
    var probabilities: [String: Double] = [:]
    var dynamic = DynamicSampling()
    var phases: [Named<SchedulePhase>] = []

    init() {}

    init(_ options: ScheduleOptions) {
      switch options {
      case .joint: kind = "joint"
      case .proportional: kind = "proportional"
      case .uniform: kind = "uniform"
      case .roundRobin: kind = "round-robin"
      case .temperature(let temperature): (kind, self.temperature) = ("temperature", temperature)
      case .probabilities(let probabilities): (kind, self.probabilities) = ("probabilities", probabilities)
      case .annealed: kind = "annealed"
      case .dynamic(let sampling): (kind, dynamic) = ("dynamic", sampling)
      case .sequential(let phases):
        kind = "sequential"
        self.phases = phases.enumerated().map { Named(name: $1.name.isEmpty ? "\($0 + 1)" : $1.name, value: $1) }
      }
    }

    mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
      switch kind {
      case "temperature":
        try visitor.field("temperature", &temperature, 1e-6...1e6, "temperature of the sampling; higher is more even")
      case "probabilities": try visitor.field("probabilities", &probabilities, "sampling probability of each corpus")
      case "dynamic": try dynamic.fields(&visitor)
      case "sequential":
        try visitor.objects(
          "phases", &phases, required: true, "the phases by name, in order; the last one lasts to the end")
      default: break
      }
    }

    var options: ScheduleOptions {
      switch kind {
      case "joint": .joint
      case "uniform": .uniform
      case "round-robin": .roundRobin
      case "temperature": .temperature(temperature)
      case "probabilities": .probabilities(probabilities)
      case "annealed": .annealed
      case "dynamic": .dynamic(dynamic)
      case "sequential":
        .sequential(phases.map { SchedulePhase(name: $0.name, of: $0.value.of, epochs: $0.value.epochs) })
      default: .proportional
      }
    }
  }
}
