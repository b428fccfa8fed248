import Foundation

/// Whose connections count as those of one client.
enum ClientAddress {
  /// What stands for a client: the address, of IPv6 the network of 64 bits that one client usually has.
  static func client(_ address: String) -> String {
    var bytes = in6_addr()
    guard address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
    return withUnsafeBytes(of: &bytes) { buffer in
      // An address of IPv4 in the other form is one client's.
      let isOld = buffer[..<10].allSatisfy { $0 == 0 } && buffer[10] == 0xFF && buffer[11] == 0xFF
      let (bytes, separator) = isOld ? (buffer[12...], ".") : (buffer[..<8], ":")
      return bytes.map { String($0) }.joined(separator: separator)
    }
  }
}
