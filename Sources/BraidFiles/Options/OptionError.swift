public import Foundation

/// What can be wrong with options in a pipeline file, on the command line or in a model folder.
public enum OptionError: Error, Sendable, Equatable {
  /// An unknown key.
  case unknownKey(SourceLocation, key: String, inside: String, nearest: String?, known: [String])
  /// A value of the wrong type or out of range.
  case badValue(SourceLocation, key: String, found: String, expected: String, nearest: String? = nil)
  /// Something that should be a map of options.
  case notAMap(SourceLocation, what: String, found: String)
  /// A required key is missing.
  case missingKey(SourceLocation, key: String, inside: String, expected: String)
}

extension OptionError: LocalizedError {
  /// What was found where.
  public var errorDescription: String? {
    switch self {
    case .unknownKey(let place, let key, let inside, _, _): "\(place): unknown key `\(key)` in \(inside)"
    case .badValue(let place, let key, let found, let expected, _):
      "\(place): `\(key)` is \(found), expected \(expected)"
    case .notAMap(let place, let what, let found): "\(place): \(what) is \(found), expected a map of options"
    case .missingKey(let place, let key, let inside, let expected):
      "\(place): \(inside) has no `\(key)`, expected \(expected)"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .unknownKey(_, _, _, let nearest, let known): Self.suggestion(nearest, known)
    case .badValue(_, _, _, _, let nearest): nearest.map { "Did you mean `\($0)`?" } ?? "Correct the value."
    case .notAMap: "Write its options as `key: value`."
    case .missingKey(_, let key, _, _): "Add `\(key)`."
    }
  }

  /// The nearest name, or all that are known.
  package static func suggestion(_ nearest: String?, _ known: [String]) -> String {
    if let nearest { return "Did you mean `\(nearest)`?" }
    return known.isEmpty ? "Remove it." : "Known here: \(known.joined(separator: ", "))."
  }
}
