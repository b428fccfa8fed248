/// A field of a table row: a slice of its line, or a copy where quotes had to be removed.
enum TableField {
  /// Part of the current line.
  case slice(Bytes)
  /// Unquoted bytes.
  case copy([UInt8])

  /// The field as a string.
  var string: String {
    switch self {
    case .slice(let bytes): bytes.string
    case .copy(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Whether there is nothing in it.
  var isEmpty: Bool {
    switch self {
    case .slice(let bytes): bytes.isEmpty
    case .copy(let bytes): bytes.isEmpty
    }
  }
}
