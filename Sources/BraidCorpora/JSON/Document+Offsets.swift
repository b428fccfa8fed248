import BraidText

extension Document {
  /// The document with the offsets of its tokens, and of its translations', in another unit than bytes: to be written only.
  func withOffsets(in unit: OffsetUnit) -> Document {
    var document = self
    document.tokens = tokens.withOffsets(in: unit, of: text)
    document.translations = translations.mapValues { $0.withOffsets(in: unit) }
    document.predictions = predictions.mapValues { prediction in
      var prediction = prediction
      prediction.annotation.translations = prediction.annotation.translations.mapValues { $0.withOffsets(in: unit) }
      return prediction
    }
    return document
  }
}

extension AlignedText {
  fileprivate func withOffsets(in unit: OffsetUnit) -> AlignedText {
    var aligned = self
    aligned.tokens = tokens.withOffsets(in: unit, of: text)
    return aligned
  }
}

extension [Token] {
  /// The tokens of a text with offsets in another unit than bytes.
  fileprivate func withOffsets(in unit: OffsetUnit, of text: String) -> [Token] {
    var units: [Int32] = []
    units.reserveCapacity(text.utf8.count + 1)
    var count: Int32 = 0
    for byte in text.utf8 {
      units.append(count)
      if unit == .bytes || byte & 0xC0 != 0x80 { count += unit == .utf16 && byte >= 0xF0 ? 2 : 1 }
    }
    units.append(count)
    return map { Token(Int(units[Int($0.start)])..<Int(units[Int($0.end)]), kind: $0.kind) }
  }

  /// The tokens of a text in bytes, of tokens with offsets in another unit; nil when one does not fit.
  func inBytes(from unit: OffsetUnit, of text: String) -> [Token]? {
    let map = OffsetMap(text, unit)
    var tokens: [Token] = []
    for token in self {
      guard let bytes = map.bytes(token.range) else { return nil }
      tokens.append(Token(bytes, kind: token.kind))
    }
    return tokens
  }
}
