public import BraidFiles

/// How the losses of several tasks become one.
public enum LossWeightOptions: Sendable, Equatable {
  /// `L(T1) + λ L(T2) + … + λ^(n-1) L(Tn)` over the tasks in `order`; an empty order is the model's.
  case geometric(lambda: Double, order: [String])
  /// A weight for each task by name; tasks not named weigh 1.
  case fixed([String: Double])
  /// Learned from each task's homoscedastic uncertainty, `e^-s L + s / 2` (Kendall et al. 2018, equation 10).
  case uncertainty
  /// Dynamic weight average: tasks whose loss falls slowly weigh more (Liu et al. 2019, equation 7).
  case dynamicAverage(temperature: Double)
  /// Weights that keep the tasks' gradient norms in step with their training rates (Chen et al. 2018, GradNorm).
  case gradNorm(alpha: Double)
}

extension LossWeightOptions: Configurable, Codable {
  /// Every task weighs 1.
  public init() { self = .geometric(lambda: 1, order: []) }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    var rule = Rule(self)
    try visitor.variant(of: Rule.self, &rule, "rule")
    self = rule.options
  }

  /// The rule with the options of all rules, of which each shows its own.
  private struct Rule: RuleOptions {
    static let rules: KeyValuePairs = [
      "geometric": "λ to the power of a task's place", "fixed": "a weight for each task",
      "uncertainty": "learned from each task's uncertainty",
      "dynamic-average": "more for tasks whose loss falls slowly",
      "gradnorm": "gradient norms in step with training rates",
    ]
    var kind = "geometric"
    var lambda = 1.0
    var order: [String] = []
    var values: [String: Double] = [:]
    var temperature = 2.0
    var alpha = 1.5

    init() {}

    init(_ options: LossWeightOptions) {
      switch options {
      case .geometric(let lambda, let order): (kind, self.lambda, self.order) = ("geometric", lambda, order)
      case .fixed(let values): (kind, self.values) = ("fixed", values)
      case .uncertainty: kind = "uncertainty"
      case .dynamicAverage(let temperature): (kind, self.temperature) = ("dynamic-average", temperature)
      case .gradNorm(let alpha): (kind, self.alpha) = ("gradnorm", alpha)
      }
    }

    mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
      switch kind {
      case "geometric":
        try visitor.field("lambda", &lambda, 0...1e6, "factor from one task to the next")
        try visitor.field("order", &order, required: false, "the tasks in order (default: as listed)")
      case "fixed": try visitor.field("values", &values, "weight of each task; others weigh 1")
      case "dynamic-average": try visitor.field("temperature", &temperature, 1e-6...1e6, "how even the weights are")
      case "gradnorm": try visitor.field("alpha", &alpha, 0...100, "how strongly training rates are balanced")
      default: break
      }
    }

    var options: LossWeightOptions {
      switch kind {
      case "fixed": .fixed(values)
      case "uncertainty": .uncertainty
      case "dynamic-average": .dynamicAverage(temperature: temperature)
      case "gradnorm": .gradNorm(alpha: alpha)
      default: .geometric(lambda: lambda, order: order)
      }
    }
  }
}

/// Options of which a word, `kind`, decides the fields.
protocol RuleOptions: Configurable {
  /// What each rule does, by its word.
  static var rules: KeyValuePairs<String, String> { get }
  /// The word.
  var kind: String { get set }
}

extension FieldVisitor {
  /// The field `kind`, and beside it the fields of the rule that it names.
  mutating func variant<Rule: RuleOptions>(of _: Rule.Type, _ rule: inout Rule, _ about: String) throws(OptionError) {
    var word: String? = rule.kind
    var value: (any Configurable)? = rule
    let variants = Rule.rules.map { kind, about in
      OptionVariant(kind, about) {
        var rule = Rule()
        rule.kind = kind
        return rule
      }
    }
    try variant("kind", &word, &value, of: variants, about)
    if let read = value as? Rule { rule = read }
  }
}
