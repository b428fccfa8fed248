import BraidText

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
}
