import BraidFiles

/// The rules for conflicting gradients, in the order in which they are listed.
package enum GradientRules {
  /// One type a rule.
  package static var all: [any GradientRule.Type] {
    [
      SummedGradients.self, PCGrad.self, CAGrad.self, MGDA.self, NashMTL.self, ImpartialGradients.self, AlignedMTL.self,
      GradVac.self, GradDrop.self, FairGrad.self,
    ]
  }

  /// The rules as what the word `kind` chooses among.
  static var variants: [OptionVariant] { all.map { rule in OptionVariant(rule.name, rule.about) { rule.init() } } }
}
