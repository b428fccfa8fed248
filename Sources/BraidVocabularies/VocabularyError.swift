public import Foundation

/// What can be wrong with a vocabulary file.
public enum VocabularyError: Error, Sendable, Equatable {
  /// A line is not what the format says.
  case badLine(path: String, line: Int, found: String, expected: String)
  /// An entry occurs a second time.
  case duplicate(path: String, line: Int, entry: String)
}

extension VocabularyError: LocalizedError {
  /// What was found where.
  public var errorDescription: String? {
    switch self {
    case .badLine(let path, let line, let found, let expected):
      "\(path):\(line): found \"\(found.prefix(60))\", expected \(expected)"
    case .duplicate(let path, let line, let entry): "\(path):\(line): the entry \"\(entry)\" occurs a second time"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .badLine: "Build the vocabulary again with `braid vocab`, or restore the file."
    case .duplicate: "Remove one of the two lines."
    }
  }
}
