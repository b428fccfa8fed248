package import BraidText
import Foundation

/// How well numbers are predicted: Pearson's and Spearman's correlation, times 100, and the mean absolute error, in the numbers'
/// unit. Of several numbers the means over them, then each.
package struct RegressionMetric: DocumentMetric {
  let layers: [AnnotationLayer]
  let scales: [NumberScale]

  /// The metric of some numbers: where each stands, and its scale.
  package init(layers: [AnnotationLayer], scales: [NumberScale]) {
    self.layers = layers
    self.scales = scales
  }

  /// Sums for each number: documents, gold, predicted, their squares, their product, absolute error; on the scale of training.
  private static let width = 7

  /// A number that was not predicted counts as the mean.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    var counts: [Double] = []
    for (layer, scale) in zip(layers, scales) {
      guard let truth = RegressionHead.number(layer, in: gold).map({ ($0 - scale.mean) / scale.deviation }) else {
        counts += [Double](repeating: 0, count: Self.width)
        continue
      }
      let prediction = RegressionHead.number(layer, in: predicted).map { ($0 - scale.mean) / scale.deviation } ?? 0
      counts += [
        1, truth, prediction, truth * truth, prediction * prediction, truth * prediction, abs(truth - prediction),
      ]
    }
    return stride(from: 0, to: counts.count, by: Self.width).contains { counts[$0] > 0 } ? counts : nil
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    named(layers.indices.map { [pearson(sums, $0), error(sums, $0)] }, ["Pearson", "mean absolute error"])
  }

  /// The same, and Spearman's correlation, which takes the ranks among all documents.
  package func values(
    _ statistics: [[Double]], at picks: some Sequence<Int>
  ) -> [(name: String, value: Double)] {
    let picks = Array(picks)
    let sums = Bootstrap.sum(statistics, picks)
    return named(
      layers.indices.map { [pearson(sums, $0), spearman(statistics, picks, $0), error(sums, $0)] },
      ["Pearson", "Spearman", "mean absolute error"])
  }

  /// Means over the numbers, and where there are several those of each under its name.
  private func named(_ values: [[Double]], _ names: [String]) -> [(name: String, value: Double)] {
    let means = names.indices.map { index in
      (name: names[index], value: values.reduce(0) { $0 + $1[index] } / Double(values.count))
    }
    guard values.count > 1 else { return means }
    return means
      + zip(layers, values).flatMap { layer, values in zip(names, values).map { ("\(layer.name) \($0)", $1) } }
  }

  private func pearson(_ sums: [Double], _ place: Int) -> Double {
    let sums = sums.isEmpty ? [] : Array(sums[place * Self.width..<(place + 1) * Self.width])
    guard let count = sums.first, count > 0 else { return 0 }
    return Self.correlation(count, sums[1], sums[2], sums[3], sums[4], sums[5])
  }

  private func error(_ sums: [Double], _ place: Int) -> Double {
    let count = sums.isEmpty ? 0 : sums[place * Self.width]
    return count > 0 ? scales[place].deviation * sums[place * Self.width + 6] / count : 0
  }

  /// 100 times the correlation that sums stand for; 0 where one side is the same everywhere.
  private static func correlation(
    _ count: Double, _ gold: Double, _ predicted: Double, _ goldSquares: Double, _ predictedSquares: Double,
    _ products: Double
  ) -> Double {
    let spread = (goldSquares - gold * gold / count) * (predictedSquares - predicted * predicted / count)
    guard spread > 1e-12 else { return 0 }
    return 100 * min(1, max(-1, (products - gold * predicted / count) / spread.squareRoot()))
  }

  /// Pearson's correlation of the ranks; equal numbers share the mean of their ranks.
  private func spearman(_ statistics: [[Double]], _ picks: [Int], _ place: Int) -> Double {
    let start = place * Self.width
    let scored = picks.filter { statistics[$0][start] > 0 }
    guard !scored.isEmpty else { return 0 }
    let gold = Self.ranks(scored.map { statistics[$0][start + 1] })
    let predicted = Self.ranks(scored.map { statistics[$0][start + 2] })
    var sums = [0.0, 0.0, 0.0, 0.0, 0.0]
    for (first, second) in zip(gold, predicted) {
      for (index, value) in [first, second, first * first, second * second, first * second].enumerated() {
        sums[index] += value
      }
    }
    return Self.correlation(Double(scored.count), sums[0], sums[1], sums[2], sums[3], sums[4])
  }

  /// The rank of each number, from 0 in the middle of all.
  package static func ranks(_ numbers: [Double]) -> [Double] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    let middle = Double(numbers.count - 1) / 2
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
      for index in order[start..<end] { ranks[index] = Double(start + end - 1) / 2 - middle }
      start = end
    }
    return ranks
  }

  package func items(_ sums: [Double]) -> Int {
    Int(stride(from: 0, to: sums.count, by: Self.width).map { sums[$0] }.max() ?? 0)
  }

  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    func text(_ document: Document) -> String {
      layers.compactMap { layer in
        layer.names(in: document)?.first.map { layers.count > 1 ? "\(layer.name) \($0)" : $0 }
      }.joined(separator: ", ")
    }
    return (text(gold), text(predicted))
  }

  /// An error of a standard deviation is half as wrong as can be.
  package func severity(gold: Document, predicted: Document) -> Double {
    guard let counts = statistics(gold: gold, predicted: predicted) else { return 0 }
    let count = stride(from: 0, to: counts.count, by: Self.width).reduce(0) { $0 + counts[$1] }
    let error = stride(from: 0, to: counts.count, by: Self.width).reduce(0) { $0 + counts[$1 + 6] } / max(1, count)
    return error / (1 + error)
  }

  /// Ranges around the predicted number that the gold number lies in with a probability of 5, 15, …, 95 %, by a normal
  /// distribution with the predicted deviation. Source: Kuleshov et al. 2018, section 3, <https://arxiv.org/abs/1807.00263>.
  package func confidences(gold: Document, predicted: Document) -> [Confidence] {
    layers.flatMap { layer -> [Confidence] in
      guard let truth = RegressionHead.number(layer, in: gold), let label = predicted.labels[layer.name]?.first,
        let number = NumberScale.number(label.name), let deviation = label.deviation, deviation > 0
      else { return [] }
      // The probability of the smallest range around the prediction that holds the gold number.
      let needed = erf(abs(truth - number) / deviation / 2.0.squareRoot())
      return stride(from: 5, to: 100, by: 10).map { Confidence(Double($0) / 100, isRight: needed <= Double($0) / 100) }
    }
  }
}
