import BraidCorpora
import BraidFiles
import Foundation

/// The record of the files that a run has written back to a folder: what the run is, then a line for each file.
///
/// It is the file `.braid-rewrite` in the folder and is deleted when all files are done. A line counts when it is whole, as in
/// a `Journal`, and comes after the file that it speaks of is on disk.
final class RewriteJournal {
  private let file: AppendOnlyFile
  /// Digests of the inputs of the files that are done, by the names of these.
  private var done = ExactDictionary<String>()

  /// Opens the journal of a folder.
  ///
  /// - Parameters:
  ///   - folder: where the files go.
  ///   - identity: what the run is.
  ///   - resumes: whether to resume an existing run instead of starting a new one.
  /// - Throws: `AnnotationError`, `.otherRun` when what is resumed is another run.
  init(_ folder: String, identity: Journal.Identity, resumes: Bool) throws(AnnotationError) {
    let path = folder + "/.braid-rewrite"
    let header = identity.map { Journal.sealed("is \($0.name) \($0.value)") }
    var kept: [String] = []
    if resumes, let text = try? String(contentsOfFile: path, encoding: .utf8) {
      // The last part has no line end, so that it may be a part of a line.
      kept = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().prefix { Journal.isSealed($0) }
        .map(String.init)
      for (index, line) in header.enumerated() where index < kept.count && kept[index] != line {
        throw .otherRun(folder: folder, what: identity[index].name)
      }
      if kept.count < header.count { kept = [] }
    }
    let length = kept.reduce(0) { $0 + $1.utf8.count + 1 }
    file = try AppendOnlyFile(path, length: length, locks: true)
    for line in kept.dropFirst(header.count) {
      // `done INPUT NAME SEAL`, where the name may have spaces.
      let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, let end = parts[2].lastIndex(of: " ") else { continue }
      done[String(parts[2][..<end])] = String(parts[1])
    }
    if kept.isEmpty { try append(header) }
  }

  /// Whether a file is done that was made of an input with this digest.
  func isDone(_ name: String, input: String) -> Bool { done[name] == input }

  /// Notes a file that is on disk.
  ///
  /// - Throws: `AnnotationError.unwritable`.
  func add(_ name: String, input: String) throws(AnnotationError) {
    done[name] = input
    // A name with a line end is done again.
    guard !name.utf8.contains(10) else { return }
    try append([Journal.sealed("done \(input) \(name)")])
  }

  /// Deletes the journal.
  func delete() { unlink(file.path) }

  private func append(_ lines: [String]) throws(AnnotationError) {
    for line in lines { try file.append(Array((line + "\n").utf8)) }
    try file.synchronize()
  }
}
