/// Which language texts are in, by their script and their commonest words: enough to choose rules of words and sentences.
package struct LanguageGuess {
  /// Words that are looked at, or characters of scripts without spaces.
  private static let most = 20_000
  /// Function words that no other language of the list has as often, by language.
  private static let words: [String: [String]] = [
    "en": ["the", "and", "of", "a", "is", "to", "was", "that", "this", "it", "with", "for"],
    "de": ["der", "die", "und", "das", "ist", "nicht", "ein", "den", "von", "mit", "eine", "auf"],
    "fr": ["le", "la", "les", "des", "est", "et", "un", "une", "dans", "pour", "que", "du", "pas"],
    "es": ["el", "la", "los", "que", "y", "una", "las", "por", "es", "con", "del", "se", "muy"],
    "it": ["il", "che", "di", "è", "della", "non", "gli", "una", "sono", "del", "per", "la", "un"],
    "pt": ["o", "que", "não", "uma", "os", "do", "da", "um", "para", "com", "é", "em", "as"],
    "nl": ["de", "het", "een", "van", "en", "niet", "dat", "zijn", "voor", "ik", "op", "met"],
    "sv": ["och", "att", "det", "är", "som", "en", "inte", "på", "av", "för", "jag", "har"],
    "da": ["og", "det", "er", "ikke", "af", "en", "at", "til", "jeg", "på", "som", "har"],
    "nb": ["og", "det", "er", "ikke", "av", "en", "å", "til", "jeg", "på", "som", "har"],
    "fi": ["ja", "on", "ei", "että", "se", "oli", "hän", "mutta", "kun", "ovat", "joka"],
    "pl": ["i", "nie", "się", "na", "jest", "że", "w", "z", "do", "to", "jak", "ale"],
    "cs": ["a", "je", "se", "na", "v", "že", "jsem", "není", "s", "ale", "jako", "byl"],
    "hu": ["a", "az", "és", "hogy", "nem", "egy", "van", "is", "de", "volt", "meg"],
    "ro": ["și", "de", "în", "nu", "este", "pe", "cu", "o", "să", "un", "care", "din"],
    "tr": ["bir", "ve", "bu", "için", "da", "de", "ne", "çok", "değil", "gibi", "olan", "var"],
    "vi": ["và", "của", "là", "không", "có", "một", "được", "cho", "người", "trong", "các"],
    "id": ["yang", "dan", "di", "tidak", "ini", "itu", "untuk", "dengan", "dari", "ada", "pada"],
    "ca": ["el", "la", "els", "que", "i", "una", "és", "amb", "per", "les", "del", "no"],
    "ru": ["и", "в", "не", "на", "что", "он", "с", "я", "это", "как", "по", "был"],
    "uk": ["і", "в", "не", "на", "що", "з", "та", "це", "як", "є", "від", "він"],
    "bg": ["и", "в", "не", "на", "че", "с", "да", "се", "е", "за", "от", "са"],
    "sr": ["и", "у", "је", "на", "се", "не", "да", "су", "за", "од", "са", "што"],
    "ar": ["في", "من", "على", "أن", "إلى", "هذا", "عن", "لا", "ما", "التي"],
    "fa": ["و", "در", "به", "از", "که", "این", "را", "با", "است", "برای"],
    "ur": ["کے", "اور", "میں", "ہے", "کی", "کا", "سے", "کو", "نے", "یہ"],
  ]
  /// Languages that have a script to themselves, or nearly so: the first and last code point of the script.
  private static let scripts: [(range: ClosedRange<UInt32>, language: String)] = [
    (0x3040...0x30FF, "ja"), (0xAC00...0xD7A3, "ko"), (0x4E00...0x9FFF, "zh"), (0x0E00...0x0E7F, "th"),
    (0x0E80...0x0EFF, "lo"), (0x1780...0x17FF, "km"), (0x1000...0x109F, "my"), (0x0370...0x03FF, "el"),
    (0x0590...0x05FF, "he"), (0x0530...0x058F, "hy"), (0x10A0...0x10FF, "ka"), (0x0900...0x097F, "hi"),
    (0x0980...0x09FF, "bn"), (0x0A00...0x0A7F, "pa"), (0x0A80...0x0AFF, "gu"), (0x0B80...0x0BFF, "ta"),
    (0x0C00...0x0C7F, "te"), (0x0C80...0x0CFF, "kn"), (0x0D00...0x0D7F, "ml"), (0x1200...0x137F, "am"),
  ]
  /// Each word with the languages that have it.
  private static let languages: [String: [String]] = words.reduce(into: [:]) { languages, entry in
    for word in entry.value { languages[word, default: []].append(entry.key) }
  }

  /// Letters, and those of each script.
  private var letters = 0
  private var lettersByLanguage: [String: Int] = [:]
  private var count = 0
  private var found: [String: Int] = [:]

  /// Nothing has been read.
  package init() {}

  /// Takes a text into account.
  package mutating func add(_ text: String) {
    guard count < Self.most, letters < Self.most * 5 else { return }
    for scalar in text.unicodeScalars.prefix(Self.most) where scalar.properties.isAlphabetic {
      letters += 1
      guard scalar.value > 0x036F, let script = Self.scripts.first(where: { $0.range.contains(scalar.value) }) else {
        continue
      }
      lettersByLanguage[script.language, default: 0] += 1
    }
    let lowered = text.unicodeScalars.prefix(Self.most).split { !$0.properties.isAlphabetic && $0 != "\u{0308}" }
    for scalars in lowered where scalars.count < 12 {
      count += 1
      let word = String(String.UnicodeScalarView(scalars)).lowercased()
      for language in Self.languages[word] ?? [] { found[language, default: 0] += 1 }
    }
  }

  /// The language as a BCP 47 tag; nil when it is not clear.
  package var language: String? {
    guard letters > 0 else { return nil }
    // Japanese is written with Chinese characters, too.
    let japanese = lettersByLanguage["ja", default: 0]
    if japanese * 10 > letters, (japanese + lettersByLanguage["zh", default: 0]) * 2 > letters { return "ja" }
    if let script = lettersByLanguage.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), script.value * 2 > letters {
      return script.key
    }
    let order = found.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard count >= Self.fewest, let best = order.first, best.value * Self.rarest > count else { return nil }
    if order.count > 1, order[1].value * 10 > best.value * 9 { return nil }
    return best.key
  }

  /// Words that are needed to say anything, and one in how many must be known.
  private static let fewest = 20
  private static let rarest = 12
}
