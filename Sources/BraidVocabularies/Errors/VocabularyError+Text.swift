import BraidFiles
public import Foundation

extension VocabularyError: LocalizedError {
  /// What is wrong and where.
  public var errorDescription: String? { text.description }

  /// What to do about it, one sentence.
  public var recoverySuggestion: String? { text.suggestion }

  /// The one place that turns cases into sentences.
  private var text: (description: String, suggestion: String) {
    switch self {
    case .file(let error): return (error.errorDescription ?? "", error.recoverySuggestion ?? "")
    case .badLine(let file, let line, let column, let found, let expected):
      let place = column > 0 ? "\(file):\(line):\(column)" : "\(file):\(line)"
      return (
        "\(place): found \"\(Self.shortened(found))\", expected \(expected)",
        "Correct the line, or build the file again."
      )
    case .duplicate(let file, let line, let entry):
      return ("\(file):\(line): the entry \"\(Self.shortened(entry))\" occurs a second time", "Remove one of the two.")
    case .wrongKind(let file, let found, let expected):
      return (
        "\(file):1: found a vocabulary of kind \(found), expected \(expected)",
        "Give the right file, or build one with `braid vocab --kind \(expected)`."
      )
    case .badBinary(let file, let offset, let found, let expected):
      return ("\(file): byte \(offset): found \(found), expected \(expected)", "Check the file's format and size.")
    case .badOption(let name, let found, let expected):
      return ("option \(name): found \(found), expected \(expected)", "Correct the option.")
    case .shards(let file, let found, let expected):
      return (
        "\(file): found \(found), expected \(expected)",
        "Give the counts of every shard once, all made with the same options."
      )
    case .empty(let what):
      return ("\(what) is empty", "Check the input and lower the minimum count.")
    }
  }

  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count > 60 ? String(text.unicodeScalars.prefix(60)) + "…" : text
  }
}
