/// A path to elements or to one of their attributes, such as `review/body`, `/corpus/doc`, `*/seg` or `s/@id`.
///
/// A path matches from the end: `body` is every `body`, `/corpus/doc` only a `doc` right below the root `corpus`.
struct XMLPath: Hashable, Sendable {
  /// Names of the elements, outermost first; `*` is any.
  let names: [String]
  /// The attribute, if the path leads to one.
  let attribute: String?
  /// Whether the first name is the root's.
  let isAbsolute: Bool

  /// Reads a path.
  ///
  /// - Parameters:
  ///   - text: The path.
  ///   - key: The option it comes from, for the error.
  /// - Throws: `badOption` for an empty name.
  init(_ text: String, key: String) throws(CorpusError) {
    var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    isAbsolute = parts.first == "" && parts.count > 1
    if isAbsolute { parts.removeFirst() }
    if let last = parts.last, last.hasPrefix("@") {
      attribute = String(last.dropFirst())
      parts.removeLast()
    } else {
      attribute = nil
    }
    names = parts
    guard !parts.contains(""), attribute != "", attribute != nil || !parts.isEmpty else {
      throw .badOption(name: key, found: "path \"\(text)\"", expected: "names separated by /, such as review/@stars")
    }
  }

  /// The path as it is written.
  var description: String {
    (isAbsolute ? "/" : "") + (names + (attribute.map { ["@" + $0] } ?? [])).joined(separator: "/")
  }

  /// Reads paths separated by commas or spaces.
  static func list(_ text: String, key: String) throws(CorpusError) -> [XMLPath] {
    var paths: [XMLPath] = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      paths.append(try XMLPath(String(part), key: key))
    }
    return paths
  }

  /// Whether the innermost of the open elements is what the path leads to, its attribute aside.
  func matches(_ open: [String]) -> Bool {
    guard names.count <= open.count, !isAbsolute || names.count == open.count else { return false }
    let offset = open.count - names.count
    for (index, name) in names.enumerated() where name != "*" && name != open[offset + index] { return false }
    return true
  }
}
