import BraidFiles
import BraidText

/// A corpus file that is being written: a buffer before an `AtomicFile`, with the errors of this module.
///
/// A file whose name ends with `.gz` is packed.
package final class CorpusFile {
  private let file: AtomicFile
  private let packer: GzipDeflater?
  private var buffer: [UInt8] = []
  private static let flushSize = 256 << 10

  /// Creates the temporary file; `-` is standard output.
  ///
  /// - Throws: `CorpusError.file`.
  package init(_ path: String) throws(CorpusError) {
    file = try CorpusError.naming { () throws(FileError) in try AtomicFile(path) }
    packer = path.hasSuffix(".gz") ? GzipDeflater() : nil
    buffer.reserveCapacity(Self.flushSize + 4096)
  }

  /// Appends bytes.
  ///
  /// - Throws: `CorpusError.file`.
  package func append(_ bytes: some Sequence<UInt8>) throws(CorpusError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.flushSize { try flush() }
  }

  /// Appends bytes, of which many are not copied.
  ///
  /// - Throws: `CorpusError.file`.
  package func append(_ bytes: [UInt8]) throws(CorpusError) {
    guard bytes.count >= Self.flushSize else {
      buffer.append(contentsOf: bytes)
      if buffer.count >= Self.flushSize { try flush() }
      return
    }
    try flush()
    try put(bytes)
  }

  /// Appends text as UTF-8.
  ///
  /// - Throws: `CorpusError.file`.
  package func append(_ text: String) throws(CorpusError) { try append(text.utf8) }

  /// Appends text as one line, line ends in it turned into spaces.
  ///
  /// - Throws: `CorpusError.file`.
  package func appendLine(_ text: String) throws(CorpusError) {
    try append(text.utf8.lazy.map { $0 == .lineFeed || $0 == .carriageReturn ? .space : $0 })
    try append(CollectionOfOne(.lineFeed))
  }

  /// Writes the rest; the file is in its place then.
  ///
  /// - Throws: `CorpusError.file`.
  package func commit() throws(CorpusError) { try Self.commit([self]) }

  /// Writes the rest of several files; all of them are in their places then, or none.
  ///
  /// - Throws: `CorpusError.file`.
  package static func commit(_ files: [CorpusFile]) throws(CorpusError) {
    for file in files { try file.flush(isLast: true) }
    try CorpusError.naming { () throws(FileError) in try AtomicFile.commit(files.map(\.file)) }
  }

  /// Hands over what is there, where it goes straight to its place: a pipe, a terminal or a device.
  ///
  /// - Throws: `CorpusError.file`.
  package func handOver() throws(CorpusError) {
    if file.isStream, packer == nil, !buffer.isEmpty { try flush() }
  }

  private func flush(isLast: Bool = false) throws(CorpusError) {
    try put(buffer, isLast: isLast)
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: [UInt8], isLast: Bool = false) throws(CorpusError) {
    try CorpusError.naming { () throws(FileError) in
      if let packer {
        try packer.deflate(bytes, isLast: isLast) { bytes throws(FileError) in try file.write(bytes) }
      } else if !bytes.isEmpty {
        try file.write(bytes)
      }
    }
  }
}
