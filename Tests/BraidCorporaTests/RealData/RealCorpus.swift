import BraidCorpora
import Foundation
import Testing

/// A corpus of `../shared/data`, how it is read, and what must be found in it.
struct RealCorpus: CustomTestStringConvertible {
  /// Where the corpora are: beside the clone.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data").path

  /// Whether they are there.
  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder + "/README.md") }

  /// The files, below the folder.
  var files: [String]
  /// How they are read.
  var options: ReadOptions
  /// Units that must have been read; those that are not named may be any.
  var counts: [Ledger.Unit: Int]
  /// What the ledger may say, by reason: how often. Anything else is unexplained.
  var explained: [String: Int]

  /// A corpus.
  init(
    _ files: String..., format: CorpusFormat, counts: [Ledger.Unit: Int], explained: [String: Int] = [:],
    _ change: (inout ReadOptions) -> Void = { _ in }
  ) {
    self.files = files
    options = ReadOptions(format: format)
    self.counts = counts
    self.explained = explained
    change(&options)
  }

  /// The files' full paths.
  var paths: [String] { files.map { Self.folder + "/" + $0 } }

  /// Shown as the argument of a test.
  var testDescription: String { files.joined(separator: ", ") }
}
