import Dispatch
import Synchronization

/// Hands pieces of work from one thread to another, in order.
final class WorkQueue<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isWaiting = false
    var end: Result<Void, any Error>?
  }

  private let state = Mutex(State())
  private let filled = DispatchSemaphore(value: 0)

  /// Adds an element.
  func push(_ element: Element) { change { $0.elements.append(element) } }

  /// Says that nothing more comes; what is there is still handed out.
  func close(_ end: Result<Void, any Error> = .success(())) { change { $0.end = $0.end ?? end } }

  /// Takes what is there, as far as `limit` allows, waiting for a first element.
  ///
  /// - Parameters:
  ///   - limit: the most that is taken, but for a single larger element.
  ///   - cost: what an element weighs.
  /// - Returns: the elements; nil after the last.
  /// - Throws: what the queue was closed with, once it is empty.
  func take(limit: Int, cost: (Element) -> Int) throws -> [Element]? {
    while true {
      let answer: Result<[Element]?, any Error>? = state.withLock { state in
        guard !state.elements.isEmpty else {
          state.isWaiting = state.end == nil
          return state.end?.map { nil }
        }
        var total = 0
        var count = 0
        while count < state.elements.count {
          total += cost(state.elements[count])
          if count > 0, total > limit { break }
          count += 1
        }
        let taken = Array(state.elements.prefix(count))
        state.elements.removeFirst(count)
        return .success(taken)
      }
      if let answer { return try answer.get() }
      filled.wait()
    }
  }

  private func change(_ body: (inout sending State) -> Void) {
    let wakes = state.withLock { state in
      body(&state)
      defer { state.isWaiting = false }
      return state.isWaiting
    }
    if wakes { filled.signal() }
  }
}
