import BraidFiles
import CKernels

/// Runs steps of a model: cut into shards, each shard on a tape of its own, threads taking whole shards.
///
/// The number of shards decides the bits, the number of threads does not: gradients are added in the order of shards.
/// An executor belongs to one caller at a time.
public final class Executor {
  /// Threads that work at once.
  public let threads: Int
  let store: WeightStore
  private let training: Bool
  private let dropout: Bool
  private let random: Random
  let team: ThreadTeam
  private(set) var tapes: [Tape] = []
  private(set) var used = 0
  /// What `sumGradients` returns.
  private var sum: Gradients?
  /// The weights without their elements, which the store has.
  private var layout: Weights
  /// Whether every operation's values and gradients are looked through for numbers that are not finite, which makes
  /// steps several times slower; `nonFinite` then names the operation that made the first one.
  public var checksValues = false

  /// An executor of `weights`.
  ///
  /// - Parameters:
  ///   - weights: copied in.
  ///   - threads: threads that work at once; 0 for one a core.
  ///   - training: whether gradients are kept.
  ///   - seed: what dropout follows from.
  ///   - dropout: whether dropout drops while training.
  public init(weights: Weights, threads: Int, training: Bool, seed: UInt64, dropout: Bool = true) {
    self.threads = ThreadOptions.number(threads)
    self.training = training
    self.dropout = dropout
    demand(!training || !weights.isQuantized, "weights in 8 bits that are trained")
    random = Random(seed: seed)
    team = ThreadTeam(threads: self.threads)
    store = WeightStore(weights, training: training)
    layout = weights
    load(weights)
  }

  /// An executor that only reads the weights of another, which it keeps no copy of; both may run at the same time.
  ///
  /// - Precondition: neither trains, and nothing is loaded any more.
  public init(sharing other: Executor, threads: Int) {
    demand(!other.training, "shared weights that are trained")
    self.threads = ThreadOptions.number(threads)
    training = false
    dropout = false
    random = other.random
    team = ThreadTeam(threads: self.threads)
    store = other.store
    layout = other.layout
  }

  /// The weights as they are now.
  public var weights: Weights {
    var copy = layout
    copy.storage = Array(UnsafeBufferPointer(start: store.values.pointer, count: store.values.count))
    return copy
  }

  /// Puts other values into the weights.
  ///
  /// - Precondition: they are the weights of the same model.
  public func load(_ weights: Weights) {
    store.load(weights)
    layout = weights
    layout.storage = []
    let pieces = store.entries.indices.filter { store.entries[$0].isPacked }.flatMap { index in
      store.pieces(index).map { (index, $0) }
    }
    team.run(pieces.count) { store.pack(pieces[$0].0, rows: pieces[$0].1) }
  }

  /// Leaves some weights as they are from now on, as if they had been added as not trainable.
  ///
  /// - Parameter isFrozen: whether the weight of a name is one of them; all others are trained again.
  public func freeze(_ isFrozen: (String) -> Bool) { store.freeze(layout, isFrozen) }

  /// Gives weights learning rates of their own from now on.
  ///
  /// - Parameter factor: what the rate is multiplied by for the weight of a name.
  public func scaleRates(_ factor: (String) -> Double) { store.scaleRates(factor) }

  /// Number of elements that an optimizer changes now.
  public var trainableCount: Int { store.entries.reduce(0) { $0 + ($1.isTrainable ? $1.count : 0) } }

  /// The first number of the last `run` or `map` that was not finite, of the first shard that made one; nil when there
  /// was none or `checksValues` is off.
  public var nonFinite: NonFiniteValue? { tapes.prefix(used).lazy.compactMap(\.nonFinite).first }

  /// Runs one step: `body` once for each shard, on a tape that is empty.
  ///
  /// - Parameters:
  ///   - step: the step's number; with the shard's it decides what dropout drops.
  ///   - shards: number of shards.
  ///   - body: builds the shard's operations and, while training, runs `tape.backward`.
  /// - Returns: what `body` returned, in the order of shards.
  public func run<Result>(step: UInt64, shards: Int, _ body: (Tape, Int) -> Result) -> [Result] {
    run(step: step, shards: 0..<shards, body)
  }

  /// Runs some of the shards of one step, when other processes have the others.
  package func run<Result>(step: UInt64, shards: Range<Int>, _ body: (Tape, Int) -> Result) -> [Result] {
    while tapes.count < shards.count { tapes.append(Tape(store, training: training, dropout: dropout, random: random)) }
    used = shards.count
    var results = [Result?](repeating: nil, count: used)
    results.withUnsafeMutableBufferPointer { results in
      team.run(used) { index in
        let shard = shards.lowerBound + index
        tapes[index].reset(step: step, shard: shard, checksValues: checksValues)
        results[index] = body(tapes[index], shard)
        // A body that did not run backwards has left its closures behind.
        tapes[index].endRecording()
      }
    }
    return results.map { result in
      guard let result else { preconditionFailure("a shard that did not run") }
      return result
    }
  }

  /// Runs `body` for each of `count` pieces of work, on as many tapes as there are threads.
  ///
  /// - Parameters:
  ///   - count: number of pieces.
  ///   - body: does one piece on a tape that is empty.
  /// - Returns: what `body` returned, in order.
  /// - Precondition: the executor is not training; the pieces' results must not depend on random numbers.
  public func map<Result>(_ count: Int, _ body: (Tape, Int) -> Result) -> [Result] {
    map(count) { tape, _, index in body(tape, index) }
  }

  /// The same; `body` is also told which of the threads runs it, from 0: one thread does its pieces one after the other.
  package func map<Result>(
    _ count: Int, _ body: (_ tape: Tape, _ worker: Int, _ index: Int) -> Result
  ) -> [Result] {
    demand(!training, "pieces of work on training tapes")
    while tapes.count < threads { tapes.append(Tape(store, training: false, dropout: false, random: random)) }
    used = min(threads, count)
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
      team.run(count) { worker, index in
        tapes[worker].reset(step: 0, shard: 0, checksValues: checksValues)
        results[index] = body(tapes[worker], worker, index)
      }
    }
    return results.map { result in
      guard let result else { preconditionFailure("a piece of work that was not done") }
      return result
    }
  }

  /// An empty gradient of this executor's weights.
  public func makeGradients() -> Gradients { Gradients(store.entries, dense: FloatBuffer(store.values.count)) }

  /// Adds up the gradients of the last step's shards, in the memory of the first one's.
  ///
  /// - Returns: the sum, which the next run overwrites.
  /// - Precondition: a step has run.
  public func sumGradients() -> Gradients {
    let gradients = sumInPlace()
    reduce(into: gradients)
    return gradients
  }

  /// A gradient in the memory of the first shard's.
  func sumInPlace() -> Gradients {
    demand(used > 0, "gradients before a step")
    let gradients = sum ?? Gradients(store.entries, dense: tapes[0].weightGradients)
    sum = gradients
    return gradients
  }

  /// Adds up the gradients of the last step's shards in memory of their own, which lasts.
  public func reduce(into gradients: Gradients) {
    let tapes = tapes.prefix(used)
    var pieces: [Piece] = []
    for (index, entry) in store.entries.enumerated() {
      gradients.touched[index] = tapes.contains { $0.touched[index] }
      if let table = gradients.tables[index] {
        table.clear()
        if gradients.touched[index] { table.add(tapes.flatMap { $0.rowContributions[index] }, team: team) }
      } else if gradients.touched[index] {
        pieces += store.pieces(index).map { Piece(entry: index, rows: $0, columns: entry.columns, entry.offset) }
      }
    }
    let target = gradients.dense.pointer
    let squares = [Double](unsafeUninitializedCapacity: pieces.count) { squares, count in
      count = pieces.count
      team.run(pieces.count) { number in
        let piece = pieces[number]
        let sum = target + piece.offset
        var isFirst = true
        for tape in tapes where tape.touched[piece.entry] {
          let part = tape.weightGradients.pointer + piece.offset
          if isFirst {
            if sum != part { sum.update(from: part, count: piece.count) }
          } else {
            bk_add(piece.count, part, sum)
          }
          isFirst = false
        }
        squares[number] = bk_sum_of_squares(piece.count, sum)
      }
    }
    gradients.denseSquares = squares.reduce(0, +)
  }

  /// Changes the weights by one step of an optimizer.
  ///
  /// Tables are changed in the rows that have a gradient only, whatever the rule.
  ///
  /// - Parameters:
  ///   - optimizer: the rule and its moments.
  ///   - gradients: the gradient of the loss.
  ///   - rate: the learning rate.
  ///   - clip: largest norm of the gradient; a larger one is scaled down to it. Nil for no limit.
  /// - Returns: the norm before clipping; when it is not finite nothing has changed.
  public func update(_ optimizer: inout Optimizer, _ gradients: Gradients, rate: Double, clip: Double?) -> Double {
    let norm = gradients.norm()
    guard norm.isFinite else { return norm }
    let scale = Float(clip.map { norm > $0 ? $0 / (norm + 1e-6) : 1 } ?? 1)
    optimizer.begin(count: store.values.count)
    var pieces: [Piece] = []
    for (index, entry) in store.entries.enumerated() where gradients.touched[index] && entry.isTrainable {
      if let table = gradients.tables[index] {
        pieces += Self.split(table.rows.count, by: max(1, 16_384 / entry.columns)).map {
          Piece(entry: index, rows: $0, columns: entry.columns, 0)
        }
      } else {
        pieces += store.pieces(index).map { Piece(entry: index, rows: $0, columns: entry.columns, entry.offset) }
      }
    }
    let values = store.values.pointer
    optimizer.withStep(rate: rate, scale: scale) { step in
      team.run(pieces.count) { number in
        let piece = pieces[number]
        let entry = store.entries[piece.entry]
        let factor = store.rateFactors[piece.entry]
        if let table = gradients.tables[piece.entry] {
          for slot in piece.rows {
            step.apply(
              values, offset: entry.offset + Int(table.rows[slot]) * entry.columns, count: entry.columns,
              gradient: table.pointer(slot), factor: factor)
          }
        } else {
          step.apply(
            values, offset: piece.offset, count: piece.count, gradient: gradients.dense.pointer + piece.offset,
            factor: factor)
          // The values are still in the cache.
          store.pack(piece.entry, rows: piece.rows)
        }
      }
    }
    return norm
  }

  /// Moves a mean of weights towards the weights as they are now: `mean = decay · mean + (1 - decay) · weights`.
  ///
  /// - Parameters:
  ///   - mean: laid out like the weights' storage.
  ///   - decay: 0..<1.
  public func average(into mean: inout [Float], decay: Float) {
    demand(mean.count == store.values.count, "a mean of \(mean.count) numbers, \(store.values.count) weights")
    let chunks = Self.split(mean.count, by: 65_536)
    let values = store.values.pointer
    mean.withUnsafeMutableBufferPointer { mean in
      team.run(chunks.count) { chunk in
        for index in chunks[chunk] { mean[index] += (1 - decay) * (values[index] - mean[index]) }
      }
    }
  }

  /// Rows of one weight, as much as a thread works on at once.
  private struct Piece {
    let entry: Int
    let rows: Range<Int>
    /// First element, counted like the weights' storage, and their number.
    let offset: Int
    let count: Int

    init(entry: Int, rows: Range<Int>, columns: Int, _ start: Int) {
      self.entry = entry
      self.rows = rows
      offset = start + rows.lowerBound * columns
      count = rows.count * columns
    }
  }

  private static func split(_ count: Int, by size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
  }
}
