import Foundation

/// Whether a request is meant for this service, and comes from a page of its own or from no page at all.
///
/// A page of another site can make its own name lead to this machine (DNS rebinding); requests for such a name are refused,
/// and so are those that a page of another site sends. An address as host says nothing about a site and is accepted.
struct HostCheck: Sendable {
  private let names: Set<String>
  private let acceptsAll: Bool

  /// Accepts addresses, `localhost`, the host that is listened on, and `allowed`; `*` there is any.
  init(host: String, allowed: [String]) {
    names = Set(([host, "localhost"] + allowed).map { $0.lowercased() })
    acceptsAll = allowed.contains("*")
  }

  /// Checks that a request names one host, as each has to (RFC 9112, section 3.2).
  ///
  /// - Parameters:
  ///   - authority: what the header `Host` says; nil without one.
  ///   - isRepeated: whether there is a second header `Host`.
  /// - Returns: the host that it names.
  /// - Throws: `badHost`.
  static func only(_ authority: String?, isRepeated: Bool) throws(RequestError) -> String {
    guard let authority, !isRepeated else { throw .badHost(isRepeated: isRepeated) }
    return authority
  }

  /// Checks whom a request is for.
  ///
  /// - Parameters:
  ///   - authority: what the header `Host` says.
  ///   - origin: what the header `Origin` says; nil without one.
  /// - Throws: `otherHost` or `otherOrigin`.
  func check(authority: String, origin: String?) throws(RequestError) {
    guard !acceptsAll else { return }
    let host = Self.host(authority)
    guard names.contains(host) || Self.isAddress(host) else { throw .otherHost(host) }
    guard let origin else { return }
    let place = origin.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first.map(String.init) ?? ""
    guard place.lowercased() == authority.lowercased() || names.contains(Self.host(place)) else {
      throw .otherOrigin(origin)
    }
  }

  /// The host of `HOST`, `HOST:PORT` or `[ADDRESS]:PORT`, in small letters.
  private static func host(_ authority: String) -> String {
    let text = authority.lowercased()
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      return String(text[text.index(after: text.startIndex)..<end])
    }
    return text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
  }

  private static func isAddress(_ host: String) -> Bool {
    var address = in6_addr()
    var old = in_addr()
    return inet_pton(AF_INET, host, &old) == 1 || inet_pton(AF_INET6, host, &address) == 1
  }
}
