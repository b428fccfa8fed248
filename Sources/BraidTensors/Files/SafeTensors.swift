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

  /// A tensor of `shape` called `name`.
  ///
  /// - Precondition: the shape's product is the number of values.
  public init(name: String, shape: [Int], values: [Float]) {
    demand(shape.reduce(1, *) == values.count, "\(values.count) values for the shape \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// Weights files in the safetensors format: 8 bytes of header length, a JSON header, the tensors' bytes.
///
/// Floats of 32 bits, or of 16, which are exact 32-bit floats once they are read. A file is checked whole before memory for its tensors is taken: length of the header, its first
/// byte, duplicate and extra keys, shapes, and that the tensors cover the data without holes or overlaps.
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
    let header = header(dtype: "F32", width: 4)
    do throws(FileError) {
      let file = try AtomicFile(path)
      try file.write([UInt64(header.count).littleEndian])
      try file.write(header)
      for tensor in tensors { try file.write(tensor.values) }
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  /// The bytes of the file.
  ///
  /// - Parameter half: whether elements are stored in 16 bits, rounded to the nearest.
  /// - Returns: header and elements, as `write(to:)` writes them for 32 bits.
  /// - Throws: `TensorFileError.tooLarge` for an element that 16 bits can't hold.
  package func encoded(half: Bool) throws(TensorFileError) -> Data {
    let header = half ? header(dtype: "F16", width: 2) : header(dtype: "F32", width: 4)
    var data = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
    for tensor in tensors {
      guard half else {
        tensor.values.withUnsafeBytes { data.append(contentsOf: $0) }
        continue
      }
      var halves: [UInt16] = []
      halves.reserveCapacity(tensor.values.count)
      for value in tensor.values {
        guard let bits = HalfFloat.bits(value) else { throw .tooLarge(tensor: tensor.name, value: value) }
        halves.append(bits.littleEndian)
      }
      halves.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  private func header(dtype: String, width: Int) -> [UInt8] {
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + width * tensor.values.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(Self.quoted(tensor.name)):{\"dtype\":\"\(dtype)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
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
    tensors = file.entries.map { entry in
      let values = [Float](unsafeUninitializedCapacity: entry.count) { buffer, count in
        file.copy(entry, into: buffer)
        count = buffer.count
      }
      return NamedTensor(name: entry.name, shape: entry.shape, values: values)
    }
  }
}
