import BraidFiles
package import BraidText

/// Labels that a reader takes for the same: they differ in composition of characters, case or white space, in characters of
/// no width, or in letters that look alike, such as Latin and Cyrillic a.
package struct LookalikeLabels: Sendable {
  /// Labels of one layer that look alike.
  package struct Group: Sendable, Equatable {
    /// The layer.
    package var layer: AnnotationLayer
    /// The labels with the number of times that they occur, the most frequent first.
    package var labels: [(name: [UInt8], count: Int)]
    /// Whether they differ in what can't be seen.
    var isUnseen = false

    package static func == (a: Self, b: Self) -> Bool {
      a.layer == b.layer && a.labels.elementsEqual(b.labels) { $0.name == $1.name && $0.count == $1.count }
    }
  }

  private let layers: [AnnotationLayer]
  private var counts: [[[UInt8]: Int]]

  /// Labels of some layers.
  package init(_ layers: [AnnotationLayer]) {
    self.layers = Array(Set(layers)).sorted { $0.code < $1.code }
    counts = Array(repeating: [:], count: self.layers.count)
  }

  /// Counts the labels of a document.
  package mutating func add(_ document: Document) {
    for (index, layer) in layers.enumerated() {
      switch layer {
      case .labels(let name): for label in document.labels[name] ?? [] { add(label.name, index) }
      case .tags(let name): for case let tag? in document.tags(of: name) ?? [] { add(tag, index) }
      case .spans(let name): for span in document.spans[name] ?? [] { add(span.label, index) }
      case .frames: for frame in document.frames ?? [] { for argument in frame.arguments { add(argument.role, index) } }
      case .translation, .field: break
      }
    }
  }

  private mutating func add(_ label: String, _ layer: Int) { counts[layer][Array(label.utf8), default: 0] += 1 }

  /// The most frequent labels of all layers.
  package func names(_ limit: Int) -> [String] {
    counts.joined().sorted { $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key) }
      .prefix(limit).map { String(decoding: $0.key, as: UTF8.self) }
  }

  /// The labels that look alike, layer by layer.
  package var groups: [Group] {
    let normalizer = Normalizer([.nfc, .caseFold, .nfc, .whitespace])
    return zip(layers, counts).flatMap { layer, counts -> [Group] in
      var groups: [[UInt8]: [(name: [UInt8], count: Int)]] = [:]
      for (name, count) in counts {
        let folded = normalizer.apply(String(decoding: name, as: UTF8.self)).text
        groups[Array(folded.utf8), default: []].append((name, count))
      }
      // Letters of ASCII are told apart: what looks like another label has some other character.
      var shapes: [[UInt8]: [[UInt8]]] = [:]
      for folded in groups.keys { shapes[Self.shape(folded), default: []].append(folded) }
      var found: [(key: [UInt8], group: Group)] = []
      for keys in shapes.values {
        let isUnseen = keys.count > 1 && keys.contains { key in key.contains { $0 >= 0x80 } }
        for merged in isUnseen ? [keys] : keys.map({ [$0] }) {
          let sorted = merged.sorted { $0.lexicographicallyPrecedes($1) }
          var labels = sorted.flatMap { groups[$0] ?? [] }
          guard labels.count > 1 else { continue }
          labels.sort { $0.count != $1.count ? $0.count > $1.count : $0.name.lexicographicallyPrecedes($1.name) }
          found.append((sorted[0], Group(layer: layer, labels: labels, isUnseen: isUnseen)))
        }
      }
      return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.group)
    }
  }

  /// What labels that look alike have in common.
  private static func shape(_ label: [UInt8]) -> [UInt8] {
    guard label.contains(where: { $0 >= 0x80 }) else { return ICU.skeleton(label) }
    var seen = String.UnicodeScalarView()
    for scalar in String(decoding: label, as: UTF8.self).unicodeScalars {
      let properties = scalar.properties
      if !properties.isDefaultIgnorableCodePoint, properties.generalCategory != .format { seen.append(scalar) }
    }
    return ICU.skeleton(Array(String(seen).utf8))
  }
}

extension LookalikeLabels.Group {
  /// The labels with their counts; those that are the same on the screen with their code points.
  package var listing: String {
    let looks = labels.map { String(decoding: $0.name, as: UTF8.self) }
    return zip(labels, looks).map { label, look in
      let isAmbiguous = isUnseen || looks.count { $0 == look } > 1
      let codes = look.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }
      let isPlain = look.unicodeScalars.allSatisfy { $0.isASCII }
      return "`\(look)`" + (isAmbiguous && !isPlain ? " (\(codes.joined(separator: " ")))" : "")
        + " \(label.count.grouped)×"
    }.joined(separator: ", ")
  }
}
