import BraidText

/// The name of a JSON member, where it stands in the text.
struct JSONName {
  /// What is written between the quotes, alive as long as the text.
  fileprivate let bytes: Bytes
  /// The name, when it is written with escapes.
  fileprivate let decoded: String?

  /// A name as it is written.
  init(_ bytes: Bytes) {
    self.bytes = bytes
    decoded = nil
  }

  /// A name that was written with escapes.
  init(decoded: String) {
    bytes = Bytes(start: nil, count: 0)
    self.decoded = decoded
  }

  /// The name.
  var string: String { decoded ?? bytes.string }

  /// Whether a name is an ASCII literal.
  @inline(__always)
  static func ~= (literal: StaticString, name: JSONName) -> Bool {
    guard let decoded = name.decoded else { return name.bytes.equals(literal) }
    return decoded.utf8.elementsEqual(Bytes(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }
}
