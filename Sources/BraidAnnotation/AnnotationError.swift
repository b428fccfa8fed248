public import BraidText
public import Foundation

/// What can be wrong with an annotation run, apart from its documents.
public enum AnnotationError: Error, Sendable, Equatable {
  /// The model has no such task.
  case unknownTask(String, known: [String])
  /// Two tasks would write the same layer, and the output has one place for it.
  case sameLayer(first: String, second: String, layer: AnnotationLayer)
  /// Something is asked for that none of the tasks can give.
  case idleOption(String, found: String, expected: String)
  /// Translations are asked for, and none of the tasks translates.
  case noTranslation([String])
  /// A pattern or folder names no file.
  case noFiles(String, expected: String)
  /// The output can't be written; `reason` is the system's.
  case unwritable(path: String, reason: String)
  /// An unfinished run cannot be resumed, since something it depends on has changed.
  case otherRun(folder: String, what: String)
  /// An unfinished run cannot be resumed, since another version of Braid wrote its journal.
  case otherVersion(folder: String)
  /// The input of an unfinished run has changed among the records that were done.
  case inputChanged(record: Int)
  /// A run's journal is damaged, or lists more than its files hold.
  case damagedRun(folder: String, reason: String)
  /// Two inputs would be written to the same file of the output folder.
  case sameName(String, String)
  /// Another process is working on the same output.
  case busy(path: String)
}

extension AnnotationError {
  /// Whether the error is about an unfinished run, so that starting over helps.
  public var isAboutEarlierRun: Bool {
    switch self {
    case .otherRun, .otherVersion, .inputChanged, .damagedRun: true
    case .unknownTask, .sameLayer, .idleOption, .noTranslation, .noFiles, .unwritable, .sameName, .busy: false
    }
  }
}

extension AnnotationError: LocalizedError {
  /// What was found.
  public var errorDescription: String? {
    switch self {
    case .unknownTask(let name, _): "the model has no task `\(name)`"
    case .sameLayer(let first, let second, let layer):
      "tasks `\(first)` and `\(second)` both write \(layer.description)"
    case .idleOption(let option, let found, let expected):
      "`\(option)` is \(found), expected none, as it is for \(expected)"
    case .noTranslation(let tasks):
      tasks.isEmpty ? "the model has no task that translates" : "\(tasks.joined(separator: ", ")) don't translate"
    case .noFiles(let path, let expected): "\(path): found no file, expected \(expected)"
    case .unwritable(let path, let reason): "\(path): cannot write: \(reason)"
    case .otherRun(let folder, let what): "\(folder): the unfinished run differs in: \(what)"
    case .otherVersion(let folder): "\(folder): another version of Braid wrote the unfinished run"
    case .inputChanged(let record): "the input has changed: record \(record) is not the one that was annotated"
    case .damagedRun(let folder, let reason): "\(folder): cannot resume: \(reason)"
    case .sameName(let first, let second): "\(first) and \(second) would be written to the same file"
    case .busy(let path): "\(path): another process is annotating to it"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .unknownTask(_, let known): "It has \(known.joined(separator: ", "))."
    case .sameLayer:
      "Choose one of them with `tasks`, write JSONL, which holds both, or train them on layers of their own."
    case .idleOption: "Leave it out: no task that is run gives it."
    case .noTranslation: "Use a model with a translation task, or write documents with --to."
    case .noFiles: "Check the path, or give `format`."
    case .unwritable("-", _): "Check the disk or program that it is written to, and run the command again."
    case .unwritable:
      "Free some space or choose another folder, then resume: `annotate` with --resume, a pipeline by running it again."
    case .otherRun: "Use the same model, options and input, or start over without --resume."
    case .inputChanged: "Restore the old input, or start over without --resume."
    case .otherVersion, .damagedRun: "Start over without --resume."
    case .sameName: "Annotate them in two runs, into two folders."
    case .busy: "Wait for it, or choose another output."
    }
  }
}
