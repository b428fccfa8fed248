public import BraidFiles

/// Handling of tasks whose gradients conflict.
public struct ConflictOptions: Configurable, Sendable, Equatable {
  /// The rules.
  public enum Kind: String, Sendable, CaseIterable {
    /// Gradients are added up.
    case none
    /// Each task's gradient loses its part against each other task's (Yu et al. 2020, algorithm 1).
    case pcgrad
    /// The update near the mean gradient that helps the worst-off task most (Liu et al. 2021, algorithm 1).
    case cagrad
  }
  /// The rule; other than `none` it needs the schedule `joint`.
  public var kind = Kind.none
  /// For `cagrad`: how far from the mean gradient the update may go, 0..<1.
  public var radius = 0.5
  /// Whether the cosine between each pair of tasks' gradients is logged; costs one backward pass a task.
  public var log = false

  /// Gradients are added up, nothing is logged.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("kind", &kind, "rule")
    try visitor.field("radius", &radius, 0...0.9999, "how far cagrad goes from the mean gradient")
    try visitor.field("log", &log, "whether cosines between tasks are logged")
  }
}
