package import BraidFiles
import CKernels

/// Records the operations of one shard of a step and runs their gradients backwards.
///
/// Operations are methods in extensions, one a file: each checks its shapes, computes its value and records a closure
/// that adds to its inputs' gradients. A tape belongs to one thread at a time.
public final class Tape {
  /// Whether gradients are kept.
  public let isTraining: Bool
  /// Whether dropout drops; only while training.
  package let drops: Bool
  let store: WeightStore
  let workspace = Workspace()
  /// Scratch for products.
  package let productWork: UnsafeMutablePointer<Float>
  private let productBuffer = FloatBuffer(bk_gemm_work())
  private var gradients: [UnsafeMutablePointer<Float>?] = []
  private var backwards: [(operation: StaticString, run: (Tape) -> Void)] = []
  /// Watches the numbers that operations make; nil if not asked for.
  private var watch: ValueWatch?

  /// Gradients of dense weights, at the same offsets as the weights; valid where `touched`.
  let weightGradients: FloatBuffer
  var touched: [Bool]
  var rowContributions: [[RowContribution]]

  private var random: Random
  private var step: UInt64 = 0
  private var shard: UInt64 = 0
  private var draws: UInt64 = 0

  init(_ store: WeightStore, training: Bool, dropout: Bool, random: Random) {
    self.store = store
    isTraining = training
    drops = training && dropout
    self.random = random
    productWork = productBuffer.pointer
    weightGradients = FloatBuffer(training ? store.values.count : 0)
    touched = [Bool](repeating: false, count: store.entries.count)
    rowContributions = store.entries.map { _ in [] }
  }

  /// The first value that was not finite since `reset`, when values are checked.
  var nonFinite: NonFiniteValue? { watch?.found }

  /// Forgets everything recorded and takes all memory back.
  func reset(step: UInt64, shard: Int, checksValues: Bool) {
    workspace.reset()
    watch = checksValues ? ValueWatch() : nil
    gradients.removeAll(keepingCapacity: true)
    backwards.removeAll(keepingCapacity: true)
    for index in touched.indices {
      touched[index] = false
      rowContributions[index].removeAll(keepingCapacity: true)
    }
    self.step = step
    self.shard = UInt64(shard)
    draws = 0
  }

  /// Lets go of the recorded closures, some of which hold the tape.
  func endRecording() { backwards.removeAll(keepingCapacity: true) }

  // MARK: for operations

  /// Uninitialised memory that lives as long as the tape's tensors.
  package func allocate(_ count: Int) -> UnsafeMutablePointer<Float> { workspace.allocate(count) }

  /// Uninitialised memory for row numbers, as long-lived.
  package func allocateIndices(_ count: Int) -> UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(workspace.allocate(count)).bindMemory(to: Int32.self, capacity: count)
  }

  /// Runs `body` and takes back the memory of the tensors it made; for the steps of a decoder.
  ///
  /// - Precondition: the tape is not training.
  package func temporarily<Result>(_ body: () -> Result) -> Result {
    demand(!isTraining, "a training tape keeps its tensors")
    let mark = workspace.mark
    defer { workspace.release(to: mark) }
    return body()
  }

  /// A tensor `[rows, columns]` with uninitialised values; in annotation no gradient flows through any.
  package func make(_ rows: Int, _ columns: Int, needsGradient: Bool) -> Tensor {
    guard needsGradient, isTraining else {
      return Tensor(rows: rows, columns: columns, values: allocate(rows * columns), node: -1)
    }
    gradients.append(nil)
    return Tensor(rows: rows, columns: columns, values: allocate(rows * columns), node: gradients.count - 1)
  }

  /// Records the gradient of an operation; it runs only when a gradient has reached `output`.
  package func record(
    _ output: Tensor, operation: StaticString = #function,
    _ backward: @escaping (Tape, UnsafeMutablePointer<Float>) -> Void
  ) {
    watch?.check(output, operation)
    guard output.needsGradient else { return }
    backwards.append(
      (
        operation,
        { tape in
          if let gradient = tape.gradients[output.node] { backward(tape, gradient) }
        }
      ))
  }

  /// Records the gradient of an operation with several outputs; it runs when a gradient has reached one of them.
  package func record(
    _ outputs: [Tensor], operation: StaticString = #function, _ backward: @escaping (Tape) -> Void
  ) {
    for output in outputs { watch?.check(output, operation) }
    let nodes = outputs.filter(\.needsGradient).map(\.node)
    guard !nodes.isEmpty else { return }
    backwards.append(
      (
        operation,
        { tape in
          if nodes.contains(where: { tape.gradients[$0] != nil }) { backward(tape) }
        }
      ))
  }

  /// The gradient that has reached an output; nil if none has.
  package func reachedGradient(_ output: Tensor) -> UnsafeMutablePointer<Float>? {
    output.needsGradient ? gradients[output.node] : nil
  }

  /// The gradient that has reached an output; zeros if none has.
  package func gradientOrZeros(_ output: Tensor) -> UnsafeMutablePointer<Float> {
    if let pointer = reachedGradient(output) { return pointer }
    let zeros = allocate(output.count)
    zeros.update(repeating: 0, count: output.count)
    return zeros
  }

  /// Where an operation adds the gradient of one of its inputs; nil when the input wants none.
  ///
  /// `isFirst`: nothing has been added yet and the memory is uninitialised, so that it must be overwritten.
  package func gradient(_ tensor: Tensor) -> (pointer: UnsafeMutablePointer<Float>, isFirst: Bool)? {
    guard tensor.needsGradient else { return nil }
    if let pointer = gradients[tensor.node] {
      watch?.willChange(pointer, tensor.count)
      return (pointer, false)
    }
    let pointer = allocate(tensor.count)
    gradients[tensor.node] = pointer
    watch?.willChange(pointer, tensor.count)
    return (pointer, true)
  }

  /// Where an operation adds the gradient of an input, zeros before the first addition; nil when it wants none.
  package func zeroedGradient(_ tensor: Tensor) -> UnsafeMutablePointer<Float>? {
    guard let (pointer, isFirst) = gradient(tensor) else { return nil }
    if isFirst { pointer.update(repeating: 0, count: tensor.count) }
    return pointer
  }

  /// Where an operation adds the gradient of a dense weight; nil when the weight is not trained.
  package func gradient(_ id: WeightID) -> (pointer: UnsafeMutablePointer<Float>, isFirst: Bool)? {
    let entry = store.entries[id.index]
    guard isTraining, entry.isTrainable else { return nil }
    demand(entry.kind == .dense, "a dense gradient for the table \(entry.name)")
    defer { touched[id.index] = true }
    let pointer = weightGradients.pointer + entry.offset
    watch?.willChange(pointer, entry.count)
    return (pointer, !touched[id.index])
  }

  /// Where an operation adds the gradient of a dense weight, zeros before the first addition; nil when it is not trained.
  package func zeroedGradient(_ id: WeightID) -> UnsafeMutablePointer<Float>? {
    guard let (pointer, isFirst) = gradient(id) else { return nil }
    if isFirst { pointer.update(repeating: 0, count: entry(id).count) }
    return pointer
  }

  /// Adds gradients of rows of a table.
  package func addRows(_ id: WeightID, ids: [Int32], gradient: UnsafeMutablePointer<Float>) {
    rowContributions[id.index].append(RowContribution(ids: ids, gradient: gradient))
    touched[id.index] = true
  }

  /// Shape and kind of a weight.
  package func entry(_ id: WeightID) -> WeightEntry { store.entries[id.index] }
  /// The values of a weight.
  package func values(_ id: WeightID) -> UnsafeMutablePointer<Float> { store.pointer(id) }
  /// The packed panels of a matrix's transpose.
  package func packedTranspose(_ id: WeightID) -> UnsafePointer<Float> { store.packedTranspose(id) }

  /// Whether an operation on this weight must record a gradient.
  package func isTrained(_ id: WeightID) -> Bool { isTraining && store.entries[id.index].isTrainable }

  /// A stream of random numbers of its own for each call, the same for the same step and shard.
  package func nextStream() -> SplitMix64 {
    draws += 1
    return random.stream("tape", step &* 4096 &+ shard, draws)
  }

  /// `count` draws, each true with probability `rate`.
  package func bernoulli(_ count: Int, rate: Float) -> [Bool] {
    var stream = nextStream()
    return (0..<count).map { _ in stream.uniform() < Double(rate) }
  }

  // MARK: for models

  /// A constant `[rows, columns]`.
  ///
  /// - Precondition: `values` has that many elements.
  public func constant(_ rows: Int, _ columns: Int, _ values: [Float]) -> Tensor {
    demand(values.count == rows * columns, "\(values.count) values for a tensor [\(rows), \(columns)]")
    let tensor = make(rows, columns, needsGradient: false)
    for (index, value) in values.enumerated() { tensor.values[index] = value }
    return tensor
  }

  /// Runs all recorded gradients backwards from `loss`.
  ///
  /// - Parameter loss: `[1, 1]`.
  public func backward(_ loss: Tensor) {
    demand(loss.count == 1, "a loss of shape \(loss.shape)")
    guard let (pointer, _) = gradient(loss) else { return }
    pointer[0] = 1
    for (operation, run) in backwards.reversed() {
      run(self)
      watch?.checkChanged(operation)
    }
    endRecording()
  }
}
