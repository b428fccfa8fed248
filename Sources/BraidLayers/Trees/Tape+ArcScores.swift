public import BraidTensors
import CKernels

extension Tape {
  /// The score of every word of a sentence, and of the root above it, as the head of every other one.
  ///
  /// `scores[i, 0] = d_i · r` and `scores[i, j + 1] = d_i · h_j`; with `d = x U + b` that is the biaffine score of Dozat &
  /// Manning 2017, equations 6 to 8. A word is never its own head: `scores[i, i + 1]` is `ArcScore.forbidden`.
  ///
  /// - Parameters:
  ///   - dependents: `[N, K]`, d, one row a word.
  ///   - heads: `[N, K]`, h, one row a word.
  ///   - root: `[1, K]`, r.
  ///   - rows: the rows of the sentence's words, in text order, at least one.
  /// - Returns: `[n, n + 1]` for n words: row i is word i as dependent, column 0 the root, column j + 1 word j as head.
  /// - Precondition: the widths fit, the rows are in range.
  /// - Complexity: O(n² · K) time, O(n² + n · K) memory.
  public func arcScores(_ dependents: Tensor, heads: Tensor, root: Tensor, rows: some Collection<Int32>) -> Tensor {
    let (words, units) = (rows.count, dependents.columns)
    let rows = rows.map(Int.init)
    demand(
      words > 0 && heads.columns == units && root.columns == units && root.rows == 1,
      "\(words) dependents \(dependents.shape), heads \(heads.shape) and a root \(root.shape)")
    demand(
      rows.allSatisfy { $0 >= 0 && $0 < min(dependents.rows, heads.rows) },
      "rows outside dependents \(dependents.shape) or heads \(heads.shape)")
    let columns = words + 1
    let output = make(
      words, columns, needsGradient: dependents.needsGradient || heads.needsGradient || root.needsGradient)
    // The sentence's rows one after the other, the root above its heads.
    let lower = allocate(words * units)
    let upper = allocate(columns * units)
    upper.update(from: root.values, count: units)
    for (word, row) in rows.enumerated() {
      (lower + word * units).update(from: dependents.values + row * units, count: units)
      (upper + (word + 1) * units).update(from: heads.values + row * units, count: units)
    }
    let packed = allocate(bk_packed_size(units, columns))
    bk_pack(upper, 1, units, units, columns, packed)
    bk_gemm(words, columns, units, lower, units, packed, output.values, columns, 0, nil, productWork)
    for word in 0..<words { output.values[word * columns + word + 1] = ArcScore.forbidden }
    record(output) { tape, gradient in
      for word in 0..<words { gradient[word * columns + word + 1] = 0 }
      if let target = tape.zeroedGradient(dependents) {
        let packed = tape.allocate(bk_packed_size(columns, units))
        bk_pack(upper, units, 1, columns, units, packed)
        let slopes = tape.allocate(words * units)
        bk_gemm(words, units, columns, gradient, columns, packed, slopes, units, 0, nil, tape.productWork)
        for (word, row) in rows.enumerated() { bk_add(units, slopes + word * units, target + row * units) }
      }
      guard heads.needsGradient || root.needsGradient else { return }
      let slopes = tape.allocate(columns * units)
      bk_gemm_tn(
        columns, units, words, gradient, columns, nil, lower, units, slopes, units, 0, tape.productWork)
      if let target = tape.zeroedGradient(root) { bk_add(units, slopes, target) }
      if let target = tape.zeroedGradient(heads) {
        for (word, row) in rows.enumerated() { bk_add(units, slopes + (word + 1) * units, target + row * units) }
      }
    }
    return output
  }
}

/// Scores of arcs that no model gives.
public enum ArcScore {
  /// The score of an arc that can't be, finite so that it goes through a softmax: its probability is 0.
  public static let forbidden: Float = -1e9
}
