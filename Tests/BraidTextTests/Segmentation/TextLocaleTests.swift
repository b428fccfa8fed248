import BraidFiles
import BraidText
import Testing

/// Which locales ICU knows, and what is said of others.
@Suite struct TextLocaleTests {
  @Test(arguments: [
    "en", "de-AT", "zh-Hant", "zh-Hant-TW", "sr-Latn-RS", "tur", "grc", "got", "tlh", "es-419", "de-1996",
    "ca-valencia",
    "en-US-posix", "und", "root", "en-u-ca-buddhist", "sh", "cu", "nob", "en_US", "EN-us", "zh_hant_tw",
  ])
  func `a language with parts that are registered is known`(tag: String) {
    #expect(TextLocale.isKnown(tag))
    #expect(TextLocale.problem("locale", tag) == nil)
    #expect((try? TextSegmenter(SegmenterOptions(locale: tag))) != nil)
  }

  @Test(
    arguments: [
      ("xx", nil), ("foo", nil), ("Elvish", nil), ("German", "de"), ("Deutsch", "de"), ("Deutsch-DE", "de"),
      ("Englisch", "en"), ("français", "fr"), ("Español", "es"), ("norsk bokmål", "nb"), ("中文", "zh"),
      ("xx-klingon", "tlh"), ("klingon", "tlh"), ("en-klingon", "en"), ("en-XX", "en"), ("zh-Abcd", "zh"),
      ("turkish", "tr"), ("Turkich", "tr"), ("greek", "el"), ("tr_TR_klingon", "tr-TR"),
      ("en_US.UTF-8", "en-US"), ("de_DE@euro", "de-DE"), ("C.UTF-8", nil), ("@euro", nil), ("EN-us ", "en-US"),
      ("", nil),
      ("-", nil),
      ("12345678901", nil), (String(repeating: "en-", count: 100_000), nil), (String(repeating: "z", count: 1000), nil),
    ] as [(String, String?)])
  func `any other is a problem, with the nearest that is known`(tag: String, nearest: String?) {
    #expect(!TextLocale.isKnown(tag))
    let problem = TextLocale.problem("locale", tag)
    #expect(problem?.key == "locale" && problem?.found == "`\(tag)`")
    #expect(problem?.nearest == nearest)
    #expect(throws: TextError.invalidLocale(tag)) { try TextSegmenter(SegmenterOptions(locale: tag)) }
  }

  @Test(arguments: [
    ("en-US", ["en_US", "en-us", "EN-us", "eng_us"]), ("zh-Hant-TW", ["zh_hant_tw", "ZH-HANT-TW"]),
    ("es-419", ["ES_419"]),
    ("de", ["DE", "deu"]), ("und", ["UND", "root"]),
  ])
  func `a locale is the same however it is written, and one string`(tag: String, others: [String]) throws {
    var first = TextPreparation()
    first.locale = tag
    #expect(first.locale == tag)
    for other in others {
      #expect(TextLocale.canonical(other) == tag)
      var preparation = TextPreparation()
      preparation.locale = other
      #expect(preparation == first)
      #expect(TextPreparation().with(locale: other) == first)
      #expect(try OptionWriter.node(preparation) == OptionWriter.node(first))
      #expect(SegmenterOptions(locale: other) == SegmenterOptions(locale: tag))
      #expect(preparation.problem == nil)
    }
  }

  @Test(arguments: ["en_XX", "xx", "", "en US", "klingon"])
  func `a locale that is not known stays as it is written, for its error`(tag: String) {
    var preparation = TextPreparation()
    preparation.locale = tag
    #expect(preparation.locale == tag)
    #expect(preparation.problem?.found == "`\(tag)`")
  }

  @Test(arguments: [("tur-TR", "tr"), ("az-Cyrl", "az"), ("lit", "lt"), ("und", ""), ("en_US", "en"), ("?", "")])
  func `a language has its shortest code`(tag: String, language: String) {
    #expect(TextLocale.language(of: tag) == language)
  }
}
