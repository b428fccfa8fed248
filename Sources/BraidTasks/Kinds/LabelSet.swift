import BraidFiles

/// Distinct labels in a fixed order, and their ids; labels are told apart by their bytes.
public struct LabelSet: Sendable, Equatable, Codable {
  /// The labels; a label's id is its index.
  public let names: [String]
  private let ids: ExactDictionary<Int32>

  /// The labels in byte order, each once.
  public init(_ labels: some Sequence<String>, first: [String] = []) {
    let rest = Set(labels.lazy.map(ExactString.init)).subtracting(first.lazy.map(ExactString.init)).map(\.string)
    self.init(ordered: first + rest.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  /// The labels in this order.
  ///
  /// - Precondition: no label twice.
  public init(ordered names: [String]) {
    self.names = names
    ids = ExactDictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
  }

  /// Whether both have the same labels in the same order.
  public static func == (first: Self, second: Self) -> Bool { first.names.isExactly(second.names) }

  /// Reads the list of names.
  public init(from decoder: any Decoder) throws {
    let names = try decoder.singleValueContainer().decode([String].self)
    guard Set(names.map(ExactString.init)).count == names.count else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "a label occurs twice"))
    }
    self.init(ordered: names)
  }

  /// Writes the list of names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(names)
  }

  /// Number of labels.
  public var count: Int { names.count }

  /// The id of `label`; nil for one that is not in the set.
  public subscript(_ label: String) -> Int32? { ids[label] }
}
