/// Makes a value of a pipeline file of options, every default included.
struct ConfigWriter: FieldVisitor {
  private var members: [ConfigMember] = []
  private static let nowhere = Place(file: "", line: 0, column: 0)

  /// The map of all fields of `value`; those that are absent are left out.
  static func node(_ value: some Configurable) throws(PipelineError) -> ConfigNode {
    var value = value
    var writer = ConfigWriter()
    try value.fields(&writer)
    return ConfigNode(value: .map(writer.members), place: nowhere)
  }

  private mutating func add(_ name: String, _ node: ConfigNode) {
    members.append(ConfigMember(key: name, place: Self.nowhere, value: node))
  }

  private static func scalar(_ text: String, isPlain: Bool) -> ConfigNode {
    ConfigNode(value: .scalar(text, isPlain: isPlain), place: nowhere)
  }

  private static func map(_ pairs: [(key: String, value: ConfigNode)]) -> ConfigNode {
    ConfigNode(
      value: .map(pairs.map { ConfigMember(key: $0.key, place: nowhere, value: $0.value) }), place: nowhere)
  }

  mutating func field(_ name: String, _ value: inout Int, _: ClosedRange<Int>, _: String) {
    add(name, Self.scalar("\(value)", isPlain: true))
  }
  mutating func field(_ name: String, _ value: inout Double, _: ClosedRange<Double>, _: String) {
    add(name, Self.scalar("\(value)", isPlain: true))
  }
  mutating func field(_ name: String, _ value: inout Bool, _: String) {
    add(name, Self.scalar("\(value)", isPlain: true))
  }
  mutating func field(_ name: String, _ value: inout Bool?, _: String) {
    if let value { add(name, Self.scalar("\(value)", isPlain: true)) }
  }
  mutating func field(_ name: String, _ value: inout String, required: Bool, _: String) {
    add(name, Self.scalar(value, isPlain: false))
  }
  mutating func field(_ name: String, _ value: inout String?, _: String) {
    if let value { add(name, Self.scalar(value, isPlain: false)) }
  }
  mutating func field(_ name: String, _ value: inout [String], required: Bool, _: String) {
    add(name, ConfigNode(value: .list(value.map { Self.scalar($0, isPlain: false) }), place: Self.nowhere))
  }
  mutating func field(_ name: String, _ value: inout [String: String], _: String) {
    add(name, Self.map(value.sorted { $0.key < $1.key }.map { ($0.key, Self.scalar($0.value, isPlain: false)) }))
  }
  mutating func field(_ name: String, _ value: inout [String: Double], _: String) {
    add(name, Self.map(value.sorted { $0.key < $1.key }.map { ($0.key, Self.scalar("\($0.value)", isPlain: true)) }))
  }
  mutating func choice(_ name: String, _ value: inout String, of _: [String], required: Bool, _: String) {
    add(name, Self.scalar(value, isPlain: false))
  }
  mutating func choices(_ name: String, _ value: inout [String], of _: [String], _ about: String) {
    field(name, &value, required: false, about)
  }
  mutating func object<Object: Configurable>(_ name: String, _ value: inout Object, _: String) throws(PipelineError) {
    add(name, try Self.node(value))
  }
  mutating func object<Object: Configurable>(_ name: String, _ value: inout Object?, _: String) throws(PipelineError) {
    if let value { add(name, try Self.node(value)) }
  }
  mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], required: Bool, _: String
  ) throws(PipelineError) {
    guard required || !value.isEmpty else { return }
    var pairs: [(key: String, value: ConfigNode)] = []
    for item in value { pairs.append((item.name, try Self.node(item.value))) }
    add(name, Self.map(pairs))
  }
}
