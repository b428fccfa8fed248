import Dispatch
import Synchronization

/// How much may be on its way between reading and writing.
///
/// Something that is larger than everything allowed goes alone.
final class Budget: Sendable {
  private struct State {
    var used = 0
    var isWaiting = false
    var isOver = false
  }

  private let limit: Int
  private let state = Mutex(State())
  private let freed = DispatchSemaphore(value: 0)

  /// A budget of `limit`.
  init(_ limit: Int) { self.limit = limit }

  /// Waits until `cost` may be spent.
  ///
  /// - Returns: false when the work is over.
  func spend(_ cost: Int) -> Bool {
    while true {
      let answer: Bool? = state.withLock { state in
        if state.isOver { return false }
        if state.used == 0 || state.used + cost <= limit {
          state.used += cost
          return true
        }
        state.isWaiting = true
        return nil
      }
      if let answer { return answer }
      freed.wait()
    }
  }

  /// Gives `cost` back.
  func release(_ cost: Int) { change { $0.used -= cost } }

  /// Ends the work: whoever waits or comes later is told so.
  func end() { change { $0.isOver = true } }

  private func change(_ body: (inout sending State) -> Void) {
    let wakes = state.withLock { state in
      body(&state)
      defer { state.isWaiting = false }
      return state.isWaiting
    }
    if wakes { freed.signal() }
  }
}
