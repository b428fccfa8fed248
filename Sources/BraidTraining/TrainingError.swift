public import Foundation

/// What stops a training before or while it runs.
public enum TrainingError: Error, Sendable, Equatable {
  /// A corpus has no example with tokens.
  case emptyCorpus(String)
  /// A task learns from no corpus.
  case taskWithoutCorpus(String)
  /// Options name a task that the model does not have.
  case unknownTask(String, option: String, known: [String])
  /// Options name a corpus that the training does not have.
  case unknownCorpus(String, option: String, known: [String])
  /// A rule needs one gradient a task, which only a joint schedule gives.
  case needsJointSchedule(rule: String)
  /// An option is out of its range.
  case outOfRange(option: String, found: Double, allowed: String)
  /// The loss became infinite or not a number again and again.
  case diverged(step: Int, loss: Double, attempts: Int)
  /// A checkpoint can't be written or read.
  case checkpoint(path: String, reason: String)
  /// A checkpoint belongs to another training.
  case checkpointMismatch(path: String, what: String)
}

extension TrainingError: LocalizedError {
  /// What was found where.
  public var errorDescription: String? {
    switch self {
    case .emptyCorpus(let name): "corpus \(name) has no training document with tokens"
    case .taskWithoutCorpus(let name): "task \(name) learns from no corpus"
    case .unknownTask(let name, let option, let known):
      "\(option) names the task \(name); the model has \(known.joined(separator: ", "))"
    case .unknownCorpus(let name, let option, let known):
      "\(option) names the corpus \(name); the training has \(known.joined(separator: ", "))"
    case .needsJointSchedule(let rule): "\(rule) needs a gradient of every task at every step"
    case .outOfRange(let option, let found, let allowed): "\(option) is \(found), allowed is \(allowed)"
    case .diverged(let step, let loss, let attempts):
      "step \(step): the loss is \(loss), also after going back to the last good state \(attempts) times"
    case .checkpoint(let path, let reason): "\(path): \(reason)"
    case .checkpointMismatch(let path, let what): "\(path) is the checkpoint of another training: \(what) differs"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .emptyCorpus: "Check the path and the format of its training file."
    case .taskWithoutCorpus: "Name a corpus that the task learns from."
    case .unknownTask, .unknownCorpus: "Correct the name."
    case .needsJointSchedule: "Set the schedule to `joint`."
    case .outOfRange: "Choose a value in the range."
    case .diverged: "Lower the learning rate or the clipping norm."
    case .checkpoint: "Choose a folder that can be written, or delete the file and train from the start."
    case .checkpointMismatch: "Resume with the options and data it was made with, or start in a new folder."
    }
  }
}
