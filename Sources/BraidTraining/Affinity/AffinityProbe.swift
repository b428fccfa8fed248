import BraidFiles
import BraidTasks
import BraidTensors
import Foundation

/// Measures during a joint training how much a step of one task lowers the losses of the others.
///
/// At every `interval`-th step a batch of each corpus is drawn; for each task the shared weights take a step along that task's
/// gradient alone, as long as the last real one was, and the losses of all tasks are taken before and there, under the same
/// dropout. The training itself continues as if nothing had been measured, bit for bit.
///
/// Source: lookahead affinity, Fifty et al. 2021 (TAG), section 3, equation 1.
package final class AffinityProbe {
  /// Steps between measurements.
  package let interval: Int
  /// Documents of each corpus in a measurement.
  package let documents: Int
  /// What was measured so far.
  package private(set) var samples: [AffinitySample] = []
  /// Seconds that measuring took.
  package private(set) var seconds = 0.0
  /// The shared weights before the step that is measured.
  private var before: [Float] = []

  /// A probe.
  ///
  /// - Precondition: both numbers are positive.
  package init(interval: Int = 10, documents: Int = 32) {
    precondition(interval > 0 && documents > 0, "a measurement every \(interval) steps of \(documents) documents")
    self.interval = interval
    self.documents = documents
  }

  /// A step is about to change the weights.
  func willStep(_ trainer: Trainer) {
    guard (trainer.state.step + 1) % interval == 0 else { return }
    before = trainer.executor.weights.storage
  }

  /// A step is done.
  func didStep(_ trainer: Trainer) {
    guard trainer.state.step % interval == 0, !before.isEmpty else { return }
    let start = ContinuousClock.now
    if let sample = measure(trainer) { samples.append(sample) }
    before = []
    seconds += (ContinuousClock.now - start).seconds
  }

  private func measure(_ trainer: Trainer) -> AffinitySample? {
    let random = Random(seed: trainer.options.seed)
    let draws = trainer.corpora.indices.map { corpus in
      var stream = random.stream("affinity", UInt64(trainer.state.step), UInt64(corpus))
      let count = trainer.corpora[corpus].examples.count
      return BatchSampler.Draw(
        corpus: corpus, batches: [(0..<min(documents, count)).map { _ in stream.index(below: count) }])
    }
    let rounds = trainer.rounds(draws)
    let weights = trainer.executor.weights
    let shared = weights.entries.filter { trainer.isShared($0.name) && $0.isTrainable }
    func squared(_ value: (Int) -> Float) -> Double {
      shared.reduce(0) { sum, entry in
        (entry.offset..<entry.offset + entry.count).reduce(sum) { $0 + Double(value($1)) * Double(value($1)) }
      }
    }
    let length = squared { weights.storage[$0] - before[$0] }.squareRoot()
    guard length > 0, length.isFinite else { return nil }
    let present = Array(Set(rounds.joined().flatMap(\.tasks))).sorted()
    guard present.count > 1 else { return nil }
    let gradients = trainer.gradients(rounds, tasks: present)
    // Not those of the gradients' passes, each of which is of one task and drops other numbers.
    let passes = trainer.losses(rounds)
    let losses = present.map { passes[$0]?.loss ?? .nan }
    var lowered: [[Double?]] = []
    for gradient in gradients.parts {
      let norm = gradient.dot(gradient, include: trainer.isShared).squareRoot()
      guard norm > 0, norm.isFinite else {
        lowered.append(present.map { _ in nil })
        continue
      }
      var ahead = weights.storage
      let factor = Float(length / norm)
      for entry in shared {
        guard let id = weights[entry.name] else { continue }
        for (place, value) in gradient.values(id).enumerated() { ahead[entry.offset + place] -= factor * value }
      }
      trainer.executor.load(weights.replacing(ahead))
      let passes = trainer.losses(rounds)
      lowered.append(
        zip(present, losses).map { task, loss in
          guard let after = passes[task]?.loss, loss > 0, after.isFinite else { return nil }
          return 1 - after / loss
        })
    }
    trainer.executor.load(weights)
    var sample = AffinitySample(
      step: trainer.state.step, affinities: Self.empty(trainer.names.count), cosines: [:])
    let layers = Dictionary(grouping: shared.map(\.name), by: AffinitySample.layer)
    for layer in layers.keys { sample.cosines[layer] = Self.empty(trainer.names.count) }
    for (first, task) in present.enumerated() {
      for (second, other) in present.enumerated() {
        sample.affinities[task][other] = lowered[first][second]
        guard first < second else { continue }
        for (layer, names) in layers {
          let names = Set(names)
          func dot(_ first: Int, _ second: Int) -> Double {
            gradients.parts[first].dot(gradients.parts[second], include: names.contains)
          }
          let norms = (dot(first, first) * dot(second, second)).squareRoot()
          guard norms > 0, norms.isFinite else { continue }
          sample.cosines[layer]?[task][other] = dot(first, second) / norms
          sample.cosines[layer]?[other][task] = dot(first, second) / norms
        }
      }
    }
    return sample
  }

  private static func empty(_ tasks: Int) -> [[Double?]] {
    (0..<tasks).map { _ in [Double?](repeating: nil, count: tasks) }
  }
}

/// One measurement.
package struct AffinitySample: Sendable, Codable, Equatable {
  /// The step after which it was made.
  package var step: Int
  /// In row i and column j the share by which a step of task i lowers the loss of task j; nil where either had no part.
  package var affinities: [[Double?]]
  /// The cosines of the tasks' gradients, by layer of the encoder.
  package var cosines: [String: [[Double?]]]

  /// A measurement.
  package init(step: Int, affinities: [[Double?]], cosines: [String: [[Double?]]]) {
    self.step = step
    self.affinities = affinities
    self.cosines = cosines
  }

  /// The layer of the encoder that a shared weight belongs to: `words`, `characters`, `lstm.1`, …
  static func layer(_ weight: String) -> String {
    let parts = weight.split(separator: ".").dropFirst()
    return parts.prefix(parts.first == "lstm" ? 2 : 1).joined(separator: ".")
  }
}
