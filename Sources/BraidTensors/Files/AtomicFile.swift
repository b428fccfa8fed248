import Foundation

/// Replaces a file as a whole: temporary file in the same folder, fsync, rename, fsync of the folder.
package enum AtomicFile {
  /// Writes a file by calls of the function that `body` gets.
  ///
  /// - Throws: `TensorFileError.file`; the temporary file is gone then and an older file is as it was.
  package static func write(
    _ path: String, _ body: ((UnsafeRawBufferPointer) throws(TensorFileError) -> Void) throws -> Void
  ) throws(TensorFileError) {
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw .file(path: path, reason: "can't be written: \(reason())") }
    do {
      try body { bytes throws(TensorFileError) in
        var rest = bytes
        while let base = rest.baseAddress, !rest.isEmpty {
          let count = Foundation.write(descriptor, base, rest.count)
          guard count > 0 || errno == EINTR else {
            throw .file(path: path, reason: "can't be written: \(reason())")
          }
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
        }
      }
      guard fsync(descriptor) == 0 else { throw TensorFileError.file(path: path, reason: "fsync: \(reason())") }
      close(descriptor)
      guard rename(temporary, path) == 0 else {
        throw TensorFileError.file(path: path, reason: "can't be renamed to: \(reason())")
      }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error as? TensorFileError ?? .file(path: path, reason: error.localizedDescription)
    }
    let folder = open(
      (path as NSString).deletingLastPathComponent.isEmpty ? "." : (path as NSString).deletingLastPathComponent,
      O_RDONLY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Deletes what processes that were killed while they wrote `path` have left beside it.
  package static func removeLeftovers(of path: String) {
    let folder = (path as NSString).deletingLastPathComponent
    let name = (path as NSString).lastPathComponent + "."
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    for file in files where file.hasPrefix(name) && file.hasSuffix(".tmp") {
      guard let process = pid_t(file.dropFirst(name.count).dropLast(4)), process > 0 else { continue }
      // A process that still runs is still writing.
      if process != getpid(), kill(process, 0) == 0 { continue }
      unlink(folder.isEmpty ? file : "\(folder)/\(file)")
    }
  }

  /// Writes `text`.
  package static func write(_ path: String, text: String) throws(TensorFileError) {
    let bytes = Array(text.utf8)
    try write(path) { write in try bytes.withUnsafeBytes { try write($0) } }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
