package import BraidFiles
import Foundation

/// Puts the files that a pipeline includes before it.
///
/// A file is read once, however many others include it.
package struct Includes {
  /// What a pipeline may include.
  package struct Limits: Sendable, Equatable {
    /// Different files.
    package var files: Int
    /// Bytes of them in all.
    package var bytes: Int
    /// How often files are included in all, each time that one is counted.
    package var includes: Int

    /// Limits that no pipeline comes near.
    package init(files: Int = 256, bytes: Int = 1 << 20, includes: Int = 1024) {
      self.files = files
      self.bytes = bytes
      self.includes = includes
    }
  }

  private let limits: Limits
  /// The files that are read, with all that they include, but for their stages: those stand where the file came first.
  private var known: [String: OptionNode] = [:]
  private var bytes = 0
  private var includes = 0

  private init(_ limits: Limits) { self.limits = limits }

  /// Parses the text of a pipeline file and all that it includes.
  ///
  /// `include` names one file or several, relative to the file that includes them. Their stages come before its own, once
  /// where several include the same file, and its own `name`, `seed` and variables stand in place of theirs.
  ///
  /// - Returns: the pipeline, and the files that it is read from, links followed.
  /// - Throws: `PipelineError.unreadable`, `syntax`, `badValue`, `includesTooMuch`, or `includeLoop` when a file includes itself.
  @discardableResult
  package static func parse(
    _ text: String, file: String, limits: Limits = Limits()
  ) throws(PipelineError) -> (root: OptionNode, files: Set<String>) {
    var includes = Includes(limits)
    let real = Paths.real(file)
    let root = try includes.parse(text, file: file, above: [real])
    return (root, Set(includes.known.keys).union([real]))
  }

  private mutating func parse(
    _ text: String, file: String, above: [String]
  ) throws(PipelineError) -> OptionNode {
    var root = try ConfigParser.parse(text, file: file)
    guard case .map(var members) = root.value, let index = members.firstIndex(where: { $0.key == "include" })
    else { return root }
    let include = members.remove(at: index)
    root.value = .map(members)
    var included: OptionNode?
    for (name, place) in try Self.names(include) {
      includes += 1
      guard includes <= limits.includes else {
        throw .includesTooMuch(place, limit: limits.includes.counted("file"))
      }
      let path = Paths.sibling(of: file, named: name)
      // By whatever link.
      let real = Paths.real(path)
      guard !above.contains(real) else { throw .includeLoop(place, file: path) }
      let next: OptionNode
      if let before = known[real] {
        next = before
      } else {
        guard known.count + above.count <= limits.files else {
          throw .includesTooMuch(place, limit: limits.files.counted("file"))
        }
        next = try parse(try read(path, place, of: file), file: path, above: above + [real])
        known[real] = Self.withoutStages(next)
      }
      included = included.map { Self.merge(next, after: $0) } ?? next
    }
    return included.map { Self.merge(root, after: $0) } ?? root
  }

  private static func withoutStages(_ node: OptionNode) -> OptionNode {
    guard case .map(let members) = node.value else { return node }
    return OptionNode(value: .map(members.filter { $0.key != "stages" }), place: node.place)
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

  private mutating func read(
    _ path: String, _ place: SourceLocation, of file: String
  ) throws(PipelineError) -> String {
    let rest = limits.bytes - bytes
    // A pipe without a writer is waited for, and a device has no end.
    guard !FileSystem.isSpecial(path) else {
      throw .badValue(
        place, key: "include", found: "`\(path)`, a pipe, a device or a socket", expected: "a file")
    }
    guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: rest + 1) ?? Data()
    else {
      let isLinked = FileSystem.resolvingLinks(file) != file
      throw .badValue(
        place, key: "include",
        found: "`\(path)`" + (FileSystem.loop(path) == nil ? "" : ", links that lead to each other"),
        expected: "a file that can be read" + (isLinked ? ", named from the folder of the link \(file)" : ""))
    }
    guard data.count <= rest else { throw .includesTooMuch(place, limit: limits.bytes.counted("byte")) }
    bytes += data.count
    guard let text = String(data: data, encoding: .utf8) else { throw .unreadable(path: path, reason: "not UTF-8") }
    return text
  }

  /// `root` with what `before` has: stages first, the rest where `root` says nothing.
  private static func merge(_ root: OptionNode, after before: OptionNode) -> OptionNode {
    guard case .map(let own) = root.value, case .map(var members) = before.value else { return root }
    let places = Dictionary(members.enumerated().map { ($1.key, $0) }) { first, _ in first }
    for member in own {
      guard let index = places[member.key] else {
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
