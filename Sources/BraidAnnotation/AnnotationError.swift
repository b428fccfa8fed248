public import Foundation

/// What can be wrong before the first document is annotated.
public enum AnnotationError: Error, Sendable, Equatable {
  /// The model has no such task.
  case unknownTask(String, known: [String])
}

extension AnnotationError: LocalizedError {
  /// What was found.
  public var errorDescription: String? {
    switch self {
    case .unknownTask(let name, _): "the model has no task `\(name)`"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .unknownTask(_, let known): "It has \(known.joined(separator: ", "))."
    }
  }
}
