/// Makes a map of keys and values of options, every default included.
package struct OptionWriter: FieldVisitor {
  private var members: [OptionMember] = []
  private static let nowhere = SourceLocation(file: "")

  /// The map of all fields of `value`; those that are absent are left out.
  ///
  /// - Throws: nothing; the declaration of fields is the same for every use.
  package static func node(_ value: some Configurable) throws(OptionError) -> OptionNode {
    var value = value
    var writer = OptionWriter()
    try value.fields(&writer)
    return OptionNode(value: .map(writer.members), place: nowhere)
  }

  private mutating func add(_ name: String, _ node: OptionNode) {
    members.append(OptionMember(key: name, place: Self.nowhere, value: node))
  }

  private static func scalar(_ text: String, isPlain: Bool) -> OptionNode {
    OptionNode(value: .scalar(text, isPlain: isPlain), place: nowhere)
  }

  private static func map(_ pairs: [(key: String, value: OptionNode)]) -> OptionNode {
    OptionNode(
      value: .map(pairs.map { OptionMember(key: $0.key, place: nowhere, value: $0.value) }), place: nowhere)
  }

  package mutating func field(_ name: String, _ value: inout Int, _: ClosedRange<Int>, _: String) {
    add(name, Self.scalar("\(value)", isPlain: true))
  }
  package mutating func field(_ name: String, _ value: inout Int?, _: ClosedRange<Int>, _: String) {
    if let value { add(name, Self.scalar("\(value)", isPlain: true)) }
  }
  package mutating func field(_ name: String, _ value: inout Double, _: ClosedRange<Double>, _: String) {
    add(name, Self.scalar("\(value)", isPlain: true))
  }
  package mutating func field(_ name: String, _ value: inout Bool, _: String) {
    add(name, Self.scalar("\(value)", isPlain: true))
  }
  package mutating func field(_ name: String, _ value: inout Bool?, _: String) {
    if let value { add(name, Self.scalar("\(value)", isPlain: true)) }
  }
  package mutating func field(_ name: String, _ value: inout String, required: Bool, _: String) {
    add(name, Self.scalar(value, isPlain: false))
  }
  package mutating func field(_ name: String, _ value: inout String?, _: String) {
    if let value { add(name, Self.scalar(value, isPlain: false)) }
  }
  package mutating func field(_ name: String, _ value: inout [String], required: Bool, _: String) {
    add(name, OptionNode(value: .list(value.map { Self.scalar($0, isPlain: false) }), place: Self.nowhere))
  }
  package mutating func field(_ name: String, _ value: inout [String: String], _: String) {
    add(name, Self.map(value.sorted { $0.key < $1.key }.map { ($0.key, Self.scalar($0.value, isPlain: false)) }))
  }
  package mutating func field(_ name: String, _ value: inout [String: [String]], _: String) {
    add(
      name,
      Self.map(
        value.sorted { $0.key < $1.key }.map { key, texts in
          let items = texts.map { Self.scalar($0, isPlain: false) }
          return (key, OptionNode(value: .list(items), place: Self.nowhere))
        }))
  }
  package mutating func field(_ name: String, _ value: inout ExactDictionary<Double>, _: String) {
    add(
      name,
      Self.map(
        value.keys.sortedExactly().map { ($0, Self.scalar("\(value[$0, default: 0])", isPlain: true)) }))
  }
  package mutating func choice(_ name: String, _ value: inout String?, of _: [String], required: Bool, _: String) {
    if let value { add(name, Self.scalar(value, isPlain: false)) }
  }
  package mutating func choices(_ name: String, _ value: inout [String], of _: [String], _ about: String) {
    field(name, &value, required: false, about)
  }
  package mutating func object<Object: Configurable>(_ name: String, _ value: inout Object, _: String)
    throws(OptionError)
  {
    add(name, try Self.node(value))
  }
  package mutating func object<Object: Configurable>(_ name: String, _ value: inout Object?, _: String)
    throws(OptionError)
  {
    if let value { add(name, try Self.node(value)) }
  }
  package mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], new: () -> Object, required: Bool, _: String
  ) throws(OptionError) {
    guard required || !value.isEmpty else { return }
    var pairs: [(key: String, value: OptionNode)] = []
    for item in value { pairs.append((item.name, try Self.node(item.value))) }
    add(name, Self.map(pairs))
  }

  package mutating func variant(
    _ name: String, _ word: inout String?, _ value: inout (any Configurable)?, of _: [OptionVariant], _: String
  ) throws(OptionError) {
    if let word { add(name, Self.scalar(word, isPlain: false)) }
    try value?.fields(&self)
  }
}
