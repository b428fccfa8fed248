import Synchronization

/// The requests for annotations that are read or worked on, of which there is a limit.
///
/// When all places are taken, a request whose body is still coming gives way to one of another client: the oldest of the client with
/// the most of them. So a client that sends its bodies slowly, however many, takes no other client's place.
package final class RequestSlots: Sendable {
  private struct Slot {
    let client: String
    /// Refuses the request; nil once its body is whole.
    var giveWay: (@Sendable () -> Void)?
  }

  private struct State {
    var slots: [Int: Slot] = [:]
    var next = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  /// Places for `limit` requests.
  package init(limit: Int) { self.limit = limit }

  /// Requests that have a place.
  package var count: Int { state.withLock { $0.slots.count } }

  /// Gives a request a place, if there is one; `leave` must follow.
  ///
  /// - Parameters:
  ///   - address: the client's.
  ///   - giveWay: refuses the request while its body is coming; may be called on any thread.
  /// - Returns: the request's number; nil when all places are taken.
  package func enter(_ address: String, giveWay: @escaping @Sendable () -> Void) -> Int? {
    let client = ClientAddress.client(address)
    let (number, refused) = state.withLock { state -> (Int?, (@Sendable () -> Void)?) in
      var refused: (@Sendable () -> Void)?
      if state.slots.count >= limit {
        guard let victim = Self.victim(state.slots, for: client) else { return (nil, nil) }
        refused = state.slots.removeValue(forKey: victim)?.giveWay
      }
      state.next += 1
      state.slots[state.next] = Slot(client: client, giveWay: giveWay)
      return (state.next, refused)
    }
    refused?()
    return number
  }

  /// The request's body is whole.
  ///
  /// - Returns: whether the request still has its place.
  package func arrived(_ number: Int) -> Bool {
    state.withLock { state in
      state.slots[number]?.giveWay = nil
      return state.slots[number] != nil
    }
  }

  /// The request is completed.
  package func leave(_ number: Int) { state.withLock { $0.slots[number] = nil } }

  /// The oldest of the client with the most requests that are coming, if it has more of them than `client` will have.
  private static func victim(_ slots: [Int: Slot], for client: String) -> Int? {
    let coming = slots.filter { $0.value.giveWay != nil }
    var counts: [String: Int] = [:]
    for slot in coming.values { counts[slot.client, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    guard most > (counts[client] ?? 0) + 1 else { return nil }
    return coming.filter { counts[$0.value.client] == most }.keys.min()
  }
}
