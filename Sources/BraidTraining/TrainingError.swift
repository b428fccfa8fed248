import BraidFiles
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
  /// Options name a part of the model that it does not have.
  case unknownPart(String, option: String, known: [String])
  /// A teacher can't say what a task should predict.
  case badTeacher(task: String, reason: String)
  /// Every part of the model is frozen for good.
  case allFrozen
  /// A rule needs every task in every step, which only a joint schedule gives.
  case needsJointSchedule(rule: String)
  /// An option is out of its range.
  case outOfRange(option: String, found: Double, allowed: String)
  /// The loss became infinite or not a number again and again; `cause` names the operation where it began.
  case diverged(step: Int, loss: Double, cause: String?, attempts: Int)
  /// A file of encoded examples can't be written or read.
  case badExamples(path: String, reason: String)
  /// A checkpoint can't be written or read.
  case checkpoint(path: String, reason: String)
  /// A checkpoint belongs to another training; `what` is the first thing that differs.
  case checkpointMismatch(path: String, what: String)
  /// A checkpoint was written by a program that was built from other sources.
  case checkpointOfOtherProgram(path: String)
  /// There is no checkpoint to resume from.
  case nothingToResume(path: String)
  /// Another process trains into the same checkpoint.
  case alreadyTraining(path: String)
  /// A task's corpus has no training labels for it.
  case nothingToLearn(task: String, corpus: String, layer: String)
  /// A task's labels are in a corpus's development documents, but not in its training documents.
  case labelsOnlyInDevelopment(task: String, corpus: String, layer: String)
  /// A corpus was encoded with other vocabularies than the model's.
  case vocabularyMismatch(corpus: String)
  /// The schedule would never read a corpus.
  case neverDrawn(corpus: String, option: String)
  /// An option looks at development scores, and a task has none.
  case notScored(task: String, option: String)
  /// More processes train together than a batch has shards.
  case moreProcessesThanShards(processes: Int, shards: Int)
  /// A process has another training than process 0; `what` is the first thing that differs.
  case processDiffers(process: Int, what: String)
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
    case .unknownPart(let name, let option, let known):
      "\(option) names `\(name)`; known are \(known.joined(separator: ", "))"
    case .badTeacher(let task, let reason): "a teacher of task \(task) can't teach it: \(reason)"
    case .allFrozen: "freeze names every part of the model: nothing would be trained"
    case .needsJointSchedule(let rule): "\(rule) needs every task in every step, to compare their gradients or losses"
    case .outOfRange(let option, let found, let allowed): "\(option) is \(found), allowed is \(allowed)"
    case .diverged(let step, let loss, let cause, let attempts):
      "step \(step): the loss is \(loss)\(cause.map { " (\($0))" } ?? ""), still after "
        + "\(attempts.counted("return")) to the last good state"
    case .badExamples(let path, let reason), .checkpoint(let path, let reason): "\(path): \(reason)"
    case .checkpointMismatch(let path, let what): "\(path) is the checkpoint of a different training: \(what)"
    case .checkpointOfOtherProgram(let path):
      "\(path) is the checkpoint of a program built from other sources, or with another version of ICU"
    case .nothingToResume(let path): "\(path): no such checkpoint, nothing to resume"
    case .alreadyTraining(let path): "\(path): another process is training with it"
    case .nothingToLearn(let task, let corpus, let layer):
      "task \(task): no training document of corpus \(corpus) has \(layer)"
    case .labelsOnlyInDevelopment(let task, let corpus, let layer):
      "task \(task): only the development documents of corpus \(corpus) have \(layer), its training documents have none"
    case .vocabularyMismatch(let corpus): "corpus \(corpus) was encoded with other vocabularies than the model's"
    case .neverDrawn(let corpus, let option): "\(option): corpus \(corpus) would never be read"
    case .notScored(let task, let option):
      "\(option) looks at development scores, and task \(task) has no development documents with labels that it knows"
    case .moreProcessesThanShards(let processes, let shards):
      "\(processes) processes, but a batch has \(shards.counted("shard")): some processes would have nothing to do"
    case .processDiffers(let process, let what): "process \(process) has another training than process 0: \(what)"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .emptyCorpus: "Check the path and the format of its training file."
    case .taskWithoutCorpus: "Name a corpus that the task learns from."
    case .badTeacher: "Train it on the same documents with the same vocabulary, and with the same options of the task."
    case .allFrozen: "Take out the parts that are to be trained, or name them in `unfreeze`."
    case .unknownTask, .unknownCorpus, .unknownPart: "Correct the name."
    case .needsJointSchedule: "Set the schedule to `joint`."
    case .outOfRange: "Choose a value in the range."
    case .diverged: "Lower the learning rate or the clipping norm."
    case .badExamples: "Choose a folder that can be written, with space left, or delete the file."
    case .checkpoint: "Choose a folder that can be written, or start over (`--fresh`)."
    case .checkpointMismatch:
      "Go back to the old options and data to resume it, train in another folder (`--output`), or discard it and start "
        + "over (`--fresh`)."
    case .checkpointOfOtherProgram:
      "Resume it with this program, which may end in other bits (`--resume`), or discard it and start over (`--fresh`)."
    case .nothingToResume: "Train without `--resume`, or name the folder of the interrupted training."
    case .alreadyTraining: "Wait until it ends, or train in another folder."
    case .nothingToLearn: "Name the layer that the corpus has, or take the corpus out of the task's `of`."
    case .labelsOnlyInDevelopment: "Give the corpus training documents with these labels."
    case .vocabularyMismatch: "Encode it with the model that is trained."
    case .neverDrawn: "Give it a probability above 0, or a phase."
    case .notScored: "Give a corpus of the task a `dev` part, or add a `split` stage, or choose another option."
    case .moreProcessesThanShards(let processes, _):
      "Start fewer processes, or set `shards` to \(processes) or more, which changes the last bits of the model."
    case .processDiffers: "Give all processes the same pipeline, corpora and program."
    }
  }
}
