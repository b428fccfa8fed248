import BraidFiles
import BraidText

/// gettext PO catalogues: a document a message, its translation beside it.
///
/// The context becomes the id; flags, references and comments become fields; an empty `msgstr` is a missing translation, and
/// so is that of a fuzzy entry unless the options ask for it. A plural message gives two documents: the singular with the
/// form that the catalogue's rule selects for 1, the plural with the one it selects for most numbers; further forms have the
/// names `TARGET[2]` and so on. The header and obsolete entries give no document. Blank lines mean nothing.
///
/// Source: GNU gettext manual, chapter "The Format of PO Files", <https://www.gnu.org/software/gettext/manual/>.
struct POSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions
  /// Documents of the last message that have not been given out, the last first.
  private var waiting: [Document] = []
  private var entry = POEntry()
  private var plurals = PluralRule.germanic

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = try LineSource(file, options: options)
    lines.beginRecord()
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    while waiting.isEmpty {
      guard try lines.advance(into: &ledger) else {
        try finishEntry()
        break
      }
      try add(lines.bytes.trimmed)
    }
    return waiting.popLast()
  }

  /// Continues after the next blank line.
  mutating func skip(into ledger: inout Ledger) -> String? {
    entry = POEntry()
    defer { lines.beginRecord() }
    return lines.skipBlock(into: &ledger)
  }

  private mutating func finishEntry() throws(CorpusError) {
    lines.beginRecord()
    guard !entry.isEmpty else { return }
    let finished = entry
    entry = POEntry()
    if let header = finished.header {
      plurals = try PluralRule(header: header, at: lines.place()) ?? plurals
    } else {
      waiting = try finished.documents(options, plurals: plurals).reversed()
    }
  }

  /// Takes a line: a comment, or keywords and strings one after the other.
  private mutating func add(_ line: Bytes) throws(CorpusError) {
    if line.first == .hash {
      if entry.isComplete { try finishEntry() }
      return entry.addComment(line)
    }
    var index = 0
    while index < line.count {
      switch line[index] {
      case .space, .tab: index += 1
      case .quote: try entry.append(try string(line, &index), at: lines.place(0))
      default:
        let start = index
        while index < line.count, line[index] != .quote { index += 1 }
        let keyword = line.slice(start..<index).filter { $0 != .space && $0 != .tab }
        let name = String(decoding: keyword, as: UTF8.self)
        if entry.ends(before: name) { try finishEntry() }
        try entry.start(name, at: lines.place(0))
      }
    }
  }

  /// The bytes of the quoted string at `index`, which is moved behind it; escapes are those of C.
  private func string(_ line: Bytes, _ index: inout Int) throws(CorpusError) -> [UInt8] {
    var bytes: [UInt8] = []
    index += 1
    while index < line.count, line[index] != .quote {
      if line[index] == .backslash, index + 1 < line.count {
        bytes.append(try escape(line, &index))
      } else {
        bytes.append(line[index])
        index += 1
      }
    }
    guard index < line.count else { throw .unclosedQuote(lines.place(0)) }
    index += 1
    return bytes
  }

  private func escape(_ line: Bytes, _ index: inout Int) throws(CorpusError) -> UInt8 {
    let letter = line[index + 1]
    index += 2
    func number(_ digits: Int, radix: Int) -> Int? {
      var end = index
      while end < line.count, end - index < digits, Character(Unicode.Scalar(line[end])).hexDigitValue ?? 16 < radix {
        end += 1
      }
      defer { index = end }
      return Int(line.slice(index..<end).string, radix: radix)
    }
    var value: Int?
    switch letter {
    case UInt8(ascii: "a"): return 7
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "t"): return .tab
    case UInt8(ascii: "n"): return .lineFeed
    case UInt8(ascii: "v"): return 11
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "r"): return .carriageReturn
    case .quote, .backslash: return letter
    case UInt8(ascii: "x"): value = number(line.count, radix: 16)
    default:
      index -= 1
      value = number(3, radix: 8)
    }
    guard let value, value < 0x100 else {
      throw .unexpected(
        lines.place(0), found: "escape \\" + String(UnicodeScalar(letter)),
        expected: "\\n, \\t, \\\", \\\\, or the number of a byte")
    }
    return UInt8(value)
  }
}
