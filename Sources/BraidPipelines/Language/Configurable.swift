/// Options that are read from a pipeline file.
///
/// One declaration of the fields serves three uses: reading them, writing them out with every default, and describing
/// them as a JSON Schema.
protocol Configurable {
  /// Every field at its default.
  init()
  /// Hands each field to the visitor, in the order they are shown.
  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError)
}

/// What is done with each field of some options.
protocol FieldVisitor {
  /// A whole number in a range.
  mutating func field(_ name: String, _ value: inout Int, _ range: ClosedRange<Int>, _ about: String)
    throws(PipelineError)
  /// A number in a range.
  mutating func field(_ name: String, _ value: inout Double, _ range: ClosedRange<Double>, _ about: String)
    throws(PipelineError)
  /// A truth value.
  mutating func field(_ name: String, _ value: inout Bool, _ about: String) throws(PipelineError)
  /// A truth value that may be absent.
  mutating func field(_ name: String, _ value: inout Bool?, _ about: String) throws(PipelineError)
  /// A text; one without default must be given.
  mutating func field(_ name: String, _ value: inout String, required: Bool, _ about: String) throws(PipelineError)
  /// A text that may be absent.
  mutating func field(_ name: String, _ value: inout String?, _ about: String) throws(PipelineError)
  /// One or several texts.
  mutating func field(_ name: String, _ value: inout [String], required: Bool, _ about: String) throws(PipelineError)
  /// Texts by name.
  mutating func field(_ name: String, _ value: inout [String: String], _ about: String) throws(PipelineError)
  /// Numbers by name.
  mutating func field(_ name: String, _ value: inout [String: Double], _ about: String) throws(PipelineError)
  /// One of a few words.
  mutating func choice(_ name: String, _ value: inout String, of words: [String], required: Bool, _ about: String)
    throws(PipelineError)
  /// Any number of a few words.
  mutating func choices(_ name: String, _ value: inout [String], of words: [String], _ about: String)
    throws(PipelineError)
  /// Options of their own.
  mutating func object<Object: Configurable>(_ name: String, _ value: inout Object, _ about: String)
    throws(PipelineError)
  /// Options of their own that may be absent.
  mutating func object<Object: Configurable>(_ name: String, _ value: inout Object?, _ about: String)
    throws(PipelineError)
  /// Options of one kind by name, in order.
  mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], required: Bool,
    _ about: String) throws(PipelineError)
}

/// Options with the name that they stand under.
struct Named<Value> {
  var name: String
  var value: Value
  var place: Place
}

extension FieldVisitor {
  /// One of an enumeration's words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ value: inout Choice, _ about: String
  ) throws(PipelineError) where Choice.RawValue == String {
    var word = value.rawValue
    try choice(name, &word, of: Choice.allCases.map(\.rawValue), required: false, about)
    if let choice = Choice(rawValue: word) { value = choice }
  }
}
