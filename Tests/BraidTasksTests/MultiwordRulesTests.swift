import BraidFiles
import BraidTasks
import BraidText
import Testing

/// Which words a token is, as learned from tokens of several words.
@Suite struct MultiwordRulesTests {
  static let rules = MultiwordRules([
    "du": ["de", "le"], "des": ["de", "les"], "Aux": ["À", "les"], "don't": ["do", "n't"], "didn't": ["did", "n't"],
    "can't": ["ca", "n't"], "John's": ["John", "'s"], "Mary's": ["Mary", "'s"], "dámelo": ["da", "me", "lo"],
    "dímelo": ["di", "me", "lo"], "cántamelo": ["canta", "me", "lo"], "wabc": ["w", "abc"], "wxyz": ["w", "xyz"],
    "İki": ["iki", "x"],
  ])

  @Test(arguments: [
    ("du", ["de", "le"]), ("Du", ["De", "le"]), ("DU", ["DE", "LE"]), ("aux", ["à", "les"]), ("Aux", ["À", "les"]),
    ("AUX", ["À", "LES"]), ("Don't", ["Do", "n't"]), ("DON'T", ["DO", "N'T"]),
  ])
  func `a token that was seen is what it was, in its own casing`(token: String, words: [String]) {
    #expect(Self.rules.words(of: token) == words)
  }

  @Test(arguments: [
    ("won't", ["wo", "n't"]), ("Hadn't", ["Had", "n't"]), ("HADN'T", ["HAD", "N'T"]), ("Ann's", ["Ann", "'s"]),
    ("ANN's", ["ANN", "'s"]), ("wdef", ["w", "def"]), ("Wdef", ["W", "def"]), ("wDef", ["w", "Def"]),
  ])
  func `endings and beginnings that two tokens share make the words of others`(token: String, words: [String]) {
    #expect(Self.rules.words(of: token) == words)
  }

  /// *des* alone has the ending `s`, and letters without a rule have none.
  @Test(arguments: ["chats", "x", "", "İ", "n't", "'s"])
  func `where no rule tells, none is made up`(token: String) { #expect(Self.rules.words(of: token) == nil) }

  @Test func `words are never lost, and a long token ends soon`() {
    let long = String(repeating: "a", count: 5_000) + "n't"
    #expect(Self.rules.words(of: long) == nil)
    #expect(MultiwordRules([:]).words(of: "du") == nil)
    #expect(MultiwordRules([long: [long, "x"]]).words(of: long) == [long, "x"])
    #expect(Self.rules.words(of: "préstamelo") == ["présta", "me", "lo"])
  }

  @Test func `rules are the same whatever the order they were made in`() {
    let tokens = (0..<60).map { "t\($0 % 30)x\($0)" }
    let seen = Dictionary(uniqueKeysWithValues: tokens.map { ($0, [String($0.prefix(2)), String($0.suffix(2))]) })
    let probes = (0..<100).map { "q\($0)x\($0)" }
    let first = MultiwordRules(ExactDictionary(seen))
    for _ in 0..<3 {
      let again = MultiwordRules(ExactDictionary(Dictionary(uniqueKeysWithValues: seen.shuffled())))
      #expect(probes.map(again.words) == probes.map(first.words))
    }
  }

  @Test(arguments: [
    // `I` is `ı` and `i` is `İ` in Turkish, `İ` is one letter there.
    (LowerCasing.turkic, "KIZDI", ["KIZ", "DI"]), (.turkic, "Kızdı", ["Kız", "dı"]),
    (.turkic, "İYİDİ", ["İYİ", "DİR"]),
    (.turkic, "İydı", ["İy", "dı"]), (.general, "İydı", ["İy", "dı"]), (.general, "ΣΑΣ", ["ΣΑ", "Σ"]),
  ])
  func `the case of letters is that of the language`(lower: LowerCasing, token: String, words: [String]) {
    let rules = MultiwordRules(
      [
        "kızdı": ["kız", "dı"], "iyidi": ["iyi", "dir"], "ağıdı": ["ağı", "dı"], "sadı": ["sa", "dı"],
        "σας": ["σα", "ς"],
      ],
      lower: lower)
    #expect(rules.words(of: token) == words)
  }
}
