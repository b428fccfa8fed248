import BraidFiles
import Foundation
import Testing

@Suite struct StopSignalsTests {
  /// Waits to be ended, for two minutes; a signal interrupts a single `sleep`.
  static func waitForEnd() { for _ in 0..<120 { sleep(1) } }

  @Test func `the first signal is noticed and tells the exit code`() async {
    await #expect(processExitsWith: .exitCode(128 + 15)) {
      let first = Monitor(false)
      let signals = StopSignals { first.change { $0 = true } }
      #expect(!signals.isRaised)
      kill(getpid(), SIGTERM)
      first.wait { $0 ? () : nil }
      exit(signals.isRaised ? signals.exitCode : 1)
    }
  }

  @Test
  func
    `a terminal that is closed stops the work like the other signals, unless that is ignored or means something else`()
    async
  {
    await #expect(processExitsWith: .exitCode(128 + 1)) {
      let first = Monitor(false)
      let signals = StopSignals { first.change { $0 = true } }
      kill(getpid(), SIGHUP)
      first.wait { $0 ? () : nil }
      exit(signals.exitCode)
    }
    // As `nohup` starts a program.
    await #expect(processExitsWith: .exitCode(128 + 15)) {
      signal(SIGHUP, SIG_IGN)
      let first = Monitor(false)
      let signals = StopSignals { first.change { $0 = true } }
      kill(getpid(), SIGHUP)
      kill(getpid(), SIGTERM)
      first.wait { $0 ? () : nil }
      exit(signals.exitCode)
    }
    await #expect(processExitsWith: .exitCode(128 + 15)) {
      let (first, again) = (Monitor(false), Monitor(false))
      let signals = StopSignals { first.change { $0 = true } }
      StopSignals.onHangUp { again.change { $0 = true } }
      kill(getpid(), SIGHUP)
      again.wait { $0 ? () : nil }
      kill(getpid(), SIGTERM)
      first.wait { $0 ? () : nil }
      exit(signals.exitCode)
    }
  }

  @Test func `a signal is noticed by a program that was started with all signals blocked`() async {
    await #expect(processExitsWith: .exitCode(128 + 15)) {
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      let first = Monitor(false)
      let signals = StopSignals { first.change { $0 = true } }
      kill(getpid(), SIGTERM)
      first.wait { $0 ? () : nil }
      exit(signals.exitCode)
    }
  }

  @Test func `the second signal ends the process`() async {
    await #expect(processExitsWith: .exitCode(128 + 2)) {
      let first = Monitor(false)
      let signals = StopSignals { first.change { $0 = true } }
      kill(getpid(), SIGINT)
      first.wait { $0 ? () : nil }
      kill(getpid(), SIGINT)
      StopSignalsTests.waitForEnd()
      exit(signals.isRaised ? 1 : 2)
    }
  }

  @Test func `work that does not end within the grace is ended`() async {
    await #expect(processExitsWith: .exitCode(128 + 2)) {
      let signals = StopSignals(grace: .milliseconds(50))
      kill(getpid(), SIGINT)
      StopSignalsTests.waitForEnd()
      exit(signals.isRaised ? 1 : 2)
    }
  }
}
