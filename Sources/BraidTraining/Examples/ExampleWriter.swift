public import BraidTasks
import Foundation

/// Writes training examples to a file, one after the other, for `EncodedExamples` to map.
///
/// The file appears, complete, when `close()` returns.
public final class ExampleWriter {
  private static let buffered = 1 << 16

  private let path: String
  private let temporary: String
  private var file: FileHandle?
  private var block = ExampleBlock()
  private var buffer: [Int32]

  /// Begins the file.
  ///
  /// - Throws: `TrainingError.badExamples` when it can't be written.
  public init(_ path: String) throws(TrainingError) {
    self.path = path
    temporary = path + ".braid-temporary"
    buffer = block.header
    let isMade = FileManager.default.createFile(atPath: temporary, contents: nil)
    file = isMade ? FileHandle(forWritingAtPath: temporary) : nil
    guard file != nil else {
      throw .badExamples(path: path, reason: "can't be written: \(String(cString: strerror(errno)))")
    }
  }

  deinit { if file != nil { unlink(temporary) } }

  /// Appends an example.
  ///
  /// - Throws: `TrainingError.badExamples` when it can't be written.
  public func add(_ example: Example) throws(TrainingError) {
    buffer += block.add(example)
    if buffer.count >= Self.buffered { try flush() }
  }

  /// Writes the rest, syncs it to disk and puts the file in its place.
  ///
  /// - Throws: `TrainingError.badExamples` when it can't be written.
  public func close() throws(TrainingError) {
    buffer += block.table
    try flush()
    try writing { file in
      try file.seek(toOffset: 0)
      try file.write(contentsOf: block.header.withUnsafeBytes { Data($0) })
      try file.synchronize()
      try file.close()
      guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
    file = nil
  }

  private func flush() throws(TrainingError) {
    try writing { file in try file.write(contentsOf: buffer.withUnsafeBytes { Data($0) }) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func writing(_ body: (FileHandle) throws -> Void) throws(TrainingError) {
    do {
      if let file { try body(file) }
    } catch {
      throw .badExamples(path: path, reason: "can't be written: \(error.localizedDescription)")
    }
  }
}
