import BraidFiles
package import Foundation

/// A weights file whose header was read and found to fit its bytes; tensors are copied out of the mapped file one by one.
package struct SafeTensorsFile: Sendable {
  /// Free text by name.
  package let metadata: [String: String]
  /// The tensors, in the order of their bytes.
  let entries: [SafeTensorsHeader.Entry]
  let data: Data
  /// Where the elements begin, in bytes.
  let start: Int

  /// Longest header that is read, in bytes, as in the reference implementation.
  static let longestHeader = 100_000_000

  /// Opens a file and checks it whole.
  ///
  /// - Throws: `TensorFileError` with the byte at which a rule is broken.
  package init(_ path: String) throws(TensorFileError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw .file(.unreadable(file: path, reason: exists ? "not permitted" : "no such file"))
    }
    try self.init(data, path: path)
  }

  /// Checks a file whose bytes are `data`.
  ///
  /// - Throws: `TensorFileError` with the byte at which a rule is broken.
  package init(_ data: Data, path: String) throws(TensorFileError) {
    self.data = data
    guard data.count >= 8 else {
      throw .format(path: path, byte: 0, found: "\(data.count) bytes", expected: "at least 8")
    }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.longestHeader), Int(length) <= data.count - 8 else {
      throw .format(
        path: path, byte: 0, found: "a header of \(length) bytes",
        expected: "at most \(min(Self.longestHeader, data.count - 8))")
    }
    let header = try SafeTensorsHeader(Array(data.dropFirst(8).prefix(Int(length))), path: path)
    start = 8 + Int(length)
    try header.check(dataCount: data.count - start, path: path)
    metadata = header.metadata
    entries = header.entries.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// Whether all its elements are of 16 bits.
  package var isHalf: Bool { entries.allSatisfy(\.isHalf) }

  /// The shape of each tensor by name.
  package var shapes: [String: [Int]] {
    Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.shape) })
  }

  /// Gives `weights` their elements.
  ///
  /// - Precondition: they were added with `shapes` known, without a conflict.
  package func fill(_ weights: inout Weights) {
    let places = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0) })
    weights.fill { name, target in
      guard let entry = places[name] else { preconditionFailure("no tensor is called \(name)") }
      copy(entry, into: target)
    }
  }

  /// Copies the elements of one tensor.
  ///
  /// - Precondition: `target` has as many.
  func copy(_ entry: SafeTensorsHeader.Entry, into target: UnsafeMutableBufferPointer<Float>) {
    precondition(target.count == entry.count, "\(target.count) places for \(entry.count) elements")
    data.withUnsafeBytes { bytes in
      let bytes = UnsafeRawBufferPointer(rebasing: bytes[start + entry.start..<start + entry.end])
      guard entry.isHalf else { return UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes) }
      for index in target.indices {
        target[index] = HalfFloat.number(
          UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
      }
    }
  }
}
