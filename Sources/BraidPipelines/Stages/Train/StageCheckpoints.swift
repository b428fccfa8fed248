import BraidFiles
import BraidTraining
import Foundation

/// The checkpoints in the folder of a train stage.
///
/// The one of a training that is under way, or was stopped before all that the stage does was done, is never deleted or
/// replaced by another training, unless training starts over. That of a finished stage has another name, so that another
/// training may begin, and the same one is not done twice.
struct StageCheckpoints {
  /// The stage's folder.
  let folder: String
  /// What stands for the program that trains.
  let program: String?

  /// Folder of the variants' checkpoints.
  var variants: String { "\(folder)/variants" }

  /// Whether a training was begun and not finished.
  var hasUnfinished: Bool { FileManager.default.fileExists(atPath: last) }

  /// Options of a stage that no weight depends on.
  static let withoutPart: Set<String> = ["checkpointSteps", "checkpointSeconds", "keepTaskModels"]

  private var last: String { "\(folder)/checkpoint-last.safetensors" }
  private var final: String { "\(folder)/checkpoint-final.safetensors" }

  /// The checkpoint of the training under way.
  func file(_ start: CheckpointFile.Start) -> CheckpointFile {
    CheckpointFile(path: last, start: start, program: program)
  }

  /// Makes the folder ready for a training: a finished one is kept when it is the same, and deleted otherwise.
  ///
  /// - Throws: what the file system says; `TrainingError.checkpoint` when it can't be read.
  func prepare(_ trainer: Trainer, start: CheckpointFile.Start, repeatsFinished: Bool) throws {
    if start != .fresh {
      let finished = CheckpointFile(path: final, program: program)
      guard !file(start).exists, finished.exists else { return }
      if !repeatsFinished, try trainer.canResume(from: finished) { return try move(final, to: last) }
      if start == .resume { return }
    }
    for path in [final, variants] where FileManager.default.fileExists(atPath: path) {
      try FileManager.default.removeItem(atPath: path)
    }
  }

  /// Says that everything is done.
  ///
  /// - Throws: `FileError.unwritable`.
  func finish() throws(FileError) { try move(last, to: final) }

  private func move(_ path: String, to other: String) throws(FileError) {
    guard rename(path, other) == 0 else { throw .unwritable(file: other, reason: FileSystem.lastError) }
  }
}
