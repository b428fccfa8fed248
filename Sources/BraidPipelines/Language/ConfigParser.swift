import BraidFiles
import Yams

/// Reads YAML into places and values, and nothing else: no tags, no more nodes than a person would write.
enum ConfigParser {
  /// Most values in a file after its aliases are put in.
  static let maximumNodes = 100_000

  /// What YAML's own rules give a value that has no tag of its own.
  private static let plainTags = Set(
    ["str", "int", "float", "bool", "null", "timestamp"].map { "tag:yaml.org,2002:" + $0 } + [""])

  /// Parses `text`.
  ///
  /// - Throws: `PipelineError.syntax`, with the place of what is wrong.
  static func parse(_ text: String, file: String) throws(PipelineError) -> OptionNode {
    try check(keysOf: text, file: file)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw syntax(error, text, file: file)
    } catch {
      throw .syntax(SourceLocation(file: file, line: 1, column: 1), reason: "\(error)")
    }
    var budget = maximumNodes
    guard let root else { return OptionNode(value: .map([]), place: SourceLocation(file: file, line: 1, column: 1)) }
    return try convert(root, file, &budget)
  }

  /// Refuses keys that are aliases, lists or maps where there are anchors: the parser compares keys with all that is in
  /// them, which a few lines of aliases of aliases make endless.
  private static func check(keysOf text: String, file: String) throws(PipelineError) {
    guard text.contains(/(^|[\s\[{,])&\S/) else { return }
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let bare = line.replacing(/"([^"\\]|\\.)*"|'[^']*'|(^|\s)#.*/, with: "")
      guard let found = bare.firstMatch(of: /\*[^\s,\[\]{}]+\s*:(\s|$)|[\]}]\s*:|(^|[\s,\[{])\?(\s|$)/) else {
        continue
      }
      throw .syntax(
        SourceLocation(file: file, line: number + 1, column: 1),
        reason: "found `\(found.0.prefix(40))`; a key is a word, not an alias, a list or a map")
    }
  }

  private static func syntax(_ error: YamlError, _ text: String, file: String) -> PipelineError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      .syntax(
        SourceLocation(file: file, line: mark.line, column: mark.column),
        reason: isTab(text, mark)
          ? "found a tab where only spaces may stand"
          : problem == "but found another document" ? "a second document begins here; a pipeline is one" : problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      .syntax(
        SourceLocation(file: file, line: context.mark.line, column: context.mark.column),
        reason: "the map that begins here has the key `\(duplicates.sorted().first ?? "")` twice")
    default: .syntax(SourceLocation(file: file, line: 1, column: 1), reason: "\(error)")
    }
  }

  /// Whether there is a tab at a place.
  private static func isTab(_ text: String, _ mark: Mark) -> Bool {
    let lines = text.split(separator: "\n", maxSplits: mark.line, omittingEmptySubsequences: false)
    guard mark.line - 1 < lines.count, mark.line > 0 else { return false }
    return lines[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1).first == "\t"
  }

  private static func convert(
    _ node: Node, _ file: String, _ budget: inout Int
  ) throws(PipelineError) -> OptionNode {
    let place = SourceLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    budget -= 1
    guard budget >= 0 else { throw .syntax(place, reason: "more than \(maximumNodes) values after expanding aliases") }
    switch node {
    case .scalar(let scalar):
      guard plainTags.contains(scalar.tag.description) else {
        throw .syntax(place, reason: "found the tag \(scalar.tag.description); pipelines have no tags")
      }
      return OptionNode(
        value: .scalar(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any), place: place)
    case .sequence(let sequence):
      var items: [OptionNode] = []
      for item in sequence { items.append(try convert(item, file, &budget)) }
      return OptionNode(value: .list(items), place: place)
    case .mapping(let mapping):
      var members: [OptionMember] = []
      for (key, value) in mapping {
        let mark = key.mark
        let keyPlace = SourceLocation(file: file, line: mark?.line ?? place.line, column: mark?.column ?? place.column)
        guard let name = key.string else { throw .syntax(keyPlace, reason: "a key that is not a word") }
        members.append(OptionMember(key: name, place: keyPlace, value: try convert(value, file, &budget)))
      }
      return OptionNode(value: .map(members), place: place)
    case .alias: throw .syntax(place, reason: "an alias without its anchor")
    }
  }
}
