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
  private var events = 0
  private var notes = 0

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

  /// The lines of the file.
  mutating func annotations() -> String {
    for (_, layer) in document.spans.sorted(by: { $0.key < $1.key }) {
      for span in layer {
        let number = addSpan(span.tokens, type: span.label)
        if let score = span.score { addNote("T\(number)", "score \(score)") }
      }
    }
    for frame in document.frames ?? [] {
      let predicate = addSpan(frame.extent ?? frame.predicate..<frame.predicate + 1, type: "Predicate")
      var event = "Predicate:T\(predicate)"
      var roles: [String: Int] = [:]
      for argument in frame.arguments {
        let target = addSpan(argument.tokens, type: "Argument")
        let role = Self.name(argument.role)
        let number = roles[role, default: 0] + 1
        roles[role] = number
        event += " \(role)\(number > 1 ? String(number) : ""):T\(target)"
      }
      events += 1
      lines += "E\(events)\t\(event)\n"
      if let sense = frame.sense { addNote("E\(events)", sense) }
    }
    for (layer, labels) in document.labels.sorted(by: { $0.key < $1.key }) where spans > 0 {
      for label in labels { addNote("T1", Self.note(of: label, in: layer)) }
    }
    return lines
  }

  @discardableResult
  private mutating func addSpan(_ tokens: Range<Int>, type: String) -> Int {
    guard !tokens.isEmpty else { return max(spans, 1) }
    spans += 1
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

  private mutating func addNote(_ target: String, _ text: String) {
    notes += 1
    let line = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    lines += "#\(notes)\tAnnotatorNotes \(target)\t\(line)\n"
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
    let name = String(text.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "_" })
    return name.isEmpty ? "_" : name
  }
}
