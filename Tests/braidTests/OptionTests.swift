import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidServing
import BraidTestSupport
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// An option is declared once: Swift, YAML, flags, help, schema and `braid config` have its name and its default from there.
struct OptionTests {
  @Test func `every struct of options is in the list`() throws {
    let listed = Set(DeclaredOptions.all.map { "\(type(of: $0))" })
    // Found through the train stage, and structs that only pass on what others declare.
    let others: Set = ["EncoderConfig", "TeacherConfig", "CountOptions", "DocumentReading", "TranslationScoring"]
    let sources = Program.root.appending(path: "Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var found: Set<String> = []
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(
        of: /(?:struct|extension) ([A-Za-z]+): (?:[A-Za-z, ]*\b)?(?:Configurable|DocumentStage|Stage|TaskKind)\b/)
      {
        found.insert(String(match.output.1))
      }
    }
    #expect(found.count > 25)
    #expect(found.subtracting(listed).subtracting(others) == [])
  }

  @Test func `fields have the names and the defaults of the properties`() throws {
    var used: Set<String> = []
    for options in DeclaredOptions.all {
      let fields = try FieldCollector.fields(of: options)
      let properties = FieldValue.properties(of: options, fields: Set(fields.map(\.name)))
      func isExcepted(_ owner: String, _ name: String) -> Bool {
        used.insert("\(owner).\(name)")
        return DeclaredOptions.exceptions["\(owner).\(name)"] != nil
      }
      // The cases of an enumeration are its fields' values.
      let isEnumeration = Mirror(reflecting: options).displayStyle == .enum
      for property in properties where !isEnumeration && !fields.contains(where: { $0.name == property.name }) {
        #expect(isExcepted(property.owner, property.name), "\(property.owner).\(property.name) is not declared")
      }
      for field in fields {
        guard let property = properties.first(where: { $0.name == field.name }) else {
          #expect(
            isExcepted("\(type(of: options))", field.name), "\(type(of: options)) has no property `\(field.name)`")
          continue
        }
        switch field.kind {
        case .object, .objects, .variant, .textsByName, .textListsByName, .numbersByName: continue
        default: if field.isRequired { continue }
        }
        #expect(
          field.standard == FieldValue.standard(property.value), "the default of \(type(of: options)).\(field.name)")
      }
    }
    #expect(Set(DeclaredOptions.exceptions.keys).subtracting(used) == [], "exceptions that nothing needs")
  }

  /// Options with the commands that take them.
  static let flags: [(options: any Configurable & Sendable, prefix: String, commands: [String])] = [
    (
      ReadOptions(), "", ["tokenize", "convert", "stats", "split", "vocab", "evaluate", "compare", "annotate"]
    ),
    (WriteOptions(), "write-", ["tokenize", "convert", "split", "annotate"]),
    (TextPreparation(), "", ["tokenize", "vocab"]),
    (SplitOptions(), "", ["split"]),
    (ThreadOptions(), "", ["tokenize", "evaluate", "compare", "annotate", "run", "sweep", "serve"]),
    (VocabularyOptions(), "", ["vocab"]), (AnnotationOptions(), "", ["annotate"]), (ServerOptions(), "", ["serve"]),
  ]

  @Test(.enabled(if: Program.path != nil))
  func `every field has its flag, with its help and its default, in every command that uses it`() throws {
    for (options, prefix, commands) in Self.flags {
      let fields = try FieldCollector.fields(of: options).filter {
        DeclaredOptions.flagExceptions["\(type(of: options)).\($0.name)"] == nil
      }
      for name in commands {
        let command = try #require(Command.all.first { $0.name == name })
        for field in fields {
          guard let argument = command.argument(prefix + field.flag) else {
            Issue.record("braid \(name) has no flag --\(prefix)\(field.flag)")
            continue
          }
          #expect(argument.abstract == field.help, "braid \(name) --\(prefix)\(field.flag)")
          if argument.kind == "flag" {
            // A flag that is there says yes; one that is on without it has another that says no.
            let isOn = field.standardText == "true"
            #expect(
              argument.defaultValue == nil || argument.defaultValue == "\(isOn)"
                || argument.defaultValue == "--\(field.flag)", "\(argument)")
            #expect(!isOn || command.argument("no-" + field.flag) != nil, "braid \(name) --no-\(field.flag)")
          } else {
            #expect(argument.defaultValue == field.standardText, "braid \(name) --\(prefix)\(field.flag)")
          }
        }
      }
    }
  }

  /// The schema of the options of a verb, or of a map in them.
  private func schema(_ path: String) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(try Pipeline.schema().utf8))
    var schema = try #require(object as? [String: Any])
    for key in ["stages"] + path.split(separator: ".").map(String.init) {
      let properties = schema["properties"] as? [String: Any]
      schema = try #require(properties?[key] as? [String: Any], "\(path)")
      if let items = schema["items"] as? [String: Any] { schema = items }
    }
    return schema
  }

  /// Structs that stages take over, with where their fields stand.
  static let places: [(path: String, options: any Configurable & Sendable)] = [
    ("read", ReadOptions()), ("annotate.reading", ReadOptions()), ("annotate.writing", WriteOptions()),
    ("annotate", AnnotationOptions()), ("write", WriteOptions()), ("tokenize", TextPreparation()),
    ("vocabulary", VocabularyOptions()),
  ]

  @Test func `a stage's schema has the fields and the defaults of the structs that it takes over`() throws {
    for (path, options) in Self.places {
      let properties = try #require(try schema(path)["properties"] as? [String: [String: Any]])
      for field in try FieldCollector.fields(of: options) {
        let property = try #require(properties[field.name], "\(path).\(field.name)")
        #expect(property["description"] as? String == field.about)
        // The default of a stage is the language of what is read.
        if path == "tokenize", field.name == "locale" { continue }
        #expect(text(property["default"]) == plain(field.standardText ?? ""), "\(path).\(field.name)")
      }
    }
  }

  /// One stage of each verb, with nothing but what must be given.
  private static let pipeline = """
    stages:
      - {name: texts, read: {format: tsv, train: a.tsv, dev: b.tsv}}
      - {name: clean, clean: {of: texts}}
      - {name: tokens, tokenize: {of: clean}}
      - {name: parts, split: {of: tokens}}
      - {name: letters, characters: {of: texts}}
      - {name: words, vocabulary: {of: tokens}}
      - name: model
        train:
          encoder: {vocabulary: words}
          tasks:
            classification: {head: classification, of: tokens}
            regression: {head: regression, of: tokens}
            tagging: {head: tagging, of: tokens, tags: pos}
            lemmas: {head: lemmas, of: tokens}
            dependencies: {head: dependencies, of: tokens}
            semantic-roles: {head: semantic-roles, of: tokens}
            translation: {head: translation, of: tokens, target: de, vocabulary: words}
            language-model: {head: language-model, of: tokens}
      - name: segmenter
        train:
          encoder: {vocabulary: words}
          tasks:
            segmentation: {head: segmentation, of: letters}
      - {name: scores, evaluate: {model: model, of: tokens}}
      - {name: inbox, annotate: {model: model, input: c.txt, output: c.jsonl}}
      - {name: out, write: {of: tokens, path: out.jsonl}}
      - {name: report, report: {title: all}}
    """

  @Test func `config prints every default that the schema has`() throws {
    let printed = Self.leaves(try Pipeline(text: Self.pipeline, file: "p").resolved())
    var compared = 0
    func compare(_ schema: [String: Any], _ path: String) {
      if let branches = schema["oneOf"] as? [[String: Any]], branches.first?["properties"] != nil {
        // The branch of the word that is printed.
        for branch in branches {
          let words = (branch["properties"] as? [String: [String: Any]] ?? [:]).compactMap { key, property in
            (property["const"] as? String).map { (key, $0) }
          }
          if words.contains(where: { printed["\(path).\($0.0)"] == $0.1 }) { compare(branch, path) }
        }
      }
      for (key, property) in schema["properties"] as? [String: [String: Any]] ?? [:] {
        let here = "\(path).\(key)"
        if let standard = property["default"] {
          // Options of what is absent, and what the pipeline gives.
          let isAbsent = printed[here] == nil && !printed.keys.contains { $0.hasPrefix(path + ".") }
          if isAbsent || ["read.train", "read.dev", "annotate.model"].contains(here) { continue }
          compared += 1
          #expect(printed[here].map(plain) == text(standard), "\(here)")
        }
        compare(property, here)
        if key == "tasks", let task = property["additionalProperties"] as? [String: Any] {
          for kind in [
            "classification", "regression", "tagging", "lemmas", "dependencies", "semantic-roles", "translation",
            "language-model",
            "segmentation",
          ] {
            compare(task, "\(here).\(kind)")
          }
        }
      }
    }
    for verb in [
      "read", "clean", "tokenize", "split", "characters", "vocabulary", "train", "affinity", "evaluate", "annotate",
      "write",
      "report",
    ] {
      compare((try? schema(verb)) ?? [:], verb)
    }
    #expect(compared > 80, "\(compared)")
  }

  /// Everything that `braid config` prints, by verb and path.
  private static func leaves(_ yaml: String) -> [String: String] {
    var leaves: [String: String] = [:]
    var path: [(indent: Int, key: String)] = []
    for line in yaml.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      guard indent >= 4, let colon = line.firstIndex(of: ":") else { continue }
      path.removeAll { $0.indent >= indent }
      path.append((indent, line[..<colon].trimmingCharacters(in: .whitespaces)))
      var value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      guard !value.isEmpty else { continue }
      if value.hasPrefix("[") { value = String(value.dropFirst().dropLast()).replacing(", ", with: ",") }
      if value.hasPrefix("\"") { value = String(value.dropFirst().dropLast()) }
      leaves[path.map(\.key).joined(separator: ".")] = value
    }
    return leaves
  }

  /// A default of the schema as a text: lists with commas.
  private func text(_ value: Any?) -> String {
    guard let value else { return "" }
    return plain((value as? [Any]).map { $0.map { text($0) }.joined(separator: ",") } ?? "\(value)")
  }

  /// A text with numbers and truth values in one spelling.
  private func plain(_ text: String) -> String {
    let text = ["true": "1", "false": "0"][text] ?? text
    return Double(text).map { "\($0)" } ?? text
  }
}
