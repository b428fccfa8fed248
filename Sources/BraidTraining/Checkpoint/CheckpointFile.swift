import Foundation

/// The one file that a training's checkpoints are written to, each in the place of the one before.
public struct CheckpointFile: Sendable {
  /// The file's path.
  public let path: String
  /// Says which training the checkpoint belongs to: options, data and vocabularies.
  public let identity: String

  /// A checkpoint of the training `identity` at `path`.
  public init(path: String, identity: String) {
    self.path = path
    self.identity = identity
  }

  /// Whether a checkpoint is there.
  public var exists: Bool { FileManager.default.fileExists(atPath: path) }
}
