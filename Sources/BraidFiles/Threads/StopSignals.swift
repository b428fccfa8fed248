import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C and SIGTERM, so that work can end in order; the second one ends the process at once.
package final class StopSignals: Sendable {
  private let raised = Atomic<Int32>(0)

  /// Notices signals, for as long as the process lives.
  ///
  /// - Parameters:
  ///   - grace: how long after the first signal the process is ended if it still runs; nil for as long as it takes.
  ///   - onFirst: what else the first signal does, on any thread.
  package init(grace: Duration? = nil, onFirst: @escaping @Sendable () -> Void = {}) {
    let numbers = [SIGINT, SIGTERM]
    let registered = Monitor(0)
    for number in numbers {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        let isFirst = raised.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
        guard isFirst else { _exit(128 + number) }
        if let grace { DispatchQueue.global().asyncAfter(deadline: .now() + grace.seconds) { _exit(128 + number) } }
        onFirst()
      }
      source.setRegistrationHandler { registered.change { $0 += 1 } }
      source.activate()
      // A source without a reference is cancelled.
      _ = Unmanaged.passRetained(source as AnyObject)
    }
    // Until then a signal would be ignored.
    registered.wait { $0 == numbers.count ? () : nil }
  }

  /// Whether a signal has come.
  package var isRaised: Bool { raised.load(ordering: .relaxed) != 0 }

  /// The exit code of a process that a signal ended: 128 and the signal's number, that of Ctrl-C when none has come.
  package var exitCode: Int32 {
    let number = raised.load(ordering: .relaxed)
    return 128 + (number == 0 ? SIGINT : number)
  }
}
