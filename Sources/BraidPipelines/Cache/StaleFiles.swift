import BraidFiles
import Foundation

/// The files that a stage has written into a folder, one for each input or document: those of an earlier run that the stage does
/// not write any more are taken away, as long as they are what it wrote.
struct StaleFiles {
  /// Files that have been deleted.
  private(set) var deleted: [String] = []
  /// Files that have changed since, or that a stage names, and that stay.
  private(set) var kept: [String] = []
  /// What the stage has written by now, with digests, for the next run.
  private(set) var written: [StageRecord.Output] = []

  /// Takes away what is stale.
  ///
  /// - Parameters:
  ///   - earlier: what the stage had written before this run.
  ///   - files: what this run has written, and where.
  ///   - digest: the digest of a file; nil for one that can't be read.
  ///   - isOthers: whether another stage writes or names a file.
  init(
    _ earlier: [StageRecord.Output], replacedBy files: FolderFiles, digest: (String) -> String?,
    isOthers: (String) -> Bool
  ) {
    // A file may be called otherwise, such as `out//a.xml`.
    let (now, expected) = (Set(files.written.map(Paths.real)), Set(files.expected.map(Paths.real)))
    for file in earlier where !now.contains(Paths.real(file.path)) && FileSystem.exists(file.path) {
      // An output that has moved leaves behind what it was, and a link leads to what is elsewhere.
      guard Paths.isSame(file.path, or: files.folder), FileSystem.resolvingLinks(file.path) == file.path else {
        continue
      }
      let isUnchanged = digest(file.path) == file.sha256
      if expected.contains(Paths.real(file.path)) {
        if isUnchanged { written.append(file) }
      } else if isUnchanged, !isOthers(file.path), unlink(file.path) == 0 {
        deleted.append(file.path)
        Self.deleteEmptyFolders(above: file.path, in: files.folder)
      } else {
        kept.append(file.path)
      }
    }
    written += files.written.compactMap { path in digest(path).map { StageRecord.Output(path: path, sha256: $0) } }
  }

  /// What happened, in a sentence; nil for nothing.
  var text: String? {
    let sentences = [
      Self.list(deleted).map { "deleted \($0), which an earlier run wrote and this one does not" },
      Self.list(kept).map {
        "left \($0), which an earlier run wrote and this one does not: changed since, or named by another stage"
      },
    ].compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
  }

  private static func list(_ files: [String]) -> String? {
    guard !files.isEmpty else { return nil }
    let rest = files.count - 3
    return files.prefix(3).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// Deletes the folders that a file was in, up to the output, where nothing else is in them.
  private static func deleteEmptyFolders(above file: String, in output: String) {
    var folder = Paths.folder(file)
    while folder.utf8.count > output.utf8.count, Paths.isSame(folder, or: output), rmdir(folder) == 0 {
      folder = Paths.folder(folder)
    }
  }
}

/// The files in a folder that is a stage's output.
struct FolderFiles {
  /// The folder.
  var folder: String
  /// What a run has written there.
  var written: [String]
  /// What it writes there when all of its input can be read.
  var expected: [String] = []
}
