import BraidText

/// A gold document with, behind its own words, those that only some system's document has: what each says of a word that it
/// does not have is missing.
struct WordUnion {
  /// A head that no gold word has.
  private static let noHead = "-"

  private(set) var gold: Document
  private(set) var predicted: [Document] = []

  /// Puts the words of some documents together.
  ///
  /// - Parameters:
  ///   - gold: with gold tags.
  ///   - others: with tags of its own each, and which of its words are gold's.
  ///   - untagged: the tag that a word without one counts with; nil when it does not count.
  ///   - heads: the layer of tags whose values are numbers of words in a sentence; nil for none.
  init(
    _ gold: Document, _ others: [(document: Document, alignment: TokenAlignment)], untagged: String?, heads: String?
  ) {
    let count = gold.tokens.count
    let extra = others.map { other in other.alignment.goldOf.indices.filter { other.alignment.goldOf[$0] == nil } }
    let total = count + extra.reduce(0) { $0 + $1.count }
    let end = gold.text.utf8.count
    var union = gold
    // They have no text of their own, so that the text of a prediction is that of the gold words.
    union.tokens += (count..<total).map { _ in Token(end..<end) }
    for layer in union.tags.keys {
      let own = gold.tags[layer]?.map { $0 ?? untagged } ?? []
      union.tags[layer] = own + [String?](repeating: nil, count: total - count)
    }
    union.tagScores = [:]
    union.tagAlternatives = [:]
    self.gold = union
    var first = count
    for (other, extra) in zip(others, extra) {
      var places = [Int](repeating: 0, count: other.document.tokens.count)
      for (index, word) in extra.enumerated() { places[word] = first + index }
      for (word, gold) in other.alignment.goldOf.enumerated() where gold != nil { places[word] = gold ?? 0 }
      first += extra.count
      var document = union
      document.tags = [:]
      for (layer, tags) in other.document.tags {
        let values =
          layer == heads ? Self.heads(tags, other.document, other.alignment.goldOf, gold) : tags
        let truth = union.tags[layer]
        document.tags[layer] = [String?](repeating: nil, count: total)
        document.tagScores[layer] = [Double?](repeating: nil, count: total)
        for (word, place) in places.enumerated() {
          // Of a word without a gold tag nothing is known.
          guard place >= count || truth.map({ $0[place] != nil }) != false else { continue }
          document.tags[layer]?[place] = values[word] ?? untagged
          document.tagScores[layer]?[place] = other.document.tagScores[layer]?[word]
        }
      }
      predicted.append(document)
    }
  }

  /// Heads as the numbers of gold words in their sentences; of a word without a head none.
  private static func heads(
    _ cells: [String?], _ document: Document, _ goldOf: [Int?], _ gold: Document
  ) -> [String?] {
    var heads = cells
    let sentences = gold.encodedSentences
    for sentence in document.encodedSentences {
      for word in sentence {
        guard let cell = cells[word] else { continue }
        heads[word] = noHead
        guard let head = Int(cell), let own = goldOf[word] else { continue }
        if head == 0 {
          heads[word] = "0"
        } else if head > 0, head <= sentence.count, let other = goldOf[sentence.lowerBound + head - 1],
          let range = sentences.containing(own), range.contains(other)
        {
          heads[word] = "\(other - range.lowerBound + 1)"
        }
      }
    }
    return heads
  }
}
