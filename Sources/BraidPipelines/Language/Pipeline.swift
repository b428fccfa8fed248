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
  /// The stages; with mistakes those alone whose options can be read.
  let stages: [PipelineStage]
  /// What is wrong, each mistake with its place; empty unless it was read to find all of them.
  public private(set) var mistakes: [PipelineError] = []
  /// The stages whose options can't be read, as they are written.
  private(set) var unread: [OptionNode] = []

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
    try self.init(checking: path, settings: settings, folder: folder, environment: environment, kinds: kinds)
    if let first = mistakes.first { throw first }
  }

  /// Reads a pipeline file past what is wrong with its stages, which is then in `mistakes`; see
  /// `init(contentsOf:settings:folder:environment:kinds:)`.
  ///
  /// - Throws: `PipelineError` for what keeps stages from being looked at, such as a file that is no YAML.
  public init(
    checking path: String, settings: [String] = [], folder: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment, kinds: TaskKinds = .shipped
  ) throws(PipelineError) {
    guard !FileList.isFolder(path) else { throw .unreadable(path: path, reason: FileError.folder) }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path, reason: "no such file, or it can't be read")
    }
    guard let text = String(data: data, encoding: .utf8) else { throw .unreadable(path: path, reason: "not UTF-8") }
    try self.init(checking: text, of: path, settings, folder, environment, kinds)
  }

  /// Reads and checks the text of a pipeline file; see `init(contentsOf:settings:folder:environment:)`.
  ///
  /// - Throws: `PipelineError` for the first thing that is wrong, with its place.
  public init(
    text: String, file: String, settings: [String] = [], folder: String? = nil, environment: [String: String] = [:],
    kinds: TaskKinds = .shipped
  ) throws(PipelineError) {
    try self.init(checking: text, of: file, settings, folder, environment, kinds)
    if let first = mistakes.first { throw first }
  }

  private init(
    checking text: String, of file: String, _ settings: [String], _ folder: String?, _ environment: [String: String],
    _ kinds: TaskKinds
  ) throws(PipelineError) {
    let source = try Includes.parse(text, file: file)
    var root = source.root
    var found: [PipelineError] = []
    for setting in settings {
      do throws(PipelineError) { try Settings.apply(setting, to: &root) } catch { found.append(error) }
    }
    let settingMistakes = found.count
    let standard = Self.name(of: file) ?? name
    try Variables.replace(in: &root, folder: folder, name: standard, environment: environment, mistakes: &found)
    let isReplaced = found.count == settingMistakes
    let firstOthers = found.count
    guard case .map = root.value else {
      throw .options(.notAMap(root.place, what: "the pipeline", found: root.kind))
    }
    let header = MistakeFinder.read(root, &found) { node throws(PipelineError) in
      var header = Header()
      try PipelineError.wrapping { () throws(OptionError) in
        try OptionReader.read(node, into: &header, inside: "the pipeline", except: ["stages", "variables"])
      }
      try Self.checkName(header.name.isEmpty ? standard : header.name, node["name"]?.place ?? node.place)
      return header
    }
    if let header, !header.name.isEmpty { name = header.name } else { name = standard }
    seed = UInt64(header?.seed ?? 1)
    self.kinds = kinds
    var stages: [PipelineStage] = []
    // The names of stages that can't be read, about which nothing more is said.
    var broken: Set<String> = []
    for item in MistakeFinder.read(root, &found, Self.items) ?? [] {
      let count = found.count
      let stage = MistakeFinder.read(item, &found) { item throws(PipelineError) in
        try Self.stage(item, below: stages, kinds)
      }
      if let stage, found.count == count {
        stages.append(stage)
      } else {
        unread.append(item)
        // A second one of its name does not take the first one's place.
        if case .scalar(let name, _) = item["name"]?.value, !stages.contains(where: { $0.name == name }) {
          broken.insert(name)
        }
      }
    }
    self.stages = stages
    var checker = StageChecker(files: source.files)
    for (index, stage) in stages.enumerated() {
      found += checker.mistakes(of: stage, below: stages[..<index], unread: broken).filter { mistake in
        // What needs a stage with a mistake can't be right, and is not to blame.
        let text = mistake.errorDescription ?? ""
        return !broken.contains { text.contains("`\($0)`") }
      }
    }
    // A text whose variables have no value is wrong for that alone.
    let others = found[firstOthers...].filter { isReplaced || !$0.isOfVariable }
    mistakes = PipelineError.inOrder(found[..<firstOthers] + others)
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

  /// The stages as they are written.
  private static func items(_ root: OptionNode) throws(PipelineError) -> [OptionNode] {
    guard case .map(let members) = root.value, let list = members.first(where: { $0.key == "stages" }) else {
      throw .missingKey(root.place, key: "stages", inside: "the pipeline", expected: "a list of stages")
    }
    guard case .list(let items) = list.value.value, !items.isEmpty else {
      throw .badValue(list.value.place, key: "stages", found: list.value.kind, expected: "a list of stages")
    }
    return items
  }

  /// Reads a stage.
  private static func stage(
    _ item: OptionNode, below stages: [PipelineStage], _ kinds: TaskKinds
  ) throws(PipelineError) -> PipelineStage {
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
    return PipelineStage(name: text, place: name.value.place, options: options, written: verb.value)
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
