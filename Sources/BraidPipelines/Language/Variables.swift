import BraidFiles
import Foundation

/// Puts the values of variables and of the environment into a pipeline's texts.
enum Variables {
  /// Most bytes of text with variables in it, with their values, in a pipeline.
  static let maximumBytes = 1 << 20

  /// Replaces `${name}`, `${env:NAME}` and `${env:NAME:-default}` in all values; `$${` stands for `${` itself.
  ///
  /// `${run}` is the run's folder: `folder`, else `runs/NAME` with a name that does without variables, `standard` where there
  /// is none.
  /// What is wrong with variables goes to `mistakes`; a text with one that has no value stays as it is.
  ///
  /// - Throws: `PipelineError` for variables that are no map of values, or make too much text.
  static func replace(
    in root: inout OptionNode, folder: String?, name standard: String, environment: [String: String],
    mistakes: inout [PipelineError]
  ) throws(PipelineError) {
    guard case .map(var members) = root.value else { return }
    var budget = maximumBytes
    var values: [String: String] = [:]
    values["run"] = folder ?? name(members, environment, standard).map { "runs/\($0)" }
    if let variables = members.first(where: { $0.key == "variables" }) {
      guard case .map(let pairs) = variables.value.value else {
        throw .badValue(
          variables.value.place, key: "variables", found: variables.value.kind, expected: "a map of values")
      }
      for pair in pairs {
        guard case .scalar(let text, _) = pair.value.value else {
          throw .badValue(pair.value.place, key: pair.key, found: pair.value.kind, expected: "a value")
        }
        // A variable may use those above it.
        values[pair.key] = try replace(text, pair.value.place, values, environment, &budget, &mistakes)
      }
    }
    for index in members.indices where members[index].key != "variables" {
      try replace(in: &members[index].value, values, environment, &budget, &mistakes)
    }
    root.value = .map(members)
  }

  /// The pipeline's name; nil when it depends on variables.
  private static func name(
    _ members: [OptionMember], _ environment: [String: String], _ standard: String
  ) -> String? {
    guard let node = members.first(where: { $0.key == "name" })?.value, case .scalar(let text, _) = node.value else {
      return standard
    }
    var budget = maximumBytes
    return try? replace(text, node.place, [:], environment, &budget)
  }

  private static func replace(
    in node: inout OptionNode, _ values: [String: String], _ environment: [String: String], _ budget: inout Int,
    _ mistakes: inout [PipelineError]
  ) throws(PipelineError) {
    switch node.value {
    case .scalar(let text, let isPlain):
      guard text.contains("${") else { return }
      let replaced = try replace(text, node.place, values, environment, &budget, &mistakes)
      node.value = .scalar(replaced, isPlain: isPlain)
    case .list(var items):
      for index in items.indices { try replace(in: &items[index], values, environment, &budget, &mistakes) }
      node.value = .list(items)
    case .map(var members):
      for index in members.indices { try replace(in: &members[index].value, values, environment, &budget, &mistakes) }
      node.value = .map(members)
    }
  }

  private static func replace(
    _ text: String, _ place: SourceLocation, _ values: [String: String], _ environment: [String: String],
    _ budget: inout Int, _ mistakes: inout [PipelineError]
  ) throws(PipelineError) -> String {
    do throws(PipelineError) { return try replace(text, place, values, environment, &budget) } catch {
      guard budget >= 0 else { throw error }
      mistakes.append(error)
      return text
    }
  }

  private static func replace(
    _ text: String, _ place: SourceLocation, _ values: [String: String], _ environment: [String: String],
    _ budget: inout Int
  ) throws(PipelineError) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.range(of: "${") {
      result += rest[..<open.lowerBound]
      if result.last == "$" {
        // `$${` stands for `${` itself.
        result += "{"
        rest = rest[open.upperBound...]
        continue
      }
      guard let close = rest[open.upperBound...].firstIndex(of: "}") else {
        throw .badValue(place, key: "${", found: "`\(text)`", expected: "a closing `}`")
      }
      let name = String(rest[open.upperBound..<close])
      let value = try value(name, place, values, environment)
      budget -= value.utf8.count
      guard budget >= 0 else {
        throw .badValue(
          place, key: "${\(name)}", found: "more text than variables may make",
          expected: "at most \(maximumBytes) bytes in a pipeline")
      }
      result += value
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  private static func value(
    _ name: String, _ place: SourceLocation, _ values: [String: String], _ environment: [String: String]
  ) throws(PipelineError) -> String {
    guard name.hasPrefix("env:") else {
      if let value = values[name] { return value }
      throw .badValue(
        place, key: "${\(name)}", found: "a variable that `variables` does not have",
        expected: values.isEmpty ? "one that it has" : "one of " + values.keys.sorted().joined(separator: ", "),
        nearest: SpellingSuggestion.name(for: name, among: Array(values.keys)))
    }
    let parts = name.dropFirst(4).split(separator: ":", maxSplits: 1)
    let variable = parts.first.map(String.init) ?? ""
    if let value = environment[variable] { return value }
    if parts.count == 2, parts[1].hasPrefix("-") { return String(parts[1].dropFirst()) }
    throw .badValue(
      place, key: "${\(name)}", found: "not in the environment", expected: "a value, or a default: ${\(name):-…}")
  }
}
