import BraidFiles
package import BraidText

/// Labels that differ in their bytes only: in composition of characters, case or white space.
package struct LookalikeLabels: Sendable {
  /// Labels of one layer that look alike.
  package struct Group: Sendable, Equatable {
    /// The layer.
    package var layer: AnnotationLayer
    /// The labels with the number of times that they occur, the most frequent first.
    package var labels: [(name: [UInt8], count: Int)]

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
      case .tags(let name): for case let tag? in document.tags[name] ?? [] { add(tag, index) }
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
    return zip(layers, counts).flatMap { layer, counts in
      var groups: [[UInt8]: [(name: [UInt8], count: Int)]] = [:]
      for (name, count) in counts {
        let folded = normalizer.apply(String(decoding: name, as: UTF8.self)).text
        groups[Array(folded.utf8), default: []].append((name, count))
      }
      return groups.filter { $0.value.count > 1 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
        Group(
          layer: layer,
          labels: $0.value.sorted {
            $0.count != $1.count ? $0.count > $1.count : $0.name.lexicographicallyPrecedes($1.name)
          })
      }
    }
  }
}

extension LookalikeLabels.Group {
  /// The labels with their counts; those that are the same on the screen with their code points.
  package var listing: String {
    let looks = labels.map { String(decoding: $0.name, as: UTF8.self) }
    return zip(labels, looks).map { label, look in
      let isAmbiguous = looks.count { $0 == look } > 1
      let codes = look.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }
      let isPlain = look.unicodeScalars.allSatisfy { $0.isASCII }
      return "`\(look)`" + (isAmbiguous && !isPlain ? " (\(codes.joined(separator: " ")))" : "")
        + " \(label.count.grouped)×"
    }.joined(separator: ", ")
  }
}
