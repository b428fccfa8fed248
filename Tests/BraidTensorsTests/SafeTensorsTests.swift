import BraidFiles
import BraidTensors
import Foundation
import Testing

@Suite struct SafeTensorsTests {
  static let file = SafeTensors(
    tensors: [
      NamedTensor(name: "a", shape: [1], values: [7]),
      NamedTensor(name: "b", shape: [2, 3], values: [1.5, -2.25, 3, 0.1, 1e-30, -0.0]),
      NamedTensor(name: "empty", shape: [0, 4], values: []),
    ], metadata: ["made by": "Python's safetensors", "quote": "\"\\é"])

  /// What `References/safetensors_files.py write` prints with safetensors 0.8.0.
  static let fromPython = """
    f0000000000000007b225f5f6d657461646174615f5f223a7b2271756f7465223a225c225c5cc3a9222c226d616465206279223a22507974
    686f6e2773207361666574656e736f7273227d2c2261223a7b226474797065223a22463332222c227368617065223a5b315d2c2264617461
    5f6f666673657473223a5b302c345d7d2c2262223a7b226474797065223a22463332222c227368617065223a5b322c335d2c22646174615f
    6f666673657473223a5b342c32385d7d2c22656d707479223a7b226474797065223a22463332222c227368617065223a5b302c345d2c2264
    6174615f6f666673657473223a5b32382c32385d7d7d20200000e0400000c03f000010c000004040cdcccc3d6042a20d00000080
    """

  func withFile<Result>(_ bytes: [UInt8]?, _ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    if let bytes { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
    return try body(path)
  }

  /// Length, header and data as one file.
  static func bytes(_ header: String, data: Int = 0, length: Int? = nil) -> [UInt8] {
    let length = UInt64(length ?? header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + Array(header.utf8)
      + [UInt8](repeating: 0, count: data)
  }

  @Test func `a file that Python's package wrote is read to the bit`() throws {
    let digits = Self.fromPython.filter { !$0.isWhitespace }.utf8.map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    let read = try withFile(bytes) { try SafeTensors(contentsOf: $0) }
    #expect(read == Self.file)
    #expect(read["b"]?.values.last?.sign == .minus)
  }

  @Test func `what is written is read again, and for Python where BRAID_SAFETENSORS_FILE says so`() throws {
    try withFile(nil) { path in
      try Self.file.write(to: path)
      #expect(try SafeTensors(contentsOf: path) == Self.file)
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      // The data begins at a multiple of 8 and is the tensors' bytes, nothing else.
      let header = Int(data[0]) | Int(data[1]) << 8
      #expect(header % 8 == 0)
      #expect(data.count == 8 + header + 7 * 4)
    }
    if let path = ProcessInfo.processInfo.environment["BRAID_SAFETENSORS_FILE"] { try Self.file.write(to: path) }
  }

  @Test func `numbers of 16 bits are read as the nearest ones, and half as many bytes`() throws {
    let bytes = try Array(Self.file.encoded(half: true))
    let read = try withFile(bytes) { try SafeTensors(contentsOf: $0) }
    #expect(read.metadata == Self.file.metadata)
    #expect(read["b"]?.shape == [2, 3])
    // 0.1 is 0x2e66 = 1638 · 2⁻¹⁴; 1e-30 is below half of 2⁻²⁴.
    #expect(read["b"]?.values == [1.5, -2.25, 3, 1638 * 0x1p-14, 0, 0])
    #expect(bytes.suffix(2 * 7).prefix(2) == [0x00, 0x47])
    let whole = try withFile(Array(Self.file.encoded(half: false))) { try SafeTensors(contentsOf: $0) }
    #expect(whole == Self.file)
    let large = SafeTensors(tensors: [NamedTensor(name: "a", shape: [1], values: [1e5])])
    #expect(throws: TensorFileError.tooLarge(tensor: "a", value: 1e5)) { try large.encoded(half: true) }
  }

  static let one = #""dtype":"F32","shape":[1],"data_offsets":[0,4]"#

  /// A tensor `a` of two bytes behind four others.
  static func eight(_ shape: String) -> String { "\"a\":{\"dtype\":\"I8\",\"shape\":\(shape),\"data_offsets\":[4,6]}" }

  /// A file of two bytes with the bits of their scales.
  static func scaled(_ scales: [UInt32], _ numbers: [UInt8]) -> [UInt8] {
    let scale = "\"a.scales\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}"
    return bytes("{\(eight("[2,1]")),\(scale)}")
      + scales.flatMap { bits in (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) } } + numbers
  }

  @Test func `numbers in 8 bits are read with their scales, a quarter as many bytes`() throws {
    let columns = NamedTensor(
      name: "b", shape: [2, 3], values: [127, -0.5, 0, -1, 63.5, 0],
      scales: TensorScales(areOfRows: false, values: [1, 0.5, 0]))
    let rows = NamedTensor(
      name: "table", shape: [2, 3], values: [1, -127, 0, 0.25, 0.5, -0.75],
      scales: TensorScales(areOfRows: true, values: [1, 0.25]))
    let file = SafeTensors(tensors: [Self.file.tensors[0], columns, rows], metadata: Self.file.metadata)
    let bytes = try Array(file.encoded(half: false))
    // One number and five scales of four bytes, then twelve of one.
    #expect(bytes.count % 8 == (8 + 6 * 4 + 12) % 8)
    #expect(bytes.suffix(12).map { Int8(bitPattern: $0) } == [127, -1, 0, -1, 127, 0, 1, -127, 0, 1, 2, -3])
    #expect(try withFile(bytes) { try SafeTensors(contentsOf: $0) } == file)
    try withFile(nil) { path in
      try file.write(to: path)
      #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
    }
  }

  static let broken: [(what: String, bytes: [UInt8], byte: Int, expected: String)] = [
    ("shorter than a length", [1, 0, 0], 0, "at least 8"),
    ("a header that runs past the end", bytes("{}", length: 3), 0, "at most 2"),
    ("a header that is too long to be one", bytes("{}", length: 1 << 40), 0, "at most 2"),
    ("a space before the header", bytes(" {}"), 8, "{ as the header's first byte"),
    ("a tensor twice", bytes("{\"a\":{\(one)},\"a\":{\(one)}}", data: 4), 66, "each key once, not a again"),
    (
      "the metadata twice", bytes(#"{"__metadata__":{},"__metadata__":{}}"#), 42,
      "each key once, not __metadata__ again"
    ),
    ("a key of the metadata twice", bytes(#"{"__metadata__":{"k":"","k":""}}"#), 36, "each key once, not k again"),
    ("metadata that is not text", bytes(#"{"__metadata__":{"k":1}}"#), 29, "a string"),
    (
      "a key too many", bytes("{\"a\":{\(one),\"x\":1}}", data: 4), 65, "dtype, shape and data_offsets once each, not x"
    ),
    (
      "a shape twice", bytes("{\"a\":{\(one),\"shape\":[1]}}", data: 4), 69,
      "dtype, shape and data_offsets once each, not shape"
    ),
    (
      "no shape", bytes(#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, data: 4), 49,
      "dtype, shape and two data_offsets of a"
    ),
    (
      "a negative size", bytes(#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, data: 4), 37,
      "a whole number of at least 0"
    ),
    (
      "a size with a leading zero", bytes(#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#, data: 4), 37,
      "a whole number of at least 0"
    ),
    (
      "a size that is a fraction", bytes(#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, data: 4), 38,
      ", or ]"
    ),
    (
      "a size beyond all numbers",
      bytes(#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, data: 4), 37,
      "a whole number of at least 0"
    ),
    (
      "a shape beyond all memory",
      bytes(#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#, data: 4), 13,
      "a smaller shape"
    ),
    (
      "a shape that its bytes don't hold", bytes(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, data: 4),
      13, "8 bytes"
    ),
    (
      "a hole", bytes("{\"a\":{\(one)},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}", data: 12), 66,
      "a start at 4 and an end of at most 12"
    ),
    (
      "an overlap", bytes("{\"a\":{\(one)},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", data: 6),
      66, "a start at 4 and an end of at most 6"
    ),
    ("an end past the data", bytes("{\"a\":{\(one)}}", data: 3), 13, "a start at 0 and an end of at most 3"),
    (
      "an end before its start", bytes(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,-4]}}"#, data: 4), 58,
      "a whole number of at least 0"
    ),
    ("bytes that no tensor claims", bytes("{\"a\":{\(one)}}", data: 5), 66, "the end of the file"),
    (
      "bytes without scales", bytes(#"{"a":{"dtype":"I8","shape":[1,2],"data_offsets":[0,2]}}"#, data: 2), 13,
      "its scales"
    ),
    (
      "bytes that are no matrix", bytes("{\(eight("[2]")),\"a.scales\":{\(one)}}", data: 6), 13, "a matrix"
    ),
    (
      "scales of another shape", bytes("{\(eight("[1,2]")),\"a.scales\":{\(one)}}", data: 6), 13,
      "F32 of shape [1, 2] or [1, 1]"
    ),
    (
      "scales of 16 bits",
      bytes("{\(eight("[1,2]")),\"a.scales\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[0,4]}}", data: 6),
      13, "F32 of shape [1, 2] or [1, 1]"
    ),
    ("-128", scaled([0x3f80_0000], [0x7f, 0x80]), 130, "-127 to 127"),
    ("a negative scale", scaled([0xbf80_0000], [1, 2]), 125, "finite scales that are not negative"),
    ("a scale that is too large", scaled([0x7f00_0000], [1, 2]), 125, "finite scales that are not negative"),
    (
      "a header that is not UTF-8", [12, 0, 0, 0, 0, 0, 0, 0] + Array("{\"".utf8) + [0xe9] + Array("\":1}     ".utf8),
      12,
      "valid UTF-8 before this place"
    ),
    ("text after the header's object", bytes("{}x"), 10, "only spaces after the header's object"),
    ("half a surrogate pair", bytes(#"{"\ud800":1}"#), 16, "the second half of a surrogate pair"),
  ]

  @Test(arguments: broken.indices)
  func `a file that breaks a rule is refused at the byte that breaks it`(index: Int) throws {
    let (what, bytes, byte, expected) = Self.broken[index]
    try withFile(bytes) { path in
      do {
        _ = try SafeTensors(contentsOf: path)
        Issue.record("\(what) was read")
      } catch {
        guard case TensorFileError.format(_, let foundByte, _, let foundExpected) = error else {
          Issue.record("\(what): \(error)")
          return
        }
        #expect(foundExpected == expected, "\(what)")
        #expect(foundByte == byte, "\(what)")
      }
    }
  }

  @Test func `a type that is not read is named with its tensor, others become numbers of 32 bits`() throws {
    for type in ["I64", "U8", "BOOL", "F8_E5M2", "bf16"] {
      let bytes = Self.bytes("{\"a\":{\"dtype\":\"\(type)\",\"shape\":[1],\"data_offsets\":[0,8]}}", data: 8)
      _ = try withFile(bytes) { path in
        #expect(throws: TensorFileError.element(path: path, byte: 22, tensor: "a", type: type)) {
          try SafeTensors(contentsOf: path)
        }
      }
    }
    let header =
      #"{"b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#
    // The double nearest to 0.1, then 3 and -0.
    let data: [UInt8] = [0x9a, 0x99, 0x99, 0x99, 0x99, 0x99, 0xb9, 0x3f, 0x40, 0x40, 0x00, 0x80]
    let read = try withFile(Self.bytes(header) + data) { try SafeTensors(contentsOf: $0) }
    #expect(read["d"]?.values == [0.1])
    #expect(read["b"]?.values.map(\.bitPattern) == [0x4040_0000, 0x8000_0000])
  }

  @Test func `names are told apart by their bytes`() throws {
    let file = SafeTensors(
      tensors: ["\u{e9}", "e\u{301}"].map { NamedTensor(name: $0, shape: [1], values: [1]) })
    let bytes = try Array(file.encoded(half: false))
    let names = try withFile(bytes) { try SafeTensors(contentsOf: $0) }.tensors.map { Array($0.name.utf8) }
    #expect(names == [[0xc3, 0xa9], [0x65, 0xcc, 0x81]])
  }

  @Test func `a file that is not there is named`() {
    #expect(throws: TensorFileError.file(.unreadable(file: "/nowhere/x.safetensors", reason: "no such file"))) {
      try SafeTensors(contentsOf: "/nowhere/x.safetensors")
    }
  }
}
