public import BraidFiles
public import Foundation

/// What can be wrong with a pipeline before it runs, and what can go wrong while it does.
public enum PipelineError: Error, Sendable, Equatable {
  /// The file can't be read.
  case unreadable(path: String, reason: String)
  /// The file is not YAML.
  case syntax(SourceLocation, reason: String)
  /// Options that can't be read.
  case options(OptionError)
  /// A stage that refers to something that is not above it.
  case unknownStage(SourceLocation, name: String, nearest: String?, known: [String])
  /// A stage that refers to a stage with another kind of output.
  case wrongOutput(SourceLocation, name: String, found: String, expected: String)
  /// A stage that needs a part of another stage's documents which that does not have.
  case noPart(SourceLocation, name: String, part: String, known: [String])
  /// Two stages of one name.
  case duplicateStage(SourceLocation, name: String, first: SourceLocation)
  /// A stage without a verb, or with two.
  case verbs(SourceLocation, stage: String, found: [String], known: [String])
  /// Two stages that write the same file.
  case sameFile(SourceLocation, file: String, other: String)
  /// A stage would write over what it or one above reads.
  case overwritesInput(SourceLocation, file: String, reader: String)
  /// A stage would write over a file of the pipeline or the run, such as one that `the pipeline is read from`.
  case overwritesOwn(SourceLocation, file: String, use: String)
  /// A stage would replace a file that is not of the kind which it writes, and not its own.
  case replacesOther(SourceLocation, file: String, kind: String)
  /// Another run is using the folder.
  case busy(folder: String)
  /// Files that include each other.
  case includeLoop(SourceLocation, file: String)
  /// Files that include more than `limit` in all, such as `256 files`.
  case includesTooMuch(SourceLocation, limit: String)
  /// A stage failed.
  case stage(name: String, reason: String, advice: String?)
}

extension PipelineError {
  /// Whether the pipeline is wrong, and not its data or the run.
  public var isMistake: Bool {
    switch self {
    case .options, .syntax, .unknownStage, .wrongOutput, .noPart, .duplicateStage, .verbs, .sameFile, .overwritesInput,
      .overwritesOwn, .replacesOther, .includeLoop, .includesTooMuch:
      true
    case .unreadable, .busy, .stage: false
    }
  }

  /// A folder that can't be made.
  init(noFolder error: FileError) {
    guard case .unwritable(let file, let reason) = error else {
      self = .unreadable(path: "", reason: error.errorDescription ?? "")
      return
    }
    self = .unreadable(path: file, reason: "can't be created: \(reason)")
  }
}

extension PipelineError {
  /// Where it is; nil for what has no place.
  private var place: SourceLocation? {
    switch self {
    case .syntax(let place, _), .unknownStage(let place, _, _, _), .wrongOutput(let place, _, _, _),
      .noPart(let place, _, _, _), .duplicateStage(let place, _, _), .verbs(let place, _, _, _),
      .sameFile(let place, _, _), .overwritesInput(let place, _, _), .overwritesOwn(let place, _, _),
      .replacesOther(let place, _, _), .includeLoop(let place, _), .includesTooMuch(let place, _),
      .options(.unknownKey(let place, _, _, _, _)), .options(.badValue(let place, _, _, _, _)),
      .options(.notAMap(let place, _, _)), .options(.missingKey(let place, _, _, _)):
      place
    case .unreadable, .busy, .stage: nil
    }
  }

  /// Whether it names a text with a variable that has no value.
  var isOfVariable: Bool { errorDescription?.contains("${") == true }

  /// Whether it and another one are wrong values of one option at one place.
  private func isAboutValue(of other: PipelineError) -> Bool {
    guard case .options(.badValue(let place, let key, _, _, _)) = self,
      case .options(.badValue(let otherPlace, let otherKey, _, _, _)) = other
    else { return false }
    return place == otherPlace && key == otherKey
  }

  /// Mistakes by their lines, files in the order in which they come first; of one value only what was found first, since what
  /// else is wrong with it may follow from that.
  package static func inOrder(_ mistakes: some Collection<PipelineError>) -> [PipelineError] {
    var files: [String: Int] = [:]
    let mistakes = mistakes.reduce(into: [PipelineError]()) { kept, mistake in
      if !kept.contains(where: mistake.isAboutValue) { kept.append(mistake) }
    }
    let keyed = mistakes.enumerated().map { index, mistake in
      let place = mistake.place ?? SourceLocation(file: "")
      let file = files[place.file, default: files.count]
      files[place.file] = file
      return (key: [file, place.line, place.column, index], mistake: mistake)
    }
    return keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.mistake)
  }
}

extension PipelineError: LocalizedError {
  /// What was found where.
  public var errorDescription: String? {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .syntax(let place, let reason): "\(place): not YAML: \(reason)"
    case .options(let error): error.errorDescription ?? ""
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
    case .overwritesInput(let place, let file, let reader):
      "\(place): writes over \(file), which stage `\(reader)` reads"
    case .overwritesOwn(let place, let file, let use): "\(place): writes over \(file), which \(use)"
    case .replacesOther(let place, let file, let kind):
      "\(place): \(file) exists, is no \(kind), and is none that this stage has written"
    case .includeLoop(let place, let file): "\(place): \(file) is included by itself"
    case .includesTooMuch(let place, let limit): "\(place): includes more than \(limit) in all"
    case .busy(let folder): "\(folder): another run is using it"
    case .stage(let name, let reason, _): "stage `\(name)`: \(reason)"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .unreadable(let path, FileError.folder): "Name a pipeline, such as \(path)/NAME.yaml."
    case .unreadable: "Check the path and the permissions."
    case .syntax: "Correct the line; indentation is with spaces, and a value with `: ` or ` #` inside needs quotes."
    case .options(let error): error.recoverySuggestion ?? ""
    case .unknownStage(_, let name, nil, _) where name.contains("/"):
      "A stage is named here; `annotate` takes a model folder as `folder`, `train` as `from`."
    case .unknownStage(_, _, let nearest, let known): OptionError.suggestion(nearest, known)
    case .wrongOutput: "Name a stage with the right output."
    case .noPart(_, _, _, let known): "It has \(known.joined(separator: ", "))."
    case .duplicateStage: "Give each stage a name of its own."
    case .verbs(_, _, _, let known): "Give it exactly one of \(known.joined(separator: ", "))."
    case .sameFile: "Give each its own file."
    case .overwritesInput, .overwritesOwn: "Choose another output."
    case .replacesOther: "Choose another output, or delete the file."
    case .includeLoop: "Take one of the includes out."
    case .includesTooMuch: "Include fewer or smaller files; each counts once, however many include it."
    case .busy: "Wait until it ends, or choose another folder with --output."
    case .stage(_, _, let advice): advice
    }
  }
}

extension PipelineError {
  /// A key that nothing reads.
  static func unknownKey(
    _ place: SourceLocation, key: String, inside: String, nearest: String?, known: [String]
  ) -> PipelineError { .options(.unknownKey(place, key: key, inside: inside, nearest: nearest, known: known)) }

  /// A value of another kind or out of its range.
  static func badValue(
    _ place: SourceLocation, key: String, found: String, expected: String, nearest: String? = nil
  ) -> PipelineError {
    .options(.badValue(place, key: key, found: found, expected: expected, nearest: nearest))
  }

  /// A key that must be there.
  static func missingKey(
    _ place: SourceLocation, key: String, inside: String, expected: String
  ) -> PipelineError { .options(.missingKey(place, key: key, inside: inside, expected: expected)) }

  /// Runs `body`; what is wrong with options is what is wrong with the pipeline.
  static func wrapping<Result>(_ body: () throws(OptionError) -> Result) throws(PipelineError) -> Result {
    do { return try body() } catch { throw .options(error) }
  }
}
