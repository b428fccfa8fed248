import BraidFiles
package import BraidText

/// Draws an annotated document as HTML: labels with bars, dependency trees, tags under their words, one row of coloured spans for each
/// layer and each predicate, translations with their attention.
///
/// The report and the page of the service both draw with it. What it gives stands in an element of the class `document`
/// and needs `DocumentDrawing.style` in the page.
package struct DocumentDrawing {
  let document: Document
  /// Sentences that are drawn; the others are counted.
  let sentences: Int
  /// Labels whose probability is shown.
  private static let mostLabels = 6

  /// A drawing of `document`, of at most its first `sentences` sentences.
  package init(_ document: Document, sentences: Int = .max) {
    self.document = document
    self.sentences = sentences
  }

  /// The drawing, as HTML.
  package var html: String {
    var html = HTML()
    draw(into: &html)
    return html.text
  }

  /// Adds the drawing to a page.
  package func draw(into html: inout HTML) {
    html.element("div", ["class": "document", "lang": document.language]) { html in
      drawLabels(into: &html)
      if document.tokens.isEmpty {
        html.element("p", ["dir": "auto"], document.text)
      } else {
        let ranges = sentenceRanges
        for range in ranges.prefix(sentences) { draw(sentence: range, into: &html) }
        if ranges.count > sentences {
          html.element(
            "p", ["class": "more"],
            "… and \((ranges.count - sentences).counted("more sentence"))")
        }
      }
      for (name, text) in document.translations.sorted(by: { $0.key < $1.key }) {
        draw(translation: text, name: name, into: &html)
      }
    }
  }

  /// The sentences as ranges of tokens; tokens outside any sentence make one of their own.
  private var sentenceRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var next = 0
    for sentence in document.sentences where !sentence.tokens.isEmpty {
      if sentence.tokens.lowerBound > next { ranges.append(next..<sentence.tokens.lowerBound) }
      ranges.append(sentence.tokens)
      next = sentence.tokens.upperBound
    }
    if next < document.tokens.count { ranges.append(next..<document.tokens.count) }
    return ranges
  }

  private func drawLabels(into html: inout HTML) {
    for layer in Set(document.labels.keys).union(document.probabilities.keys).sorted() {
      let predicted = document.labels[layer] ?? []
      // All that the model thought of, likeliest first; without that its predicted alone.
      let all = (document.probabilities[layer] ?? []).sorted { ($1.score ?? 0, $0.name) < ($0.score ?? 0, $1.name) }
      html.element("dl", ["class": "labels"]) { html in
        html.element("dt", ["dir": "auto"], layer)
        if predicted.isEmpty { html.element("dd", ["class": "none"], "none") }
        for label in all.isEmpty ? predicted : Array(all.prefix(Self.mostLabels)) {
          draw(label: label, isPredicted: predicted.contains { $0.name == label.name }, into: &html)
        }
        if all.count > Self.mostLabels {
          html.element("dd", ["class": "more"], "… and \(all.count - Self.mostLabels) less likely ones")
        }
      }
    }
  }

  private func draw(label: Label, isPredicted: Bool, into html: inout HTML) {
    html.element("dd") { html in
      html.element(isPredicted ? "strong" : "span", ["class": "name", "dir": "auto"], label.name)
      if let deviation = label.deviation {
        html.element("span", ["class": "number"], "± \(Figures.decimal(deviation, 2))")
      }
      guard let score = label.score else { return }
      html.element(
        "span", ["class": "bar", "style": "--w:\(Self.percent(score))%;--h:\(LabelHue.hue(label.name))"], "")
      html.element("span", ["class": "number"], "\(Self.percent(score)) %")
    }
  }

  private func draw(sentence range: Range<Int>, into html: inout HTML) {
    html.element("dl", ["class": "sentence"]) { html in
      let tree = TreeDrawing(document, range)
      if let tree {
        html.element("dt", "tree")
        html.element("dd", ["class": "drawing"]) { tree.draw(into: &$0) }
      }
      // A tree that is drawn is not spelled out as well.
      let layers = tagLayers(range).filter { tree == nil || $0.key != "head" && $0.key != "deprel" }
      drawTags(range, layers, into: &html)
      var isDrawn = tree != nil || !layers.isEmpty
      for (layer, spans) in document.spans.sorted(by: { $0.key < $1.key }) {
        let boxes = spans.compactMap { SpanBox($0.tokens, $0.label, score: $0.score, within: range) }
        for row in SpanBox.rows(boxes) {
          draw(row: row, named: layer, range, into: &html)
          isDrawn = true
        }
      }
      for frame in document.frames ?? [] where range.contains(frame.predicate) {
        draw(frame: frame, range, into: &html)
        isDrawn = true
      }
      if !isDrawn { draw(row: [], named: "text", range, into: &html) }
    }
  }

  /// The layers that have a tag for some token of `range`.
  private func tagLayers(_ range: Range<Int>) -> [(key: String, value: [String?])] {
    document.tags.filter { _, tags in range.contains { $0 < tags.count && tags[$0] != nil } }
      .sorted { $0.key < $1.key }
  }

  private func drawTags(_ range: Range<Int>, _ layers: [(key: String, value: [String?])], into html: inout HTML) {
    guard !layers.isEmpty else { return }
    html.element("dt", ["dir": "auto"], layers.map(\.key).joined(separator: ", "))
    html.element("dd", ["class": "tags", "dir": "auto"]) { html in
      for index in range {
        html.element("span", ["class": "token"]) { html in
          html.element("span", ["dir": "auto"], document.word(index))
          for (layer, tags) in layers {
            let tag = index < tags.count ? tags[index] : nil
            let scores = document.tagScores[layer] ?? []
            let score = index < scores.count ? scores[index] : nil
            html.element("small", ["dir": "auto", "title": score.map { "\(Self.percent($0)) %" }], tag ?? "–")
          }
        }
        html.add(" ")
      }
    }
  }

  private func draw(frame: Frame, _ range: Range<Int>, into html: inout HTML) {
    let extent = frame.extent ?? frame.predicate..<frame.predicate + 1
    let name = frame.sense ?? document.word(frame.predicate)
    // The verb itself, which some corpora mark as an argument too.
    let arguments = frame.arguments.filter { $0.role != "V" || !$0.tokens.overlaps(extent) }
    var boxes = arguments.compactMap { SpanBox($0.tokens, $0.role, score: $0.score, within: range) }
    if let predicate = SpanBox(extent, "V", score: frame.score, within: range, isPredicate: true) {
      boxes.insert(predicate, at: 0)
    }
    for row in SpanBox.rows(boxes) { draw(row: row, named: name, range, into: &html) }
  }

  /// One row: the sentence with boxes that do not overlap.
  private func draw(row boxes: [SpanBox], named name: String, _ range: Range<Int>, into html: inout HTML) {
    html.element("dt", ["dir": "auto"], name)
    html.element("dd", ["dir": "auto"]) { html in
      var next = range.lowerBound
      for box in boxes.sorted(by: { $0.tokens.lowerBound < $1.tokens.lowerBound }) {
        html.add(text(from: next, to: box.tokens.lowerBound))
        let title = box.score.map { "\(box.label), \(Self.percent($0)) %" }
        html.element(
          "mark",
          [
            "class": box.isPredicate ? "predicate" : nil, "style": "--h:\(LabelHue.hue(box.label))", "title": title,
            "dir": "auto",
          ]
        ) { html in
          html.add(document.string(bytes(box.tokens)))
          html.element("b", ["dir": "auto"], box.label)
        }
        next = box.tokens.upperBound
        html.add(gap(before: next, in: range))
      }
      html.add(text(from: next, to: range.upperBound))
    }
  }

  private func bytes(_ tokens: Range<Int>) -> Range<Int> {
    Int(document.tokens[tokens.lowerBound].start)..<Int(document.tokens[tokens.upperBound - 1].end)
  }

  /// What stands between the token before `token` and `token`.
  private func gap(before token: Int, in range: Range<Int>) -> String {
    guard token > range.lowerBound, token < range.upperBound else { return "" }
    // Words of a multiword token lie in the same place.
    let end = Int(document.tokens[token - 1].end)
    return document.string(end..<max(end, Int(document.tokens[token].start)))
  }

  /// The text of tokens, with what stands behind them up to the next token.
  private func text(from first: Int, to last: Int) -> String {
    guard first < last else { return "" }
    let end = last < document.tokens.count ? document.tokens[last].start : document.tokens[last - 1].end
    return document.string(Int(document.tokens[first].start)..<Int(end))
  }

  /// A probability in whole percent.
  static func percent(_ probability: Double) -> Int {
    probability.isFinite ? Int((100 * min(1, max(0, probability))).rounded()) : 0
  }
}

/// The colour of a label: the same label has the same one everywhere.
package enum LabelHue {
  /// A hue in degrees, 0..<360.
  ///
  /// Numbered labels such as `ARG0`, `ARG1` are far apart; of others the letters decide.
  package static func hue(_ label: String) -> Int {
    if let digit = label.last?.wholeNumberValue, digit < 10 { return (250 + digit * 137) % 360 }
    var hash: UInt32 = 2_166_136_261
    for byte in label.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int((hash ^ hash >> 15) % 24) * 15
  }
}
