import BraidText
import Testing

@Suite struct TextPreprocessorTests {
  private func preparation(_ steps: [NormalizationStep]) -> TextPreparation {
    var preparation = TextPreparation()
    preparation.normalize = steps
    return preparation
  }

  private func words(_ document: Document) -> [String] { document.words(0..<document.tokens.count) }

  @Test func `a model reads the changed text, and predicts for the text as it was`() throws {
    let text = "Die  Straße\nist ＦＩＮＥ. Ja!"
    let preparer = try TextPreprocessor(preparation([.nfkc, .caseFold, .whitespace]))
    var prepared = try preparer.prepare(Document(id: "a", text: text))
    #expect(prepared.document.text == "die strasse ist fine. ja!")
    #expect(words(prepared.document) == ["die", "strasse", "ist", "fine", ".", "ja", "!"])
    prepared.document.tags["pos"] = ["D", "N", "V", "A", ".", "P", "."]
    let answer = prepared.restored
    #expect(answer.text == text && answer.id == "a")
    #expect(words(answer) == ["Die", "Straße", "ist", "ＦＩＮＥ", ".", "Ja", "!"])
    #expect(answer.sentences == prepared.document.sentences)
    #expect(answer.tags["pos"]?[1] == "N")
  }

  @Test func `a character that becomes several tokens stays one of the text as it was`() throws {
    let prepared = try TextPreprocessor(preparation([.nfkc])).prepare(Document(text: "take ½ of it"))
    #expect(words(prepared.restored) == ["take", "½", "of", "it"])
    #expect(words(prepared.document) == ["take", "1⁄2", "of", "it"])
  }

  @Test func `tokens that are there stay, and the model reads each changed`() throws {
    let document = Document(words: [["New York", "IS"], ["Big"]])
    let prepared = try TextPreprocessor(preparation([.lowercase])).prepare(document)
    #expect(words(prepared.document) == ["new york", "is", "big"])
    #expect(prepared.restored == document)
  }

  @Test func `words that share their text are changed once`() throws {
    let document = Document(text: "AU Café", tokens: [Token(0..<2), Token(0..<2), Token(3..<8)])
    #expect(document.isConsistent && document.sharesText(1) && !document.sharesText(2))
    let prepared = try TextPreprocessor(preparation([.lowercase])).prepare(document)
    #expect(prepared.document.text == "au café")
    #expect(words(prepared.document) == ["au", "au", "café"])
    #expect(prepared.restored.text == "AU Café" && prepared.restored.tokens == document.tokens)
    #expect(SpacedTokens(document).text == document.text)
  }

  @Test(
    arguments: [
      ([.lowercase], "C++", "I like C++ now", ["i", "like", "c++", "now"]),
      ([.lowercase], "c++", "I like C++ now", ["i", "like", "c++", "now"]),
      ([.nfkc, .caseFold], "Ｃ++", "C++ Now", ["c++", "now"]), ([.stripDiacritics], "é+", "a é+", ["a", "e+"]),
      ([], "C++", "c++ C++", ["c", "+", "+", "C++"]),
    ] as [([NormalizationStep], String, String, [String])])
  func `kept words are found in text that is changed as they are`(
    steps: [NormalizationStep], word: String, text: String, expected: [String]
  ) throws {
    var rules = preparation(steps)
    rules.keptWords = [word]
    #expect(words(try TextPreprocessor(rules).prepare(Document(text: text)).document) == expected)
  }

  @Test func `abbreviations are found in text that is changed as they are`() throws {
    var rules = preparation([.nfkc])
    rules.abbreviations = ["Ｄr."]
    #expect(try TextPreprocessor(rules).prepare(Document(text: "Dr. Ash came. Yes.")).document.sentences.count == 2)
  }

  @Test func `without steps nothing is copied, and segmentation is by the rules given`() throws {
    var rules = TextPreparation()
    rules.patterns = [.email]
    rules.abbreviations = ["Dr."]
    let prepared = try TextPreprocessor(rules).prepare(Document(text: "Dr. Ash is a@b.org. Yes."))
    #expect(prepared.document == prepared.restored)
    #expect(words(prepared.document) == ["Dr", ".", "Ash", "is", "a@b.org", ".", "Yes", "."])
    #expect(prepared.document.sentences.count == 2)
    rules.unit = .character
    #expect(words(try TextPreprocessor(rules).prepare(Document(text: "a bc")).document) == ["a", "b", "c"])
  }
}
