import BraidTensors
package import Foundation

/// Vectors of tokens that an encoder is given beside their words and does not learn, one row a token in text order.
///
/// They are numbers of 16 bits wherever they come from, so that a model reads the same bits in training, where they lie in a
/// file, and when it annotates, where they are made on the way.
public struct TokenVectors: Sendable, Equatable {
  /// Floats of a token's vector.
  package let width: Int
  /// The numbers as the processor has them, row after row.
  package let bytes: Data

  /// Vectors whose numbers are `bytes`.
  ///
  /// - Precondition: `bytes` are whole rows of `width` numbers, at least one.
  package init(width: Int, bytes: Data) {
    precondition(width > 0 && bytes.count.isMultiple(of: 2 * width), "\(bytes.count) bytes in rows of \(width) numbers")
    self.width = width
    self.bytes = bytes
  }

  /// Vectors of `count` tokens; `fill` writes the numbers of each row.
  init(width: Int, count: Int, _ fill: (_ row: Int, _ target: UnsafeMutablePointer<UInt16>) -> Void) {
    let halves = [UInt16](unsafeUninitializedCapacity: width * count) { buffer, initialized in
      if let start = buffer.baseAddress { for row in 0..<count { fill(row, start + row * width) } }
      initialized = buffer.count
    }
    self.init(width: width, bytes: halves.withUnsafeBytes { Data($0) })
  }

  /// Vectors of the same tokens, side by side.
  init(_ first: TokenVectors?, _ second: TokenVectors) {
    guard let first else {
      self = second
      return
    }
    precondition(first.count == second.count, "vectors of \(first.count) and of \(second.count) tokens")
    var bytes = Data(capacity: first.bytes.count + second.bytes.count)
    for row in 0..<first.count {
      bytes.append(first.rows(row..<row + 1))
      bytes.append(second.rows(row..<row + 1))
    }
    self.init(width: first.width + second.width, bytes: bytes)
  }

  /// The bytes of some rows.
  private func rows(_ rows: Range<Int>) -> Data {
    let first = bytes.startIndex
    return bytes[first + 2 * width * rows.lowerBound..<first + 2 * width * rows.upperBound]
  }

  /// The vectors of some tokens, then those of others.
  func choosing(_ first: Range<Int>, _ second: Range<Int>) -> TokenVectors {
    TokenVectors(width: width, bytes: rows(first) + rows(second))
  }

  /// Vectors of zeros.
  package init(zeros count: Int, width: Int) { self.init(width: width, bytes: Data(count: 2 * width * count)) }

  /// Number of tokens.
  package var count: Int { bytes.count / (2 * width) }

  /// The vectors of the first tokens.
  func prefix(_ count: Int) -> TokenVectors {
    TokenVectors(width: width, bytes: rows(0..<count))
  }

  /// Copies columns of each row to the place that `target` gives for it.
  func copy(columns: Range<Int>, to target: (_ row: Int) -> UnsafeMutablePointer<Float>) {
    bytes.withUnsafeBytes { bytes in
      for row in 0..<count {
        let place = target(row)
        for (index, column) in columns.enumerated() {
          let offset = 2 * (row * width + column)
          place[index] = HalfFloat.number(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        }
      }
    }
  }

  /// The number of 16 bits nearest to a state: the largest there is for one that is too large, 0 for none.
  static func bits(_ state: Float) -> UInt16 {
    HalfFloat.bits(state) ?? (state.isNaN ? 0 : state < 0 ? 0xfbff : 0x7bff)
  }
}
