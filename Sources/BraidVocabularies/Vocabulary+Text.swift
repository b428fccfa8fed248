import Foundation

extension Vocabulary {
  private static let header = "# braid vocabulary"

  /// The vocabulary as text: a header line, then one entry a line with its count after a tab.
  ///
  /// Backslash, tab, line feed and carriage return inside an entry are written `\\`, `\t`, `\n` and `\r`.
  public var serialized: String {
    var text = "\(Self.header) kind=\(kind) specials=\(specials)\n"
    for id in 0..<Int32(count) { text += "\(Self.escaped(word(id)))\t\(counts[Int(id)])\n" }
    return text
  }

  /// Reads a vocabulary from its text.
  ///
  /// - Parameters:
  ///   - text: as `serialized` writes it.
  ///   - path: the file's name, for messages.
  /// - Throws: `VocabularyError` with the line that can't be read.
  public init(serialized text: String, path: String = "vocabulary") throws(VocabularyError) {
    var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(Substring($0)) }
    if lines.last == "" { lines.removeLast() }
    let fields = lines.first.map { $0.split(separator: " ") } ?? []
    guard let first = lines.first, first.hasPrefix(Self.header + " "),
      let kind = fields.first(where: { $0.hasPrefix("kind=") })?.dropFirst(5),
      let specials = fields.first(where: { $0.hasPrefix("specials=") }).flatMap({ Int($0.dropFirst(9)) }), specials >= 0
    else { throw .badLine(path: path, line: 1, found: lines.first ?? "", expected: "\(Self.header) kind=… specials=…") }
    var entries: [String] = []
    var counts: [Int] = []
    var seen = Set<[UInt8]>()
    for (index, line) in lines.enumerated().dropFirst() {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 2, let count = Int(parts[1]), count >= 0 else {
        throw .badLine(path: path, line: index + 1, found: line, expected: "an entry, a tab and its count")
      }
      let entry = Self.unescaped(parts[0])
      guard seen.insert(Array(entry.utf8)).inserted else { throw .duplicate(path: path, line: index + 1, entry: entry) }
      entries.append(entry)
      counts.append(count)
    }
    guard entries.count >= specials else {
      throw .badLine(
        path: path, line: 1, found: "\(entries.count) entries", expected: "at least the \(specials) special symbols")
    }
    self.init(kind: String(kind), specials: specials, entries: entries, counts: counts)
  }

  private static func escaped(_ entry: String) -> String {
    guard entry.utf8.contains(where: { [9, 10, 13, 92].contains($0) }) else { return entry }
    return entry.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\\": text += "\\\\"
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    guard text.utf8.contains(92) else { return String(text) }
    var entry = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        switch scalar {
        case "t": entry += "\t"
        case "n": entry += "\n"
        case "r": entry += "\r"
        default: entry.unicodeScalars.append(scalar)
        }
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        entry.unicodeScalars.append(scalar)
      }
    }
    return entry
  }
}
