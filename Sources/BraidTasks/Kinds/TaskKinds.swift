package import BraidFiles

/// The kinds of task that a program knows, in the order in which they are listed.
public struct TaskKinds: Sendable {
  /// One type a kind.
  public let all: [any TaskKind.Type]

  /// The kinds that ship with Braid.
  public static let shipped = TaskKinds([
    ClassificationOptions.self, RegressionOptions.self, TaggingOptions.self, LemmasOptions.self,
    DependenciesOptions.self, SemanticRolesOptions.self, TranslationOptions.self, LanguageModelOptions.self,
    SegmentationOptions.self,
  ])

  /// A list of kinds.
  ///
  /// - Precondition: no name twice.
  public init(_ kinds: [any TaskKind.Type]) {
    precondition(Set(kinds.map { $0.name }).count == kinds.count, "two kinds of task have one name")
    all = kinds
  }

  /// These kinds and more.
  public func adding(_ kinds: any TaskKind.Type...) -> TaskKinds { TaskKinds(all + kinds) }

  /// The names.
  public var names: [String] { all.map { $0.name } }

  /// The kind of this name, its options at their defaults; nil when there is none.
  public func kind(named name: String) -> (any TaskKind)? { all.first { $0.name == name }?.init() }

  /// The kind of this name as a model folder that names no options means it; nil when there is none.
  func kind(ofFolder name: String) -> (any TaskKind)? { all.first { $0.name == name }?.ofOlderModels }

  /// What `braid init` begins with for a layer, of the last kind that suits it: one's own goes before those that ship.
  package func starterTask(for layer: StarterLayer) -> (kind: String, task: StarterTask)? {
    all.reversed().lazy.compactMap { kind in kind.starterTask(for: layer).map { (kind.name, $0) } }.first
  }

  /// The kinds as what a word of a pipeline chooses among.
  package var variants: [OptionVariant] {
    all.map { kind in OptionVariant(kind.name, kind.about) { kind.init() } }
  }
}
