import BraidFiles
import BraidText

/// Annotations that point at bytes of a file: `from` is the first byte, `to` one past the last, both from 0.
struct XMLStandoff {
  /// How many there are.
  private(set) var count = 0
  private let prefix: String
  private var groups: [(type: String, items: String)] = []

  init(prefix: String) { self.prefix = prefix }

  /// Adds one with a layer and a label.
  mutating func add(_ layer: String, _ label: String, _ source: Range<Int>, _ score: Double?) {
    add(layer, source, label, score.map { [("cert", "\($0)")] } ?? [])
  }

  /// Adds what could have been an element.
  mutating func add(_ annotation: XMLAnnotation, _ options: RewriteOptions) {
    switch annotation.kind {
    case .sentence: add(options.sentenceElement, annotation.source, "", annotation.attributes)
    case .token:
      let values = annotation.attributes.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
      add(options.tokenElement, annotation.source, values, [])
    case .span: add(annotation.layer, annotation.source, annotation.label, annotation.attributes)
    }
  }

  /// Adds the frames that `original` has not, one group each.
  ///
  /// - Returns: how many frames have a part that stands nowhere in the file by itself, and is left out.
  mutating func addFrames(_ document: Document, _ original: Document, _ map: SourceMap) -> Int {
    guard let frames = document.frames, frames != original.frames else { return 0 }
    var lost = 0
    func source(_ tokens: Range<Int>) -> Range<Int>? {
      guard let first = tokens.first, let last = tokens.last else { return nil }
      let (start, end) = (Int(document.tokens[first].start), Int(document.tokens[last].end))
      return start < end ? map.source(of: start..<end) : nil
    }
    for frame in frames {
      guard let predicate = source(frame.predicate..<frame.predicate + 1) else {
        lost += 1
        continue
      }
      let places = frame.arguments.map { source($0.tokens) }
      if places.contains(nil) { lost += 1 }
      groups.append(("frame", ""))
      add("frame", predicate, frame.sense ?? "", [("ana", "V")], alone: true)
      for (argument, place) in zip(frame.arguments, places) {
        if let place { add("frame", place, argument.role, [], alone: true) }
      }
    }
    return lost
  }

  /// The tags around it in a TEI file.
  var tags: (start: String, end: String) {
    (XMLPlacer.tag("\(prefix)standOff", [("type", "braid")]) + ">", "</\(prefix)standOff>")
  }

  /// The tags around the annotations of a type.
  func tags(of type: String) -> (start: String, end: String) {
    (XMLPlacer.tag("\(prefix)spanGrp", [("type", type)]) + ">", "</\(prefix)spanGrp>")
  }

  /// The types of its annotations.
  var types: Set<String> { Set(groups.map(\.type)) }

  /// As an element of a TEI file, behind groups that were there before.
  func element(behind kept: String) -> String { "\(tags.start)\n\(kept)\(body)\(tags.end)\n" }

  /// As a file of its own.
  func file(about name: String) -> String {
    let base = name.utf8.lastIndex(of: .slash).map { String(name[name.index(after: $0)...]) } ?? name
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + XMLPlacer.tag("standOff", [("type", "braid"), ("corresp", base)])
      + ">\n" + XMLStandoff.unprefixed(self).body + "</standOff>\n"
  }

  private static func unprefixed(_ standoff: XMLStandoff) -> XMLStandoff {
    guard !standoff.prefix.isEmpty else { return standoff }
    var copy = XMLStandoff(prefix: "")
    copy.count = standoff.count
    copy.groups = standoff.groups.map { group in
      let open = "<\(standoff.prefix)span "
      let close = "</\(standoff.prefix)span>"
      return (
        group.type,
        group.items.split(separator: "\n").map { line in
          "<span " + line.dropFirst(open.count).dropLast(close.count) + "</span>\n"
        }.joined()
      )
    }
    return copy
  }

  private var body: String {
    groups.map { type, items in
      let (start, end) = tags(of: type)
      return "\(start)\n\(items)\(end)\n"
    }.joined()
  }

  private mutating func add(
    _ type: String, _ source: Range<Int>, _ text: String, _ attributes: [(name: String, value: String)],
    alone: Bool = false
  ) {
    count += 1
    let pointers = [("from", "#byte(\(source.lowerBound))"), ("to", "#byte(\(source.upperBound))")]
    var content: [UInt8] = []
    XMLEscape.append(text, to: &content)
    let item =
      XMLPlacer.tag("\(prefix)span", pointers + attributes) + ">" + String(decoding: content, as: UTF8.self)
      + "</\(prefix)span>\n"
    let index = alone ? groups.count - 1 : groups.firstIndex { $0.type == type }
    if let index, groups.indices.contains(index) {
      groups[index].items += item
    } else {
      groups.append((type, item))
    }
  }
}
