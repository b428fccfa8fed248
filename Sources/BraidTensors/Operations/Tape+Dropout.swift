import BraidFiles

extension Tape {
  /// Sets each element to 0 with probability `rate` and divides the others by `1 - rate`; only while training.
  ///
  /// Source: Srivastava et al. 2014, in the inverted form.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`.
  ///   - rate: 0..<1.
  /// - Returns: `[N, W]`.
  public func dropout(_ x: Tensor, rate: Float) -> Tensor {
    guard drops, rate > 0 else { return x }
    let mask = dropoutMask(x.count, rate: rate)
    let output = make(x.rows, x.columns, needsGradient: x.needsGradient)
    for index in 0..<x.count { output.values[index] = x.values[index] * mask[index] }
    record(output) { tape, gradient in
      guard let (target, isFirst) = tape.gradient(x) else { return }
      for index in 0..<x.count {
        let part = gradient[index] * mask[index]
        target[index] = isFirst ? part : target[index] + part
      }
    }
    return output
  }

  /// Dropout with one mask for all rows of a sequence.
  ///
  /// Source: Gal & Ghahramani 2016, section 4.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`, rows laid out by `packing`.
  ///   - packing: the sequences.
  ///   - rate: 0..<1.
  /// - Returns: `[N, W]`.
  public func sequenceDropout(_ x: Tensor, _ packing: Packing, rate: Float) -> Tensor {
    guard drops, rate > 0 else { return x }
    demand(packing.count == x.rows, "\(x.shape) with a packing of \(packing.count) rows")
    let mask = dropoutMask(packing.lengths.count * x.columns, rate: rate)
    let offsets = packing.offsets
    let sizes = packing.batchSizes
    let output = make(x.rows, x.columns, needsGradient: x.needsGradient)
    func each(_ body: (_ first: Int, _ count: Int) -> Void) {
      for step in sizes.indices { body(offsets[step] * x.columns, sizes[step] * x.columns) }
    }
    each { first, count in
      for index in 0..<count { output.values[first + index] = x.values[first + index] * mask[index] }
    }
    record(output) { tape, gradient in
      guard let (target, isFirst) = tape.gradient(x) else { return }
      each { first, count in
        for index in first..<first + count {
          let part = gradient[index] * mask[index - first]
          target[index] = isFirst ? part : target[index] + part
        }
      }
    }
    return output
  }

  /// `count` numbers, 0 with probability `rate` and `1 / (1 - rate)` otherwise.
  package func dropoutMask(_ count: Int, rate: Float) -> UnsafeMutablePointer<Float> {
    demand(rate >= 0 && rate < 1, "a dropout rate of \(rate)")
    let mask = allocate(count + 1)
    var stream = nextStream()
    let kept = 1 / (1 - rate)
    let threshold = UInt32(Double(rate) * 0x1p32)
    for index in stride(from: 0, to: count, by: 2) {
      let bits = stream.next()
      mask[index] = UInt32(truncatingIfNeeded: bits) < threshold ? 0 : kept
      mask[index + 1] = UInt32(truncatingIfNeeded: bits >> 32) < threshold ? 0 : kept
    }
    return mask
  }
}
