/// Ready-made lists of abbreviations that seldom end a sentence, for `SegmenterOptions.abbreviations`.
///
/// Left out on purpose are those that often do end one: `etc.`, `Inc.`, `usw.`.
public enum Abbreviations {
  /// Languages with a list, as BCP 47 language subtags.
  public static let languages = ["de", "en", "fr", "it"]

  /// The list of a language.
  ///
  /// - Parameter locale: BCP 47 language tag; what stands before the first `-` counts.
  /// - Returns: The abbreviations; empty for a language without a list.
  public static func common(_ locale: String) -> [String] {
    switch locale.prefix(while: { $0 != "-" && $0 != "_" }).lowercased() {
    case "en":
      [
        "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "Rev.", "Hon.", "Gen.", "Col.", "Maj.", "Capt.", "Lt.", "Sgt.",
        "Sen.", "Rep.", "Gov.", "Pres.", "Messrs.", "Mt.", "Ft.", "vs.", "e.g.", "i.e.", "cf.", "viz.", "approx.",
        "ca.",
        "Fig.", "Figs.", "Eq.", "Sec.", "Vol.", "pp.", "Ch.", "Nos.",
      ]
    case "de":
      [
        "Hr.", "Fr.", "Frl.", "Dr.", "Prof.", "Dipl.", "Ing.", "St.", "z. B.", "z.B.", "d. h.", "d.h.", "u. a.", "u.a.",
        "i. d. R.", "o. ä.", "s. o.", "s. u.", "vgl.", "bzw.", "ca.", "evtl.", "ggf.", "inkl.", "exkl.", "zzgl.", "Nr.",
        "Abb.", "Tab.", "Bd.", "Kap.", "Str.", "Abs.", "Art.", "geb.", "gest.", "Jh.", "Mio.", "Mrd.", "sog.",
        "v. Chr.",
        "n. Chr.",
      ]
    case "fr":
      [
        "M.", "MM.", "Mme.", "Mlle.", "Dr.", "Pr.", "Me.", "St.", "Ste.", "p. ex.", "c.-à-d.", "cf.", "env.", "fig.",
        "vol.", "chap.", "art.", "n°.", "av. J.-C.", "apr. J.-C.",
      ]
    case "it":
      [
        "sig.", "sigg.", "dott.", "prof.", "ing.", "avv.", "on.", "art.", "artt.", "pag.", "cfr.",
        "es.", "p.es.", "ca.", "n.", "vol.", "fig.", "cap.",
      ]
    default: []
    }
  }
}
