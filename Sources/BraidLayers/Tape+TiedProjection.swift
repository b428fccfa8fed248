public import BraidTensors
import CKernels

extension Tape {
  /// Logits of words by the rows of their embedding table, and of one class before them by a row of its own.
  ///
  /// `logits = x [first; table]ᵀ + b`
  ///
  /// - Parameters:
  ///   - x: `[N, D]`.
  ///   - first: `[1, D]`: the row of class 0.
  ///   - table: `[V, D]`, of kind `.rows`: row w is that of class w + 1.
  ///   - rows: K, the rows of the table that are read, from its first.
  ///   - bias: `[1, K + 1]`.
  /// - Returns: `[N, K + 1]`.
  /// - Precondition: the shapes fit, K is in `0...V`.
  ///
  /// Source: Press & Wolf 2017, section 2, <https://aclanthology.org/E17-2025>.
  public func tiedProjection(_ x: Tensor, first: WeightID, table: WeightID, rows: Int, bias: WeightID) -> Tensor {
    let (width, classes) = (x.columns, rows + 1)
    let (own, words, offset) = (entry(first), entry(table), entry(bias))
    demand(
      own.count == width && words.columns == width, "\(x.shape) times \(own.name) and \(words.name) of \(words.columns)"
    )
    demand((0...words.rows).contains(rows), "\(rows) rows of \(words.name) [\(words.rows), \(words.columns)]")
    demand(offset.count == classes, "bias \(offset.name) of \(offset.count) for \(classes) classes")
    let output = make(
      x.rows, classes, needsGradient: x.needsGradient || isTrained(first) || isTrained(table) || isTrained(bias))
    let block = allocate(classes * width)
    block.update(from: values(first), count: width)
    (block + width).update(from: values(table), count: rows * width)
    let packed = allocate(bk_packed_size(width, classes))
    bk_pack(block, 1, width, width, classes, packed)
    bk_gemm(x.rows, classes, width, x.values, width, packed, output.values, classes, 0, values(bias), productWork)
    record(output) { tape, gradient in
      if let (target, isFirst) = tape.gradient(x) {
        let packed = tape.allocate(bk_packed_size(classes, width))
        bk_pack(block, width, 1, classes, width, packed)
        bk_gemm(
          x.rows, width, classes, gradient, classes, packed, target, width, isFirst ? 0 : 1, nil, tape.productWork)
      }
      if tape.isTrained(first) || tape.isTrained(table) {
        let slopes = tape.allocate(classes * width)
        bk_gemm_tn(
          classes, width, x.rows, gradient, classes, nil, x.values, width, slopes, width, 0, tape.productWork)
        if let (target, isFirst) = tape.gradient(first) {
          if isFirst { target.update(from: slopes, count: width) } else { bk_add(width, slopes, target) }
        }
        if tape.isTrained(table) { tape.addRows(table, ids: (0..<Int32(rows)).map { $0 }, gradient: slopes + width) }
      }
      if let (target, isFirst) = tape.gradient(bias) {
        bk_column_sums(x.rows, classes, gradient, classes, target, isFirst ? 0 : 1)
      }
    }
    return output
  }
}
