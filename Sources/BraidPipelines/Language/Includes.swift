import BraidFiles
import Foundation

/// Puts the files that a pipeline includes before it.
enum Includes {
  /// Parses the text of a pipeline file and all that it includes.
  ///
  /// `include` names one file or several, relative to the file that includes them. Their stages come before its own, and
  /// its own `name`, `seed` and variables stand in place of theirs.
  ///
  /// - Throws: `PipelineError.unreadable`, `syntax`, `badValue`, or `includeLoop` when a file includes itself.
  static func parse(_ text: String, file: String) throws(PipelineError) -> OptionNode {
    try parse(text, file: file, above: [Paths.standard(file)])
  }

  private static func parse(
    _ text: String, file: String, above: [String]
  ) throws(PipelineError) -> OptionNode {
    var root = try ConfigParser.parse(text, file: file)
    guard case .map(var members) = root.value, let index = members.firstIndex(where: { $0.key == "include" })
    else { return root }
    let include = members.remove(at: index)
    root.value = .map(members)
    var included: OptionNode?
    for (name, place) in try names(include) {
      let path = Paths.sibling(of: file, named: name)
      let standard = Paths.standard(path)
      guard !above.contains(standard) else { throw .includeLoop(place, file: path) }
      let next = try parse(try read(path, place), file: path, above: above + [standard])
      included = included.map { merge(next, after: $0) } ?? next
    }
    return included.map { merge(root, after: $0) } ?? root
  }

  private static func names(_ include: OptionMember) throws(PipelineError) -> [(name: String, place: SourceLocation)] {
    let items = if case .list(let items) = include.value.value { items } else { [include.value] }
    var names: [(name: String, place: SourceLocation)] = []
    for item in items {
      guard case .scalar(let name, _) = item.value, !name.isEmpty else {
        throw .badValue(item.place, key: "include", found: item.kind, expected: "a file, or a list of files")
      }
      names.append((name, item.place))
    }
    return names
  }

  private static func read(_ path: String, _ place: SourceLocation) throws(PipelineError) -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .badValue(place, key: "include", found: "`\(path)`", expected: "a file that can be read")
    }
    guard let text = String(data: data, encoding: .utf8) else { throw .unreadable(path: path, reason: "not UTF-8") }
    return text
  }

  /// `root` with what `before` has: stages first, the rest where `root` says nothing.
  private static func merge(_ root: OptionNode, after before: OptionNode) -> OptionNode {
    guard case .map(let own) = root.value, case .map(var members) = before.value else { return root }
    for member in own {
      guard let index = members.firstIndex(where: { $0.key == member.key }) else {
        members.append(member)
        continue
      }
      switch (member.key, members[index].value.value, member.value.value) {
      case ("stages", .list(let first), .list(let second)): members[index].value.value = .list(first + second)
      case ("variables", .map, .map): members[index].value = merge(member.value, after: members[index].value)
      default: members[index] = member
      }
    }
    return OptionNode(value: .map(members), place: root.place)
  }
}
