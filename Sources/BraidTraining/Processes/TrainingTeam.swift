import BraidTasks
package import BraidTensors
import Foundation

/// The processes that make one training together, each with some of the shards of every batch.
///
/// Process 0 leads: it reads and writes files, reports, and says what is trained next. The others follow it: they have the same
/// weights, optimizer and state, take every decision as it does, and write nothing.
package final class TrainingTeam {
  /// What the followers do next.
  package enum Order: Sendable, Equatable, Codable {
    /// They train a variant of what a stage trains, the stage's own training where it is nil.
    case train(stage: String, variant: TrainingVariant?)
    /// They end.
    case end
  }

  /// How the processes talk to each other.
  package let communicator: any Communicator
  /// The stage whose training is next or under way.
  package var stage = ""
  /// Whether a training is under way, so that the processes wait for each other at every step.
  package internal(set) var isTraining = false
  /// Whether this process is to stop.
  var wantsStop = false
  /// Whether any process was to stop when the present step was taken.
  private(set) var stopIsAgreed = false

  /// The team of all that `communicator` reaches.
  package init(_ communicator: any Communicator) { self.communicator = communicator }

  /// Whether this process leads.
  package var leads: Bool { communicator.rank == 0 }

  /// The shards of a batch that this process has.
  func shards(of count: Int) -> Range<Int> {
    let (rank, processes) = (communicator.rank, communicator.count)
    return count * rank / processes..<count * (rank + 1) / processes
  }

  // MARK: orders

  /// Tells the followers that the leader begins a training; for the leader.
  package func begin(_ variant: TrainingVariant?) {
    give(.train(stage: stage, variant: variant))
    isTraining = true
  }

  /// Tells the followers that there is nothing more to train; for the leader.
  package func end() { give(.end) }

  private func give(_ order: Order) {
    guard let data = try? JSONEncoder().encode(order) else { preconditionFailure("an order that can't be encoded") }
    _ = communicator.broadcast(Array(data))
  }

  /// Waits for what the leader orders; for followers.
  package func nextOrder() -> Order {
    let bytes = communicator.broadcast([])
    guard let order = try? JSONDecoder().decode(Order.self, from: Data(bytes)) else {
      preconditionFailure("an order of \(bytes.count) bytes that can't be read")
    }
    if order != .end { isTraining = true }
    return order
  }

  // MARK: in a step

  /// What became of the tasks in all shards, in the order of shards.
  ///
  /// - Parameter own: the same of the shards that this process has.
  /// - Returns: one value for each task of each shard.
  func passes(_ own: [[(task: Int, pass: TaskPass)]]) -> [(task: Int, pass: TaskPass)] {
    var numbers: [UInt64] = [wantsStop ? 1 : 0]
    for (task, pass) in own.joined() {
      numbers += [
        UInt64(task), pass.loss.bitPattern, UInt64(pass.tokens), pass.seconds.bitPattern,
      ]
    }
    let all = communicator.gather(numbers.withUnsafeBytes { Array($0) }).map { bytes in
      bytes.withUnsafeBytes { bytes in
        stride(from: 0, to: bytes.count, by: 8).map { bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self) }
      }
    }
    stopIsAgreed = all.contains { $0[0] == 1 }
    return all.flatMap { numbers in
      stride(from: 1, to: numbers.count, by: 4).map { place in
        (
          Int(numbers[place]),
          TaskPass(
            loss: Double(bitPattern: numbers[place + 1]), tokens: Int(numbers[place + 2]),
            seconds: Double(bitPattern: numbers[place + 3]))
        )
      }
    }
  }

  /// The first of the processes' texts that is not nil.
  func first(_ text: String?) -> String? {
    all(text).lazy.compactMap { $0 }.first
  }

  /// The processes' texts; an empty one is nil.
  func all(_ text: String?) -> [String?] {
    communicator.gather(Array((text ?? "").utf8)).map { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
  }
}
