import BraidText

/// Where the translations of a PO catalogue stand in the file.
struct POPlaces: Sendable {
  /// One entry that is a message.
  struct Message: Sendable {
    /// Where the line of a flag goes: before the previous message and the message.
    var start: Int?
    /// Where the lines of its flags begin.
    var flags: [Int] = []
    /// Where the lines of the previous message begin, of which a fuzzy translation is one.
    var previous: [Int] = []
    var isFuzzy = false
    /// Where lines begin that name forms which an earlier run has left as they were, and the forms.
    var confirmed: [(start: Int, keywords: [String])] = []
    /// The strings of each keyword.
    var strings: [Strings] = []
    /// The documents that it became.
    var documents = 0
    /// The forms for 1 and for most numbers.
    var plurals = PluralRule.germanic
    /// The language that the header before it names; nil for none.
    var language: String?

    /// The strings of a keyword.
    func strings(of keyword: String) -> Strings? { strings.first { $0.keyword == keyword } }

    /// Whether a form stood there, confirmed, before an earlier run filled others; one of an older message is not.
    func isConfirmed(_ keyword: String) -> Bool {
      previous.isEmpty && confirmed.contains { $0.keywords.contains(keyword) }
    }

    /// The keyword of the translation of one of its documents.
    func keyword(_ document: Int) -> String {
      documents == 1 ? "msgstr" : "msgstr[\(document == 0 ? plurals.one : plurals.many)]"
    }
  }

  /// The strings of a keyword.
  struct Strings: Sendable {
    var keyword: String
    /// From the first quote to the last.
    var range = 0..<0
    /// What is in them, UTF-8.
    var text: [UInt8] = []
  }

  /// What a line begins with that names forms which are confirmed though their message is fuzzy.
  static let confirmed = "# Confirmed: "

  /// All messages in order.
  private(set) var messages: [Message] = []
  /// For each document its message, and whether it is the message's first or second.
  private(set) var documents: [(message: Int, form: Int)] = []
  private var message = Message()

  /// A line of flags, of confirmed forms, or of the previous message, at an offset.
  mutating func addComment(_ line: Bytes, at offset: Int) {
    // What stood before an obsolete entry is not of the next message.
    if line.count > 1, line[1] == .tilde, message.strings.isEmpty { message = Message() }
    if line.count > 1, line[1] == .comma { message.flags.append(offset) }
    if line.starts(with: Self.confirmed.utf8) {
      let keywords = String(decoding: line.dropFirst(Self.confirmed.utf8.count), as: UTF8.self).split(separator: " ")
      message.confirmed.append((offset, keywords.map(String.init)))
    }
    if line.count > 1, line[1] == .bar {
      message.start = message.start ?? offset
      message.previous.append(offset)
    }
  }

  /// A keyword at an offset.
  mutating func start(_ keyword: String, at offset: Int) {
    message.start = message.start ?? offset
    message.strings.append(Strings(keyword: keyword))
  }

  /// A string of the last keyword.
  mutating func append(_ range: Range<Int>, text: [UInt8]) {
    guard let last = message.strings.indices.last else { return }
    let old = message.strings[last].range
    message.strings[last].range = (old.isEmpty ? range.lowerBound : old.lowerBound)..<range.upperBound
    message.strings[last].text += text
  }

  /// The header, which is no message.
  mutating func finishHeader() { message = Message() }

  /// A domain begins; what stood before it is of no message.
  mutating func startDomain() { message = Message() }

  /// The entry ends.
  ///
  /// - Parameters:
  ///   - documents: the number of documents that it became; 0 when it is no message.
  ///   - isFuzzy: whether it is marked as fuzzy.
  ///   - plurals: the catalogue's rule.
  ///   - language: the language of its translations.
  mutating func finish(documents: Int, isFuzzy: Bool, plurals: PluralRule, language: String?) {
    if documents > 0 {
      message.documents = documents
      message.isFuzzy = isFuzzy
      message.plurals = plurals
      message.language = language
      self.documents += (0..<documents).map { (messages.count, $0) }
      messages.append(message)
    }
    message = Message()
  }
}
