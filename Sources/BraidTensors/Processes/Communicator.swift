import Dispatch
import Foundation

/// How the processes of one training talk to each other.
///
/// Messages between two processes arrive in the order in which they were sent. All processes gather the same number of times,
/// in the same order. A communicator belongs to one thread at a time; when one of the processes is gone the job ends, so that
/// nothing is thrown.
package protocol Communicator: AnyObject {
  /// The number of this process, from 0.
  var rank: Int { get }
  /// How many processes there are.
  var count: Int { get }
  /// Bytes that this process has sent so far, those that others were to gather once.
  var sentBytes: Int { get }

  /// Begins to send bytes, which must stay as they are until the transfer is done.
  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) -> any Transfer
  /// Begins to receive as many bytes as the other process sends.
  func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) -> any Transfer
  /// The bytes of every process, in the order of their numbers.
  func gather(_ bytes: [UInt8]) -> [[UInt8]]
}

/// Bytes on their way.
package protocol Transfer: AnyObject {
  /// Whether they have arrived, or their memory may be changed again. Transfers get on when this is asked.
  var isDone: Bool { get }
}

extension Transfer {
  /// Waits until the transfer is done.
  package func wait() {
    var patience = Patience()
    while !isDone { patience.rest() }
  }
}

extension Communicator {
  /// Bytes that go out in one piece when all processes get them from one.
  private static var pieceBytes: Int { 64 << 20 }

  /// Gives all processes the bytes of process 0; those that others pass are not looked at.
  package func broadcast(_ bytes: [UInt8]) -> [UInt8] {
    let sizes = gather(rank == 0 ? withUnsafeBytes(of: UInt64(bytes.count)) { Array($0) } : [])[0]
    let size = sizes.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    var all: [UInt8] = []
    all.reserveCapacity(size)
    for start in stride(from: 0, to: size, by: Self.pieceBytes) {
      let end = min(size, start + Self.pieceBytes)
      all += gather(rank == 0 ? Array(bytes[start..<end]) : [])[0]
    }
    return all
  }
}

/// Waiting for another process: at first without leaving the processor for long, later asleep.
package struct Patience {
  private var tries = 0
  private var start: ContinuousClock.Instant?

  package init() {}

  /// Waits a little, the longer the more often it has done so.
  package mutating func rest() {
    tries += 1
    guard tries & 31 == 0 else { return }
    let now = ContinuousClock.now
    guard let start else {
      start = now
      return
    }
    switch now - start {
    case ..<Duration.milliseconds(2): sched_yield()
    case ..<Duration.milliseconds(200): usleep(20)
    default: usleep(1000)
    }
  }
}
