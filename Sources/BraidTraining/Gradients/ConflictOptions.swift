public import BraidFiles

/// Handling of tasks whose gradients conflict: a rule with its options.
public struct ConflictOptions: Configurable, Sendable {
  /// The rule; one that looks at gradients needs the schedule `joint`.
  package var rule: any GradientRule = SummedGradients()
  /// Whether the cosine between each pair of tasks' gradients is logged; costs one backward pass a task.
  public var log = false

  /// Gradients are added up, nothing is logged.
  public init() {}

  /// A rule.
  package init(_ rule: any GradientRule, log: Bool = false) {
    self.rule = rule
    self.log = log
  }

  /// The word `kind`, beside it the fields of the rule that it names.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    var word: String? = type(of: rule).name
    var options: (any Configurable)? = rule
    try visitor.variant("kind", &word, &options, of: GradientRules.variants, "rule")
    if let read = options as? any GradientRule { rule = read }
    try visitor.field("log", &log, "whether cosines between tasks are logged")
  }
}

extension ConflictOptions: Equatable {
  /// Whether the rule and all options are equal.
  public static func == (first: ConflictOptions, second: ConflictOptions) -> Bool {
    // The declaration of fields is the same for every use, and writing them throws nothing.
    (try? OptionWriter.node(first)) == (try? OptionWriter.node(second))
  }
}

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
