import BraidText

/// Which words of two documents with the same characters are the same, white space aside: see `TreebankAlignment`.
struct TokenAlignment {
  /// Where tokens lie among the characters that are no white space.
  struct Places {
    /// Bytes of the text without white space.
    let bytes: [UInt8]
    /// For each of them its offset in the text.
    let offsets: [Int]
    /// For each token its range among them.
    let tokens: [Range<Int>]

    init(_ document: Document) {
      var bytes: [UInt8] = []
      var offsets: [Int] = []
      var before: [Int] = []
      let size = document.text.utf8.count
      bytes.reserveCapacity(size)
      offsets.reserveCapacity(size)
      before.reserveCapacity(size + 1)
      var offset = 0
      for scalar in document.text.unicodeScalars {
        let isSpace = scalar.properties.isWhitespace
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          before.append(bytes.count)
          if !isSpace {
            bytes.append(byte)
            offsets.append(offset)
          }
          offset += 1
        }
      }
      before.append(bytes.count)
      self.bytes = bytes
      self.offsets = offsets
      tokens = document.tokens.map { before[$0.range.lowerBound]..<before[$0.range.upperBound] }
    }

    /// The range of the text that holds some of the bytes.
    func range(_ places: Range<Int>) -> Range<Int> {
      guard !places.isEmpty else { return 0..<0 }
      return offsets[places.lowerBound]..<offsets[places.upperBound - 1] + 1
    }
  }

  /// For each predicted word the gold word; nil for none.
  let goldOf: [Int?]

  /// Aligns the words of two documents.
  ///
  /// - Throws: `TaskError.otherDocuments` where a token of several words is too long to be compared.
  init(
    _ gold: (document: Document, places: Places), _ predicted: (document: Document, places: Places), name: String
  ) throws(TaskError) {
    var values = TreebankValues()
    let alignment = try TreebankAlignment(
      gold: Self.words(gold.document, gold.places, &values),
      predicted: Self.words(predicted.document, predicted.places, &values)
    ) { _, problem in .otherDocuments(document: name, expected: "tokens of few words", found: problem) }
    goldOf = alignment.goldOf.map { $0 < 0 ? nil : $0 }
  }

  private static func words(
    _ document: Document, _ places: Places, _ values: inout TreebankValues
  ) -> [TreebankText.Word] {
    func stretch(_ range: Range<Int>) -> TreebankText.Stretch {
      TreebankText.Stretch(start: range.lowerBound, end: range.upperBound)
    }
    var words = document.tokens.indices.map { token in
      let isShared = document.sharesText(token) || token + 1 < document.tokens.count && document.sharesText(token + 1)
      return TreebankText.Word(place: stretch(places.tokens[token]), isMultiword: isShared, form: 0)
    }
    for multiword in document.sentences.flatMap(\.multiwords) where !multiword.tokens.isEmpty {
      let tokens = multiword.tokens
      let place = places.tokens[tokens.lowerBound].lowerBound..<places.tokens[tokens.upperBound - 1].upperBound
      for token in tokens { (words[token].place, words[token].isMultiword) = (stretch(place), true) }
    }
    for token in words.indices {
      words[token].form = values.number(TreebankText.compared(document.form(token), words[token].isMultiword))
    }
    return words
  }
}
