import Foundation

/// State that threads share, some of them waiting until it is as they need it.
///
/// Source: Hoare 1974, Monitors: An Operating System Structuring Concept, <https://doi.org/10.1145/355620.361161>.
package final class Monitor<State: Sendable>: Sendable {
  private let condition = NSCondition()
  /// Used under the lock of `condition`.
  nonisolated(unsafe) private var state: State

  /// Shares `state`.
  package init(_ state: State) { self.state = state }

  /// Reads or changes the state; those who wait look at it again.
  package func change<Result>(_ body: (inout State) -> Result) -> Result {
    condition.lock()
    defer { condition.unlock() }
    let result = body(&state)
    condition.broadcast()
    return result
  }

  /// Waits until `body`, which may change the state, gives a result.
  package func wait<Result>(until body: (inout State) -> Result?) -> Result {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = body(&state) { return result }
      condition.wait()
    }
  }
}
