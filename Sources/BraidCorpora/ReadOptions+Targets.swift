import BraidFiles
import BraidText

extension ReadOptions {
  /// What makes translations that are not confirmed known to ledgers: the option as pipelines and the command line call it.
  static let readsUnconfirmed = "read with `unconfirmed: true` or `--unconfirmed`"

  /// The name of translations of which nobody says what language they are in.
  package static let unnamedTarget = "target"

  /// The name of translations in files that don't say their language.
  package var targetName: String { targetLanguage ?? Self.unnamedTarget }

  /// The name of translations in a file that may say their language; what is asked for goes first.
  func targetName(in file: String?) -> String { targetLanguage ?? file ?? Self.unnamedTarget }

  /// Counts a translation that is called by another language than its file says.
  func noteTarget(in file: String?, at place: SourceLocation, into ledger: inout Ledger) {
    guard let file, let targetLanguage, LanguageMatch.isTag(targetLanguage),
      LanguageMatch.index(of: targetLanguage, in: [file]) == nil
    else { return }
    ledger.note(.recognized, .translations, "in `\(file)`, as the file says; called `\(targetLanguage)`", at: place)
  }
}
