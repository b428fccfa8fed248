import CKernels

/// How the rows of a sequence become one.
public enum PoolingKind: Sendable, Equatable {
  /// The last row.
  case last
  /// The mean of the rows.
  case mean
  /// The maximum over the rows, column by column; of equal ones the first counts.
  case max
}

extension Tape {
  /// One row for each sequence.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`, rows laid out by `packing`.
  ///   - packing: B sequences.
  ///   - kind: how rows become one.
  /// - Returns: `[B, W]`, in packed order.
  public func pool(_ x: Tensor, _ packing: Packing, _ kind: PoolingKind) -> Tensor {
    demand(packing.count == x.rows, "\(x.shape) with a packing of \(packing.count) rows")
    switch kind {
    case .last:
      return gatherRows(
        x,
        rows: packing.lengths.enumerated().map { Int32(packing.row(sequence: $0, step: $1 - 1)) })
    case .mean: return meanPool(x, packing)
    case .max: return maxPool(x, packing)
    }
  }

  private func meanPool(_ x: Tensor, _ packing: Packing) -> Tensor {
    let width = x.columns
    let output = make(packing.lengths.count, width, needsGradient: x.needsGradient)
    output.values.update(repeating: 0, count: output.count)
    for step in packing.batchSizes.indices {
      bk_add(packing.batchSizes[step] * width, x.values + packing.offsets[step] * width, output.values)
    }
    for (sequence, length) in packing.lengths.enumerated() {
      for column in 0..<width { output.values[sequence * width + column] /= Float(length) }
    }
    record(output) { tape, gradient in
      guard let target = tape.zeroedGradient(x) else { return }
      for step in packing.batchSizes.indices {
        for sequence in 0..<packing.batchSizes[step] {
          bk_add_scaled(
            width, 1 / Float(packing.lengths[sequence]), gradient + sequence * width,
            target + packing.row(sequence: sequence, step: step) * width)
        }
      }
    }
    return output
  }

  private func maxPool(_ x: Tensor, _ packing: Packing) -> Tensor {
    let width = x.columns
    let sequences = packing.lengths.count
    let output = make(sequences, width, needsGradient: x.needsGradient)
    output.values.update(from: x.values, count: output.count)
    var rows = [Int32](repeating: 0, count: output.count)
    for index in rows.indices { rows[index] = Int32(index / width) }
    for step in packing.batchSizes.indices.dropFirst() {
      let first = packing.offsets[step]
      for index in 0..<packing.batchSizes[step] * width {
        let value = x.values[first * width + index]
        if value > output.values[index] {
          output.values[index] = value
          rows[index] = Int32(first + index / width)
        }
      }
    }
    let winners = rows
    record(output) { tape, gradient in
      guard let target = tape.zeroedGradient(x) else { return }
      for (index, row) in winners.enumerated() { target[Int(row) * width + index % width] += gradient[index] }
    }
    return output
  }
}
