import Foundation

/// Describes options as a JSON Schema.
struct SchemaBuilder: FieldVisitor {
  private var properties: [String: Any] = [:]
  private var required: [String] = []

  /// The schema of one kind of options.
  static func schema<Object: Configurable>(of _: Object.Type) throws(PipelineError) -> [String: Any] {
    var object = Object()
    var builder = SchemaBuilder()
    try object.fields(&builder)
    var schema: [String: Any] = [
      "type": "object", "properties": builder.properties, "additionalProperties": false,
    ]
    if !builder.required.isEmpty { schema["required"] = builder.required }
    return schema
  }

  private mutating func add(_ name: String, _ about: String, required: Bool = false, _ schema: [String: Any]) {
    properties[name] = schema.merging(["description": about]) { first, _ in first }
    if required { self.required.append(name) }
  }

  mutating func field(_ name: String, _ value: inout Int, _ range: ClosedRange<Int>, _ about: String) {
    var schema: [String: Any] = ["type": "integer", "minimum": range.lowerBound, "default": value]
    if range.upperBound < .max { schema["maximum"] = range.upperBound }
    add(name, about, schema)
  }
  mutating func field(_ name: String, _ value: inout Double, _ range: ClosedRange<Double>, _ about: String) {
    var schema: [String: Any] = ["type": "number", "minimum": range.lowerBound, "default": value]
    if range.upperBound < .infinity { schema["maximum"] = range.upperBound }
    add(name, about, schema)
  }
  mutating func field(_ name: String, _ value: inout Bool, _ about: String) {
    add(name, about, ["type": "boolean", "default": value])
  }
  mutating func field(_ name: String, _ value: inout Bool?, _ about: String) {
    add(name, about, ["type": "boolean"])
  }
  mutating func field(_ name: String, _ value: inout String, required: Bool, _ about: String) {
    add(name, about, required: required, required ? ["type": "string"] : ["type": "string", "default": value])
  }
  mutating func field(_ name: String, _ value: inout String?, _ about: String) { add(name, about, ["type": "string"]) }
  mutating func field(_ name: String, _ value: inout [String], required: Bool, _ about: String) {
    let list: [String: Any] = ["type": "array", "items": ["type": "string"]]
    add(name, about, required: required, ["oneOf": [["type": "string"], list]])
  }
  mutating func field(_ name: String, _ value: inout [String: String], _ about: String) {
    add(name, about, ["type": "object", "additionalProperties": ["type": ["string", "integer"]]])
  }
  mutating func field(_ name: String, _ value: inout [String: Double], _ about: String) {
    add(name, about, ["type": "object", "additionalProperties": ["type": "number"]])
  }
  mutating func choice(_ name: String, _ value: inout String, of words: [String], required: Bool, _ about: String) {
    add(name, about, required: required, required ? ["enum": words] : ["enum": words, "default": value])
  }
  mutating func choices(_ name: String, _ value: inout [String], of words: [String], _ about: String) {
    add(name, about, ["oneOf": [["enum": words], ["type": "array", "items": ["enum": words]]]])
  }
  mutating func object<Object: Configurable>(
    _ name: String, _ value: inout Object, _ about: String
  ) throws(PipelineError) {
    add(name, about, try Self.schema(of: Object.self))
  }
  mutating func object<Object: Configurable>(
    _ name: String, _ value: inout Object?, _ about: String
  ) throws(PipelineError) {
    add(name, about, try Self.schema(of: Object.self))
  }
  mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], required: Bool, _ about: String
  ) throws(PipelineError) {
    add(
      name, about, required: required, ["type": "object", "additionalProperties": try Self.schema(of: Object.self)])
  }
}
