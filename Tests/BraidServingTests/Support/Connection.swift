import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A socket to a server of this machine, with nothing between the test and the bytes.
///
/// Calls block a thread of their own, for at most `seconds`, and never one that the server's tasks run on.
final class Connection: Sendable {
  enum Failure: Error, Equatable {
    case notConnected(Int32)
    /// The connection ended before a whole answer.
    case closed
    case timedOut
    case malformed(String)
  }

  static let seconds = 120

  private let descriptor: Int32

  /// Connects, from another address of this machine where one is named, which Linux has by itself.
  init(port: Int, from source: String? = nil, receiveBuffer: Int? = nil) throws {
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    if var size = receiveBuffer.map(Int32.init) {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var limit = timeval()
    limit.tv_sec = Self.seconds
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    if let source {
      inet_pton(AF_INET, source, &address.sin_addr)
      let bound = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard bound == 0 else { throw Failure.notConnected(errno) }
    }
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure.notConnected(errno) }
  }

  deinit { close(descriptor) }

  /// Sends all bytes; false when the other side has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) async throws -> Bool {
    let descriptor = descriptor
    return await Self.onThread {
      var sent = 0
      while sent < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
          #if canImport(Glibc)
            Glibc.send(descriptor, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
          #else
            Darwin.send(descriptor, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, 0)
          #endif
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  /// Sends text.
  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  /// Says that nothing more will be sent.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Closes with a reset, as a client that crashes.
  func reset() {
    var lingering = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Receives one answer; `hasBody` is false for that to HEAD, which announces a body and has none.
  func receive(hasBody: Bool = true) async throws -> Reply {
    let descriptor = descriptor
    return try await Self.onThread { Result { try Self.receive(descriptor, hasBody: hasBody) } }.get()
  }

  /// Reads on until the other side closes; the bytes that came.
  func receiveAll() async throws -> [UInt8] {
    let descriptor = descriptor
    return try await Self.onThread {
      Result {
        var bytes: [UInt8] = []
        do {
          while true { bytes += try Self.receiveSome(descriptor, 65_536) }
        } catch Failure.closed {
          return bytes
        }
      }
    }.get()
  }

  private static func receive(_ descriptor: Int32, hasBody: Bool) throws -> Reply {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) { head += try receiveSome(descriptor, 1) }
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n").map(String.init)
    let parts = (lines.first ?? "").split(separator: " ")
    guard parts.count >= 2, let status = Int(parts[1]) else { throw Failure.malformed(lines.first ?? "") }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { throw Failure.malformed(line) }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    var body: [UInt8] = []
    let length = hasBody ? Int(headers["content-length"] ?? "0") ?? 0 : 0
    while body.count < length { body += try receiveSome(descriptor, length - body.count) }
    return Reply(status: status, headers: headers, body: body)
  }

  private static func receiveSome(_ descriptor: Int32, _ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let received = recv(descriptor, &bytes, count, 0)
    if received > 0 { return Array(bytes[..<received]) }
    throw received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? Failure.timedOut : Failure.closed
  }

  private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }
}
