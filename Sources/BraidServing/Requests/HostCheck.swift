/// Whether a request is meant for this service, and comes from a page of its own or from no page at all.
///
/// A page of another site can make its own name lead to this machine (DNS rebinding); requests for such a name are refused,
/// and so are those that a page of another site sends. An address as host says nothing about a site and is accepted.
struct HostCheck: Sendable {
  private let names: Set<String>
  private let allowed: Set<String>
  private let acceptsAll: Bool

  /// Accepts addresses, `localhost`, the host that is listened on, and `allowed`; `*` there is any.
  init(host: String, allowed: [String]) {
    self.allowed = Set(allowed.map { Authority($0)?.host ?? $0.lowercased() })
    names = self.allowed.union([Authority(host)?.host ?? host.lowercased(), "localhost"])
    acceptsAll = allowed.contains("*")
  }

  /// Checks that a request names one host, as each has to (RFC 9112, section 3.2).
  ///
  /// - Parameters:
  ///   - authority: what the header `Host` says; nil without one.
  ///   - isRepeated: whether there is a second header `Host`.
  /// - Returns: the host that it names.
  /// - Throws: `badHost`.
  static func only(_ authority: String?, isRepeated: Bool) throws(RequestError) -> Authority {
    guard let authority, !isRepeated else { throw .badHost(isRepeated ? .repeated : .missing) }
    guard let host = Authority(authority) else { throw .badHost(.invalid(authority)) }
    return host
  }

  /// Checks whom a request is for.
  ///
  /// - Parameters:
  ///   - authority: the host that it names.
  ///   - origins: what its headers `Origin` say: where the page is from that sends it; none without a page.
  /// - Throws: `otherHost` or `otherOrigin`.
  func check(_ authority: Authority, origins: [String]) throws(RequestError) {
    guard !acceptsAll else { return }
    guard names.contains(authority.host) || authority.isAddress else { throw .otherHost(authority.host) }
    guard !origins.isEmpty else { return }
    guard origins.count == 1, accepts(origins[0], for: authority) else {
      throw .otherOrigin(origins.joined(separator: ", "))
    }
  }

  /// Whether an origin is that of the service: its scheme, host and port those that the request is for. Of an allowed name it may
  /// also be one with the usual port of its scheme, and one with `https`, as where something else speaks TLS for the service.
  private func accepts(_ origin: String, for authority: Authority) -> Bool {
    let schemes = [("http", 80), ("https", 443)]
    guard let (scheme, usual) = schemes.first(where: { origin.hasPrefix("\($0.0)://") }),
      let place = Authority(String(origin.dropFirst(scheme.count + 3)))
    else { return false }
    let port = place.port ?? usual
    if scheme == "http", place.host == authority.host, port == authority.port ?? usual { return true }
    return allowed.contains(place.host) && (port == usual || place.host == authority.host && port == authority.port)
  }
}
