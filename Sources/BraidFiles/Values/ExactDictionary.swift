/// A dictionary whose keys are strings that are told apart by their UTF-8 bytes; see `ExactString`.
public struct ExactDictionary<Value>: Sequence, ExpressibleByDictionaryLiteral {
  @usableFromInline var values: [ExactString: Value]

  /// The entries of a dictionary.
  private init(exactly values: [ExactString: Value]) { self.values = values }

  /// An empty dictionary.
  public init() { values = [:] }

  /// The entries of a literal.
  ///
  /// - Precondition: no key twice.
  public init(dictionaryLiteral elements: (String, Value)...) { self.init(uniqueKeysWithValues: elements) }

  /// The entries of pairs.
  ///
  /// - Precondition: no key twice.
  public init(uniqueKeysWithValues pairs: some Sequence<(String, Value)>) {
    values = Dictionary(uniqueKeysWithValues: pairs.lazy.map { (ExactString($0.0), $0.1) })
  }

  /// The entries of a dictionary.
  public init(_ entries: [String: Value]) { self.init(uniqueKeysWithValues: entries.lazy.map { ($0.key, $0.value) }) }

  /// The value of a key; nil for a key that is not there. Assigning nil removes the key.
  @inlinable
  public subscript(_ key: String) -> Value? {
    get { values[ExactString(key)] }
    _modify { yield &values[ExactString(key)] }
  }

  /// The value of a key; that given for a key that is not there.
  @inlinable
  public subscript(_ key: String, default value: @autoclosure () -> Value) -> Value {
    get { values[ExactString(key), default: value()] }
    _modify { yield &values[ExactString(key), default: value()] }
  }

  /// Number of entries.
  public var count: Int { values.count }
  /// Whether there are no entries.
  public var isEmpty: Bool { values.isEmpty }
  /// The keys, in no order.
  public var keys: [String] { values.keys.map(\.string) }

  /// An iterator over the entries, in no order.
  public struct Iterator: IteratorProtocol {
    var base: [ExactString: Value].Iterator

    /// The next entry; nil at the end.
    public mutating func next() -> (key: String, value: Value)? { base.next().map { ($0.key.string, $0.value) } }
  }

  /// The entries, in no order.
  public func makeIterator() -> Iterator { Iterator(base: values.makeIterator()) }

  /// The dictionary with other values.
  public func mapValues<Other>(_ transform: (Value) throws -> Other) rethrows -> ExactDictionary<Other> {
    ExactDictionary<Other>(exactly: try values.mapValues(transform))
  }

  /// The entries that are wanted.
  public func filter(_ isIncluded: ((key: String, value: Value)) throws -> Bool) rethrows -> Self {
    Self(exactly: try values.filter { try isIncluded(($0.key.string, $0.value)) })
  }

  /// Adds the entries of another dictionary; `combine` gets both values of a key that both have.
  public mutating func merge(_ other: Self, uniquingKeysWith combine: (Value, Value) throws -> Value) rethrows {
    try values.merge(other.values, uniquingKeysWith: combine)
  }
}

extension ExactDictionary: Sendable where Value: Sendable {}
extension ExactDictionary: Equatable where Value: Equatable {}
extension ExactDictionary: Hashable where Value: Hashable {}

/// An object of JSON; where two keys are canonically equivalent, which readers of JSON may take for one, a list of keys with
/// their values.
extension ExactDictionary: Encodable where Value: Encodable {
  /// Writes the entries.
  public func encode(to encoder: any Encoder) throws {
    let object = Dictionary(map { ($0.key, $0.value) }) { first, _ in first }
    guard object.count < count else { return try object.encode(to: encoder) }
    let entries = values.sorted { $0.key < $1.key }.map { KeyedValue(key: $0.key.string, value: $0.value) }
    try entries.encode(to: encoder)
  }
}

extension ExactDictionary: Decodable where Value: Decodable {
  /// Reads the entries.
  public init(from decoder: any Decoder) throws {
    if let object = try? decoder.singleValueContainer().decode([String: Value].self) {
      self.init(object)
    } else {
      let entries = try decoder.singleValueContainer().decode([KeyedValue<Value>].self)
      self.init(exactly: Dictionary(entries.map { (ExactString($0.key), $0.value) }) { first, _ in first })
    }
  }
}

/// A key with its value.
private struct KeyedValue<Value> {
  var key: String
  var value: Value
}

extension KeyedValue: Encodable where Value: Encodable {}
extension KeyedValue: Decodable where Value: Decodable {}

extension ExactDictionary<Int> {
  /// All counts together.
  package var sum: Int { values.values.reduce(0, +) }

  /// The keys with their counts, the highest first, equal ones in order.
  package var mostFrequentFirst: [(key: String, value: Int)] {
    values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key.string, $0.value) }
  }

  /// The key with the highest count, of equal ones the first in order.
  package var mostFrequent: (key: String, count: Int)? {
    values.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key.string, $0.value) }
  }
}
