import Synchronization

/// The open connections, of which those that ask for nothing give way when there are too many.
///
/// Of the addresses with the most silent connections the one that has been silent longest is closed, so that one client,
/// however many connections it opens, keeps no other client out.
final class ConnectionTable: Sendable {
  private struct Entry {
    let address: String
    /// Closes the connection; may be called on any thread.
    let close: @Sendable () -> Void
    /// When it became silent; nil while a request is being read or answered.
    var silentSince: Int?
  }

  private struct State {
    var entries: [Int: Entry] = [:]
    var next = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  /// A table of at most `limit` connections, but for those that are busy.
  init(limit: Int) { self.limit = limit }

  /// Takes a connection in, and closes another one that is silent when there are too many.
  ///
  /// - Returns: the connection's number, and whether another one was closed for it.
  func add(_ address: String, close: @escaping @Sendable () -> Void) -> (number: Int, didClose: Bool) {
    let (number, victim) = state.withLock { state in
      let victim = state.entries.count >= limit ? Self.victim(state.entries) : nil
      let closed = victim.flatMap { state.entries.removeValue(forKey: $0) }
      state.next += 1
      state.entries[state.next] = Entry(address: address, close: close, silentSince: state.next)
      return (state.next, closed)
    }
    victim?.close()
    return (number, victim != nil)
  }

  /// A connection asks for something, or does no longer.
  func set(_ number: Int, isBusy: Bool) {
    state.withLock { state in
      state.next += 1
      state.entries[number]?.silentSince = isBusy ? nil : state.next
    }
  }

  /// A connection is closed.
  func remove(_ number: Int) { state.withLock { $0.entries[number] = nil } }

  private static func victim(_ entries: [Int: Entry]) -> Int? {
    var counts: [String: Int] = [:]
    for entry in entries.values where entry.silentSince != nil { counts[entry.address, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    return entries.filter { $0.value.silentSince != nil && counts[$0.value.address] == most }
      .min { ($0.value.silentSince ?? 0) < ($1.value.silentSince ?? 0) }?.key
  }
}
