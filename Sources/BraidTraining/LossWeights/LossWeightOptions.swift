public import BraidFiles

/// How the losses of several tasks become one: a rule with its options.
public struct LossWeightOptions: Sendable {
  /// The rule.
  package var rule: any LossWeightRule

  /// A rule.
  package init(_ rule: any LossWeightRule) { self.rule = rule }

  /// Every task weighs 1.
  public init() { rule = GeometricWeights() }

  /// `L(T1) + λ L(T2) + … + λ^(n-1) L(Tn)` over the tasks in `order`; an empty order is the model's.
  public static func geometric(lambda: Double, order: [String]) -> LossWeightOptions {
    LossWeightOptions(GeometricWeights(lambda: lambda, order: order))
  }

  /// A weight for each task by name; tasks not named weigh 1.
  public static func fixed(_ values: [String: Double]) -> LossWeightOptions {
    LossWeightOptions(FixedWeights(values: values))
  }

  /// Learned from each task's homoscedastic uncertainty, `e^-s L + s / 2` (Kendall et al. 2018, equation 10).
  public static var uncertainty: LossWeightOptions { LossWeightOptions(UncertaintyWeights()) }

  /// Dynamic weight average: tasks whose loss falls slowly weigh more (Liu et al. 2019, equation 7).
  public static func dynamicAverage(temperature: Double) -> LossWeightOptions {
    LossWeightOptions(DynamicAverageWeights(temperature: temperature))
  }

  /// Weights that keep the tasks' gradient norms in step with their training rates (Chen et al. 2018, GradNorm).
  public static func gradNorm(alpha: Double) -> LossWeightOptions {
    LossWeightOptions(GradNormWeights(alpha: alpha))
  }
}

extension LossWeightOptions: Configurable, Codable {
  /// The word `kind`, and beside it the fields of the rule that it names.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    var word: String? = type(of: rule).name
    var options: (any Configurable)? = rule
    try visitor.variant("kind", &word, &options, of: LossWeightRules.variants, "rule")
    if let read = options as? any LossWeightRule { rule = read }
  }
}

extension LossWeightOptions: Equatable {
  /// Whether the rule and all of its options are equal.
  public static func == (first: LossWeightOptions, second: LossWeightOptions) -> Bool {
    // The declaration of fields is the same for every use, and writing them throws nothing.
    (try? OptionWriter.node(first)) == (try? OptionWriter.node(second))
  }
}

/// The rules by which losses are weighed, in the order in which they are listed.
enum LossWeightRules {
  /// One type a rule.
  static var all: [any LossWeightRule.Type] {
    [
      GeometricWeights.self, FixedWeights.self, UncertaintyWeights.self, DynamicAverageWeights.self,
      GradNormWeights.self, RandomWeights.self, GeometricMeanWeights.self, ImpartialLossWeights.self, FAMOWeights.self,
      SmoothTchebycheffWeights.self, FadingWeights.self,
    ]
  }

  /// The rules as what the word `kind` chooses among.
  static var variants: [OptionVariant] { all.map { rule in OptionVariant(rule.name, rule.about) { rule.init() } } }
}
