import BraidTasks
import Foundation

/// What the tokens of a block of examples are given beside their words.
struct GivenVectors: Sendable {
  /// `BRVE`, and the version of the layout.
  static let magic: [Int32] = [0x4556_5242, 1]
  /// Numbers in the header of a file.
  static let headerCount = 5

  /// Numbers of a token's vector.
  private let width: Int
  /// The vectors, all examples one after the other; nil for zeros.
  private let bytes: Data?
  /// The first token of each example, then the end.
  private let starts: [Int]

  /// Zeros for examples of these lengths.
  init(zeros width: Int, lengths: [Int]) {
    self.width = width
    bytes = nil
    starts = Self.starts(lengths)
  }

  /// The vectors of examples; nil when they have none.
  init?(_ vectors: [TokenVectors?]) {
    guard let width = vectors.lazy.compactMap({ $0?.width }).first else { return nil }
    self.width = width
    var bytes = Data()
    for vectors in vectors { bytes.append(vectors?.bytes ?? Data()) }
    self.bytes = bytes
    starts = Self.starts(vectors.map { $0?.count ?? 0 })
  }

  /// Maps a file that a `VectorWriter` wrote for examples of these lengths; nil when it is no such file.
  init?(_ file: Data, lengths: [Int]) {
    let header = Self.headerCount * 4
    guard file.count >= header else { return nil }
    let numbers = file.withUnsafeBytes { bytes in
      (0..<Self.headerCount).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self) }
    }
    guard numbers.starts(with: Self.magic), numbers[2] > 0 else { return nil }
    width = Int(numbers[2])
    starts = Self.starts(lengths)
    let count = Int(UInt32(bitPattern: numbers[3])) | Int(numbers[4]) << 32
    guard count == starts.last, file.count - header == 2 * width * count else { return nil }
    bytes = file.dropFirst(header)
  }

  private static func starts(_ lengths: [Int]) -> [Int] {
    var starts = [0]
    starts.reserveCapacity(lengths.count + 1)
    for length in lengths { starts.append(starts[starts.count - 1] + length) }
    return starts
  }

  /// The vectors of an example of the block.
  subscript(example: Int) -> TokenVectors {
    let tokens = starts[example]..<starts[example + 1]
    guard let bytes else { return TokenVectors(zeros: tokens.count, width: width) }
    let first = bytes.startIndex + 2 * width * tokens.lowerBound
    return TokenVectors(width: width, bytes: bytes[first..<first + 2 * width * tokens.count])
  }
}
