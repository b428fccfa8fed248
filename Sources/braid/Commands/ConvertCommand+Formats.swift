import BraidCorpora

extension ConvertCommand {
  /// The formats, one a line, with what each holds when it is written.
  static var formats: String {
    let width = (CorpusFormat.allCases.map(\.rawValue.utf8.count).max() ?? 0) + 2
    let lines = CorpusFormat.allCases.map { format -> String in
      let name = format.rawValue + String(repeating: " ", count: width - format.rawValue.utf8.count)
      return TerminalText.wrapped(
        name + (format == .xml ? "read; written with --into only" : format.contents), columns: 80, hanging: width)
    }
    return lines.joined(separator: "\n")
  }
}
