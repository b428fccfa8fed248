public import BraidFiles

/// What is kept in proportion, or together, when a corpus is cut into parts.
public struct SplitOptions: Configurable, Sendable, Equatable {
  /// The label layer whose labels are kept in proportion; nil for none.
  public var stratify: String?
  /// The field whose values keep documents together, `id`, or `source` for the id without its number; nil for none.
  public var group: String?

  /// Each document on its own.
  public init() {}

  /// Every field with its name and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("stratify", &stratify, "label layer whose labels are kept in proportion in all parts")
    try visitor.field(
      "group", &group,
      "field whose equal values keep documents together; also id, or source (the id without its last number)")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    stratify == nil || group == nil
      ? nil : OptionProblem("group", found: "given beside `stratify`", expected: "one of the two")
  }

  /// What goes to one part as a whole.
  public var unit: CorpusSplitter.Unit {
    stratify.map { .stratified(layer: $0) } ?? group.map { .grouped(by: $0) } ?? .documents
  }
}
