import BraidCorpora
import BraidText
import Testing

/// Raw text cut by rules is compared with a corpus's own tokens, and labels with each other.
struct TokenAgreementTests {
  private func document(_ text: String, _ words: [String]) throws -> Document {
    let bytes = Array(text.utf8)
    var start = 0
    let tokens = try words.map { word in
      let wanted = Array(word.utf8)
      start = try #require((start..<bytes.count).first { bytes[$0...].starts(with: wanted) })
      defer { start += wanted.count }
      return Token(start..<start + wanted.count)
    }
    return Document(text: text, tokens: tokens)
  }

  @Test func `tokens agree when they are the same bytes; the others are differences with a count`() throws {
    let agreement = try TokenAgreement(TextPreparation())
    for _ in 0..<2 { try agreement.add(document("I don't know.", ["I", "do", "n't", "know", "."])) }
    try agreement.add(document("No way", ["No way"]))
    try agreement.add(Document(text: "No tokens."))
    // Per sentence the rules find I, don't, know and the full stop, three of the five; of the last two words none is right.
    #expect(agreement.documents == 3 && agreement.correct == 6 && agreement.found == 10 && agreement.gold == 11)
    let common = agreement.commonest()
    #expect(common.map(\.gold) == ["do|n't", "No way"] && common.map(\.found) == ["don't", "No|way"])
    #expect(common.map(\.count) == [2, 1])
    #expect(agreement.isMeaningful)
    // 6 of 10, 6 of 11, and 2 · 6 of 21.
    #expect(agreement.summary == "tokens F1 57.14 (precision 60.00, recall 54.55; first 3 documents)")
  }

  @Test func `words that were joined by spaces say nothing about raw text`() throws {
    let agreement = try TokenAgreement(TextPreparation())
    try agreement.add(Document(words: [["do", "n't"]]))
    #expect(!agreement.isMeaningful)
  }

  @Test func `the words of a multiword token are one token`() throws {
    let agreement = try TokenAgreement(TextPreparation())
    try agreement.add(
      Document(text: "du pain.", tokens: [Token(0..<2), Token(0..<2), Token(3..<7), Token(7..<8)]))
    #expect(agreement.correct == 3 && agreement.gold == 3 && agreement.found == 3)
    #expect(agreement.listing() == nil)
  }

  @Test func `labels that differ in case, white space or composition look alike`() throws {
    var labels = LookalikeLabels([.labels("topic"), .tags("pos")])
    for (name, count) in [("Sport", 3), ("sport", 1), (" sport", 2), ("caf\u{E9}", 1), ("cafe\u{301}", 1), ("art", 9)] {
      for _ in 0..<count {
        var document = Document(text: "x")
        document.labels["topic"] = [Label(name)]
        document.tags["pos"] = ["N", "V"]
        labels.add(document)
      }
    }
    #expect(
      labels.groups.map(\.listing) == [
        "`cafe\u{301}` (U+63 U+61 U+66 U+65 U+301) 1×, `caf\u{E9}` (U+63 U+61 U+66 U+E9) 1×",
        "`Sport` 3×, ` sport` 2×, `sport` 1×",
      ])
  }

  @Test func `labels with characters of no width, or letters of another script, look alike`() throws {
    var labels = LookalikeLabels([.labels("topic")])
    for name in ["sport", "s\u{200B}port", "sp\u{43E}rt", "B1", "BI", "\u{FEFF}art", "art"] {
      var document = Document(text: "x")
      document.labels["topic"] = [Label(name)]
      labels.add(document)
    }
    #expect(
      labels.groups.map { $0.labels.map { String(decoding: $0.name, as: UTF8.self) } }.map(Set.init) == [
        ["art", "\u{FEFF}art"], ["sport", "s\u{200B}port", "sp\u{43E}rt"],
      ])
    #expect(labels.groups[1].listing.contains("(U+73 U+200B U+70 U+6F U+72 U+74)"))
  }
}

@Suite struct TokenRulesChoiceTests {
  private func document(_ text: String, _ ranges: Range<Int>...) -> Document {
    Document(text: text, tokens: ranges.map { Token($0) })
  }

  @Test func `rules are proposed that meet a corpus better than the others`() throws {
    let choice = try TokenRulesChoice(besides: TextPreparation())
    try choice.add(document("l'ami dit", 0..<2, 2..<5, 6..<9))
    let better = try #require(choice.better)
    #expect(better.preparation.rules == .french && better.preparation.locale == "fr" && better.agreement.f1 == 100)
    let english = try TokenRulesChoice(besides: TextPreparation())
    try english.add(document("I don't.", 0..<1, 2..<4, 4..<7, 7..<8))
    #expect(english.better?.preparation.rules == .english)
  }

  @Test func `nothing is proposed where ICU's rules are as good, or the text is none`() throws {
    let choice = try TokenRulesChoice(besides: TextPreparation())
    try choice.add(document("A dog.", 0..<1, 2..<5, 5..<6))
    #expect(choice.better == nil)
    let joined = try TokenRulesChoice(besides: TextPreparation())
    try joined.add(Document(words: [["do", "n't"]]))
    #expect(joined.better == nil)
  }
}
