import BraidFiles
import BraidText

extension JSONDocumentReader {
  mutating func range() throws(CorpusError) -> Range<Int> {
    if let (start, end) = cursor.readPair() {
      guard start <= end else { throw wrong("tokens", "\([start, end])", "[first, end]") }
      return start..<end
    }
    let numbers = try list { reader throws(CorpusError) in
      try reader.cursor.readIndex()
    }
    guard numbers.count == 2, numbers[0] <= numbers[1] else { throw wrong("tokens", "\(numbers)", "[first, end]") }
    return numbers[0]..<numbers[1]
  }

  mutating func sentence() throws(CorpusError) -> Sentence {
    if let (start, end) = cursor.readPair(behind: "{\"tokens\":"), start <= end { return Sentence(tokens: start..<end) }
    if cursor.peek() == .openBracket { return Sentence(tokens: try range()) }
    var sentence = Sentence(tokens: 0..<0)
    try members { reader, name throws(CorpusError) in
      switch name {
      case "tokens": sentence.tokens = try reader.range()
      case "comments": sentence.comments = try reader.list { reader throws(CorpusError) in try reader.string() }
      case "multiwords":
        sentence.multiwords = try reader.list { reader throws(CorpusError) in try reader.multiword() }
      case "emptyNodes":
        sentence.emptyNodes = try reader.list { reader throws(CorpusError) in try reader.emptyNode() }
      default: throw reader.wrong("sentences", name.string, "tokens, comments, multiwords or emptyNodes")
      }
    }
    return sentence
  }

  mutating func label() throws(CorpusError) -> Label {
    var label = Label("")
    if cursor.peek() == .quote { return Label(try string()) }
    try members { reader, name throws(CorpusError) in
      switch name {
      case "name": label.name = try reader.string()
      case "score": label.score = try reader.probability()
      case "deviation": label.deviation = try reader.score()
      default: throw reader.wrong("labels", name.string, "name, score or deviation")
      }
    }
    return label
  }

  /// An object of probabilities by label, in its order.
  mutating func probabilities() throws(CorpusError) -> [Label] {
    var labels: [Label] = []
    var seen: Set<ExactString> = []
    try members { reader, name throws(CorpusError) in
      let name = name.string
      guard let score = try reader.probability("probabilities"), seen.insert(ExactString(name)).inserted else {
        throw reader.wrong("probabilities", "\(name) twice", "a probability for each label")
      }
      labels.append(Label(name, score: score))
    }
    return labels
  }

  mutating func span() throws(CorpusError) -> LabeledSpan {
    let (label, tokens, score) = try labelledTokens("label", of: "spans")
    return LabeledSpan(tokens, label: label, score: score)
  }

  private mutating func argument() throws(CorpusError) -> Argument {
    let (role, tokens, score) = try labelledTokens("role", of: "arguments")
    return Argument(role: role, tokens: tokens, score: score)
  }

  private mutating func labelledTokens(
    _ labelName: StaticString, of list: String
  ) throws(CorpusError) -> (label: String, tokens: Range<Int>, score: Double?) {
    var label = ""
    var tokens: Range<Int>?
    var score: Double?
    try members { reader, name throws(CorpusError) in
      switch name {
      case labelName: label = try reader.string()
      case "tokens": tokens = try reader.range()
      case "score": score = try reader.probability()
      case "start", "end", "text": try reader.skip()
      default: throw reader.wrong(list, name.string, "\(labelName), tokens, start, end or score")
      }
    }
    guard let tokens else { throw wrong(list, "no tokens", "[first, end] token indices") }
    return (label, tokens, score)
  }

  mutating func frame() throws(CorpusError) -> Frame {
    var frame = Frame(predicate: -1)
    try members { reader, name throws(CorpusError) in
      switch name {
      case "predicate":
        frame.predicate = try reader.cursor.readIndex()
      case "extent": frame.extent = try reader.range()
      case "sense": frame.sense = try reader.string()
      case "senseScore": frame.senseScore = try reader.probability()
      case "score": frame.score = try reader.probability()
      case "arguments": frame.arguments = try reader.list { reader throws(CorpusError) in try reader.argument() }
      default: throw reader.wrong("frames", name.string, "predicate, extent, sense, senseScore, score or arguments")
      }
    }
    guard frame.predicate >= 0 else { throw wrong("frames", "no predicate", "a token index") }
    return frame
  }

  mutating func translation() throws(CorpusError) -> AlignedText {
    if cursor.peek() == .quote { return AlignedText(try string()) }
    var translation = AlignedText("")
    var kinds: String?
    try members { reader, name throws(CorpusError) in
      switch name {
      case "text": translation.text = try reader.string()
      case "tokens": translation.tokens = try reader.list { reader throws(CorpusError) in try reader.token() }
      case "kinds": kinds = try reader.string()
      case "score": translation.score = try reader.score()
      case "alternatives":
        translation.alternatives = try reader.list { reader throws(CorpusError) in try reader.alternative() }
      case "attention":
        translation.attention = try reader.list { reader throws(CorpusError) in
          try reader.list { reader throws(CorpusError) in Float(try reader.score() ?? 0) }
        }
      default: throw reader.wrong("translations", name.string, "text, tokens, kinds, score, alternatives or attention")
      }
    }
    if let kinds { try setKinds(kinds, of: &translation.tokens) }
    return translation
  }

  private mutating func alternative() throws(CorpusError) -> AlternativeText {
    var alternative = AlternativeText("", score: 0)
    try members { reader, name throws(CorpusError) in
      switch name {
      case "text": alternative.text = try reader.string()
      case "score": alternative.score = try reader.score() ?? 0
      default: throw reader.wrong("alternatives", name.string, "text or score")
      }
    }
    return alternative
  }

  mutating func alternativeTags() throws(CorpusError) -> AlternativeTags {
    var alternative = AlternativeTags(0..<0, tags: [], score: 0)
    try members { reader, name throws(CorpusError) in
      switch name {
      case "tokens": alternative.tokens = try reader.range()
      case "tags": alternative.tags = try reader.list { reader throws(CorpusError) in try reader.string() }
      case "score": alternative.score = try reader.probability() ?? 0
      default: throw reader.wrong("tagAlternatives", name.string, "tokens, tags or score")
      }
    }
    return alternative
  }

  private mutating func multiword() throws(CorpusError) -> MultiwordToken {
    var multiword = MultiwordToken(0..<0, form: "")
    try members { reader, name throws(CorpusError) in
      switch name {
      case "tokens": multiword.tokens = try reader.range()
      case "form": multiword.form = try reader.string()
      case "tags": multiword.tags = try reader.map { reader throws(CorpusError) in try reader.string() }
      default: throw reader.wrong("multiwords", name.string, "tokens, form or tags")
      }
    }
    return multiword
  }

  private mutating func emptyNode() throws(CorpusError) -> EmptyNode {
    var node = EmptyNode(position: 0, index: 1, form: "_")
    try members { reader, name throws(CorpusError) in
      switch name {
      case "position": node.position = try reader.cursor.readIndex()
      case "index": node.index = try reader.cursor.readIndex()
      case "form": node.form = try reader.string()
      case "tags": node.tags = try reader.map { reader throws(CorpusError) in try reader.string() }
      default: throw reader.wrong("emptyNodes", name.string, "position, index, form or tags")
      }
    }
    return node
  }

  mutating func members(
    _ body: (inout JSONDocumentReader, JSONName) throws(CorpusError) -> Void
  ) throws(CorpusError) {
    try cursor.beginObject()
    var first = true
    while let name = try cursor.nextName(&first) {
      if try cursor.readNull() { continue }
      try body(&self, name)
    }
  }

  private mutating func string() throws(CorpusError) -> String {
    try cursor.readString()
  }

  mutating func score() throws(CorpusError) -> Double? {
    if try cursor.readNull() { return nil }
    return try cursor.readNumber()
  }

  /// A score that is a probability.
  ///
  /// - Throws: `wrongField` for a number outside of 0...1.
  mutating func probability(_ member: String = "score") throws(CorpusError) -> Double? {
    guard let score = try score() else { return nil }
    guard score.isProbability else { throw wrong(member, "\(score)", "a probability in 0...1") }
    return score
  }

  private mutating func skip() throws(CorpusError) {
    _ = try cursor.readValue()
  }

  /// Checks that everything points where there is something, predictions too.
  func check(_ document: Document) throws(CorpusError) {
    try check(document.tokens, in: document.text)
    if document.isAnnotated || !document.sentences.isEmpty { try checkLayers(document) }
    guard document.isAnnotated else { return }
    for prediction in document.predictions.values {
      var annotated = prediction.annotation
      annotated.tokens = document.tokens
      annotated.text = document.text
      try check(annotated.tokens, in: annotated.text)
      try checkLayers(annotated)
    }
  }

  private func checkLayers(_ document: Document) throws(CorpusError) {
    for translation in document.translations.values { try check(translation.tokens, in: translation.text) }
    let count = document.tokens.count
    func fits(_ range: Range<Int>) -> Bool { range.upperBound <= count }
    func holds(_ range: Range<Int>) -> Bool { fits(range) && !range.isEmpty }
    var end = 0
    for sentence in document.sentences {
      guard sentence.tokens.lowerBound >= end else {
        throw wrong("sentences", "\(sentence.tokens) after one that ends at \(end)", "sentences in order and apart")
      }
      end = sentence.tokens.upperBound
      if !sentence.hasMore, end <= count { continue }
      var next = sentence.tokens.lowerBound
      let inside = sentence.multiwords.allSatisfy { multiword in
        defer { next = multiword.tokens.upperBound }
        return multiword.tokens.lowerBound >= next && !multiword.tokens.isEmpty
          && multiword.tokens.upperBound <= sentence.tokens.upperBound
      }
      guard fits(sentence.tokens), inside, sentence.emptyNodes.allSatisfy({ $0.position <= sentence.tokens.count })
      else {
        throw wrong("sentences", "\(sentence.tokens)", "tokens within 0..<\(count)")
      }
    }
    for (layer, tags) in document.tags where tags.count != count {
      throw wrong("tags.\(layer)", tags.count.counted("tag"), "\(count), one a token")
    }
    for (layer, scores) in document.tagScores where scores.count != count {
      throw wrong("tagScores.\(layer)", scores.count.counted("score"), "\(count), one a token")
    }
    for (layer, alternatives) in document.tagAlternatives {
      for other in alternatives where !fits(other.tokens) || other.tags.count != other.tokens.count {
        throw wrong(
          "tagAlternatives.\(layer)", "\(other.tags.count.counted("tag")) for \(other.tokens)",
          "one a token, within 0..<\(count)"
        )
      }
    }
    for (name, translation) in document.translations where !translation.attention.isEmpty {
      guard translation.attention.count == translation.tokens.count,
        translation.attention.allSatisfy({ $0.count == count })
      else {
        throw wrong(
          "translations.\(name)", "an attention that does not fit",
          "a row a token of the translation, a number a token of the document")
      }
    }
    for (layer, spans) in document.spans {
      for span in spans where !holds(span.tokens) {
        throw wrong("spans.\(layer)", "\(span.tokens)", "at least one token, within 0..<\(count)")
      }
    }
    for frame in document.frames ?? [] {
      guard frame.predicate < count, frame.extent.map(fits) ?? true, frame.arguments.allSatisfy({ holds($0.tokens) })
      else {
        throw wrong(
          "frames", "a frame of token \(frame.predicate)", "tokens within 0..<\(count), at least one an argument")
      }
    }
  }

  /// Checks that tokens follow each other within a text and cut no character.
  private func check(_ tokens: [Token], in text: String) throws(CorpusError) {
    if tokens.isEmpty { return }
    var last = 0
    let utf8 = text.utf8
    let size = utf8.count
    var text = text
    let bad = text.withUTF8 { bytes in
      tokens.indices.first { index in
        let token = tokens[index]
        if index > 0, token.range == tokens[index - 1].range { return false }
        guard Int(token.start) >= last, Int(token.end) <= size else { return true }
        last = Int(token.end)
        let start = Int(token.start)
        return start < size && bytes[start] & 0xC0 == 0x80 || last < size && bytes[last] & 0xC0 == 0x80
      }
    }
    if let bad {
      throw wrong("tokens", "\(tokens[bad].range)", "byte offsets of whole characters in order within 0..<\(size)")
    }
  }
}
