import Foundation

/// The file of a training's checkpoints; each checkpoint replaces the one before.
public struct CheckpointFile: Sendable {
  /// How training starts.
  public enum Start: Sendable {
    /// Resume from an existing checkpoint, or start from the beginning.
    case resumeIfPresent
    /// Resume from the checkpoint; it is an error if there is none.
    case resume
    /// Discard any existing checkpoint and start over.
    case fresh
  }
  /// The file's path.
  public let path: String
  /// How training starts.
  public var start = Start.resumeIfPresent

  /// A checkpoint at `path`.
  public init(path: String, start: Start = .resumeIfPresent) {
    self.path = path
    self.start = start
  }

  /// Whether there is a checkpoint.
  public var exists: Bool { FileManager.default.fileExists(atPath: path) }
}
