import BraidFiles
import BraidText

/// The annotations of one `.ann` file of brat's standoff format, by their ids.
///
/// Source: P. Stenetorp et al. 2012, section 3, <https://aclanthology.org/E12-2021/>.
struct BratFile {
  /// A text-bound annotation: its label, its parts, in code points, and what the file says stands there, if it does.
  struct TextBound {
    var label: String
    var parts: [Range<Int>]
    var text: String?
    var place: SourceLocation
  }

  /// An event: its type, its trigger, and its arguments with the ids of text-bound annotations or events.
  struct Event {
    var type: String
    var trigger: String
    var arguments: [(role: String, target: String)]
    var place: SourceLocation
  }

  /// Text-bound annotations in the order of the file.
  private(set) var textBounds: [(id: String, value: TextBound)] = []
  /// Events in the order of the file.
  private(set) var events: [(id: String, value: Event)] = []
  /// A line, and what it names.
  struct Line {
    var text: String
    /// Its own id; `*` for an equivalence.
    var id: String
    /// The ids of what it is about.
    var references: [String]
  }

  /// All lines but empty ones.
  private(set) var lines: [Line] = []
  /// Whether a line says what no layer of a document holds.
  private(set) var hasMore = false
  /// Notes of annotators, by the id of what they are about.
  private(set) var notes: [String: [(text: String, place: SourceLocation)]] = [:]
  /// Where each id stands in `textBounds` or `events`.
  private var indices = ExactDictionary<Int>()

  /// Reads a file.
  ///
  /// - Throws: What reading throws; `unexpected` for a line that is no annotation.
  init(_ lines: LineSource, into ledger: inout Ledger) throws(CorpusError) {
    while try lines.advance(into: &ledger) {
      guard !lines.bytes.trimmed.isEmpty else { continue }
      try add(lines.string, at: lines.place(), into: &ledger)
    }
  }

  /// The lines that a document keeps for its file; nil when it keeps none.
  init?(keptIn document: Document) {
    guard let text = document.fields[Self.field] else { return nil }
    var ledger = Ledger()
    let place = SourceLocation(file: document.id)
    for line in text.utf8.split(separator: .lineFeed) {
      // It is what was read, or somebody's own.
      guard (try? add(String(Substring(line)), at: place, into: &ledger)) != nil else { return nil }
    }
  }

  /// The field that keeps the lines of a file some of which no layer of the document holds.
  static let field = "brat"

  private mutating func add(
    _ line: String, at place: SourceLocation, into ledger: inout Ledger
  ) throws(CorpusError) {
    let fields = line.utf8.split(separator: .tab, maxSplits: 2, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    let words = (fields.count > 1 ? fields[1] : "").utf8.split(separator: .space).map { String(Substring($0)) }
    let first = line.utf8.first ?? 0
    switch first {
    case UInt8(ascii: "T"): try addTextBound(fields, words, at: place)
    case UInt8(ascii: "E"): try addEvent(fields, words, at: place)
    case UInt8(ascii: "#") where words.count > 1 && fields.count > 2:
      notes[words[1], default: []].append((fields[2], place))
    default:
      try Self.leaveAside(first, at: place, into: &ledger)
      hasMore = true
    }
    lines.append(Line(text: line, id: fields[0], references: Self.references(first, words)))
  }

  /// The ids that a line names: arguments stand behind a colon.
  private static func references(_ kind: UInt8, _ words: [String]) -> [String] {
    switch kind {
    case UInt8(ascii: "E"): words.map(target)
    case UInt8(ascii: "R"): words.dropFirst().map(target)
    case UInt8(ascii: "*"): Array(words.dropFirst())
    case UInt8(ascii: "T"): []
    default: Array(words.dropFirst().prefix(1))
    }
  }

  private static func target(_ word: String) -> String {
    let bytes = word.utf8
    return bytes.lastIndex(of: .colon).map { String(word[bytes.index(after: $0)...]) } ?? word
  }

  /// The lines as a document keeps them: where something else than a line says stands at its offsets, it says that.
  func keptLines(_ text: [UInt8], _ map: OffsetMap) -> String {
    lines.map { line in
      guard line.text.utf8.first == UInt8(ascii: "T"), let (_, annotation) = textBound(line.id),
        annotation.misquotes(text, map)
      else { return line.text }
      let quotes = annotation.parts.compactMap(map.bytes).map { range in
        String(decoding: text[range].map { $0 == .lineFeed || $0 == .carriageReturn ? .space : $0 }, as: UTF8.self)
      }
      let fields = line.text.utf8.split(separator: .tab, maxSplits: 2, omittingEmptySubsequences: false)
      return (fields.prefix(2).map { String(Substring($0)) } + [quotes.joined(separator: " ")]).joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// The text-bound annotation of an id: its own, or that of the trigger of an event.
  func textBound(_ id: String) -> (id: String, value: TextBound)? {
    guard let index = indices[id] else { return nil }
    if id.utf8.first == UInt8(ascii: "T") { return textBounds[index] }
    return events[index].value.trigger.utf8.first != UInt8(ascii: "T")
      ? nil : indices[events[index].value.trigger].map { textBounds[$0] }
  }

  private mutating func addTextBound(
    _ fields: [String], _ words: [String], at place: SourceLocation
  ) throws(CorpusError) {
    // Fragments are separated by `;`: `Label 0 5;16 23`.
    let offsets = words.dropFirst().joined(separator: " ").utf8.split(separator: UInt8(ascii: ";"))
    var parts: [Range<Int>] = []
    for fragment in offsets {
      let numbers = fragment.split(separator: .space).map { Int(String(Substring($0))) ?? -1 }
      guard numbers.count == 2, numbers[0] >= 0, numbers[0] <= numbers[1] else { break }
      parts.append(numbers[0]..<numbers[1])
    }
    guard words.count > 2, parts.count == offsets.count else {
      throw .unexpected(
        place, found: fields.joined(separator: " "), expected: "an annotation such as T1, PER 0 9, Anna Berg")
    }
    try checkID(fields[0], at: place)
    indices[fields[0]] = textBounds.count
    parts.sort { $0.lowerBound < $1.lowerBound }
    let text = fields.count > 2 ? fields[2].unlessBlank : nil
    textBounds.append((fields[0], TextBound(label: words[0], parts: parts, text: text, place: place)))
  }

  private mutating func addEvent(
    _ fields: [String], _ words: [String], at place: SourceLocation
  ) throws(CorpusError) {
    let pairs = words.map { word in
      word.utf8.split(separator: .colon, maxSplits: 1, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
    guard let trigger = pairs.first, pairs.allSatisfy({ $0.count == 2 }) else {
      throw .unexpected(place, found: fields.joined(separator: " "), expected: "an event such as E1, Move:T1 Theme:T2")
    }
    try checkID(fields[0], at: place)
    indices[fields[0]] = events.count
    events.append(
      (
        fields[0],
        Event(type: trigger[0], trigger: trigger[1], arguments: pairs.dropFirst().map { ($0[0], $0[1]) }, place: place)
      ))
  }

  private func checkID(_ id: String, at place: SourceLocation) throws(CorpusError) {
    guard indices[id] != nil else { return }
    throw .unexpected(place, found: "a second \(id)", expected: "an id that no line above has")
  }

  /// The frame that an event is.
  ///
  /// - Parameters:
  ///   - id: The event's id.
  ///   - event: The event.
  ///   - tokens: The tokens of a text-bound annotation, by its id.
  /// - Returns: nil without a trigger in the text; and how many arguments have no place there.
  func frame(_ id: String, _ event: Event, tokens: (String) -> Range<Int>?) -> (frame: Frame, lost: Int)? {
    guard let predicate = (textBound(event.trigger).flatMap { tokens($0.id) }) else { return nil }
    var frame = Frame(
      predicate: predicate.lowerBound, sense: event.isPredicate ? notes[id]?.first?.text : event.type)
    if predicate.count > 1 { frame.extent = predicate }
    var lost = 0
    for (role, target) in event.arguments {
      if let argument = (textBound(target).flatMap { tokens($0.id) }) {
        frame.arguments.append(Argument(role: role, tokens: argument))
      } else {
        lost += 1
      }
    }
    return (frame, lost)
  }

  /// The ids of text-bound annotations that belong to events: their triggers, and arguments that Braid has written.
  var partsOfEvents: Set<String> {
    var ids = Set(events.map(\.value.trigger))
    for (_, event) in events where event.isPredicate {
      ids.formUnion(event.arguments.map(\.target).filter { textBound($0)?.value.label == "Argument" })
    }
    return ids
  }

  /// Counts an annotation that no part of a document holds.
  private static func leaveAside(_ kind: UInt8, at place: SourceLocation, into ledger: inout Ledger) throws(CorpusError)
  {
    let name: String
    switch kind {
    case UInt8(ascii: "R"): name = "relations (R), kept in the field brat"
    case UInt8(ascii: "*"): name = "equivalences (*), kept in the field brat"
    case UInt8(ascii: "A"), UInt8(ascii: "M"): name = "attributes (A, M), kept in the field brat"
    case UInt8(ascii: "N"): name = "normalizations (N), kept in the field brat"
    case UInt8(ascii: "#"): name = "notes (#), kept in the field brat"
    default:
      throw .unexpected(
        place, found: "a line that begins with \(String(decoding: [kind], as: UTF8.self))",
        expected: "T, E, R, *, A, M, N or #")
    }
    ledger.note(.ignored, .values, name, at: place)
  }
}

extension BratFile.Event {
  /// Whether Braid has written it, for a frame.
  var isPredicate: Bool { type == "Predicate" }
}

extension BratFile.TextBound {
  /// From the first to the last part, in code points.
  var offsets: Range<Int> { parts[0].lowerBound..<(parts.map(\.upperBound).max() ?? 0) }

  /// Whether something else than the file says stands at its parts; how white space is written makes no difference.
  func misquotes(_ text: [UInt8], _ map: OffsetMap) -> Bool {
    guard let quoted = self.text else { return false }
    let ranges = parts.compactMap(map.bytes)
    // What is outside of the text is told as such.
    guard ranges.count == parts.count else { return false }
    func words(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
      bytes.split { $0 == .space || 9...13 ~= $0 }.map(Array.init)
    }
    return words(quoted.utf8) != ranges.flatMap { words(text[$0]) }
  }

  /// Whether there is more between its parts than the end of a line.
  func hasGap(in text: [UInt8], _ map: OffsetMap) -> Bool {
    zip(parts, parts.dropFirst()).contains { first, second in
      guard first.upperBound < second.lowerBound, let gap = map.bytes(first.upperBound..<second.lowerBound) else {
        return false
      }
      return text[gap].contains { $0 != .lineFeed && $0 != .carriageReturn && $0 != .space }
    }
  }
}
