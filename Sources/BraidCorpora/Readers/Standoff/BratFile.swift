import BraidFiles
import BraidText

/// The annotations of one `.ann` file of brat's standoff format, by their ids.
///
/// Source: P. Stenetorp et al. 2012, section 3, <https://aclanthology.org/E12-2021/>.
struct BratFile {
  /// A text-bound annotation: its label and its parts, in code points.
  struct TextBound {
    var label: String
    var parts: [Range<Int>]
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
  /// Notes of annotators, by the id of what they are about.
  private(set) var notes: [String: [(text: String, place: SourceLocation)]] = [:]
  /// Where each id stands in `textBounds` or `events`.
  private var indices = ExactDictionary<Int>()

  /// Reads a file.
  ///
  /// - Throws: What reading throws; `unexpected` for a line that is no annotation.
  init(_ lines: LineSource, into ledger: inout Ledger) throws(CorpusError) {
    while try lines.advance(into: &ledger) {
      guard let first = lines.bytes.first, !lines.bytes.trimmed.isEmpty else { continue }
      let fields = lines.string.utf8.split(separator: .tab, maxSplits: 2, omittingEmptySubsequences: false)
        .map { String(Substring($0)) }
      let words = (fields.count > 1 ? fields[1] : "").utf8.split(separator: .space).map { String(Substring($0)) }
      switch first {
      case UInt8(ascii: "T"): try addTextBound(fields, words, at: lines.place())
      case UInt8(ascii: "E"): try addEvent(fields, words, at: lines.place())
      case UInt8(ascii: "#") where words.count > 1 && fields.count > 2:
        notes[words[1], default: []].append((fields[2], lines.place()))
      default: try Self.leaveAside(first, at: lines.place(), into: &ledger)
      }
    }
  }

  /// The text-bound annotation of an id: its own, or that of the trigger of an event.
  func textBound(_ id: String) -> TextBound? {
    guard let index = indices[id] else { return nil }
    if id.utf8.first == UInt8(ascii: "T") { return textBounds[index].value }
    return events[index].value.trigger.utf8.first != UInt8(ascii: "T")
      ? nil : indices[events[index].value.trigger].map { textBounds[$0].value }
  }

  /// The ids of the triggers of all events.
  var triggers: Set<String> { Set(events.map(\.value.trigger)) }

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
    textBounds.append(
      (fields[0], TextBound(label: words[0], parts: parts.sorted { $0.lowerBound < $1.lowerBound }, place: place)))
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

  /// Counts an annotation that no part of a document holds.
  private static func leaveAside(_ kind: UInt8, at place: SourceLocation, into ledger: inout Ledger) throws(CorpusError)
  {
    let name: String
    switch kind {
    case UInt8(ascii: "R"): name = "relations (R)"
    case UInt8(ascii: "*"): name = "equivalences (*)"
    case UInt8(ascii: "A"), UInt8(ascii: "M"): name = "attributes (A, M)"
    case UInt8(ascii: "N"): name = "normalizations (N)"
    case UInt8(ascii: "#"): name = "notes (#)"
    default:
      throw .unexpected(
        place, found: "a line that begins with \(String(decoding: [kind], as: UTF8.self))",
        expected: "T, E, R, *, A, M, N or #")
    }
    ledger.note(.ignored, .values, name, at: place)
  }
}
