public import BraidTensors
import CKernels

extension Tape {
  /// Columns of a projection as embeddings, so that a decoder reads words with the weights that it writes them with.
  ///
  /// Source: Press & Wolf 2017, section 2, <https://aclanthology.org/E17-2025>.
  ///
  /// - Parameters:
  ///   - projection: `[H, V]`.
  ///   - ids: N column numbers in `0..<V`.
  /// - Returns: `[N, H]`.
  /// - Precondition: the ids are in range.
  public func columnEmbedding(_ projection: WeightID, ids: [Int32]) -> Tensor {
    let entry = entry(projection)
    let (width, columns) = (entry.rows, entry.columns)
    precondition(ids.allSatisfy { $0 >= 0 && Int($0) < columns }, "an id outside \(entry.name) of \(columns) columns")
    let output = make(ids.count, width, needsGradient: isTrained(projection))
    let table = values(projection)
    for (row, id) in ids.enumerated() {
      for index in 0..<width { output.values[row * width + index] = table[index * columns + Int(id)] }
    }
    record(output) { tape, gradient in
      guard let (target, isFirst) = tape.gradient(projection) else { return }
      if isFirst { target.update(repeating: 0, count: width * columns) }
      for (row, id) in ids.enumerated() {
        for index in 0..<width { target[index * columns + Int(id)] += gradient[row * width + index] }
      }
    }
    return output
  }
}
