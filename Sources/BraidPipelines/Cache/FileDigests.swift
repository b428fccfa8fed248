import BraidFiles
import Foundation

/// Hashes of what files hold, remembered with each file's size and times so that an unchanged file is read once only.
package final class FileDigests {
  /// The attributes that show without reading whether a file is the one that was hashed.
  private struct Stamp: Codable, Equatable {
    var size: Int64
    var inode: UInt64
    /// Nanoseconds since 1970 of the last change of the contents, and of anything about the file.
    var modified: Int64
    var changed: Int64
  }

  private struct Entry: Codable {
    var stamp: Stamp
    var hash: String
  }

  /// A file changed this short before it was hashed could be changed again without its times telling, in nanoseconds.
  private static let unsettled: Int64 = 100_000_000
  /// A file of that many bytes is worth waiting for until it has settled, so that it is not read again for nothing.
  private static let large: Int64 = 8 << 20
  private static let chunk = 1 << 20
  /// Bytes between two calls of `onReading`.
  private static let told = 64 << 20

  /// Told now and then how far the reading of a large file is.
  var onReading: ((_ path: String, _ share: Double) -> Void)?
  private let memory: String
  private var entries: [String: Entry] = [:]
  private var isChanged = false

  /// Hashes as the file `memory` remembers them; one that is missing or damaged remembers none.
  package init(memory: String) {
    self.memory = memory
    if let data = FileManager.default.contents(atPath: memory),
      let entries = try? JSONDecoder().decode([String: Entry].self, from: data)
    {
      self.entries = entries
    }
  }

  /// The hash of a file's contents, or of all files in a folder with their names.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - rereading: whether the contents are read although size and times are those remembered.
  /// - Returns: SHA-256 in hexadecimal; nil when there is no such file or it can't be read.
  package func digest(_ path: String, rereading: Bool = false) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return digest(path, status, rereading: rereading)
    case S_IFDIR: return folderDigest(path, rereading: rereading)
    default: return nil
    }
  }

  private func digest(_ path: String, _ status: stat, rereading: Bool) -> String? {
    let stamp = Self.stamp(status)
    if !rereading, let entry = entries[path], entry.stamp == stamp { return entry.hash }
    let changed = max(stamp.modified, stamp.changed)
    if stamp.size >= Self.large {
      let left = Self.unsettled + 1_000_000 - (Self.nanoseconds(.now) - changed)
      if 0...2 * Self.unsettled ~= left { usleep(UInt32(left / 1000)) }
    }
    let now = Self.nanoseconds(.now)
    guard let hash = contentHash(path, size: stamp.size) else { return nil }
    if now - changed > Self.unsettled {
      entries[path] = Entry(stamp: stamp, hash: hash)
      isChanged = true
    }
    return hash
  }

  private func folderDigest(_ path: String, rereading: Bool) -> String? {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else { return nil }
    var lines = ""
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let file = "\(path)/\(name)"
      var status = stat()
      guard stat(file, &status) == 0 else { return nil }
      guard status.st_mode & S_IFMT == S_IFREG else { continue }
      guard let hash = digest(file, status, rereading: rereading) else { return nil }
      lines += "\(hash) \(name)\n"
    }
    return SHA256.hexadecimal(lines)
  }

  /// Writes down what was learned, unless nothing was.
  ///
  /// - Throws: `FileError` when the file can't be written.
  package func save() throws {
    guard isChanged else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    try AtomicFile.write(memory, text: String(decoding: try encoder.encode(entries), as: UTF8.self) + "\n")
    isChanged = false
  }

  private func contentHash(_ path: String, size: Int64) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    var done = 0
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return hash.hexadecimal() }
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      if done / Self.told != (done + count) / Self.told {
        onReading?(path, min(1, Double(done) / Double(max(1, size))))
      }
      done += count
    }
  }

  private static func stamp(_ status: stat) -> Stamp {
    #if canImport(Darwin)
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #endif
    return Stamp(
      size: Int64(status.st_size), inode: UInt64(status.st_ino), modified: nanoseconds(modified),
      changed: nanoseconds(changed))
  }

  /// Times that the number doesn't reach, which a file may be given, are the latest one or the earliest.
  private static func nanoseconds(_ time: timespec) -> Int64 {
    let (whole, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isBeyond) = whole.addingReportingOverflow(Int64(time.tv_nsec))
    guard !overflow, !isBeyond else { return time.tv_sec < 0 ? .min : .max }
    return sum
  }

  private static func nanoseconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970 * 1e9) }
}
