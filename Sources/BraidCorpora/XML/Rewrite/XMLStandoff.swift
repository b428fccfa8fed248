import BraidFiles
import BraidText

/// Annotations that point at bytes of a file: `from` is the first byte, `to` one past the last, both from 0.
struct XMLStandoff {
  private struct Item {
    var source: Range<Int>
    var text: String
    var attributes: [(name: String, value: String)]
  }

  /// How many there are.
  private(set) var count = 0
  private var groups: [(type: String, items: [Item])] = []

  /// Adds one with a layer and a label.
  mutating func add(_ layer: String, _ label: String, _ source: Range<Int>, _ score: Double?) {
    add(layer, source, label, score.map { [("cert", "\($0)")] } ?? [])
  }

  /// Adds what could have been an element; each tag of a token is one by itself.
  mutating func add(_ annotation: XMLAnnotation, _ options: RewriteOptions) {
    switch annotation.kind {
    case .sentence: add(options.sentenceElement, annotation.source, "", annotation.attributes)
    case .token where annotation.attributes.isEmpty: add(options.tokenElement, annotation.source, "", [])
    case .token:
      for (name, value) in annotation.attributes {
        add(options.tokenElement, annotation.source, "\(name)=\(value)", [])
      }
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
      groups.append(("frame", []))
      add("frame", predicate, frame.sense ?? "", [("ana", "V")], alone: true)
      for (argument, place) in zip(frame.arguments, places) {
        if let place { add("frame", place, argument.role, [], alone: true) }
      }
    }
    return lost
  }

  /// The types of its annotations.
  var types: [String] { groups.map(\.type) }

  /// As a file of its own.
  func file(about name: String) -> String {
    let base = name.utf8.lastIndex(of: .slash).map { String(name[name.index(after: $0)...]) } ?? name
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + XMLPlacer.tag("standOff", [("type", "braid"), ("corresp", base)])
      + ">\n\(body(prefix: "", ByteShift([])))</standOff>\n"
  }

  /// Its groups.
  ///
  /// - Parameters:
  ///   - prefix: The prefix of element names, colon included.
  ///   - shift: Where the bytes stand that it points at.
  /// - Returns: The elements, each on a line.
  func body(prefix: String, _ shift: ByteShift) -> String {
    groups.map { type, items in
      let lines = items.map { item in
        let pointers = [
          ("from", "#byte(\(shift.start(item.source.lowerBound)))"),
          ("to", "#byte(\(shift.end(item.source.upperBound)))"),
        ]
        var content: [UInt8] = []
        XMLEscape.append(item.text, to: &content)
        return XMLPlacer.tag("\(prefix)span", pointers + item.attributes) + ">"
          + String(decoding: content, as: UTF8.self) + "</\(prefix)span>\n"
      }
      return XMLPlacer.tag("\(prefix)spanGrp", [("type", type)]) + ">\n\(lines.joined())</\(prefix)spanGrp>\n"
    }.joined()
  }

  private mutating func add(
    _ type: String, _ source: Range<Int>, _ text: String, _ attributes: [(name: String, value: String)],
    alone: Bool = false
  ) {
    count += 1
    let item = Item(source: source, text: text, attributes: attributes)
    let index = alone ? groups.count - 1 : groups.firstIndex { $0.type.isExactly(type) }
    if let index, groups.indices.contains(index) {
      groups[index].items.append(item)
    } else {
      groups.append((type, [item]))
    }
  }
}
