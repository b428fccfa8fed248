import BraidFiles
import BraidText

/// Makes documents of the lines of a gettext catalogue.
struct POParser {
  /// What no document has, since it was last counted.
  struct Passed {
    /// Entries that are obsolete.
    var obsolete = 0
    /// Translations that are not confirmed, where nobody has asked for them.
    var fuzzy = 0
    /// Lines of the header and its comments.
    var header = 0
  }

  /// What no document has, since it was last counted; nil for nothing.
  private(set) var passed: Passed?
  /// Where the messages stand; nil if not asked for.
  var places: POPlaces?

  private let options: ReadOptions
  /// Documents of the last message that have not been given out, the last first.
  private var waiting: [Document] = []
  private var entry = POEntry()
  private var plurals = PluralRule.germanic
  /// The language that the last header names; nil for none.
  private var language: String?
  /// The domain that messages are in; nil for the usual one.
  private var domain: String?
  /// Where a `domain` stands whose name has not come yet.
  private var awaitsDomain: SourceLocation?
  /// Translations that have another name than the file's.
  private var contradicted: Ledger?

  /// A parser of one catalogue.
  init(options: ReadOptions) { self.options = options }

  /// Whether an entry has begun.
  var isInEntry: Bool { !entry.isEmpty }

  /// The next document of the entries that are finished.
  mutating func next() -> Document? { waiting.popLast() }

  private mutating func pass(_ change: (inout Passed) -> Void) {
    var passed = passed ?? Passed()
    change(&passed)
    self.passed = passed
  }

  /// Counts what no document has.
  mutating func count(into ledger: inout Ledger, at place: SourceLocation) {
    if let contradicted {
      ledger.merge(contradicted)
      self.contradicted = nil
    }
    guard let passed else { return }
    self.passed = nil
    ledger.note(.ignored, .values, "obsolete entries", at: place, count: passed.obsolete)
    ledger.note(
      .ignored, .translations, "fuzzy; \(ReadOptions.readsUnconfirmed)", at: place, count: passed.fuzzy)
    ledger.note(.ignored, .lines, "lines of the header that are no document's", at: place, count: passed.header)
  }

  /// Forgets the entry that has begun.
  mutating func skipEntry() {
    entry = POEntry()
    awaitsDomain = nil
  }

  /// Ends the entry.
  ///
  /// - Throws: `unexpected` for an entry that is not whole, and for a plural rule that cannot be read.
  mutating func finishEntry(at place: SourceLocation) throws(CorpusError) {
    try checkDomain()
    guard !entry.isEmpty else { return }
    let finished = entry
    entry = POEntry()
    if let header = finished.header {
      plurals = try PluralRule(header: header, at: place) ?? plurals
      language = POLanguage.tag(header: header) ?? language
      places?.finishHeader()
      let lines = finished.headerLines
      if lines > 0 { pass { $0.header += lines } }
    } else {
      let documents = try finished.documents(options, plurals: plurals, language: language, domain: domain)
      if documents.contains(where: { $0.translations.values.contains { $0.text.unlessBlank != nil } }) {
        var ledger = contradicted ?? Ledger()
        options.noteTarget(in: language, at: place, into: &ledger)
        if !ledger.entries.isEmpty { contradicted = ledger }
      }
      if !options.unconfirmed, finished.hasUnconfirmed { pass { $0.fuzzy += 1 } }
      places?.finish(documents: documents.count, isFuzzy: finished.isFuzzy, plurals: plurals, language: language)
      waiting = documents.reversed()
    }
  }

  /// Checks that the last `domain` has a name.
  private mutating func checkDomain() throws(CorpusError) {
    guard let place = awaitsDomain else { return }
    awaitsDomain = nil
    throw .unexpected(place, found: "domain without a name", expected: "a name such as domain \"messages\"")
  }

  /// Begins a `domain`; what stands before it is of no message.
  private mutating func startDomain(at place: SourceLocation) throws(CorpusError) {
    try finishEntry(at: place)
    let lines = entry.commentLines
    if lines > 0 { pass { $0.header += lines } }
    entry = POEntry()
    places?.startDomain()
    awaitsDomain = place
  }

  /// Takes a line: a comment, or keywords and strings one after the other.
  ///
  /// - Parameters:
  ///   - line: the line without its end.
  ///   - place: where it is.
  ///   - offset: the byte of the file at which it starts.
  /// - Returns: whether an entry ended before the line.
  /// - Throws: `CorpusError` for what no catalogue may have.
  @discardableResult
  mutating func add(_ line: Bytes, at place: SourceLocation, offset: Int) throws(CorpusError) -> Bool {
    var first = 0
    while first < line.count, line[first] == .space || line[first] == .tab { first += 1 }
    let start = offset + first
    let line = line.trimmed
    var ended = false
    if line.first == .hash {
      try checkDomain()
      if entry.isComplete {
        try finishEntry(at: place)
        ended = true
      }
      if POEntry.isObsolete(line) { pass { $0.obsolete += 1 } }
      entry.addComment(line)
      places?.addComment(line, at: start)
      return ended
    }
    var index = 0
    while index < line.count {
      switch line[index] {
      case .space, .tab: index += 1
      case .quote:
        let quote = index
        let text = try string(line, &index, at: place)
        if awaitsDomain != nil {
          awaitsDomain = nil
          let name = String(decoding: text, as: UTF8.self)
          domain = name == POSink.usualDomain || name.isEmpty ? nil : name
          continue
        }
        places?.append(start + quote..<start + index, isEmpty: text.isEmpty)
        try entry.append(text, at: place)
      default:
        let word = index
        while index < line.count, line[index] != .quote { index += 1 }
        let keyword = line.slice(word..<index).filter { $0 != .space && $0 != .tab }
        let name = String(decoding: keyword, as: UTF8.self)
        try checkDomain()
        if name == "domain" {
          ended = ended || entry.isComplete
          try startDomain(at: place)
          continue
        }
        if entry.ends(before: name) {
          try finishEntry(at: place)
          ended = true
        }
        try entry.start(name, at: place)
        places?.start(name, at: start)
      }
    }
    return ended
  }

  /// The bytes of the quoted string at `index`, which is moved behind it; escapes are those of C.
  private func string(_ line: Bytes, _ index: inout Int, at place: SourceLocation) throws(CorpusError) -> [UInt8] {
    var bytes: [UInt8] = []
    index += 1
    while index < line.count, line[index] != .quote {
      if line[index] == .backslash, index + 1 < line.count {
        bytes.append(try escape(line, &index, at: place))
      } else {
        bytes.append(line[index])
        index += 1
      }
    }
    guard index < line.count else { throw .unclosedQuote(place) }
    index += 1
    return bytes
  }

  private func escape(_ line: Bytes, _ index: inout Int, at place: SourceLocation) throws(CorpusError) -> UInt8 {
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
        place, found: "escape \\" + String(UnicodeScalar(letter)),
        expected: "\\n, \\t, \\\", \\\\, or the number of a byte")
    }
    return UInt8(value)
  }
}
