import Foundation

/// A JSON Schema that values are held against, as far as the project's schemas use the language.
package struct SchemaCheck {
  private let root: [String: Any]
  private let start: [String: Any]

  /// What is wrong with a schema.
  private struct NoSchema: Error {}

  /// A schema, or one of those in a document, such as `components/schemas/Document`.
  ///
  /// - Throws: when there is none.
  package init(_ text: String, at path: String = "") throws {
    guard let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else { throw NoSchema() }
    self.root = root
    guard let start = Self.value(path, in: root) as? [String: Any] else { throw NoSchema() }
    self.start = start
  }

  private static func value(_ path: String, in root: [String: Any]) -> Any? {
    path.split(separator: "/").reduce(root as Any?) { node, key in (node as? [String: Any])?[String(key)] }
  }

  /// What in a value is against the schema, each with its place, a JSON pointer.
  package func problems(_ value: Any) -> [String] { problems(value, start, "") }

  private func problems(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      guard let target = Self.value(String(reference.dropFirst(2)), in: root) as? [String: Any] else {
        return ["\(place): no schema \(reference)"]
      }
      return problems(value, target, place)
    }
    for (word, allowed) in [("anyOf", 1...Int.max), ("oneOf", 1...1)] {
      guard let choices = schema[word] as? [[String: Any]] else { continue }
      return allowed.contains(choices.count { problems(value, $0, place).isEmpty }) ? [] : ["\(place): none of"]
    }
    if let names = schema["enum"] as? [String] {
      return (value as? String).map(names.contains) ?? false ? [] : ["\(place): none of"]
    }
    if let types = schema["type"] as? [String] {
      return types.contains { problems(value, schema, as: $0, place).isEmpty } ? [] : ["\(place): none of"]
    }
    return problems(value, schema, as: schema["type"] as? String ?? "", place)
  }

  private func problems(_ value: Any, _ schema: [String: Any], as type: String, _ place: String) -> [String] {
    switch type {
    case "string":
      guard let text = value as? String else { return ["\(place): not a string"] }
      guard let pattern = schema["pattern"] as? String else { return [] }
      return text.range(of: pattern, options: .regularExpression) != nil ? [] : ["\(place): pattern"]
    case "null": return value is NSNull ? [] : ["\(place): not null"]
    case "boolean": return value is Bool ? [] : ["\(place): not true or false"]
    case "number", "integer":
      guard let number = (value as? NSNumber)?.doubleValue, !(value is String) else {
        return ["\(place): not a number"]
      }
      if type == "integer", number != number.rounded() { return ["\(place): not whole"] }
      if let low = schema["minimum"] as? Double, number < low { return ["\(place): below"] }
      if let high = schema["maximum"] as? Double, number > high { return ["\(place): above"] }
      return []
    case "array":
      guard let elements = value as? [Any] else { return ["\(place): not an array"] }
      if let low = schema["minItems"] as? Int, elements.count < low { return ["\(place): items"] }
      if let high = schema["maxItems"] as? Int, elements.count > high { return ["\(place): items"] }
      let items = schema["items"] as? [String: Any] ?? [:]
      return elements.enumerated().flatMap { problems($1, items, "\(place)/\($0)") }
    case "object":
      guard let members = value as? [String: Any] else { return ["\(place): not an object"] }
      let known = schema["properties"] as? [String: [String: Any]] ?? [:]
      // A schema that says nothing of others allows them, which hides what is not described: here they are refused.
      let other = schema["additionalProperties"] as? [String: Any]
      let isOpen = known.isEmpty && other == nil
      let missing = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }
      return missing.map { "\(place)/\($0): missing" }
        + members.sorted { $0.key < $1.key }.flatMap { name, value -> [String] in
          guard let schema = known[name] ?? other else { return isOpen ? [] : ["\(place)/\(name): not a member"] }
          return problems(value, schema, "\(place)/\(name)")
        }
    default: return ["\(place): a schema without a type"]
    }
  }
}
