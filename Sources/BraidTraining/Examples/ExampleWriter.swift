import BraidFiles
public import BraidTasks

/// Writes training examples to a file, one after the other, for `EncodedExamples` to map.
///
/// The file appears, complete, when `close()` returns.
public final class ExampleWriter {
  private static let buffered = 1 << 16

  private let path: String
  private let file: AtomicFile
  private var block = ExampleBlock()
  private var buffer: [Int32]

  /// Begins the file.
  ///
  /// - Throws: `TrainingError.badExamples` when it can't be written.
  public init(_ path: String) throws(TrainingError) {
    self.path = path
    buffer = block.header
    file = try Self.naming(path) { () throws(FileError) in try AtomicFile(path) }
  }

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
    try Self.naming(path) { () throws(FileError) in
      try file.overwriteStart(block.header)
      try file.commit()
    }
  }

  private func flush() throws(TrainingError) {
    try Self.naming(path) { () throws(FileError) in try file.write(buffer) }
    buffer.removeAll(keepingCapacity: true)
  }

  static func naming<Result>(
    _ path: String, _ body: () throws(FileError) -> Result
  ) throws(TrainingError) -> Result {
    do {
      return try body()
    } catch {
      let reason = if case .unwritable(_, let reason) = error { reason } else { error.errorDescription ?? "" }
      throw .badExamples(path: path, reason: "can't be written: \(reason)")
    }
  }
}
