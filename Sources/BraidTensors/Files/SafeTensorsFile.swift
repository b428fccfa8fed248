import BraidFiles
package import Foundation

/// A weights file whose header was read and found to fit its bytes; tensors are copied out of the mapped file one by one.
package struct SafeTensorsFile: Sendable {
  /// Free text by name.
  package let metadata: [String: String]
  /// The tensors, in the order of their bytes, but the scales of others.
  let tensors: [SafeTensorsHeader.Entry]
  /// The scales of tensors in 8 bits by the tensors' names.
  private let scales: ExactDictionary<SafeTensorsHeader.Entry>
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
        path: path, byte: 0, found: "a header of \(length) bytes in a file of \(data.count)",
        expected: "at most \(min(Self.longestHeader, data.count - 8))")
    }
    let header = try SafeTensorsHeader(Array(data.dropFirst(8).prefix(Int(length))), path: path)
    start = 8 + Int(length)
    try header.check(dataCount: data.count - start, path: path)
    metadata = header.metadata
    let entries = header.entries.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    scales = try Self.scales(entries, path: path)
    let names = Set(scales.map { ExactString($0.value.name) })
    tensors = entries.filter { !names.contains(ExactString($0.name)) }
    try checkBytes(path)
  }

  /// The scales of tensors in 8 bits, which must be there and fit.
  private static func scales(
    _ entries: [SafeTensorsHeader.Entry], path: String
  ) throws(TensorFileError) -> ExactDictionary<SafeTensorsHeader.Entry> {
    var scales = ExactDictionary<SafeTensorsHeader.Entry>()
    for entry in entries where entry.element == .byte {
      let name = entry.name + TensorScales.ending
      func failure(_ found: String, _ expected: String) -> TensorFileError {
        .format(path: path, byte: 8 + entry.byte, found: found, expected: expected)
      }
      guard entry.shape.count == 2 else {
        throw failure("`\(entry.name)` of shape \(entry.shape) in 8 bits", "a matrix")
      }
      guard let found = entries.first(where: { $0.name.isExactly(name) }) else {
        throw failure("`\(entry.name)` in 8 bits without `\(name)`", "its scales")
      }
      let shapes = [[1, entry.shape[1]], [entry.shape[0], 1]]
      guard found.element == .float, shapes.contains(found.shape) else {
        throw failure(
          "\(name) of shape \(found.shape) in \(found.element.rawValue)", "F32 of shape \(shapes[0]) or \(shapes[1])")
      }
      scales[entry.name] = found
    }
    return scales
  }

  /// Whole numbers are -127 to 127, and scales finite and not negative: all builds of the kernels make the same of these.
  private func checkBytes(_ path: String) throws(TensorFileError) {
    for (name, entry) in scales.map({ ($0.key, $0.value) }).sorted(by: { $0.1.start < $1.1.start }) {
      if let bad = floats(entry).first(where: { !($0 >= 0 && ($0 * Quantization.largest).isFinite) }) {
        throw .format(
          path: path, byte: start + entry.start, found: "\(bad) in \(name)\(TensorScales.ending)",
          expected: "finite scales that are not negative")
      }
    }
    for entry in tensors where entry.element == .byte {
      let place = data.withUnsafeBytes { $0[start + entry.start..<start + entry.end].firstIndex(of: 0x80) }
      if let place {
        throw .format(path: path, byte: place, found: "-128 in \(entry.name)", expected: "-127 to 127")
      }
    }
  }

  /// Whether all its elements are of 16 bits.
  package var isHalf: Bool { tensors.allSatisfy { $0.element == .half } }

  /// The shape of each tensor by name; scales are no tensors of their own.
  package var shapes: [String: [Int]] {
    Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
  }

  /// The scales of a tensor; nil for one that is not in 8 bits.
  func scales(of entry: SafeTensorsHeader.Entry) -> TensorScales? {
    scales[entry.name].map { TensorScales(areOfRows: $0.shape != [1, entry.shape[1]], values: floats($0)) }
  }

  /// Gives `weights` their elements.
  ///
  /// - Throws: `TensorFileError.format` for scales of columns where a weight needs those of rows, or the other way round.
  /// - Precondition: they were added with `shapes` known, without a conflict.
  package func fill(_ weights: inout Weights, path: String) throws(TensorFileError) {
    let places = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
    for weight in weights.entries {
      let shape = weight.hasRowScales ? [weight.rows, 1] : [1, weight.columns]
      if let scales = scales[weight.name], scales.shape != shape {
        throw .format(
          path: path, byte: 8 + scales.byte, found: "\(scales.name) of shape \(scales.shape)", expected: "\(shape)")
      }
    }
    weights.fill { name, target in
      guard let entry = places[name] else { preconditionFailure("no tensor is called \(name)") }
      copy(entry, into: target)
      return scales[name].map(floats)
    }
  }

  /// The elements of a tensor in 32 bits.
  func floats(_ entry: SafeTensorsHeader.Entry) -> [Float] {
    [Float](unsafeUninitializedCapacity: entry.count) { buffer, count in
      copy(entry, into: buffer)
      count = buffer.count
    }
  }

  /// Copies the elements of one tensor.
  ///
  /// - Precondition: `target` has as many.
  func copy(_ entry: SafeTensorsHeader.Entry, into target: UnsafeMutableBufferPointer<Float>) {
    precondition(target.count == entry.count, "\(target.count) places for \(entry.count) elements")
    data.withUnsafeBytes { bytes in
      let bytes = UnsafeRawBufferPointer(rebasing: bytes[start + entry.start..<start + entry.end])
      switch entry.element {
      case .float: UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
      case .half:
        for index in target.indices {
          target[index] = HalfFloat.number(
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
        }
      case .brain:
        for index in target.indices {
          let half = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
          target[index] = Float(bitPattern: UInt32(half) << 16)
        }
      case .double:
        for index in target.indices {
          let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
          target[index] = Float(Double(bitPattern: word))
        }
      case .byte:
        guard let scales = scales(of: entry) else { preconditionFailure("\(entry.name) without scales") }
        let columns = entry.shape[1]
        for row in 0..<entry.shape[0] {
          for column in 0..<columns {
            let place = row * columns + column
            target[place] =
              Float(Int8(bitPattern: bytes[place])) * scales.values[scales.areOfRows ? row : column]
          }
        }
      }
    }
  }
}
