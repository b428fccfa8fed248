import BraidFiles
import BraidText

/// The character that cells of a table may be in, as options name it.
enum TableQuote {
  /// The word for none.
  static let none = "none"

  /// The byte that an option names, or, where nothing is said, the format's own; nil for none.
  static func byte(_ option: String?, _ format: CorpusFormat) -> UInt8? {
    guard let option else { return format == .csv ? .quote : nil }
    return option == none ? nil : option.utf8.first
  }

  /// What is wrong with an option; nil when nothing is.
  ///
  /// - Parameters:
  ///   - option: The option.
  ///   - separator: The byte that stands between the cells.
  /// - Returns: The problem of an option `quote`.
  static func problem(_ option: String?, separator: UInt8) -> OptionProblem? {
    guard let option, option != none else { return nil }
    let bytes = Array(option.utf8)
    let isMark =
      bytes.count == 1 && (33...47 ~= bytes[0] || 58...64 ~= bytes[0] || 91...96 ~= bytes[0] || 123...126 ~= bytes[0])
    guard isMark, bytes[0] != separator else {
      return OptionProblem("quote", found: "`\(option)`", expected: "one mark of ASCII that separates nothing, or none")
    }
    return nil
  }
}
