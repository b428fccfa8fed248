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
  func targetName(in file: String?) -> String {
    if keepsOtherTargets, let file, isOther(file) { return file }
    return targetLanguage ?? file ?? Self.unnamedTarget
  }

  /// Whether a file's language is another one than that which is asked for, if a language is.
  private func isOther(_ file: String) -> Bool {
    guard let targetLanguage, LanguageMatch.isTag(targetLanguage) else { return false }
    return LanguageMatch.index(of: targetLanguage, in: [file]) == nil
  }

  /// Counts a translation that is called by another language than its file says.
  func noteTarget(in file: String?, at place: SourceLocation, into ledger: inout Ledger) {
    guard let file, let targetLanguage, isOther(file) else { return }
    if keepsOtherTargets {
      return ledger.note(
        .ignored, .translations, "in `\(file)`, as the file says, not in `\(targetLanguage)`", at: place)
    }
    ledger.note(.recognized, .translations, "in `\(file)`, as the file says; called `\(targetLanguage)`", at: place)
  }
}

extension ReadOptions {
  /// Formats whose files may name the language of a text.
  private static let naming: Set<CorpusFormat> = [.jsonl, .tei, .html, .tmx, .xliff, .xmi]

  /// The language of the first document of files, which the file names itself; nil where it names none, and where a language is
  /// given, or nothing can be read.
  package func namedLanguage(in paths: [String]) -> String? {
    guard language == nil, Self.naming.contains(format) || columns["language"] != nil || fields["language"] != nil
    else { return nil }
    var options = self
    options.meter = nil
    options.layout = nil
    return (try? CorpusReader(paths, options: options).next())?.flatMap(\.language)
  }

  /// Units of a file that are looked at for the language of their translations.
  private static let mostUnits = 200

  /// The language that an XLIFF file names for its translations; nil where it names none, or can't be read.
  package static func target(namedByXLIFF path: String) -> String? {
    var options = ReadOptions()
    options.format = .xliff
    guard let reader = try? CorpusReader([path], options: options) else { return nil }
    for _ in 0..<mostUnits {
      guard let document = try? reader.next() else { return nil }
      if let name = document.fields[POEntry.targetLanguage] ?? document.translations.keys.first {
        return name == unnamedTarget ? nil : name
      }
    }
    return nil
  }
}
