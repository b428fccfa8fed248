import Foundation

/// Keeps two processes from training into one checkpoint; it ends with the process, however that ends.
final class CheckpointLock {
  private let descriptor: Int32

  /// Locks the checkpoint at `path`, in a file beside it.
  ///
  /// - Throws: `TrainingError.checkpoint` when the folder can't be written, `.alreadyTraining` when the lock is taken.
  init(path: String) throws(TrainingError) {
    descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .checkpoint(path: path, reason: "can't be written: \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .alreadyTraining(path: path)
    }
  }

  deinit { close(descriptor) }
}
