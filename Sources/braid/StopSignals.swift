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

  /// Notices signals; the first one is answered with `hint`.
  init(hint: String = "stopping at the next document or step; once more to stop at once") {
    let flag = flag
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if flag.raised.exchange(true, ordering: .relaxed) { _exit(130) }
        Console.note(hint)
      }
      source.resume()
      return source
    }
  }

  /// Whether a signal has come.
  var isRaised: Bool { flag.raised.load(ordering: .relaxed) }
}
