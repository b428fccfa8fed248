import Synchronization

/// The open connections, of which those that wait for their client give way when there are too many.
///
/// Of the client with the most such connections the one that has been silent longest is closed, then the one whose request has been
/// coming longest, so that one client, however many connections it opens, keeps no other client out.
package final class ConnectionTable: Sendable {
  /// What a connection does.
  package enum Activity: Sendable {
    /// Nothing is asked, or not yet.
    case silent
    /// A request has begun and is not whole.
    case reading
    /// A request is being answered; such a connection is not closed.
    case answering
  }

  private struct Entry {
    let client: String
    /// Closes the connection; may be called on any thread.
    let close: @Sendable () -> Void
    var activity = Activity.silent
    /// When it came to be so.
    var since: Int
  }

  private struct State {
    var entries: [Int: Entry] = [:]
    var next = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  /// A table of at most `limit` connections, but for those that are answered.
  package init(limit: Int) { self.limit = limit }

  /// Takes a connection in, and closes another one when there are too many.
  ///
  /// - Returns: the connection's number, and whether another one was closed for it.
  package func add(_ address: String, close: @escaping @Sendable () -> Void) -> (number: Int, didClose: Bool) {
    let (number, victim) = state.withLock { state in
      let victim = state.entries.count >= limit ? Self.victim(state.entries) : nil
      let closed = victim.flatMap { state.entries.removeValue(forKey: $0) }?.close
      state.next += 1
      state.entries[state.next] = Entry(client: ClientAddress.client(address), close: close, since: state.next)
      return (state.next, closed)
    }
    victim?()
    return (number, victim != nil)
  }

  /// A connection does something else from now on.
  package func set(_ number: Int, _ activity: Activity) {
    state.withLock { state in
      guard let before = state.entries[number]?.activity, before != activity else { return }
      state.next += 1
      state.entries[number]?.activity = activity
      state.entries[number]?.since = state.next
    }
  }

  /// A connection is closed.
  package func remove(_ number: Int) { state.withLock { $0.entries[number] = nil } }

  /// Whether a request is being read or answered.
  package var isBusy: Bool { state.withLock { $0.entries.values.contains { $0.activity != .silent } } }

  private static func victim(_ entries: [Int: Entry]) -> Int? {
    let waiting = entries.filter { $0.value.activity != .answering }
    var counts: [String: Int] = [:]
    for entry in waiting.values { counts[entry.client, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    return waiting.filter { counts[$0.value.client] == most }.min { first, second in
      let isSilent = (first.value.activity == .silent, second.value.activity == .silent)
      return isSilent.0 == isSilent.1 ? first.value.since < second.value.since : isSilent.0
    }?.key
  }
}
