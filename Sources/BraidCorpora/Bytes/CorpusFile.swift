import BraidFiles
import BraidText

/// A corpus file that is being written: a buffer before an `AtomicFile`, with the errors of this module.
///
/// A file whose name ends with `.gz` is packed.
package final class CorpusFile {
  private let file: AtomicFile
  private var packer: GzipDeflater?
  /// Bytes not yet written; call `flushIfFull` after appending.
  private(set) var buffer = ByteBuffer(capacity: 4 << 10)
  private var isWaiting = false
  /// Where it goes; `-` for standard output.
  var path: String { file.path }
  private static let flushSize = 256 << 10

  /// Creates the temporary file; `-` is standard output.
  ///
  /// - Throws: `CorpusError.file`.
  package init(_ path: String) throws(CorpusError) {
    file = try CorpusError.naming { () throws(FileError) in try AtomicFile(path) }
    packer = path.hasSuffix(".gz") ? GzipDeflater() : nil
  }

  /// Appends bytes.
  ///
  /// - Throws: `CorpusError.file`.
  package func append(_ bytes: some Sequence<UInt8>) throws(CorpusError) {
    if bytes.withContiguousStorageIfAvailable({ buffer.append($0) }) == nil {
      for byte in bytes { buffer.append(byte) }
    }
    try flushIfFull()
  }

  /// Appends bytes, of which many are not copied.
  ///
  /// - Throws: `CorpusError.file`.
  package func append(_ bytes: Bytes) throws(CorpusError) {
    guard bytes.count >= Self.flushSize else {
      buffer.append(bytes)
      return try flushIfFull()
    }
    try flush()
    try put(bytes)
  }

  /// Appends text as UTF-8.
  ///
  /// - Throws: `CorpusError.file`.
  package func append(_ text: String) throws(CorpusError) {
    var text = text
    text.withUTF8 { buffer.append($0) }
    try flushIfFull()
  }

  /// Appends text as one line, line ends in it turned into spaces.
  ///
  /// - Throws: `CorpusError.file`.
  package func appendLine(_ text: String) throws(CorpusError) {
    var text = text
    text.withUTF8 { text in
      buffer.append(most: text.count &+ 1) { end in
        for index in 0..<text.count {
          let byte = text[index]
          end[index] = byte == .lineFeed || byte == .carriageReturn ? .space : byte
        }
        end += text.count
        end.put(.lineFeed)
      }
    }
    try flushIfFull()
  }

  /// Writes what there is, if it is much.
  ///
  /// - Throws: `CorpusError.file`.
  @inline(__always)
  func flushIfFull() throws(CorpusError) { if buffer.count >= Self.flushSize { try flush() } }

  /// Writes the rest; the file is in its place then.
  ///
  /// - Throws: `CorpusError.file`.
  package func commit() throws(CorpusError) { try Self.commit([self]) }

  /// Writes the rest, and closes the file beside its place, so that many can wait for each other.
  ///
  /// - Throws: `CorpusError.file`.
  func wait() throws(CorpusError) {
    guard !isWaiting else { return }
    try flush(isLast: true)
    try CorpusError.naming { () throws(FileError) in try file.wait() }
    isWaiting = true
    // Many wait.
    buffer = ByteBuffer(capacity: 0)
    packer = nil
  }

  /// Writes the rest of several files; all of them are in their places then, or none.
  ///
  /// - Throws: `CorpusError.file`.
  package static func commit(_ files: [CorpusFile]) throws(CorpusError) {
    for file in files where !file.isWaiting { try file.flush(isLast: true) }
    try CorpusError.naming { () throws(FileError) in try AtomicFile.commit(files.map(\.file)) }
  }

  /// Hands over what is there, where it goes straight to its place: a pipe, a terminal or a device.
  ///
  /// - Throws: `CorpusError.file`.
  package func handOver() throws(CorpusError) {
    if file.isStream, packer == nil, buffer.count > 0 { try flush() }
  }

  private func flush(isLast: Bool = false) throws(CorpusError) {
    try put(buffer.bytes, isLast: isLast)
    buffer.removeAll()
  }

  private func put(_ bytes: Bytes, isLast: Bool = false) throws(CorpusError) {
    try CorpusError.naming { () throws(FileError) in
      if let packer {
        try packer.deflate(Array(bytes), isLast: isLast) { bytes throws(FileError) in try file.write(bytes) }
      } else if !bytes.isEmpty {
        try file.write(UnsafeRawBufferPointer(bytes))
      }
    }
  }
}
