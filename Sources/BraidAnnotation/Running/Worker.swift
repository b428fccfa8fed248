import Dispatch
import Foundation
import Synchronization

/// A thread that does one piece of work.
final class Worker: Sendable {
  private let ended = DispatchSemaphore(value: 0)
  private let result = Mutex<Result<Void, any Error>>(.success(()))

  /// Starts the work.
  init(_ name: String, _ body: @escaping @Sendable () throws -> Void) {
    let thread = Thread { [self] in
      let outcome = Result { try body() }
      result.withLock { $0 = outcome }
      ended.signal()
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Waits for the end; to be called once.
  ///
  /// - Throws: What the work threw.
  func join() throws {
    ended.wait()
    try result.withLock { $0 }.get()
  }
}
