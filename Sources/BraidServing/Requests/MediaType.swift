/// A media type with its parameters, as the header `Content-Type` has it.
///
/// Source: RFC 9110, sections 5.6.6 and 8.3.1.
package struct MediaType: Equatable, Sendable {
  /// Type and subtype, such as `text/plain`, in small letters.
  package var name: String
  /// Names in small letters, and values; in their order.
  package var parameters: [Parameter] = []

  /// A parameter such as `charset=utf-8`.
  package struct Parameter: Equatable, Sendable {
    /// In small letters.
    package var name: String
    /// As it was sent, without its quotes.
    package var value: String
  }

  /// Reads a header's value; nil when it is none.
  package init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    Self.skipSpace(&bytes)
    guard let type = Self.token(&bytes), bytes.popFirst() == UInt8(ascii: "/"), let subtype = Self.token(&bytes) else {
      return nil
    }
    name = "\(type)/\(subtype)".lowercased()
    while true {
      Self.skipSpace(&bytes)
      guard let next = bytes.popFirst() else { return }
      guard next == UInt8(ascii: ";") else { return nil }
      Self.skipSpace(&bytes)
      guard let first = bytes.first, first != UInt8(ascii: ";") else { continue }
      guard let name = Self.token(&bytes), bytes.popFirst() == UInt8(ascii: "="),
        let value = bytes.first == UInt8(ascii: "\"") ? Self.quoted(&bytes) : Self.token(&bytes)
      else { return nil }
      parameters.append(Parameter(name: name.lowercased(), value: value))
    }
  }

  /// Whether text of this type is in UTF-8: every `charset` says so, or there is none.
  package var isUTF8: Bool {
    parameters.allSatisfy { $0.name != "charset" || ["utf-8", "us-ascii"].contains($0.value.lowercased()) }
  }

  private static func skipSpace(_ bytes: inout ArraySlice<UInt8>) {
    bytes = bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  private static func token(_ bytes: inout ArraySlice<UInt8>) -> String? {
    let token = bytes.prefix(while: isTokenByte)
    bytes = bytes.dropFirst(token.count)
    return token.isEmpty ? nil : String(decoding: token, as: UTF8.self)
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func quoted(_ bytes: inout ArraySlice<UInt8>) -> String? {
    bytes.removeFirst()
    var value: [UInt8] = []
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: value, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let next = bytes.popFirst() else { return nil }
        value.append(next)
      default: value.append(byte)
      }
    }
    return nil
  }
}
