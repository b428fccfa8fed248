import Synchronization

/// Prints why records are rejected, up to a limit.
final class RejectionNotes: Sendable {
  private let limit: Int
  private let isQuiet: Bool
  private let count = Atomic<Int>(0)

  /// Notes of at most `limit` records.
  init(limit: Int, isQuiet: Bool) {
    self.limit = limit
    self.isQuiet = isQuiet
  }

  /// Prints why one more record is rejected.
  func note(_ reason: String) {
    let number = count.add(1, ordering: .relaxed).newValue
    guard !isQuiet, number <= limit else {
      if !isQuiet, number == limit + 1 { Console.note("more rejected records are not shown") }
      return
    }
    Console.note("rejected: \(reason)")
  }
}
