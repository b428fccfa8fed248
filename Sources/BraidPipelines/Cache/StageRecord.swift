import BraidFiles
import Foundation

/// What a stage left when it ran: written last, so that a record means a whole result.
struct StageRecord: Codable {
  /// A file or folder that the stage wrote.
  struct Output: Codable {
    var path: String
    /// Of the contents.
    var sha256: String
  }

  /// Version of the record's layout.
  static let version = 2

  var version = StageRecord.version
  /// From what the result was made.
  var key: StageKey
  /// What the stage said at its end.
  var summary: String
  /// Records that could not be read or written; nil in older records.
  var rejected: Int?
  /// How long it took.
  var seconds: Double
  /// When it ended.
  var ended: Date
  /// What must still be there for the result to hold.
  var outputs: [Output]
}
