import NIOCore
import NIOHTTP1

/// Makes requests in HTTP/1.0 what those in HTTP/1.1 are: a host is named, and the connection is closed behind the response,
/// which a server may always do (RFC 9112, sections 3.2 and 9.3). In either version the host of an absolute target is the one
/// that counts, not that of the header (section 3.2.2).
final class OldRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    if head.version == .http1_0 {
      if !head.headers.contains(name: "Host") { head.headers.add(name: "Host", value: "localhost") }
      head.headers.replaceOrAdd(name: "Connection", value: "close")
      // A client of that version knows no 100 Continue; the expectation is ignored (RFC 9110, section 10.1.1).
      head.headers.remove(name: "Expect")
    }
    // An option in any case of letters, maybe among others (RFC 9110, section 7.6.1).
    if head.headers[canonicalForm: "Connection"].contains(where: { $0.lowercased() == "close" }) {
      head.headers.replaceOrAdd(name: "Connection", value: "close")
    }
    if let authority = Self.authority(head.uri), head.headers["Host"].count == 1 {
      head.headers.replaceOrAdd(name: "Host", value: authority)
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  /// The host, with its port, of a target such as `http://HOST/PATH`; nil for `/PATH`.
  private static func authority(_ target: String) -> String? {
    guard !target.hasPrefix("/"), let start = target.firstRange(of: "://") else { return nil }
    return String(target[start.upperBound...].prefix { !"/?#".contains($0) })
  }
}
