import Foundation

/// A host, and its port where one is named: what the header `Host` says, and what stands in an origin behind `//`.
///
/// Source: RFC 3986, section 3.2, without user information (RFC 9112, section 3.2), and of names only those that a host has.
package struct Authority: Equatable, Sendable {
  /// A name or an address in small letters, without brackets and without a full stop at its end.
  package var host: String
  /// The port; nil where none is named.
  package var port: Int?

  /// Reads `HOST`, `HOST:PORT` or `[ADDRESS]:PORT`; nil for anything else.
  package init?(_ text: String) {
    let text = text.lowercased()
    let rest: Substring
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = String(text[text.index(after: text.startIndex)..<end])
      guard Self.isAddress(host), host.contains(":") else { return nil }
      rest = text[text.index(after: end)...]
    } else {
      let name = text.prefix { $0 != ":" }
      guard Self.isName(name) else { return nil }
      host = String(name.hasSuffix(".") ? name.dropLast() : name)
      rest = text[name.endIndex...]
    }
    guard !rest.isEmpty else { return }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
    // A port of no digits is none.
    guard !digits.isEmpty else { return }
    guard let number = UInt16(digits) else { return nil }
    port = Int(number)
  }

  /// Whether the host is an address of IPv4 or IPv6.
  package var isAddress: Bool { Self.isAddress(host) }

  private static func isAddress(_ host: String) -> Bool {
    var address = in6_addr()
    var old = in_addr()
    return inet_pton(AF_INET, host, &old) == 1 || inet_pton(AF_INET6, host, &address) == 1
  }

  private static func isName(_ name: Substring) -> Bool {
    var labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    return name.utf8.count <= 254
      && labels.allSatisfy { label in
        1...63 ~= label.count
          && label.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
              UInt8(ascii: "_"):
              true
            default: false
            }
          }
      }
  }
}
