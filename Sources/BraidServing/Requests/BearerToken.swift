/// The secret that clients must send.
package struct BearerToken: Sendable {
  private let bytes: [UInt8]

  /// A token of visible ASCII characters.
  ///
  /// - Throws: `ServingError.badToken` for anything else.
  package init(_ text: String) throws(ServingError) {
    bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw .badToken }
  }

  /// Whether a header `Authorization` carries the token.
  ///
  /// The time it takes depends on the length of what was sent, not on how much of it is right.
  package func isCarried(by header: String) -> Bool {
    let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return false }
    let sent = Array(parts[1].drop { $0 == " " }.utf8)
    var difference = sent.count ^ bytes.count
    for (index, byte) in sent.enumerated() { difference |= Int(byte ^ bytes[index % bytes.count]) }
    return difference == 0
  }
}
