import BraidText
import Testing

@Suite struct TextRulesTests {
  @Test func `rules are the same for the same preparation, and name the linked ICU`() throws {
    let rules = try TextRules(TextPreparation())
    #expect(try rules == TextRules(TextPreparation()))
    #expect(rules.icu == ICU.version)
    #expect(rules.difference(from: rules) == nil)
  }

  @Test(
    arguments: [
      { $0.unit = .character }, { $0.sentences = .none }, { $0.abbreviations = ["Dr."] }, { $0.patterns = [.url] },
      { $0.patterns = [.quantity] }, { $0.keptWords = ["C++"] },
    ] as [@Sendable (inout TextPreparation) -> Void])
  func `what decides where text is cut is in the fingerprint`(
    change: @Sendable (inout TextPreparation) -> Void
  ) throws {
    var preparation = TextPreparation()
    change(&preparation)
    let (rules, usual) = (try TextRules(preparation), try TextRules(TextPreparation()))
    #expect(rules.segmentation != usual.segmentation)
    #expect(rules.difference(from: usual)?.contains("other rules of tokens and sentences") == true)
  }

  @Test func `another version is named, and what is not known is not compared`() {
    let old = TextRules(icu: "72.1", segmentation: "a")
    #expect(
      old.difference(from: TextRules(icu: "78.2", segmentation: "a")) == "ICU 72.1, this program has ICU 78.2")
    #expect(old.difference(from: TextRules(icu: "72.1")) == nil)
    #expect(TextRules(icu: "72.1").difference(from: old) == nil)
  }
}
