import BraidFiles
package import BraidTensors
import Foundation

/// Processes that train together, played by threads of this one.
package final class ThreadCommunicator: Communicator {
  /// What they have said to each other.
  package struct Mail: Sendable {
    /// Messages that were sent and received by sender and receiver.
    fileprivate var sent: [[Int]: [[UInt8]]] = [:]
    fileprivate var asked: [[Int]: Int] = [:]
    /// What each gathering has gathered so far.
    fileprivate var rounds: [[Int: [UInt8]]] = []
  }

  package let rank: Int
  package let count: Int
  package private(set) var sentBytes = 0
  private let mail: Monitor<Mail>
  private var round = 0

  private init(rank: Int, count: Int, mail: Monitor<Mail>) {
    self.rank = rank
    self.count = count
    self.mail = mail
  }

  /// Runs `body` on a thread for each of `count` processes, and waits for all.
  ///
  /// - Returns: what they return or throw, by rank.
  package static func run<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (ThreadCommunicator) throws -> Value
  ) -> [Result<Value, any Error>] {
    let mail = Monitor(Mail())
    let results = Monitor([Int: Result<Value, any Error>]())
    for rank in 0..<count {
      BackgroundThread.start("process \(rank)") {
        let result = Result { try body(ThreadCommunicator(rank: rank, count: count, mail: mail)) }
        results.change { $0[rank] = result }
      }
    }
    return results.wait { results in results.count == count ? (0..<count).compactMap { results[$0] } : nil }
  }

  package func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) -> any Transfer {
    sentBytes += bytes.count
    let (path, copy) = ([self.rank, rank], Array(bytes))
    mail.change { $0.sent[path, default: []].append(copy) }
    return Sent()
  }

  package func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) -> any Transfer {
    let path = [rank, self.rank]
    let number = mail.change { mail in
      mail.asked[path, default: 0] += 1
      return mail.asked[path, default: 0] - 1
    }
    return Received(mail, path, number, bytes)
  }

  package func gather(_ bytes: [UInt8]) -> [[UInt8]] {
    sentBytes += bytes.count
    let (rank, round, count) = (self.rank, self.round, self.count)
    self.round += 1
    mail.change { mail in
      while mail.rounds.count <= round { mail.rounds.append([:]) }
      mail.rounds[round][rank] = bytes
    }
    return mail.wait { mail in
      let gathered = mail.rounds[round]
      return gathered.count == count ? (0..<count).compactMap { gathered[$0] } : nil
    }
  }

  private final class Sent: Transfer {
    var isDone: Bool { true }
  }

  private final class Received: Transfer {
    private let mail: Monitor<Mail>
    private let path: [Int]
    private let number: Int
    private let bytes: UnsafeMutableRawBufferPointer
    private var hasArrived = false

    init(_ mail: Monitor<Mail>, _ path: [Int], _ number: Int, _ bytes: UnsafeMutableRawBufferPointer) {
      self.mail = mail
      self.path = path
      self.number = number
      self.bytes = bytes
    }

    var isDone: Bool {
      guard !hasArrived else { return true }
      let (path, number) = (path, number)
      let message = mail.change { mail -> [UInt8]? in
        guard let sent = mail.sent[path], number < sent.count else { return nil }
        return sent[number]
      }
      guard let message else { return false }
      // A message that is longer than what was asked for is an error of the sender's.
      precondition(message.count == bytes.count, "\(message.count) bytes arrive where \(bytes.count) were asked for")
      bytes.copyBytes(from: message)
      hasArrived = true
      return true
    }
  }
}
