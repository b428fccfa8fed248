public import BraidFiles
public import BraidTasks
public import Foundation

/// A pipeline file, read and checked: nothing in it is left to be found out while it runs but its data.
public struct Pipeline {
  /// The pipeline's name, also that of its run folder.
  public private(set) var name = "pipeline"
  /// Decides everything random.
  public private(set) var seed: UInt64 = 1
  /// The kinds of task that its models may have.
  public let kinds: TaskKinds
  let stages: [PipelineStage]

  /// Reads and checks a pipeline file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - settings: `KEY=VALUE` from the command line; a key is `STAGE.OPTION`, `variables.NAME`, `name` or `seed`.
  ///   - folder: what `${run}` stands for, where the run's files go; nil for `runs/NAME`.
  ///   - environment: values for `${env:NAME}`.
  ///   - kinds: the kinds of task that there are.
  /// - Throws: `PipelineError` for the first thing that is wrong, with its place.
  public init(
    contentsOf path: String, settings: [String] = [], folder: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment, kinds: TaskKinds = .shipped
  ) throws(PipelineError) {
    guard !FileList.isFolder(path) else { throw .unreadable(path: path, reason: FileError.folder) }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path, reason: "no such file, or it can't be read")
    }
    guard let text = String(data: data, encoding: .utf8) else { throw .unreadable(path: path, reason: "not UTF-8") }
    try self.init(text: text, file: path, settings: settings, folder: folder, environment: environment, kinds: kinds)
  }

  /// Reads and checks the text of a pipeline file; see `init(contentsOf:settings:folder:environment:)`.
  ///
  /// - Throws: `PipelineError` for the first thing that is wrong, with its place.
  public init(
    text: String, file: String, settings: [String] = [], folder: String? = nil, environment: [String: String] = [:],
    kinds: TaskKinds = .shipped
  ) throws(PipelineError) {
    let source = try Includes.parse(text, file: file)
    var root = source.root
    for setting in settings { try Settings.apply(setting, to: &root) }
    let standard = Self.name(of: file) ?? name
    try Variables.replace(in: &root, folder: folder, name: standard, environment: environment)
    var header = Header()
    try PipelineError.wrapping { () throws(OptionError) in
      try OptionReader.read(root, into: &header, inside: "the pipeline", except: ["stages", "variables"])
    }
    name = header.name.isEmpty ? standard : header.name
    seed = UInt64(header.seed)
    try Self.checkName(name, root["name"]?.place ?? root.place)
    self.kinds = kinds
    stages = try Self.stages(root, kinds)
    try check(source.files)
  }

  /// What stands beside the stages.
  private struct Header: Configurable {
    var name = ""
    var seed = 1
    mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
      try visitor.field(
        "name", &name, required: false, "the pipeline's name, also that of its run folder (default: that of the file)")
      try visitor.field("seed", &seed, 0...Int.max, "decides everything random")
    }
  }

  /// A name for a pipeline that has none: that of its file, so that two of them have run folders of their own.
  private static func name(of file: String) -> String? {
    let name = Paths.name(file)
    let stem = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) } ?? name
    return isName(stem) ? stem : nil
  }

  /// Names are parts of paths.
  private static func isName(_ name: String) -> Bool {
    name.range(of: #"^[A-Za-z0-9][A-Za-z0-9._-]*$"#, options: .regularExpression) != nil
  }

  private static func checkName(_ name: String, _ place: SourceLocation) throws(PipelineError) {
    guard isName(name) else {
      throw .badValue(place, key: "name", found: "`\(name)`", expected: "letters, digits, `.`, `_` and `-`")
    }
  }

  private static func stages(_ root: OptionNode, _ kinds: TaskKinds) throws(PipelineError) -> [PipelineStage] {
    guard case .map(let members) = root.value, let list = members.first(where: { $0.key == "stages" }) else {
      throw .missingKey(root.place, key: "stages", inside: "the pipeline", expected: "a list of stages")
    }
    guard case .list(let items) = list.value.value, !items.isEmpty else {
      throw .badValue(list.value.place, key: "stages", found: list.value.kind, expected: "a list of stages")
    }
    var stages: [PipelineStage] = []
    for item in items {
      guard case .map(let members) = item.value else {
        throw .badValue(item.place, key: "stages", found: item.kind, expected: "a map with `name` and a verb")
      }
      guard let name = members.first(where: { $0.key == "name" }), case .scalar(let text, _) = name.value.value,
        !text.isEmpty
      else { throw .missingKey(item.place, key: "name", inside: "a stage", expected: "a name of its own") }
      try Self.checkName(text, name.value.place)
      guard text != "cache" else {
        throw .badValue(
          name.value.place, key: "name", found: "`cache`",
          expected: "another name: the run folder keeps its cache under that one")
      }
      let known = ["name"] + StageRegistry.verbs
      for member in members where !known.contains(member.key) {
        throw .unknownKey(
          member.place, key: member.key, inside: "stage `\(text)`",
          nearest: SpellingSuggestion.name(for: member.key, among: known),
          known: known)
      }
      let verbs = members.filter { $0.key != "name" }
      guard verbs.count == 1, let verb = verbs.first else {
        throw .verbs(item.place, stage: text, found: verbs.map(\.key), known: StageRegistry.verbs)
      }
      if let first = stages.first(where: { $0.name == text }) {
        throw .duplicateStage(name.value.place, name: text, first: first.place)
      }
      var options = try PipelineError.wrapping { () throws(OptionError) in
        try StageRegistry.read(verb.key, verb.value, kinds: kinds)
      }
      options.placed(below: stages)
      stages.append(PipelineStage(name: text, place: name.value.place, options: options, written: verb.value))
    }
    return stages
  }

  /// References point upwards, at stages with the right output; every task has what its head needs.
  ///
  /// - Parameter files: those that the pipeline is read from, links followed.
  /// - Throws: `PipelineError` with the place of the first thing that is wrong.
  private func check(_ files: Set<String>) throws(PipelineError) {
    // The parts of each stage that gives documents.
    var parts: [String: [String]] = [:]
    // The stages by the files that they write, links followed.
    var writers: [String: String] = [:]
    for (index, stage) in stages.enumerated() {
      let above = stages[..<index]
      for reference in stage.options.references {
        let place = stage.place(of: reference.option, naming: reference.name)
        guard let target = above.first(where: { $0.name == reference.name }) else {
          throw .unknownStage(
            place, name: reference.name,
            nearest: SpellingSuggestion.name(for: reference.name, among: above.map(\.name)),
            known: above.map(\.name))
        }
        let found = type(of: target.options).output
        guard found == reference.kind else {
          throw .wrongOutput(
            place, name: reference.name, found: found.rawValue, expected: reference.kind.rawValue)
        }
      }
      for (name, part) in stage.options.neededParts {
        let known = parts[name] ?? []
        guard !known.contains(part) else { continue }
        let option = stage.options.references.first { $0.name == name }?.option ?? []
        let place = stage.written["part"]?.place ?? stage.place(of: option, naming: name)
        throw .noPart(place, name: name, part: part, known: known)
      }
      if let documents = stage.options as? any DocumentStage {
        let all = Set(documents.references.flatMap { parts[$0.name] ?? [] } + documents.ownParts)
        parts[stage.name] = ["train", "dev", "test"].filter(all.contains)
      }
      try stage.options.check(in: stage)
      for file in stage.writtenPaths {
        let real = Paths.real(file)
        if files.contains(real) {
          throw .overwritesOwn(stage.placeOfOutput, file: file, use: "the pipeline is read from")
        }
        if let other = writers[real] { throw .sameFile(stage.placeOfOutput, file: file, other: other) }
        // What a stage below reads may be what this one wrote.
        let names = stage.names(of: file)
        if let reader = stages[...index].first(where: { names.contains(where: $0.options.reads) }) {
          throw .overwritesInput(stage.placeOfOutput, file: file, reader: reader.name)
        }
      }
      for file in stage.writtenPaths { writers[Paths.real(file)] = stage.name }
    }
  }

  /// The verbs of the stages that there are.
  public static var verbs: [String] { StageRegistry.verbs }

  /// Number of stages.
  public var stageCount: Int { stages.count }

  /// The names of the stages.
  package var stageNames: [String] { stages.map(\.name) }

  /// Whether a stage has this name.
  public func hasStage(_ name: String) -> Bool { stage(name) != nil }

  /// The locales that meet in a stage; nil where a stage above has said so of the same two.
  func localeConflict(of stage: PipelineStage) -> LocaleConflict? {
    guard let conflict = stage.options.localeConflict else { return nil }
    let isSaid = stages.prefix { $0.name != stage.name }.contains {
      guard let other = $0.options.localeConflict else { return false }
      return (other.first, other.second) == (conflict.first, conflict.second)
    }
    return isSaid ? nil : conflict
  }

  /// The stage of this name.
  func stage(_ name: String) -> PipelineStage? { stages.first { $0.name == name } }

  /// A stage and all that it needs, in order; every stage when `name` is nil.
  func stages(neededFor name: String?) -> [PipelineStage] {
    guard let name else { return stages }
    var needed: Set = [name]
    for stage in stages.reversed() where needed.contains(stage.name) {
      needed.formUnion(stage.options.references.map(\.name))
    }
    return stages.filter { needed.contains($0.name) }
  }

  /// The pipeline as YAML, with every default.
  ///
  /// - Throws: nothing that a checked pipeline could cause.
  public func resolved() throws(PipelineError) -> String {
    var lines = ["name: \(OptionNode.quoted(name))", "seed: \(seed)", "stages:"]
    for stage in stages {
      lines += ["  - name: \(OptionNode.quoted(stage.name))", "    \(stage.verb):"]
      lines += try PipelineError.wrapping { () throws(OptionError) in
        try OptionWriter.node(stage.options)
      }.yaml(indent: "      ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The options of each verb, every field at its default.
  private static func stageOptions(_ kinds: TaskKinds) -> [any Stage] {
    StageRegistry.stages.map { type in
      var options = type.init()
      options.use(kinds)
      return options
    }
  }

  /// Every struct of options that is a pipeline file's own: of the whole, of each verb, of a task.
  package static var declaredOptions: [any Configurable] { [Header()] + stageOptions(.shipped) + [TaskConfig()] }

  /// The JSON Schema of pipeline files.
  ///
  /// - Throws: nothing; the declarations of options are the same for every use.
  public static func schema(kinds: TaskKinds = .shipped) throws(OptionError) -> String {
    var header = OptionSchema.schema(try FieldCollector.fields(of: Header()))
    var properties = header["properties"] as? [String: Any] ?? [:]
    var stage: [String: Any] = ["name": ["type": "string", "description": "a name of its own"]]
    for options in stageOptions(kinds) {
      let type = type(of: options)
      stage[type.verb] = OptionSchema.schema(try FieldCollector.fields(of: options)).merging(
        ["description": type.about]) { first, _ in first }
    }
    properties["stages"] = [
      "type": "array", "minItems": 1,
      "items": [
        "type": "object", "properties": stage, "required": ["name"], "minProperties": 2, "maxProperties": 2,
        "additionalProperties": false,
      ],
    ]
    properties["variables"] = [
      "type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]],
      "description": "values for ${name}",
    ]
    header["properties"] = properties
    header["required"] = ["stages"]
    header["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    header["title"] = "Braid pipeline"
    let data = try? JSONSerialization.data(
      withJSONObject: header, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
