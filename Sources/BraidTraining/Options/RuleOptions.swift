import BraidFiles

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
