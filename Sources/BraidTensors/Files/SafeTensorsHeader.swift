import BraidFiles

/// The JSON header of a safetensors file, read strictly: nothing but what the format has.
struct SafeTensorsHeader {
  struct Entry {
    var name: String
    var shape: [Int]
    var element: TensorElement
    var start: Int
    var end: Int
    var byte: Int

    /// Number of elements.
    var count: Int { (end - start) / element.width }
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]
  private let bytes: [UInt8]
  private let path: String
  private var position = 0

  init(_ bytes: [UInt8], path: String) throws(TensorFileError) {
    self.bytes = bytes
    self.path = path
    guard bytes.first == UInt8(ascii: "{") else { throw expected("{ as the header's first byte") }
    var names = Set<ExactString>()
    try object { parser, key throws(TensorFileError) in
      guard names.insert(ExactString(key)).inserted else { throw parser.expected("each key once, not \(key) again") }
      if key == "__metadata__" {
        try parser.object { parser, name throws(TensorFileError) in
          guard parser.metadata[name] == nil else { throw parser.expected("each key once, not \(name) again") }
          parser.metadata[name] = try parser.string()
        }
      } else {
        try parser.tensor(key)
      }
    }
    while position < bytes.count {
      guard bytes[position] == 32 else { throw expected("only spaces after the header's object") }
      position += 1
    }
  }

  /// The tensors cover the data exactly, in any order, without holes or overlaps.
  func check(dataCount: Int, path: String) throws(TensorFileError) {
    var next = 0
    for entry in entries.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      guard entry.start == next, entry.end >= entry.start, entry.end <= dataCount else {
        throw .format(
          path: path, byte: 8 + entry.byte,
          found: "`\(entry.name)` at bytes \(entry.start) to \(entry.end) of the data",
          expected: "a start at \(next) and an end of at most \(dataCount)")
      }
      var count = entry.element.width
      for size in entry.shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow else {
          throw .format(
            path: path, byte: 8 + entry.byte, found: "`\(entry.name)` of shape \(entry.shape)",
            expected: "a smaller shape")
        }
        count = product
      }
      guard count == entry.end - entry.start else {
        throw .format(
          path: path, byte: 8 + entry.byte,
          found: "`\(entry.name)` of shape \(entry.shape) in \((entry.end - entry.start).counted("byte"))",
          expected: count.counted("byte"))
      }
      next = entry.end
    }
    guard next == dataCount else {
      throw .format(
        path: path, byte: 8 + bytes.count + next, found: "\((dataCount - next).counted("byte")) that no tensor claims",
        expected: "the end of the file")
    }
  }

  private mutating func tensor(_ name: String) throws(TensorFileError) {
    let byte = position
    var shape: [Int]?
    var offsets: [Int]?
    var type: TensorElement?
    try object { parser, key throws(TensorFileError) in
      switch key {
      case "dtype" where type == nil:
        parser.skipSpace()
        let place = 8 + parser.position
        let found = try parser.string()
        type = TensorElement(rawValue: found)
        guard type != nil else { throw .element(path: parser.path, byte: place, tensor: name, type: found) }
      case "shape" where shape == nil: shape = try parser.numbers()
      case "data_offsets" where offsets == nil: offsets = try parser.numbers()
      default: throw parser.expected("dtype, shape and data_offsets once each, not \(key)")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw expected("dtype, shape and two data_offsets of \(name)")
    }
    entries.append(
      Entry(
        name: name, shape: shape, element: type, start: offsets[0], end: offsets[1], byte: byte))
  }

  // MARK: JSON

  private func expected(_ what: String) -> TensorFileError {
    .format(
      path: path, byte: 8 + position,
      found: position < bytes.count
        ? "\"\(String(decoding: bytes[position...].prefix(12), as: UTF8.self))\"" : "the end",
      expected: what)
  }

  private mutating func skipSpace() {
    while position < bytes.count, [9, 10, 13, 32].contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func object(
    _ member: (inout SafeTensorsHeader, String) throws(TensorFileError) -> Void
  ) throws(TensorFileError) {
    guard take("{") else { throw expected("{") }
    if take("}") { return }
    repeat {
      skipSpace()
      let key = try string()
      guard take(":") else { throw expected(":") }
      try member(&self, key)
    } while take(",")
    guard take("}") else { throw expected(", or }") }
  }

  private mutating func numbers() throws(TensorFileError) -> [Int] {
    guard take("[") else { throw expected("[") }
    if take("]") { return [] }
    var numbers: [Int] = []
    repeat {
      skipSpace()
      let start = position
      while position < bytes.count, (48...57).contains(bytes[position]) { position += 1 }
      let digits = bytes[start..<position]
      guard digits.count == 1 || digits.first != UInt8(ascii: "0"),
        let number = Int(String(decoding: digits, as: UTF8.self))
      else {
        position = start
        throw expected("a whole number of at least 0")
      }
      numbers.append(number)
    } while take(",")
    guard take("]") else { throw expected(", or ]") }
    return numbers
  }

  private mutating func string() throws(TensorFileError) -> String {
    guard take("\"") else { throw expected("a string") }
    var text: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      guard bytes[position] >= 32 else { throw expected("no control character in a string") }
      if bytes[position] == UInt8(ascii: "\\") {
        position += 1
        text += Array(String(try escape()).utf8)
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    guard position < bytes.count else { throw expected("the string's end") }
    position += 1
    guard let string = String(validating: text, as: UTF8.self) else { throw expected("valid UTF-8 before this place") }
    return string
  }

  private mutating func escape() throws(TensorFileError) -> Unicode.Scalar {
    guard position < bytes.count else { throw expected("an escape") }
    let simple: [UInt8: Unicode.Scalar] = [
      34: "\"", 92: "\\", 47: "/", 98: "\u{8}", 102: "\u{c}", 110: "\n", 114: "\r", 116: "\t",
    ]
    if let scalar = simple[bytes[position]] {
      position += 1
      return scalar
    }
    guard bytes[position] == UInt8(ascii: "u") else { throw expected("an escape") }
    position += 1
    var code = try hexadecimal()
    if (0xd800..<0xdc00).contains(code) {
      guard take("\\"), take("u") else { throw expected("the second half of a surrogate pair") }
      let low = try hexadecimal()
      guard (0xdc00..<0xe000).contains(low) else { throw expected("the second half of a surrogate pair") }
      code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw expected("a character's number") }
    return scalar
  }

  private mutating func hexadecimal() throws(TensorFileError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw expected("four hexadecimal digits") }
    position += 4
    return code
  }
}
