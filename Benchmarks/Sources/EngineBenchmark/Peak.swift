import CPeak
import Foundation
import Synchronization

/// Fused multiply-adds on registers alone, on all threads at once; in floating-point operations a second.
struct Peak {
  /// Each thread's fastest burst, added up: what the processor can do.
  let best: Double
  /// Each thread's median burst, added up: what it did, with whatever else was running.
  let median: Double

  /// Runs some threads side by side for about a second.
  ///
  /// Threads wait for each other after they have run warm, and each times bursts of its own, so that neither one that
  /// wakes late nor one that is interrupted counts as a slow processor.
  init(threads: Int) {
    let level = Self.fastestLevel()
    let rounds = Self.rounds(level: level, seconds: Self.burst)
    let waiting = Counter()
    let rates = (0..<threads).map { _ in Rates() }
    let done = DispatchGroup()
    for thread in rates {
      done.enter()
      Thread.detachNewThread {
        for _ in 0..<100 { _ = peak_run(level, rounds) }
        waiting.add()
        while waiting.count < threads { _ = peak_run(level, 1000) }
        thread.set((0..<Self.bursts).map { _ in Self.rate(level: level, rounds: rounds) }.sorted())
        done.leave()
      }
    }
    done.wait()
    best = rates.reduce(0) { $0 + ($1.values.last ?? 0) }
    median = rates.reduce(0) { $0 + ($1.values.isEmpty ? 0 : $1.values[$1.values.count / 2]) }
  }

  /// Seconds of a burst: shorter than a time slice, so that some are never interrupted.
  private static let burst = 0.001
  private static let bursts = 1000

  private static func rate(level: Int32, rounds: Int) -> Double {
    let start = ContinuousClock.now
    let operations = peak_run(level, rounds)
    return operations / seconds(since: start)
  }

  /// The widest vectors are not the fastest on every processor; 0 where a level's instructions are missing.
  private static func fastestLevel() -> Int32 {
    let rates = (0...2).map { (level: Int32) in
      (level, (0..<3).map { _ in Self.rate(level: level, rounds: level == 0 ? 100_000 : 2_000_000) }.max() ?? 0)
    }
    return rates.max { $0.1 < $1.1 }?.0 ?? 0
  }

  private static func rounds(level: Int32, seconds wanted: Double) -> Int {
    let trial = 100_000
    let start = ContinuousClock.now
    _ = peak_run(level, trial)
    return max(1, Int(Double(trial) * wanted / seconds(since: start)))
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func add() { value.add(1, ordering: .acquiringAndReleasing) }
    var count: Int { value.load(ordering: .acquiring) }
  }

  private final class Rates: Sendable {
    private let stored = Mutex<[Double]>([])
    var values: [Double] { stored.withLock { $0 } }
    func set(_ rates: [Double]) { stored.withLock { $0 = rates } }
  }
}
