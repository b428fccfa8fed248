import CKernels

/// `softmax(logits / temperature)` in double precision.
package func classProbabilities(_ logits: UnsafeBufferPointer<Float>, temperature: Double) -> [Double] {
  guard let highest = logits.max() else { return [] }
  var values = [Double](repeating: 0, count: logits.count)
  bk_exponentials(logits.count, logits.baseAddress, highest, temperature, -.infinity, &values)
  let total = values.reduce(0, +)
  for index in values.indices { values[index] /= total }
  return values
}
