import BraidFiles
import BraidText

/// Makes documents of the lines of a gettext catalogue.
struct POParser {
  /// Where the messages stand; nil if not asked for.
  var places: POPlaces?

  private let options: ReadOptions
  /// The line of the message of the last document; 0 before the first.
  private(set) var line = 0
  /// Documents that have not been given out with the lines of their messages, the last first.
  private var waiting: [(document: Document, line: Int)] = []
  private var entry = POEntry()
  private var plurals = PluralRule.germanic
  /// The language that the last header names; nil for none.
  private var language: String?
  /// The domain that messages are in; nil for the usual one.
  private var domain: String?
  /// Where a `domain` stands whose name has not come yet.
  private var awaitsDomain: SourceLocation?
  /// What no document has, and translations that have another name than the file's, since it was last taken.
  private var noted = Ledger()

  /// A parser of one catalogue.
  init(options: ReadOptions) { self.options = options }

  /// The next document of the entries that are finished.
  mutating func next() -> Document? {
    guard let (document, line) = waiting.popLast() else { return nil }
    self.line = line
    return document
  }

  /// Counts something that no document has; a file that is written back keeps it.
  private mutating func pass(_ unit: Ledger.Unit, _ what: String, at place: SourceLocation, count: Int = 1) {
    if places == nil {
      noted.note(.ignored, unit, what, at: SourceLocation(file: place.file, line: place.line), count: count)
    }
  }

  /// Takes what was counted.
  mutating func takeLedger(into ledger: inout Ledger) {
    guard !noted.entries.isEmpty else { return }
    ledger.merge(noted)
    noted = Ledger()
  }

  /// Forgets the entry that has begun.
  mutating func skipEntry() {
    entry = POEntry()
    awaitsDomain = nil
  }

  /// Ends the catalogue.
  ///
  /// - Throws: As `finishEntry()`.
  mutating func finish() throws(CorpusError) {
    try finishEntry()
    passComments()
  }

  /// Ends the entry.
  ///
  /// - Throws: `unexpected` for an entry that is not whole, and for a plural rule that cannot be read.
  private mutating func finishEntry() throws(CorpusError) {
    try checkDomain()
    guard !entry.isEmpty else { return }
    let finished = entry
    let place = SourceLocation(file: finished.place.file, line: finished.place.line)
    entry = POEntry()
    if let header = finished.header {
      plurals = try PluralRule(header: header, at: place) ?? plurals
      language = POLanguage.tag(header: header) ?? language
      places?.finishHeader()
      pass(.lines, "lines of the header that are no document's", at: place, count: finished.headerLines)
    } else {
      let documents = try finished.documents(options, plurals: plurals, language: language, domain: domain)
      if documents.contains(where: { $0.translations.values.contains { $0.text.unlessBlank != nil } }) {
        options.noteTarget(in: language, at: place, into: &noted)
      }
      if !options.unconfirmed, !options.readsPredictions, finished.hasUnconfirmed {
        pass(.translations, "fuzzy; \(ReadOptions.readsUnconfirmed)", at: place)
      }
      places?.finish(documents: documents.count, isFuzzy: finished.isFuzzy, plurals: plurals, language: language)
      // A line may have several messages.
      waiting = documents.reversed().map { (document: $0, line: place.line) } + waiting
    }
  }

  /// Forgets comments behind which there is no message.
  private mutating func passComments() {
    pass(.lines, "comments that belong to no message", at: entry.place, count: entry.commentLines)
    entry = POEntry()
  }

  /// Checks that the last `domain` has a name.
  private mutating func checkDomain() throws(CorpusError) {
    guard let place = awaitsDomain else { return }
    awaitsDomain = nil
    throw .unexpected(place, found: "domain without a name", expected: "a name such as domain \"messages\"")
  }

  /// Begins a `domain`; what stands before it is of no message.
  private mutating func startDomain(at place: SourceLocation) throws(CorpusError) {
    try finishEntry()
    passComments()
    places?.startDomain()
    awaitsDomain = place
  }

  /// Takes a line: a comment, or keywords and strings one after the other.
  ///
  /// - Parameters:
  ///   - line: the line without its end.
  ///   - place: where it is, without a column.
  ///   - offset: the byte of the file at which it starts.
  /// - Returns: whether an entry ended before the line.
  /// - Throws: `CorpusError` for what no catalogue may have.
  @discardableResult
  mutating func add(_ line: Bytes, at place: SourceLocation, offset: Int) throws(CorpusError) -> Bool {
    var first = 0
    while first < line.count, line[first] == .space || line[first] == .tab { first += 1 }
    let start = offset + first
    let line = line.trimmed
    func at(_ index: Int) -> SourceLocation {
      SourceLocation(file: place.file, line: place.line, column: first + index + 1)
    }
    var ended = false
    if line.first == .hash {
      try checkDomain()
      if entry.isComplete {
        try finishEntry()
        ended = true
      }
      if POEntry.isObsolete(line) { pass(.values, "obsolete entries", at: place) }
      entry.addComment(line, at: place)
      places?.addComment(line, at: start)
      return ended
    }
    var index = 0
    while index < line.count {
      switch line[index] {
      case .space, .tab: index += 1
      case .quote:
        let quote = index
        let text = try string(line, &index, at: at)
        if awaitsDomain != nil {
          awaitsDomain = nil
          let name = String(decoding: text, as: UTF8.self)
          domain = name == POSink.usualDomain || name.isEmpty ? nil : name
          continue
        }
        places?.append(start + quote..<start + index, text: text)
        try entry.append(text, at: at(quote))
      default:
        let word = index
        while index < line.count, line[index] != .quote { index += 1 }
        let keyword = line.slice(word..<index).filter { $0 != .space && $0 != .tab }
        let name = String(decoding: keyword, as: UTF8.self)
        try checkDomain()
        if name == "domain" {
          ended = ended || entry.isComplete
          try startDomain(at: at(word))
          continue
        }
        if entry.ends(before: name) {
          try finishEntry()
          ended = true
        }
        try entry.start(name, at: at(word))
        places?.start(name, at: start + word)
      }
    }
    return ended
  }

  /// The bytes of the quoted string at `index`, which is moved behind it; escapes are those of C.
  private func string(
    _ line: Bytes, _ index: inout Int, at place: (Int) -> SourceLocation
  ) throws(CorpusError) -> [UInt8] {
    var bytes: [UInt8] = []
    let quote = index
    index += 1
    while index < line.count, line[index] != .quote {
      if line[index] == .backslash, index + 1 < line.count {
        let start = place(index)
        bytes.append(try escape(line, &index, at: start))
      } else {
        bytes.append(line[index])
        index += 1
      }
    }
    guard index < line.count else { throw .unclosedQuote(place(quote)) }
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
