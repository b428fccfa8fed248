public import Foundation

/// What can be wrong with a pipeline before it runs, and what can go wrong while it does.
public enum PipelineError: Error, Sendable, Equatable {
  /// The file can't be read.
  case unreadable(path: String, reason: String)
  /// The file is not YAML.
  case syntax(Place, reason: String)
  /// A key that nothing reads.
  case unknownKey(Place, key: String, inside: String, nearest: String?, known: [String])
  /// A value of another kind or out of its range.
  case badValue(Place, key: String, found: String, expected: String, nearest: String? = nil)
  /// Something that must be a map of options and is not.
  case notAMap(Place, what: String, found: String)
  /// A key that must be there.
  case missingKey(Place, key: String, inside: String, expected: String)
  /// A stage that refers to something that is not above it.
  case unknownStage(Place, name: String, nearest: String?, known: [String])
  /// A stage that refers to a stage with another kind of output.
  case wrongOutput(Place, name: String, found: String, expected: String)
  /// A stage that needs a part of another stage's documents which that does not have.
  case noPart(Place, name: String, part: String, known: [String])
  /// Two stages of one name.
  case duplicateStage(Place, name: String, first: Place)
  /// A stage without a verb, or with two.
  case verbs(Place, stage: String, found: [String], known: [String])
  /// Two stages that write the same file.
  case sameFile(Place, file: String, other: String)
  /// Another run is using the folder.
  case busy(folder: String)
  /// Files that include each other.
  case includeLoop(Place, file: String)
  /// A stage failed.
  case stage(name: String, reason: String, advice: String?)
}

extension PipelineError: LocalizedError {
  /// What was found where.
  public var errorDescription: String? {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .syntax(let place, let reason): "\(place): not YAML: \(reason)"
    case .unknownKey(let place, let key, let inside, _, _): "\(place): unknown key `\(key)` in \(inside)"
    case .badValue(let place, let key, let found, let expected, _):
      "\(place): `\(key)` is \(found), expected \(expected)"
    case .notAMap(let place, let what, let found): "\(place): \(what) is \(found), expected a map of options"
    case .missingKey(let place, let key, let inside, let expected):
      "\(place): \(inside) lacks `\(key)`, \(expected)"
    case .unknownStage(let place, let name, _, _): "\(place): no stage above this one is named `\(name)`"
    case .wrongOutput(let place, let name, let found, let expected):
      "\(place): stage `\(name)` gives \(found), expected \(expected)"
    case .noPart(let place, let name, let part, _): "\(place): stage `\(name)` has no part `\(part)`"
    case .duplicateStage(let place, let name, let first):
      "\(place): a second stage named `\(name)`, the first is at \(first)"
    case .verbs(let place, let stage, let found, _):
      found.isEmpty
        ? "\(place): stage `\(stage)` has no verb"
        : "\(place): stage `\(stage)` has \(found.count) verbs: \(found.joined(separator: ", "))"
    case .sameFile(let place, let file, let other): "\(place): writes \(file), as stage `\(other)` does"
    case .includeLoop(let place, let file): "\(place): \(file) is included by itself"
    case .busy(let folder): "\(folder): another run is using it"
    case .stage(let name, let reason, _): "stage `\(name)`: \(reason)"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .unreadable: "Check the path and the permissions."
    case .syntax: "Correct the line; indentation is with spaces, and a value with `: ` or ` #` inside needs quotes."
    case .unknownKey(_, _, _, let nearest, let known), .unknownStage(_, _, let nearest, let known):
      Self.suggestion(nearest, known)
    case .badValue(_, _, _, _, let nearest): nearest.map { "Did you mean `\($0)`?" } ?? "Correct the value."
    case .notAMap: "Write its options as `key: value`."
    case .missingKey(_, let key, _, _): "Add `\(key)`."
    case .wrongOutput: "Name a stage with the right output."
    case .noPart(_, _, _, let known): "It has \(known.joined(separator: ", "))."
    case .duplicateStage: "Give each stage a name of its own."
    case .verbs(_, _, _, let known): "Give it exactly one of \(known.joined(separator: ", "))."
    case .sameFile: "Give each its own file."
    case .includeLoop: "Take one of the includes out."
    case .busy: "Wait until it ends, or choose another folder with --output."
    case .stage(_, _, let advice): advice
    }
  }

  private static func suggestion(_ nearest: String?, _ known: [String]) -> String {
    if let nearest { return "Did you mean `\(nearest)`?" }
    return known.isEmpty ? "Remove it." : "Known here: \(known.joined(separator: ", "))."
  }
}
