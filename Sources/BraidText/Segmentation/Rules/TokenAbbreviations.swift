/// Abbreviations that keep their full stop, by rules of tokens; without the full stop, and in lower case where case does not
/// count.
enum TokenAbbreviations {
  static func list(_ rules: TokenRules) -> [String] {
    switch rules {
    case .icu: []
    case .english:
      [
        "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "gen", "col", "maj", "capt", "lt", "sgt", "cmdr", "adm", "sen",
        "rep",
        "gov", "pres", "messrs", "st", "mt", "ft", "jr", "sr", "inc", "corp", "co", "ltd", "bros", "dept", "univ", "vs",
        "etc",
        "cf", "viz", "approx", "ca", "e.g", "i.e", "a.m", "p.m", "u.s", "p.s", "d.c", "ph.d", "fig", "figs", "vol",
        "pp", "ave",
        "al", "blvd", "jan", "feb", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "est", "attn", "ext", "calif",
      ]
    case .french:
      [
        "M", "MM", "Mme", "Mlle", "Dr", "Pr", "Me", "St", "Ste", "p.ex", "cf", "env", "fig", "vol", "chap", "art",
        "etc",
        "av", "apr", "ex",
      ]
    case .italian:
      ["sig", "sigg", "dott", "prof", "ing", "avv", "on", "ecc", "art", "artt", "n", "pag", "cfr", "es", "p.es", "ca"]
    }
  }

  /// Abbreviations with their full stop after which no sentence ends, by rules of tokens.
  static func withinSentences(_ rules: TokenRules) -> [String] {
    switch rules {
    case .icu: []
    case .english:
      Abbreviations.common("en") + [
        "Jan.", "Feb.", "Mar.", "Apr.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.", "Mlle.", "Mme.",
      ]
    case .french: Abbreviations.common("fr")
    case .italian: Abbreviations.common("it")
    }
  }
}
