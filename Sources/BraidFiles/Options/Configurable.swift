/// Options that declare their own fields.
///
/// One declaration serves every use: reading them from a pipeline file, the command line and a model folder, writing them
/// with every default, describing them in `--help` and as a JSON Schema, and telling two sets of options apart.
///
/// ```swift
/// struct CountOptions: Configurable {
///   var most = 3
///   mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
///     try visitor.field("most", &most, 1...100, "highest count that is predicted")
///   }
/// }
/// ```
public protocol Configurable {
  /// Every field at its default.
  init()

  /// Hands each field to the visitor, in the order they are shown.
  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError)

  /// What is wrong with the fields taken together, such as two that exclude each other; nil when nothing is.
  var problem: OptionProblem? { get }
}

extension Configurable {
  /// Nothing.
  public var problem: OptionProblem? { nil }
}

extension Configurable where Self: Codable {
  /// Reads the options as JSON.
  public init(from decoder: any Decoder) throws {
    self.init()
    try OptionReader.read(OptionNode(from: decoder), into: &self, inside: "\(Self.self)")
  }

  /// Writes the options as JSON.
  public func encode(to encoder: any Encoder) throws { try OptionWriter.node(self).encode(to: encoder) }
}

/// What is wrong with options whose fields are each as they should be.
public struct OptionProblem: Sendable, Equatable {
  /// The field that should be changed.
  public var key: String
  /// What it is; nil when it is missing.
  public var found: String?
  /// What it should be.
  public var expected: String
  /// The value that it was probably meant to be; nil where none is near.
  public var nearest: String?

  /// A problem with the field `key`.
  public init(_ key: String, found: String? = nil, expected: String, nearest: String? = nil) {
    self.key = key
    self.found = found
    self.expected = expected
    self.nearest = nearest
  }
}

/// What is done with each field of some options.
///
/// A field has the name it is written with, its value, which is the default until it is read, its range, and what it means,
/// as a noun phrase or a condition for help texts.
public protocol FieldVisitor {
  /// A whole number in a range.
  mutating func field(_ name: String, _ value: inout Int, _ range: ClosedRange<Int>, _ about: String)
    throws(OptionError)
  /// A whole number in a range that may be absent.
  mutating func field(_ name: String, _ value: inout Int?, _ range: ClosedRange<Int>, _ about: String)
    throws(OptionError)
  /// A number in a range.
  mutating func field(_ name: String, _ value: inout Double, _ range: ClosedRange<Double>, _ about: String)
    throws(OptionError)
  /// A truth value.
  mutating func field(_ name: String, _ value: inout Bool, _ about: String) throws(OptionError)
  /// A truth value that may be absent.
  mutating func field(_ name: String, _ value: inout Bool?, _ about: String) throws(OptionError)
  /// A text; one without default must be given.
  mutating func field(_ name: String, _ value: inout String, required: Bool, _ about: String) throws(OptionError)
  /// A text that may be absent.
  mutating func field(_ name: String, _ value: inout String?, _ about: String) throws(OptionError)
  /// One or several texts.
  mutating func field(_ name: String, _ value: inout [String], required: Bool, _ about: String) throws(OptionError)
  /// Texts by name.
  mutating func field(_ name: String, _ value: inout [String: String], _ about: String) throws(OptionError)
  /// One or several texts by name.
  mutating func field(_ name: String, _ value: inout [String: [String]], _ about: String) throws(OptionError)
  /// Numbers by name, names being told apart by their bytes.
  mutating func field(_ name: String, _ value: inout ExactDictionary<Double>, _ about: String) throws(OptionError)
  /// One of a few words; absent words stay as they are.
  mutating func choice(_ name: String, _ value: inout String?, of words: [String], required: Bool, _ about: String)
    throws(OptionError)
  /// Any number of a few words.
  mutating func choices(_ name: String, _ value: inout [String], of words: [String], _ about: String)
    throws(OptionError)
  /// Options of their own.
  mutating func object<Object: Configurable>(_ name: String, _ value: inout Object, _ about: String)
    throws(OptionError)
  /// Options of their own that may be absent.
  mutating func object<Object: Configurable>(_ name: String, _ value: inout Object?, _ about: String)
    throws(OptionError)
  /// Options of one kind by name, in order; `new` makes those of a new name.
  mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], new: () -> Object, required: Bool, _ about: String
  ) throws(OptionError)
  /// One of several kinds of options, chosen by a word; the fields of that kind stand beside the word. It must be given
  /// when there is no word yet.
  mutating func variant(
    _ name: String, _ word: inout String?, _ value: inout (any Configurable)?, of variants: [OptionVariant],
    _ about: String
  ) throws(OptionError)
}

/// Options with the name that they stand under.
public struct Named<Value> {
  /// The name.
  public var name: String
  /// The options.
  public var value: Value
  /// Where the name stands.
  public var place: SourceLocation

  /// Options under a name.
  public init(name: String, value: Value, place: SourceLocation = SourceLocation(file: "")) {
    self.name = name
    self.value = value
    self.place = place
  }
}

extension Named: Sendable where Value: Sendable {}
extension Named: Equatable where Value: Equatable {}

/// One of several kinds of options that a word chooses among.
public struct OptionVariant {
  /// The word.
  public var word: String
  /// What it means, in one line.
  public var about: String
  /// The kind's options at their defaults.
  public var make: () -> any Configurable

  /// A kind of options.
  public init(_ word: String, _ about: String, make: @escaping () -> any Configurable) {
    self.word = word
    self.about = about
    self.make = make
  }
}

extension FieldVisitor {
  /// Numbers by names that a program gives, such as those of tasks.
  public mutating func field(_ name: String, _ value: inout [String: Double], _ about: String) throws(OptionError) {
    var numbers = ExactDictionary(value)
    try field(name, &numbers, about)
    value = Dictionary(numbers.lazy.map { ($0.key, $0.value) }) { _, last in last }
  }

  /// One of a few words that has a default.
  public mutating func choice(
    _ name: String, _ value: inout String, of words: [String], _ about: String
  ) throws(OptionError) {
    var word: String? = value
    try choice(name, &word, of: words, required: false, about)
    value = word ?? value
  }

  /// One of an enumeration's words.
  public mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ value: inout Choice, _ about: String
  ) throws(OptionError) where Choice.RawValue == String {
    var word: String? = value.rawValue
    try choice(name, &word, of: Choice.allCases.map(\.rawValue), required: false, about)
    value = word.flatMap { Choice(rawValue: $0) } ?? value
  }

  /// One of some of an enumeration's words, or none.
  public mutating func choice<Choice: RawRepresentable>(
    _ name: String, _ value: inout Choice?, among choices: [Choice], _ about: String
  ) throws(OptionError) where Choice.RawValue == String {
    var word = value?.rawValue
    try choice(name, &word, of: choices.map(\.rawValue), required: false, about)
    value = word.flatMap { Choice(rawValue: $0) }
  }

  /// One of an enumeration's words, or none unless it is required.
  public mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ value: inout Choice?, required: Bool = false, _ about: String
  ) throws(OptionError) where Choice.RawValue == String {
    var word = value?.rawValue
    try choice(name, &word, of: Choice.allCases.map(\.rawValue), required: required, about)
    value = word.flatMap { Choice(rawValue: $0) }
  }

  /// Any number of an enumeration's words.
  public mutating func choices<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ value: inout [Choice], _ about: String
  ) throws(OptionError) where Choice.RawValue == String {
    var words = value.map(\.rawValue)
    try choices(name, &words, of: Choice.allCases.map(\.rawValue), about)
    value = words.compactMap { Choice(rawValue: $0) }
  }

  /// Options of one kind by name, in order.
  public mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], required: Bool, _ about: String
  ) throws(OptionError) {
    try objects(name, &value, new: { Object() }, required: required, about)
  }
}
