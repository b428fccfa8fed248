import Dispatch
import Synchronization

/// Runs numbered pieces of work on several threads; a free thread takes the next piece.
struct ThreadTeam: Sendable {
  let threads: Int

  /// Runs `body(0)` … `body(count - 1)`, in any order, and waits for all.
  func run(_ count: Int, _ body: (Int) -> Void) { run(count) { _, index in body(index) } }

  /// Runs `body(worker, 0)` … `body(worker, count - 1)`; one worker does its pieces one after the other.
  func run(_ count: Int, _ body: (_ worker: Int, _ index: Int) -> Void) {
    if threads <= 1 || count <= 1 {
      for index in 0..<count { body(0, index) }
      return
    }
    let next = Counter()
    withoutActuallyEscaping(body) { body in
      // Pieces touch disjoint memory, which the compiler can't see.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: min(threads, count)) { worker in
        while true {
          let index = next.take()
          guard index < count else { return }
          body(worker, index)
        }
      }
    }
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func take() -> Int { value.add(1, ordering: .relaxed).oldValue }
  }
}
