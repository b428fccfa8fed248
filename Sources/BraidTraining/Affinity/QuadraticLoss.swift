/// The loss of a task near a model, to second order in the step `u` that its projected weights take:
/// `loss + gradient · u + ½ uᵀ curvature u`.
package struct QuadraticLoss: Sendable, Equatable {
  /// The loss at the model itself.
  package let loss: Double
  /// `[D]`.
  package let gradient: [Double]
  /// `[D, D]`, symmetric, row after row.
  package let curvature: [Double]

  /// A quadratic function.
  ///
  /// - Precondition: the shapes fit.
  package init(loss: Double, gradient: [Double], curvature: [Double]) {
    precondition(
      curvature.count == gradient.count * gradient.count,
      "\(curvature.count) elements of curvature for \(gradient.count) of gradient")
    self.loss = loss
    self.gradient = gradient
    self.curvature = curvature
  }

  /// The mean loss of documents, its curvature by their empirical Fisher matrix, `items · Σ g gᵀ`: a document's loss is the
  /// negative logarithm of the probability of its labels, and `items` times its part of the mean.
  ///
  /// - Parameters:
  ///   - documents: each document's part of the mean loss, and of its gradient, `[D]`; not empty.
  ///   - items: the number of labels that the mean is over.
  package init(documents: [(loss: Double, gradient: [Double])], items: Double) {
    precondition(!documents.isEmpty, "the mean loss of no documents")
    let width = documents[0].gradient.count
    var gradient = [Double](repeating: 0, count: width)
    var curvature = [Double](repeating: 0, count: width * width)
    curvature.withUnsafeMutableBufferPointer { curvature in
      for document in documents {
        for row in 0..<width {
          let value = document.gradient[row]
          gradient[row] += value
          for column in 0...row { curvature[row * width + column] += items * value * document.gradient[column] }
        }
      }
      for row in 0..<width {
        for column in 0..<row { curvature[column * width + row] = curvature[row * width + column] }
      }
    }
    self.init(loss: documents.reduce(0) { $0 + $1.loss }, gradient: gradient, curvature: curvature)
  }

  /// The loss after the step `u`, `[D]`.
  package func value(after step: [Double]) -> Double {
    var slope = [Double](repeating: 0, count: step.count)
    curvature.withUnsafeBufferPointer { curvature in
      slope.withUnsafeMutableBufferPointer { slope in
        for (row, move) in step.enumerated() {
          for place in slope.indices { slope[place] += move * curvature[row * slope.count + place] }
        }
      }
    }
    return step.indices.reduce(loss) { $0 + step[$1] * (gradient[$1] + slope[$1] / 2) }
  }
}
