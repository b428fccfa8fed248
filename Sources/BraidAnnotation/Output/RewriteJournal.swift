import BraidCorpora
import BraidFiles
import Foundation

/// The record of the files that a run has written back to a folder: what the run is, then a line for each file.
///
/// It is the file `.braid-rewrite` in the folder and is deleted when all files are done. A line counts when it is whole, as in
/// a `Journal`, and comes after the file that it speaks of is on disk.
final class RewriteJournal {
  private let file: AppendOnlyFile
  /// Digests of the inputs of the files that are done, by the names of these, and of the files; how many documents they have.
  private var done = ExactDictionary<(input: String, output: String, documents: Int)>()

  /// Opens the journal of a folder.
  ///
  /// - Parameters:
  ///   - folder: where the files go.
  ///   - identity: what the run is.
  ///   - resumes: whether to resume an existing run instead of starting a new one.
  /// - Throws: `AnnotationError`, for one that is resumed as those of `Journal.lines`.
  init(_ folder: String, identity: Journal.Identity, resumes: Bool) throws(AnnotationError) {
    let path = folder + "/.braid-rewrite"
    let header = Journal.header(identity)
    let kept = resumes ? try Journal.lines(of: path, identity: identity, run: folder) : nil
    let length = kept.map { (header + $0).reduce(0) { $0 + $1.utf8.count + 1 } } ?? 0
    file = try AppendOnlyFile(path, length: length, locks: true)
    for line in kept ?? [] {
      // `done INPUT:OUTPUT:DOCUMENTS NAME SEAL`, where the name may have spaces.
      let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, let end = parts[2].lastIndex(of: " ") else { continue }
      let digests = parts[1].split(separator: ":").map(String.init)
      guard digests.count == 3, let documents = Int(digests[2]), documents >= 0 else { continue }
      done[String(parts[2][..<end])] = (digests[0], digests[1], documents)
    }
    if kept == nil { try append(header) }
  }

  /// Whether a file is done that was made of an input with this digest.
  func isDone(_ name: String, input: String) -> Bool { done[name]?.input == input }

  /// Whether a file that is done is as it was written.
  func isUnchanged(_ name: String, output: String?) -> Bool { done[name]?.output == output }

  /// How many documents a file has that is done.
  func documents(_ name: String) -> Int { done[name]?.documents ?? 0 }

  /// Notes a file that is on disk.
  ///
  /// - Throws: `AnnotationError.unwritable`.
  func add(_ name: String, input: String, output: String, documents: Int) throws(AnnotationError) {
    done[name] = (input, output, documents)
    // A name with a line end is done again.
    guard !name.utf8.contains(10) else { return }
    try append([Journal.sealed("done \(input):\(output):\(documents) \(name)")])
  }

  /// Deletes the journal.
  func delete() { unlink(file.path) }

  private func append(_ lines: [String]) throws(AnnotationError) {
    for line in lines { try file.append(Array((line + "\n").utf8)) }
    try file.synchronize()
  }
}
