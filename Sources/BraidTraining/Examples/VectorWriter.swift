import BraidFiles
public import BraidTasks
import Foundation

/// Writes what the tokens of training examples are given beside their words to a file, one example after the other, for
/// `EncodedExamples` to map.
///
/// The file has a header of 32-bit integers as the processor has them, `BRVE`, the version of the layout, the numbers of a
/// token's vector and the number of tokens in two halves, then the vectors. It appears, complete, when `close()` returns.
public final class VectorWriter {
  private let path: String
  private let width: Int
  private let file: AtomicFile
  private var count = 0

  /// Begins the file.
  ///
  /// - Throws: `TrainingError.badExamples` when it can't be written.
  public init(_ path: String, width: Int) throws(TrainingError) {
    self.path = path
    self.width = width
    file = try ExampleWriter.naming(path) { () throws(FileError) in
      let file = try AtomicFile(path)
      try file.write(Self.header(width: width, count: 0))
      return file
    }
  }

  private static func header(width: Int, count: Int) -> [Int32] {
    GivenVectors.magic + [Int32(width), Int32(truncatingIfNeeded: count), Int32(count >> 32)]
  }

  /// Appends the vectors of an example's tokens.
  ///
  /// - Throws: `TrainingError.badExamples` when they can't be written.
  /// - Precondition: they are as wide as those of the file.
  public func add(_ vectors: TokenVectors) throws(TrainingError) {
    precondition(vectors.width == width, "vectors of \(vectors.width) numbers in a file of \(width)")
    count += vectors.count
    try ExampleWriter.naming(path) { () throws(FileError) in try file.write([UInt8](vectors.bytes)) }
  }

  /// Writes the rest, syncs it to disk and puts the file in its place.
  ///
  /// - Throws: `TrainingError.badExamples` when it can't be written.
  public func close() throws(TrainingError) {
    try ExampleWriter.naming(path) { () throws(FileError) in
      try file.overwriteStart(Self.header(width: width, count: count))
      try file.commit()
    }
  }
}
