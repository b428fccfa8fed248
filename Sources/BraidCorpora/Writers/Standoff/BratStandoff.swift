import BraidFiles
import BraidText
import Foundation

/// Writes the annotations of one document as brat's `.ann`.
struct BratStandoff {
  private let document: Document
  private let text: [UInt8]
  /// Code points before each byte.
  private var points: [Int] = []
  private var lines = ""
  private var spans = 0
  /// The first text-bound annotation that is new.
  private var firstSpan: String?
  private var events = 0
  private var notes = 0
  /// The lines of the file that was read, as far as they are written again.
  private(set) var kept: BratKeptLines?
  /// Layers with line breaks or tabs, which are written as spaces.
  private(set) var respelled: Set<AnnotationLayer> = []

  init(_ document: Document) {
    self.document = document
    text = Array(document.text.utf8)
    points.reserveCapacity(text.count + 1)
    var count = 0
    for byte in text {
      points.append(count)
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    points.append(count)
  }

  /// The lines of the file: those that were read, as far as the document still says so, and then what is new.
  mutating func annotations() -> String {
    kept = BratKeptLines(document)
    if let kept {
      for line in kept.lines { lines += line.text + "\n" }
      (spans, events, notes) = (kept.last("T"), kept.last("E"), kept.last("#"))
    }
    for (layer, items) in document.spans.sorted(by: { $0.key < $1.key }) {
      for (index, span) in items.enumerated() {
        var id = kept?.id(ofSpan: index, layer)
        if id == nil { id = "T\(addSpan(span.tokens, type: span.label))" }
        if let id, let score = span.score, kept?.hasScore(id, score) != true { addNote(id, "score \(score)", of: nil) }
      }
    }
    for (index, frame) in (document.frames ?? []).enumerated() where kept?.hasFrame(index) != true { add(frame) }
    for (layer, labels) in document.labels.sorted(by: { $0.key < $1.key }) {
      guard let target = kept?.firstSpan ?? firstSpan else { break }
      for label in labels where kept?.hasLabel(label, layer) != true {
        addNote(target, Self.note(of: label, in: layer), of: .labels(layer))
      }
    }
    return lines
  }

  private mutating func add(_ frame: Frame) {
    let predicate = addSpan(frame.extent ?? frame.predicate..<frame.predicate + 1, type: "Predicate")
    var event = "Predicate:T\(predicate)"
    var roles: [ExactString: Int] = [:]
    for argument in frame.arguments {
      let target = addSpan(argument.tokens, type: "Argument")
      let role = Self.name(argument.role)
      let number = roles[ExactString(role), default: 0] + 1
      roles[ExactString(role)] = number
      event += " \(role)\(number > 1 ? String(number) : ""):T\(target)"
    }
    events += 1
    lines += "E\(events)\t\(event)\n"
    if let sense = frame.sense { addNote("E\(events)", sense, of: nil) }
  }

  @discardableResult
  private mutating func addSpan(_ tokens: Range<Int>, type: String) -> Int {
    guard !tokens.isEmpty else { return max(spans, 1) }
    spans += 1
    firstSpan = firstSpan ?? "T\(spans)"
    var fragments: [String] = []
    var words: [String] = []
    var start = document.tokens[tokens.lowerBound].range.lowerBound
    let end = document.tokens[tokens.upperBound - 1].range.upperBound
    // A text-bound annotation may not go over a line end: it has a fragment a line.
    while start < end {
      let stop = text[start..<end].firstIndex { $0 == .lineFeed || $0 == .carriageReturn } ?? end
      if stop > start {
        fragments.append("\(points[start]) \(points[stop])")
        words.append(String(decoding: text[start..<stop], as: UTF8.self))
      }
      start = stop + 1
    }
    lines += "T\(spans)\t\(Self.name(type)) \(fragments.joined(separator: ";"))\t\(words.joined(separator: " "))\n"
    return spans
  }

  private mutating func addNote(_ target: String, _ text: String, of layer: AnnotationLayer?) {
    notes += 1
    var isSpaced = false
    let bytes = text.utf8.map { byte -> UInt8 in
      guard Self.isBreak(byte) else { return byte }
      isSpaced = true
      return .space
    }
    if isSpaced, let layer { respelled.insert(layer) }
    lines += "#\(notes)\tAnnotatorNotes \(target)\t\(String(decoding: bytes, as: UTF8.self))\n"
  }

  /// A document label as a note.
  private static func note(of label: Label, in layer: String) -> String {
    "\(AnnotationLayer.labels(layer).code): \(label.name)"
  }

  /// The document label that a note stands for, and its layer; nil for another note.
  static func label(note: String) -> (layer: String, label: Label)? {
    guard note.utf8.starts(with: "labels:".utf8), let end = note.range(of: ": ") else { return nil }
    let layer = note[..<end.lowerBound].dropFirst("labels:".count)
    return layer.isEmpty ? nil : (String(layer), Label(String(note[end.upperBound...])))
  }

  /// The score that a note stands for; nil for another note.
  static func score(note: String) -> Double? {
    note.utf8.starts(with: "score ".utf8) ? Double(note.dropFirst("score ".count)) : nil
  }

  /// A type or role name of letters, digits, hyphens and underscores.
  static func name(_ text: String) -> String {
    var name = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { name.append(isOfName(scalar) ? scalar : "_") }
    return name.isEmpty ? "_" : String(name)
  }

  /// Whether a frame comes back with other roles, as names have no other characters and the second of one role a number behind it, or
  /// with a sense whose line breaks are spaces.
  static func respells(_ frame: Frame) -> Bool {
    let roles = frame.arguments.map { ExactString($0.role) }
    return roles.contains { !name($0.string).isExactly($0.string) } || Set(roles).count < roles.count
      || frame.sense?.utf8.contains { isBreak($0) } == true
  }

  private static func isBreak(_ byte: UInt8) -> Bool { byte == .tab || byte == .lineFeed || byte == .carriageReturn }

  private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: scalar == "-" || scalar == "_"
    }
  }
}
