import CKernels
import Foundation

extension Tape {
  /// A learned weighted sum of layers, `scale · Σ softmax(scores)_l · layer_l`.
  ///
  /// Source: Peters et al. 2018, equation 1.
  ///
  /// - Parameters:
  ///   - layers: L tensors `[N, W]`.
  ///   - scores: `[1, L]`.
  ///   - scale: `[1, 1]`.
  /// - Returns: `[N, W]`.
  public func mix(_ layers: [Tensor], scores: Tensor, scale: Tensor) -> Tensor {
    guard let first = layers.first else { preconditionFailure("no layers to mix") }
    demand(
      layers.allSatisfy { $0.rows == first.rows && $0.columns == first.columns } && scores.count == layers.count
        && scale.count == 1,
      "mixing \(layers.map(\.shape).joined(separator: ", ")) by \(scores.shape) and \(scale.shape)")
    let shares = allocate(layers.count)
    bk_softmax(1, layers.count, scores.values, layers.count, shares, layers.count, nil)
    let output = make(
      first.rows, first.columns,
      needsGradient: scores.needsGradient || scale.needsGradient || layers.contains { $0.needsGradient })
    output.values.update(repeating: 0, count: output.count)
    for (index, layer) in layers.enumerated() {
      bk_add_scaled(output.count, scale.values[0] * shares[index], layer.values, output.values)
    }
    record(output) { tape, gradient in
      let dots = layers.map { Float(bk_dot($0.count, gradient, $0.values)) }
      let mean = dots.indices.reduce(Float(0)) { $0 + shares[$1] * dots[$1] }
      for (index, layer) in layers.enumerated() {
        guard let target = tape.zeroedGradient(layer) else { continue }
        bk_add_scaled(layer.count, scale.values[0] * shares[index], gradient, target)
      }
      if let target = tape.zeroedGradient(scores) {
        for index in dots.indices { target[index] += scale.values[0] * shares[index] * (dots[index] - mean) }
      }
      if let target = tape.zeroedGradient(scale) { target[0] += mean }
    }
    return output
  }
}
