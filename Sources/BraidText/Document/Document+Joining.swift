extension Document {
  /// One document of several, their texts separated by line feeds or what is given, everything that points at tokens moved along.
  ///
  /// Id, language, fields and document labels are the first part's; a tag layer that only some parts have is missing in
  /// the others; frames are there when any part has them; translations are joined by line feeds where every part has one.
  /// Parts have no predictions.
  ///
  /// - Parameters:
  ///   - parts: The parts.
  ///   - spaces: What stands before the first part, between each two, and behind the last one; nil for line feeds between them.
  package init(joining parts: [Document], spaces: [String]? = nil) {
    precondition(spaces.map { $0.count == parts.count + 1 } ?? true, "one space more than there are parts")
    guard let head = parts.first else {
      self.init(text: "")
      return
    }
    guard parts.count > 1 || spaces?.contains(where: { !$0.isEmpty }) == true else {
      self = head
      return
    }
    self.init(id: head.id, language: head.language, text: "")
    labels = head.labels
    probabilities = head.probabilities
    fields = head.fields
    let total = parts.reduce(0) { $0 + $1.tokens.count }
    var bytes = 0
    for (number, part) in parts.enumerated() {
      let space = spaces?[number] ?? (number > 0 ? "\n" : "")
      text += space
      bytes += space.utf8.count
      text += part.text
      append(part, tokens: tokens.count, bytes: bytes)
      bytes += part.text.utf8.count
    }
    text += spaces?.last ?? ""
    for (layer, values) in tags where values.count < total {
      tags[layer] = values + [String?](repeating: nil, count: total - values.count)
    }
    for (layer, values) in tagScores where values.count < total {
      tagScores[layer] = values + [Double?](repeating: nil, count: total - values.count)
    }
    for (name, first) in head.translations {
      let texts = parts.compactMap { $0.translations[name]?.text }
      guard texts.count == parts.count else { continue }
      translations[name] = AlignedText(texts.joined(separator: "\n"), score: first.score)
    }
  }

  /// Adds what a part says about its tokens, which start at token `first` and byte `bytes`.
  private mutating func append(_ part: Document, tokens first: Int, bytes: Int) {
    func moved(_ range: Range<Int>) -> Range<Int> { range.lowerBound + first..<range.upperBound + first }
    for token in part.tokens {
      tokens.append(
        Token(token.range.lowerBound + bytes..<token.range.upperBound + bytes, kind: token.kind))
    }
    for sentence in part.sentences {
      var sentence = sentence
      sentence.tokens = moved(sentence.tokens)
      for index in sentence.multiwords.indices {
        sentence.multiwords[index].tokens = moved(sentence.multiwords[index].tokens)
      }
      sentences.append(sentence)
    }
    for (layer, values) in part.tags {
      let missing = first - (tags[layer]?.count ?? 0)
      tags[layer, default: []].append(contentsOf: repeatElement(nil, count: missing))
      tags[layer]?.append(contentsOf: values)
    }
    for (layer, values) in part.tagScores {
      let missing = first - (tagScores[layer]?.count ?? 0)
      tagScores[layer, default: []].append(contentsOf: repeatElement(nil, count: missing))
      tagScores[layer]?.append(contentsOf: values)
    }
    for (layer, values) in part.tagAlternatives {
      tagAlternatives[layer, default: []].append(
        contentsOf: values.map { AlternativeTags(moved($0.tokens), tags: $0.tags, score: $0.score) })
    }
    for (layer, values) in part.spans {
      spans[layer, default: []].append(
        contentsOf: values.map { LabeledSpan(moved($0.tokens), label: $0.label, score: $0.score) })
    }
    if frames == nil, part.frames != nil { frames = [] }
    for var frame in part.frames ?? [] {
      frame.predicate += first
      frame.extent = frame.extent.map(moved)
      for index in frame.arguments.indices { frame.arguments[index].tokens = moved(frame.arguments[index].tokens) }
      frames?.append(frame)
    }
  }
}
