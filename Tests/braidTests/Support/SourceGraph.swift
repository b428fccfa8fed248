import Foundation

/// Which Swift files of a module need which others: those that declare a type at their top level whose name they use.
struct SourceGraph {
  /// A file of `Sources`.
  struct File {
    /// The path below `Sources`, which begins with the module.
    let path: String
    let lines: Int
    /// Types that it declares at its top level, for others to see.
    let types: Set<String>
    /// Every identifier in it, apart from comments and texts.
    let words: Set<String>

    var module: Substring { path.prefix { $0 != "/" } }

    init(path: String, text: String) {
      self.path = path
      lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
      var scanner = SourceScanner(text)
      scanner.scan()
      (types, words) = (scanner.types, scanner.words)
    }
  }

  let files: [File]
  /// For each file the places of those that it needs.
  let needs: [[Int]]

  init(_ files: [File]) {
    self.files = files
    var places: [String: [Int]] = [:]
    for (index, file) in files.enumerated() { for type in file.types { places[type, default: []].append(index) } }
    needs = files.indices.map { index in
      let file = files[index]
      let needed = file.words.subtracting(file.types).flatMap { places[$0] ?? [] }
      return Set(needed).filter { $0 != index && files[$0].module == file.module }.sorted()
    }
  }

  /// All Swift files below a folder.
  init(folder: URL) throws {
    guard let paths = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    var files: [File] = []
    for case let file as URL in paths where file.pathExtension == "swift" {
      files.append(
        File(
          path: String(file.path.dropFirst(folder.path.count + 1)), text: try String(contentsOf: file, encoding: .utf8))
      )
    }
    self.init(files.sorted { $0.path < $1.path })
  }

  /// Groups of files of which each needs each, by way of others too; the largest first.
  ///
  /// Source: Tarjan 1972, "Depth-first search and linear graph algorithms", section 4.
  var knots: [[String]] {
    var (numbers, lowest) = ([Int?](repeating: nil, count: files.count), [Int](repeating: 0, count: files.count))
    var (stack, isOnStack) = ([Int](), [Bool](repeating: false, count: files.count))
    var count = 0
    var knots: [[String]] = []
    func visit(_ file: Int) {
      (numbers[file], lowest[file]) = (count, count)
      count += 1
      stack.append(file)
      isOnStack[file] = true
      for other in needs[file] {
        if let number = numbers[other] {
          if isOnStack[other] { lowest[file] = min(lowest[file], number) }
        } else {
          visit(other)
          lowest[file] = min(lowest[file], lowest[other])
        }
      }
      guard lowest[file] == numbers[file], let start = stack.lastIndex(of: file) else { return }
      for member in stack[start...] { isOnStack[member] = false }
      knots.append(stack[start...].map { files[$0].path }.sorted())
      stack.removeSubrange(start...)
    }
    for file in files.indices where numbers[file] == nil { visit(file) }
    return knots.filter { $0.count > 1 }.sorted { (-$0.count, $0[0]) < (-$1.count, $1[0]) }
  }
}

/// Finds the identifiers of Swift source, apart from comments and texts, of which what is interpolated counts.
struct SourceScanner {
  private(set) var types: Set<String> = []
  private(set) var words: Set<String> = []
  private let bytes: [UInt8]
  private var next = 0
  /// What the line has said so far, where it began in its first column.
  private var declaration = Declaration.none

  /// How far a line is that may declare a type.
  private enum Declaration { case none, began, named }

  private static let kinds: Set = ["struct", "class", "enum", "protocol", "actor", "typealias"]
  private static let modifiers: Set = ["public", "package", "internal", "final", "indirect", "nonisolated"]

  init(_ text: String) { bytes = Array(text.utf8) }

  private func at(_ offset: Int) -> UInt8 { next + offset < bytes.count ? bytes[next + offset] : 0 }

  private func sees(_ text: StaticString, at offset: Int = 0) -> Bool {
    (0..<text.utf8CodeUnitCount).allSatisfy { at(offset + $0) == text.utf8Start[$0] }
  }

  mutating func scan() {
    declaration = .began
    code(untilParenthesis: false)
  }

  /// Code to the end, or to the parenthesis that closes an interpolation.
  private mutating func code(untilParenthesis: Bool) {
    var depth = 0
    while next < bytes.count {
      switch at(0) {
      case UInt8(ascii: "\n"):
        next += 1
        declaration = .began
      case UInt8(ascii: "/") where sees("//"):
        while next < bytes.count, at(0) != UInt8(ascii: "\n") { next += 1 }
      case UInt8(ascii: "/") where sees("/*"): comment()
      case UInt8(ascii: "\""): text(hashes: 0)
      case UInt8(ascii: "#"):
        var hashes = 0
        while at(hashes) == UInt8(ascii: "#") { hashes += 1 }
        if at(hashes) == UInt8(ascii: "\"") {
          next += hashes
          text(hashes: hashes)
        } else if at(hashes) == UInt8(ascii: "/") {
          next += hashes + 1
          while next < bytes.count, !sees("/#") { next += 1 }
          next += 2
        } else {
          next += hashes
        }
      case UInt8(ascii: "("):
        depth += 1
        next += 1
      case UInt8(ascii: ")"):
        next += 1
        if untilParenthesis, depth == 0 { return }
        depth -= 1
      case let byte where Self.isLetter(byte): word()
      case UInt8(ascii: "@"):
        next += 1
        while Self.isLetter(at(0)) { next += 1 }
      default:
        // A line that is indented declares nothing at the top level.
        if next == 0 || bytes[next - 1] == UInt8(ascii: "\n") { declaration = .none }
        next += 1
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private mutating func word() {
    let start = next
    while Self.isLetter(at(0)) { next += 1 }
    let word = String(decoding: bytes[start..<next], as: UTF8.self)
    words.insert(word)
    switch declaration {
    case .none: break
    case .named:
      types.insert(word)
      declaration = .none
    case .began: declaration = Self.kinds.contains(word) ? .named : Self.modifiers.contains(word) ? .began : .none
    }
  }

  private mutating func comment() {
    var depth = 0
    while next < bytes.count {
      if sees("/*") {
        depth += 1
        next += 2
      } else if sees("*/") {
        depth -= 1
        next += 2
        if depth == 0 { return }
      } else {
        next += 1
      }
    }
  }

  /// A text, of one line or several.
  private mutating func text(hashes: Int) {
    let quotes = sees("\"\"\"") ? 3 : 1
    next += quotes
    func isEnd(_ scanner: Self) -> Bool {
      (0..<quotes).allSatisfy { scanner.at($0) == UInt8(ascii: "\"") }
        && (0..<hashes).allSatisfy { scanner.at(quotes + $0) == UInt8(ascii: "#") }
    }
    while next < bytes.count, !isEnd(self) {
      let isEscape =
        at(0) == UInt8(ascii: "\\") && (0..<hashes).allSatisfy { at(1 + $0) == UInt8(ascii: "#") }
      if isEscape, at(1 + hashes) == UInt8(ascii: "(") {
        next += 2 + hashes
        let kept = declaration
        code(untilParenthesis: true)
        declaration = kept
      } else {
        next += isEscape ? 2 + hashes : 1
      }
    }
    next += quotes + hashes
  }
}
