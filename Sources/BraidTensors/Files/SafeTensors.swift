import BraidFiles
package import Foundation

/// A tensor in a weights file.
public struct NamedTensor: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Its shape.
  public var shape: [Int]
  /// Its elements, the last dimension fastest.
  public var values: [Float]
  /// For a matrix in 8 bits what whole numbers its elements are multiples of; nil for others.
  public var scales: TensorScales?

  /// A tensor of `shape` called `name`.
  ///
  /// - Precondition: the shape's product is the number of values, and that of scales is its number of rows or columns.
  public init(name: String, shape: [Int], values: [Float], scales: TensorScales? = nil) {
    demand(shape.reduce(1, *) == values.count, "\(values.count) values for the shape \(shape)")
    demand(
      scales.map { shape.count == 2 && $0.values.count == shape[$0.areOfRows ? 0 : 1] } ?? true,
      "\(scales?.values.count ?? 0) scales for the shape \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
    self.scales = scales
  }
}

/// Weights files in the safetensors format: 8 bytes of header length, a JSON header, the tensors' bytes.
///
/// Floats of 32 bits, or of 16 (`F16`, `BF16`), which are exact 32-bit floats once they are read, of 64, which are rounded to 32, or
/// whole numbers of 8 bits, `I8`, whose scales are in another tensor, `NAME.scales` of shape `[rows, 1]` or `[1, columns]`. A file is checked whole before memory for its
/// tensors is taken: length of the header, its first byte, duplicate and extra keys, shapes, that the tensors cover the data
/// without holes or overlaps, and that whole numbers have scales.
///
/// Source: <https://github.com/huggingface/safetensors#format>
public struct SafeTensors: Sendable, Equatable {
  /// The tensors, in the order of their bytes.
  public var tensors: [NamedTensor]
  /// Free text by name.
  public var metadata: [String: String]

  /// A file's contents.
  public init(tensors: [NamedTensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor called `name`.
  public subscript(_ name: String) -> NamedTensor? { tensors.first { $0.name == name } }

  // MARK: writing

  /// Writes the file: to a temporary one beside it first, then in its place, so that a reader never sees half of it.
  ///
  /// - Throws: `TensorFileError.file` when it can't be written; nothing is left behind then.
  public func write(to path: String) throws(TensorFileError) {
    let parts = parts(half: false)
    let header = header(parts)
    do throws(FileError) {
      let file = try AtomicFile(path)
      try file.write([UInt64(header.count).littleEndian])
      try file.write(header)
      for part in parts {
        if part.element == .byte { try file.write(part.bytes) } else { try file.write(part.values) }
      }
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  /// The bytes of the file.
  ///
  /// - Parameter half: whether elements of 32 bits are stored in 16, rounded to the nearest.
  /// - Returns: header and elements, as `write(to:)` writes them for 32 bits.
  /// - Throws: `TensorFileError.tooLarge` for an element that 16 bits can't hold.
  package func encoded(half: Bool) throws(TensorFileError) -> Data {
    let parts = parts(half: half)
    let header = header(parts)
    var data = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
    for part in parts {
      switch part.element {
      case .float: part.values.withUnsafeBytes { data.append(contentsOf: $0) }
      case .half: try part.halves.withUnsafeBytes { data.append(contentsOf: $0) }
      case .byte: part.bytes.withUnsafeBytes { data.append(contentsOf: $0) }
      case .double, .brain: preconditionFailure("\(part.element.rawValue) is read, not written")
      }
    }
    return data
  }

  /// A tensor of the file: one's elements, or the scales of one.
  private struct Part {
    var name: String
    var shape: [Int]
    var element: TensorElement
    var values: [Float]
    var scales: TensorScales?

    /// Its elements in 16 bits.
    var halves: [UInt16] {
      get throws(TensorFileError) {
        var halves: [UInt16] = []
        halves.reserveCapacity(values.count)
        for value in values {
          guard let bits = HalfFloat.bits(value) else { throw .tooLarge(tensor: name, value: value) }
          halves.append(bits.littleEndian)
        }
        return halves
      }
    }

    /// The whole numbers that its elements are.
    var bytes: [Int8] {
      guard let scales else { return [] }
      let columns = shape[1]
      return values.indices.map {
        Quantization.whole(values[$0], scales.values[scales.areOfRows ? $0 / columns : $0 % columns])
      }
    }
  }

  /// The tensors of the file, the widest elements first, so that all of them are aligned.
  private func parts(half: Bool) -> [Part] {
    var parts: [Part] = []
    for tensor in tensors {
      let element: TensorElement = tensor.scales != nil ? .byte : half ? .half : .float
      if let scales = tensor.scales {
        parts.append(
          Part(name: tensor.name + TensorScales.ending, shape: scales.shape, element: .float, values: scales.values))
      }
      parts.append(
        Part(
          name: tensor.name, shape: tensor.shape, element: element, values: tensor.values, scales: tensor.scales))
    }
    return TensorElement.allCases.flatMap { element in parts.filter { $0.element == element } }
  }

  private func header(_ parts: [Part]) -> [UInt8] {
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for part in parts {
      let end = offset + part.element.width * part.values.count
      let shape = part.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(Self.quoted(part.name)):{\"dtype\":\"\(part.element.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var bytes = Array("{\(entries.joined(separator: ","))}".utf8)
    while bytes.count % 8 != 0 { bytes.append(32) }
    return bytes
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 32: quoted += String(format: "\\u%04x", scalar.value)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  // MARK: reading

  /// Reads a file.
  ///
  /// - Throws: `TensorFileError` with the byte at which a rule is broken.
  public init(contentsOf path: String) throws(TensorFileError) {
    let file = try SafeTensorsFile(path)
    metadata = file.metadata
    tensors = file.tensors.map { entry in
      let values = [Float](unsafeUninitializedCapacity: entry.count) { buffer, count in
        file.copy(entry, into: buffer)
        count = buffer.count
      }
      return NamedTensor(name: entry.name, shape: entry.shape, values: values, scales: file.scales(of: entry))
    }
  }
}
