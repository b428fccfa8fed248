import BraidText
import Testing

/// Texts and what is aligned with them are prepared by one rule.
@Suite struct DocumentPreprocessorTests {
  private func document() -> Document {
    var document = Document(text: "Das IST gut. Ja.")
    document.translations["en"] = AlignedText("It IS good. Yes.")
    document.translations["fr"] = AlignedText("C'est BON.")
    return document
  }

  @Test func `aligned texts are normalized like the text and split into words, not into sentences`() throws {
    var preparation = TextPreparation()
    preparation.locale = "de"
    preparation.unit = .character
    preparation.normalize = [.lowercase]
    var prepared = document()
    try DocumentPreprocessor(preparation, targetLocale: "en").prepare(&prepared)
    #expect(prepared.text == "das ist gut. ja.")
    #expect(prepared.words(0..<3) == ["d", "a", "s"])
    #expect(prepared.translations["en"]?.words == ["it", "is", "good", ".", "yes", "."])
    #expect(prepared.translations["fr"]?.words.last == ".")
  }

  @Test func `only aligned texts that are named are touched, and tokens that are there stay`() throws {
    var prepared = document()
    prepared.translations["en"]?.tokens = [Token(0..<16)]
    try DocumentPreprocessor(TextPreparation(), languages: ["en"]).prepare(&prepared)
    #expect(prepared.translations["en"]?.words == ["It IS good. Yes."])
    #expect(prepared.translations["fr"]?.tokens == [])
  }
}
