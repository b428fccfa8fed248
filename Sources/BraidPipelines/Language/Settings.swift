import BraidFiles

/// Changes a pipeline by `KEY=VALUE` from the command line, through the same tree that the file is read from.
enum Settings {
  /// Applies one setting; the value is YAML, so that lists and maps can be set too.
  static func apply(_ setting: String, to root: inout OptionNode) throws(PipelineError) {
    let place = SourceLocation(file: "--set \(setting)", line: 0, column: 0)
    guard let equals = setting.firstIndex(of: "=") else {
      throw .badValue(place, key: "--set", found: "`\(setting)`", expected: "KEY=VALUE")
    }
    let path = setting[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ !$0.isEmpty }) else {
      throw .badValue(place, key: "--set", found: "`\(setting)`", expected: "KEY=VALUE, parts of KEY joined by `.`")
    }
    let text = String(setting[setting.index(after: equals)...])
    let parsed =
      text.isEmpty
      ? OptionNode(value: .scalar("", isPlain: true), place: place)
      : try ConfigParser.parse(text, file: place.file).placed(at: place)
    if path[0] == "variables", path.count > 1 { try checkVariable(path[1], root, place) }
    if ["name", "seed", "variables"].contains(path[0]) || path.count == 1 {
      try set(&root, path[...], parsed, place)
      return
    }
    guard case .map(var members) = root.value, let stages = members.firstIndex(where: { $0.key == "stages" }),
      case .list(var items) = members[stages].value.value
    else { return }
    let names = items.map(name)
    guard let index = names.firstIndex(of: path[0]) else {
      let known = names.compactMap { $0 }
      throw .unknownStage(
        place, name: path[0], nearest: SpellingSuggestion.name(for: path[0], among: known), known: known)
    }
    guard case .map(var keys) = items[index].value, let verb = keys.firstIndex(where: { $0.key != "name" }) else {
      return
    }
    try set(&keys[verb].value, path.dropFirst(), parsed, place)
    items[index].value = .map(keys)
    members[stages].value.value = .list(items)
    root.value = .map(members)
  }

  /// A variable that no file has would be set without any effect.
  private static func checkVariable(_ name: String, _ root: OptionNode, _ place: SourceLocation) throws(PipelineError) {
    var known: [String] = []
    if case .map(let members) = root.value, let variables = members.first(where: { $0.key == "variables" }),
      case .map(let pairs) = variables.value.value
    {
      known = pairs.map(\.key)
    }
    guard !known.contains(name) else { return }
    throw .unknownKey(
      place, key: name, inside: "`variables`", nearest: SpellingSuggestion.name(for: name, among: known), known: known)
  }

  private static func name(_ stage: OptionNode) -> String? {
    guard case .map(let members) = stage.value, let name = members.first(where: { $0.key == "name" }),
      case .scalar(let text, _) = name.value.value
    else { return nil }
    return text
  }

  private static func set(
    _ node: inout OptionNode, _ path: ArraySlice<String>, _ value: OptionNode, _ place: SourceLocation
  ) throws(PipelineError) {
    guard let key = path.first else {
      node = value
      return
    }
    guard case .map(var members) = node.value else {
      throw .badValue(place, key: key, found: node.kind, expected: "a map to set `\(key)` in")
    }
    if let index = members.firstIndex(where: { $0.key == key }) {
      try set(&members[index].value, path.dropFirst(), value, place)
    } else {
      var child = OptionNode(value: .map([]), place: place)
      try set(&child, path.dropFirst(), value, place)
      members.append(OptionMember(key: key, place: place, value: child))
    }
    node.value = .map(members)
  }
}
