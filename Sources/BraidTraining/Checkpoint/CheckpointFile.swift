import BraidFiles

/// The file of a training's checkpoints; each checkpoint replaces the one before.
public struct CheckpointFile: Sendable {
  /// How training starts.
  public enum Start: Sendable {
    /// Resume from an existing checkpoint, or start from the beginning; one of another program is an error.
    case resumeIfPresent
    /// Resume from the checkpoint, also from one of another program; it is an error if there is none.
    case resume
    /// Discard any existing checkpoint and start over; nothing else deletes that of an unfinished training.
    case fresh
  }
  /// The file's path.
  public let path: String
  /// How training starts.
  public var start = Start.resumeIfPresent
  /// What stands for the program that trains, such as a hash of it: another one may compute other bits. Nil when
  /// programs are not told apart.
  public var program: String?

  /// A checkpoint at `path`.
  public init(path: String, start: Start = .resumeIfPresent, program: String? = nil) {
    self.path = path
    self.start = start
    self.program = program
  }

  /// Whether there is a checkpoint, or may be one where the system can't say.
  public var exists: Bool { !FileSystem.isAbsent(path) }
}
