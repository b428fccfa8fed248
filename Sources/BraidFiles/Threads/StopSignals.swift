import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C, SIGTERM and a terminal that is closed, so that work can end in order; the second one ends the process at
/// once.
///
/// A handler writes the signal's number to a pipe that a thread reads: whichever thread the system interrupts, and whatever
/// signals the program was started with blocked, none is lost.
package final class StopSignals: Sendable {
  private let raised = Atomic<Int32>(0)
  private let grace: Duration?
  private let onFirst: @Sendable () -> Void

  /// Notices signals, for as long as the process lives.
  ///
  /// - Parameters:
  ///   - grace: how long after the first signal the process is ended if it still runs; nil for as long as it takes.
  ///   - onFirst: what else the first signal does, on any thread.
  package init(grace: Duration? = nil, onFirst: @escaping @Sendable () -> Void = {}) {
    self.grace = grace
    self.onFirst = onFirst
    Self.noticing.withLock { $0.append(self) }
    for number in [SIGINT, SIGTERM] { Self.notice(number) }
    // `nohup` has it ignored.
    if !Self.isIgnored(SIGHUP) { Self.notice(SIGHUP) }
  }

  /// Does something at each SIGHUP, on a thread of a dispatch queue, in place of ending the process.
  package static func onHangUp(_ body: @escaping @Sendable () -> Void) {
    hangUp.withLock { $0 = body }
    notice(SIGHUP)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    // What stands there for SIG_IGN, which is no function: 1 on every system.
    return unsafeBitCast(action.__sigaction_handler, to: Int.self) == 1
  }

  private static func notice(_ number: Int32) {
    // Made here, since a handler must make nothing.
    _ = channel
    signal(number) { number in
      let before = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(StopSignals.channel.writing, &byte, 1)
      errno = before
    }
  }

  /// All that notice signals.
  private static let noticing = Mutex<[StopSignals]>([])

  /// What SIGHUP does; nil where it is a signal to stop like the others.
  private static let hangUp = Mutex<(@Sendable () -> Void)?>(nil)

  /// The pipe, with a thread that reads it.
  private static let channel: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let reading = ends[0]
    BackgroundThread.start("signals") {
      // A program may be started with signals blocked, as by a thread of a dispatch queue; this thread takes them.
      var taken = sigset_t()
      sigemptyset(&taken)
      for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&taken, number) }
      pthread_sigmask(SIG_UNBLOCK, &taken, nil)
      var number: UInt8 = 0
      while FileSystem.read(reading, &number, 1) == 1 {
        if Int32(number) == SIGHUP, let body = hangUp.withLock({ $0 }) {
          DispatchQueue.global().async { body() }
          continue
        }
        let all = noticing.withLock { $0 }
        for signals in all { signals.take(Int32(number)) }
      }
    }
    return (ends[0], ends[1])
  }()

  private func take(_ number: Int32) {
    let isFirst = raised.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
    guard isFirst else { _exit(128 + number) }
    if let grace { DispatchQueue.global().asyncAfter(deadline: .now() + grace.seconds) { _exit(128 + number) } }
    onFirst()
  }

  /// Whether a signal has come to any part of the program that notices them.
  package static var isAnyRaised: Bool { noticing.withLock { $0.contains(where: \.isRaised) } }

  /// Whether a signal has come.
  package var isRaised: Bool { raised.load(ordering: .relaxed) != 0 }

  /// The exit code of a process that a signal ended: 128 and the signal's number, that of Ctrl-C when none has come.
  package var exitCode: Int32 {
    let number = raised.load(ordering: .relaxed)
    return 128 + (number == 0 ? SIGINT : number)
  }
}
