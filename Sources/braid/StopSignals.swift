import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C and SIGTERM, so that a training can write its checkpoint first; the second one ends the process.
final class StopSignals {
  private final class Flag: Sendable {
    let raised = Atomic<Bool>(false)
  }

  private let flag = Flag()
  private let sources: [any DispatchSourceSignal]

  /// Notices signals.
  ///
  /// - Parameters:
  ///   - hint: what the person at the terminal is told at the first one.
  ///   - onFirst: what else the first one does, on any thread.
  init(
    hint: String = "stopping at the next document or step; once more to stop at once",
    onFirst: @escaping @Sendable () -> Void = {}
  ) {
    let flag = flag
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if flag.raised.exchange(true, ordering: .relaxed) { _exit(130) }
        Console.note(hint)
        onFirst()
      }
      source.resume()
      return source
    }
  }

  /// Whether a signal has come.
  var isRaised: Bool { flag.raised.load(ordering: .relaxed) }
}
