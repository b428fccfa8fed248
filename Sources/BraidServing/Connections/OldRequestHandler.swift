import NIOCore
import NIOHTTP1

/// Makes requests in HTTP/1.0 what those in HTTP/1.1 are: a host is named, and the connection is closed behind the response
/// unless the client asks for more (RFC 9112, sections 3.2 and 9.3).
final class OldRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0 else {
      return context.fireChannelRead(data)
    }
    if !head.headers.contains(name: "Host") { head.headers.add(name: "Host", value: "localhost") }
    if !head.isKeepAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }
}
