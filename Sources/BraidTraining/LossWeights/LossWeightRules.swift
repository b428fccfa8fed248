import BraidFiles

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
