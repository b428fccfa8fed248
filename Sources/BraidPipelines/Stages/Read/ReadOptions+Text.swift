package import BraidCorpora
import BraidFiles

extension ReadOptions {
  /// A name in the map of columns or fields that seems to be meant for that of the text, where the map names no text, so that
  /// every document would be empty.
  ///
  /// - Returns: the option, the name in it and what was meant; nil when there is none such.
  package var misspeltText: (option: String, name: String, meant: String)? {
    let texts = ["text", "tokens", "source", "target", "form"]
    for (option, names) in [("columns", Array(columns.keys)), ("fields", Array(fields.keys))] {
      guard !names.isEmpty, !names.contains(where: texts.contains) else { continue }
      // Any other name is that of a layer of labels.
      for name in names.sorted() where !["label", "id", "language"].contains(name) && !name.contains(":") {
        guard
          let meant = SpellingSuggestion.name(for: name, among: format == .parallelTSV ? texts : ["text", "tokens"])
        else { continue }
        return (option, name, meant)
      }
    }
    return nil
  }
}

extension PipelineStage {
  /// Checks what is said of the files that a stage reads, and that the maps of columns and fields name the text.
  ///
  /// - Parameters:
  ///   - options: how it is read.
  ///   - path: the keys that these options stand below.
  ///   - mistakes: gets options that are wrong, and a name that seems to be meant for the text.
  func check(reading options: ReadOptions, below path: [String] = [], mistakes: inout [PipelineError]) {
    if let problem = options.problem { mistakes.append(badValue(problem, below: path)) }
    guard let (option, name, meant) = options.misspeltText else { return }
    mistakes.append(
      .badValue(
        place(of: path + [option], naming: name), key: option, found: "`\(name)` and no text",
        expected: "a `\(meant)`", nearest: meant))
  }
}
