public import BraidFiles

/// What was counted in the training documents of a task; names are told apart by their bytes.
public struct TaskCounts: Sendable {
  /// How often each name was seen, by set, such as `labels`.
  public private(set) var sets: [String: ExactDictionary<Int>] = [:]
  /// How often each value was seen for a key, by table, such as the lemmas of a word.
  public private(set) var tables: [String: ExactDictionary<ExactDictionary<Int>>] = [:]

  /// Nothing yet.
  public init() {}

  /// Counts a name in a set.
  public mutating func add(_ name: String, to set: String) { sets[set, default: [:]][name, default: 0] += 1 }

  /// Counts a value for a key of a table.
  public mutating func add(_ value: String, for key: String, to table: String) {
    tables[table, default: [:]][key, default: [:]][value, default: 0] += 1
  }

  /// The names of a set, in no order.
  public func names(_ set: String) -> [String] { sets[set]?.keys ?? [] }
}

/// What a task's head must know besides its options and weights, kept in the model folder.
public struct TaskResources: Sendable, Equatable, Codable {
  /// Label sets by name.
  public var labels: [String: LabelSet]
  /// Values by key, by name of the table, such as the lemmas of a word.
  public var tables: [String: ExactDictionary<[String]>]

  /// Label sets and tables.
  public init(labels: [String: LabelSet] = [:], tables: [String: ExactDictionary<[String]>] = [:]) {
    self.labels = labels
    self.tables = tables
  }
}
