import Foundation

/// The one file that a training's checkpoints are written to, each in the place of the one before.
public struct CheckpointFile: Sendable {
  /// What is done with a checkpoint that is there.
  public enum Start: Sendable {
    /// Training goes on from it; without one it begins at the beginning.
    case resumeIfThere
    /// Training goes on from it; without one that is an error.
    case resume
    /// It is thrown away, whatever training it belongs to.
    case afresh
  }
  /// The file's path.
  public let path: String
  /// What is done with a checkpoint that is there.
  public var start = Start.resumeIfThere

  /// A checkpoint at `path`.
  public init(path: String, start: Start = .resumeIfThere) {
    self.path = path
    self.start = start
  }

  /// Whether a checkpoint is there.
  public var exists: Bool { FileManager.default.fileExists(atPath: path) }
}
