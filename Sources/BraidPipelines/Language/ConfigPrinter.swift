import Foundation

/// Writes options out as YAML, every default included.
struct ConfigPrinter: FieldVisitor {
  private(set) var lines: [String] = []
  private let indent: String

  /// The lines of `value`, each after `indent`.
  static func lines(_ value: some Configurable, indent: String) throws(PipelineError) -> [String] {
    var value = value
    var printer = ConfigPrinter(indent: indent)
    try value.fields(&printer)
    return printer.lines
  }

  private init(indent: String) { self.indent = indent }

  private mutating func add(_ name: String, _ text: String) { lines.append("\(indent)\(name): \(text)") }

  /// A scalar, quoted where YAML would read it as something else.
  static func quoted(_ text: String) -> String {
    let isPlain = text.range(of: #"^[A-Za-z_./$*][A-Za-z0-9_./$*{}-]*$"#, options: .regularExpression) != nil
    if isPlain, !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) {
      return text
    }
    return "\""
      + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
      .replacingOccurrences(of: "\n", with: "\\n").replacingOccurrences(of: "\t", with: "\\t") + "\""
  }

  mutating func field(_ name: String, _ value: inout Int, _: ClosedRange<Int>, _: String) { add(name, "\(value)") }
  mutating func field(_ name: String, _ value: inout Double, _: ClosedRange<Double>, _: String) {
    add(name, "\(value)")
  }
  mutating func field(_ name: String, _ value: inout Bool, _: String) { add(name, "\(value)") }
  mutating func field(_ name: String, _ value: inout String, required: Bool, _: String) {
    add(name, Self.quoted(value))
  }
  mutating func field(_ name: String, _ value: inout String?, _: String) {
    if let value { add(name, Self.quoted(value)) }
  }
  mutating func field(_ name: String, _ value: inout [String], required: Bool, _: String) {
    add(name, "[\(value.map(Self.quoted).joined(separator: ", "))]")
  }
  mutating func field(_ name: String, _ value: inout [String: String], _: String) {
    add(
      name,
      "{\(value.sorted { $0.key < $1.key }.map { "\(Self.quoted($0)): \(Self.quoted($1))" }.joined(separator: ", "))}")
  }
  mutating func field(_ name: String, _ value: inout [String: Double], _: String) {
    add(name, "{\(value.sorted { $0.key < $1.key }.map { "\(Self.quoted($0)): \($1)" }.joined(separator: ", "))}")
  }
  mutating func choice(_ name: String, _ value: inout String, of _: [String], required: Bool, _: String) {
    add(name, Self.quoted(value))
  }
  mutating func object<Object: Configurable>(_ name: String, _ value: inout Object, _: String) throws(PipelineError) {
    lines.append("\(indent)\(name):")
    lines += try Self.lines(value, indent: indent + "  ")
  }
  mutating func object<Object: Configurable>(_ name: String, _ value: inout Object?, _ about: String)
    throws(PipelineError)
  {
    if var object = value { try self.object(name, &object, about) }
  }
  mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], _: String
  ) throws(PipelineError) {
    lines.append("\(indent)\(name):")
    for item in value {
      lines.append("\(indent)  \(Self.quoted(item.name)):")
      lines += try Self.lines(item.value, indent: indent + "    ")
    }
  }
}
