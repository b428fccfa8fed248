import BraidFiles
import BraidPipelines
import Foundation
import Testing

/// Holds the JSON Schema of pipeline files against the decoder that reads them.
@Suite struct SchemaTests {
  private let schema: [String: Any]
  private let verbs: [String: [String: Any]]

  init() throws {
    let object = try JSONSerialization.jsonObject(with: Data(try Pipeline.schema().utf8))
    schema = try #require(object as? [String: Any])
    let stages = try #require((schema["properties"] as? [String: Any])?["stages"] as? [String: Any])
    let stage = try #require((stages["items"] as? [String: Any])?["properties"] as? [String: Any])
    verbs = stage.filter { $0.key != "name" }.compactMapValues { $0 as? [String: Any] }
  }

  @Test func `it knows every verb and no key twice`() {
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    for verb in [
      "read", "clean", "tokenize", "split", "characters", "vocabulary", "train", "affinity", "evaluate", "annotate",
      "write",
    ] {
      #expect(verbs[verb]?["description"] is String)
    }
  }

  /// What the decoder says about `value` at `path` of a stage with `verb`: nil when it takes it, or minds only what the
  /// value refers to.
  /// `chosen` are settings that come before it, such as the kind of a task.
  private func complaint(
    _ verb: String, _ path: [String], _ value: String, _ chosen: [String]
  ) -> PipelineError? {
    let filler: [String: String] = [
      "read": "format: tsv, train: x", "report": "title: x",
      "train":
        "encoder: {vocabulary: w}, tasks: {t: {head: tagging, of: a, tags: p}}",
      "evaluate": "model: m, of: w", "annotate": "model: m, input: x, output: y", "write": "of: w, path: x",
    ]
    let base = "stages: [{name: a, \(verb): {\(filler[verb] ?? "of: w")}}]"
    do {
      _ = try Pipeline(text: base, file: "p", settings: chosen + ["\((["a"] + path).joined(separator: "."))=\(value)"])
      return nil
    } catch {
      guard case .options(let option) = error else {
        if case .syntax = error { return error }
        return nil
      }
      switch option {
      case .unknownKey, .notAMap: return error
      case .badValue(_, let key, _, _, _): return key == path.last ? error : nil
      default: return nil
      }
    }
  }

  /// Values that a schema allows and values that it forbids, as YAML.
  private func samples(_ schema: [String: Any]) -> (allowed: [String], forbidden: [String]) {
    func text(_ value: Any) -> String { "\(value)" }
    if let words = schema["enum"] as? [String] { return (words, ["nosuchword", "[x, y]"]) }
    if let choices = schema["oneOf"] as? [[String: Any]] {
      let inner = choices.map(samples)
      return (inner.flatMap(\.allowed), ["{a: b}"])
    }
    switch schema["type"] as? String {
    case "integer":
      let minimum = schema["minimum"] as? Int ?? 0
      var forbidden = ["\(minimum - 1)", "1.5", "many", "[1]"]
      if let maximum = schema["maximum"] as? Int { forbidden.append("\(maximum + 1)") }
      return (["\(minimum)"] + (schema["default"].map { [text($0)] } ?? []), forbidden)
    case "number":
      let minimum = schema["minimum"] as? Double ?? 0
      var forbidden = ["\(minimum - 1)", "many", "[1]"]
      if let maximum = schema["maximum"] as? Double { forbidden.append("\(maximum * 2 + 1)") }
      return (["\(minimum)"], forbidden)
    case "boolean": return (["true", "false"], ["maybe", "1", "[true]"])
    case "string": return (["word"], ["[x]", "{x: y}"])
    case "array":
      let words = (schema["items"] as? [String: Any])?["enum"] as? [String]
      return (
        ["[\((words ?? ["x", "y"]).joined(separator: ", "))]"], ["{x: y}"] + (words == nil ? [] : ["[nosuchword]"])
      )
    default: return ([], ["[x]", "word"])
    }
  }

  /// What must stand beside the word that chooses a kind of options.
  private static let required = [
    "tagging": "of: a, tags: p", "translation": "of: a, target: x, vocabulary: w", "classification": "of: a",
    "regression": "of: a", "semantic-roles": "of: a", "lemmas": "of: a", "dependencies": "of: a",
    "language-model": "of: a",
    "segmentation": "of: a",
    "sequential": "phases: {t: {of: a}}",
  ]

  private func check(_ verb: String, _ path: [String], _ schema: [String: Any], _ chosen: [String] = []) {
    if let branches = schema["oneOf"] as? [[String: Any]] {
      for branch in branches {
        let properties = branch["properties"] as? [String: [String: Any]] ?? [:]
        guard
          let (key, word) = properties.lazy.compactMap({ key, value in (value["const"] as? String).map { (key, $0) } })
            .first
        else { continue }
        let whole = "{\(key): \(word), \(Self.required[word] ?? "")}"
        check(verb, path, branch, chosen + ["\((["a"] + path).joined(separator: "."))=\(whole)"])
      }
      return
    }
    func isObject(_ schema: [String: Any]) -> Bool {
      schema["properties"] != nil || (schema["oneOf"] as? [[String: Any]])?.first?["properties"] != nil
    }
    for (key, value) in schema["properties"] as? [String: [String: Any]] ?? [:] where value["const"] == nil {
      let here = path + [key]
      if isObject(value) {
        check(verb, here, value, chosen)
        continue
      }
      if let inner = value["additionalProperties"] as? [String: Any], isObject(inner) {
        check(verb, here + ["t"], inner, chosen)
      }
      let samples = samples(value)
      // What these must be, and what must stand beside them or not, no schema says.
      let unchecked = [
        "layer", "abbreviations", "tags", "spans", "byteFallback", "folder", "locale", "targetLocale", "quote",
        "encoding", "budget",
      ]
      for allowed in samples.allowed where !unchecked.contains(key) {
        #expect(complaint(verb, here, allowed, chosen) == nil, "\(verb) \(here) = \(allowed)")
      }
      for forbidden in samples.forbidden {
        #expect(complaint(verb, here, forbidden, chosen) != nil, "\(verb) \(here) = \(forbidden)")
      }
    }
    #expect(complaint(verb, path + ["nosuchkey"], "1", chosen) != nil)
  }

  @Test func `the decoder takes what it allows and refuses what it forbids, key by key`() {
    for (verb, schema) in verbs { check(verb, [], schema) }
  }

  @Test func `every option that config prints is in it`() throws {
    let resolved = try Pipeline(text: PipelineTests.text, file: "p").resolved()
    let keys = resolved.split(separator: "\n").compactMap { line -> String? in
      let key = line.drop { " -".contains($0) }.prefix { $0 != ":" }
      return line.hasPrefix("      ") ? String(key) : nil
    }
    let known = Set(verbs.values.flatMap(allKeys)).union(["label", "text", "sentiment"])
    #expect(keys.count > 60)
    for key in keys { #expect(known.contains(key), "\(key)") }
  }

  private func allKeys(_ schema: [String: Any]) -> [String] {
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    let inner = (schema["additionalProperties"] as? [String: Any]).map(allKeys) ?? []
    let branches = (schema["oneOf"] as? [[String: Any]] ?? []).flatMap(allKeys)
    return inner + branches + properties.keys + properties.values.flatMap(allKeys)
  }
}
