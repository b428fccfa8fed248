import BraidFiles
import BraidText

/// The lines of a document's brat file that are written again as they were: spans and events that the document still has, and
/// everything else that is about such.
struct BratKeptLines {
  /// The lines, in their order.
  private(set) var lines: [BratFile.Line] = []

  private let file: BratFile
  /// Text-bound annotations by the span that each is: its layer and place there.
  private var spans: [String: [Int: String]] = [:]
  private var frames: Set<Int> = []
  private var kept: Set<String> = []
  private var scores: [String: Double] = [:]
  /// The scores that notes give which are kept.
  private var noted: [String: Double] = [:]
  private var labels: Set<ExactString> = []

  /// Finds out which; nil when the document keeps no lines.
  init?(_ document: Document) {
    guard let file = BratFile(keptIn: document) else { return nil }
    self.file = file
    let map = OffsetMap(document.text, .characters)
    let aligner = SpanAligner(document.tokens)
    let text = Array(document.text.utf8)
    var tokens: [String: Range<Int>] = [:]
    for (id, annotation) in file.textBounds {
      // Another step may have changed the text at the offsets.
      guard let bytes = map.bytes(annotation.offsets), !annotation.misquotes(text, map) else { continue }
      tokens[id] = aligner.tokens(of: bytes)?.tokens
    }
    keepSpans(document, tokens)
    keepFrames(document, tokens)
    keepOthers(document)
    lines = file.lines.filter { keeps($0, document) }
  }

  private mutating func keepSpans(_ document: Document, _ tokens: [String: Range<Int>]) {
    let parts = file.partsOfEvents
    var free: [Range<Int>: [(layer: String, index: Int)]] = [:]
    for (layer, items) in document.spans.sorted(by: { $0.key < $1.key }) {
      for (index, span) in items.enumerated() { free[span.tokens, default: []].append((layer, index)) }
    }
    for (id, annotation) in file.textBounds where !parts.contains(id) {
      guard let range = tokens[id],
        let choice = free[range]?.firstIndex(where: {
          (document.spans[$0.layer]?[$0.index].label).map(BratStandoff.name).isExactly(annotation.label)
        }), let (layer, index) = free[range]?.remove(at: choice)
      else { continue }
      spans[layer, default: [:]][index] = id
      scores[id] = document.spans[layer]?[index].score
      kept.insert(id)
    }
  }

  private mutating func keepFrames(_ document: Document, _ tokens: [String: Range<Int>]) {
    let parts = file.partsOfEvents
    var free: [Int: [Int]] = [:]
    for (index, frame) in (document.frames ?? []).enumerated() { free[frame.predicate, default: []].append(index) }
    var found: [String: Int] = [:]
    for (id, event) in file.events {
      guard let frame = file.frame(id, event, tokens: { tokens[$0] })?.frame,
        let choice = free[frame.predicate]?.firstIndex(where: { document.frames?[$0] == frame })
      else { continue }
      found[id] = free[frame.predicate]?.remove(at: choice)
    }
    // An event is kept with all that it names, other events too.
    let known = Set(file.lines.map(\.id))
    var users: [String: [String]] = [:]
    var lost: [String] = []
    for line in file.lines where found[line.id] != nil {
      for id in line.references where found[id] != nil { users[id, default: []].append(line.id) }
      let isWhole = line.references.allSatisfy {
        kept.contains($0) || found[$0] != nil || parts.contains($0) && tokens[$0] != nil || !known.contains($0)
      }
      if !isWhole { lost.append(line.id) }
    }
    while let id = lost.popLast() {
      if found.removeValue(forKey: id) != nil { lost += users[id] ?? [] }
    }
    for line in file.lines {
      guard let index = found[line.id] else { continue }
      frames.insert(index)
      kept.insert(line.id)
      kept.formUnion(line.references.filter(parts.contains))
    }
  }

  /// Relations, attributes and notes of what is kept, and those of such.
  private mutating func keepOthers(_ document: Document) {
    let others = file.lines.filter { !"TE*".utf8.contains($0.text.utf8.first ?? 0) }
    let known = Set(file.lines.map(\.id))
    // What each line still waits for, and who waits for an id.
    var missing: [Int] = []
    var users: [String: [Int]] = [:]
    var ready: [Int] = []
    for (index, line) in others.enumerated() {
      let waited = Set(line.references.filter { known.contains($0) && !kept.contains($0) })
      missing.append(waited.count)
      for id in waited { users[id, default: []].append(index) }
      if waited.isEmpty { ready.append(index) }
    }
    while let index = ready.popLast() {
      guard kept.insert(others[index].id).inserted else { continue }
      for user in users[others[index].id] ?? [] {
        missing[user] -= 1
        if missing[user] == 0 { ready.append(user) }
      }
    }
    for line in file.lines where keeps(line, document) {
      guard let note = Self.note(line) else { continue }
      if let (layer, label) = BratStandoff.label(note: note) { labels.insert(Self.key(label, layer)) }
      if let score = BratStandoff.score(note: note), let id = line.references.first { noted[id] = score }
    }
  }

  private func keeps(_ line: BratFile.Line, _ document: Document) -> Bool {
    guard line.id != "*" else { return line.references.allSatisfy(kept.contains) }
    guard kept.contains(line.id) else { return false }
    guard let note = Self.note(line), let target = line.references.first else { return true }
    if let score = BratStandoff.score(note: note) { return scores[target] == score }
    if let (layer, label) = BratStandoff.label(note: note) {
      return document.labels[layer]?.contains { $0.name.isExactly(label.name) } == true
    }
    return true
  }

  /// The text of a note.
  private static func note(_ line: BratFile.Line) -> String? {
    guard line.text.utf8.first == UInt8(ascii: "#") else { return nil }
    let fields = line.text.utf8.split(separator: .tab, maxSplits: 2, omittingEmptySubsequences: false)
    return fields.count > 2 ? String(Substring(fields[2])) : nil
  }

  private static func key(_ label: Label, _ layer: String) -> ExactString { ExactString("\(layer)\t\(label.name)") }
}

extension BratKeptLines {
  /// The highest number of an id that begins so.
  func last(_ kind: String) -> Int {
    file.lines.filter { $0.id.utf8.starts(with: kind.utf8) }.compactMap { Int($0.id.dropFirst()) }.max() ?? 0
  }

  /// The id of a span that is kept.
  func id(ofSpan index: Int, _ layer: String) -> String? { spans[layer]?[index] }

  /// The first text-bound annotation that is kept.
  var firstSpan: String? { lines.first { $0.text.utf8.first == UInt8(ascii: "T") }?.id }

  /// Whether a note that is kept gives the score.
  func hasScore(_ id: String, _ score: Double) -> Bool { noted[id] == score }

  /// Whether an event that is kept is the frame.
  func hasFrame(_ index: Int) -> Bool { frames.contains(index) }

  /// Whether a note that is kept gives the label.
  func hasLabel(_ label: Label, _ layer: String) -> Bool { labels.contains(Self.key(label, layer)) }

  /// Whether a line that no layer of the document stands for is not written again.
  var hasLost: Bool {
    let kept = Set(lines.map(\.text))
    return file.lines.contains { line in
      guard !kept.contains(line.text) else { return false }
      if let note = Self.note(line) {
        return BratStandoff.score(note: note) == nil && BratStandoff.label(note: note) == nil
      }
      return !"TE".utf8.contains(line.text.utf8.first ?? 0)
    }
  }
}
