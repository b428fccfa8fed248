import BraidFiles
import BraidTensors
import BraidTraining
import Foundation
import Testing

/// Rules for conflicting gradients against closed forms.
@Suite struct GradientRuleTests {
  /// Two gradients at right angles, of lengths 1 and 2.
  let orthogonal = GramMatrix(values: [[1, 0], [0, 4]])
  /// Three gradients in general position.
  let general = GramMatrix(values: [[5.3125, 1.1875, 0.5], [1.1875, 3.8125, -3], [0.5, -3, 5.875]])

  func isNear(_ first: [Double], _ second: [Double], within tolerance: Double = 1e-9) -> Bool {
    zip(first, second).allSatisfy { abs($0 - $1) <= tolerance } && first.count == second.count
  }

  @Test func `MGDA takes the shortest point of the line between two gradients, or the shorter gradient itself`() {
    // The foot of the perpendicular: weights in proportion to the squared length of the other one.
    #expect(isNear(MGDA.weights(orthogonal), [0.8, 0.2]))
    #expect(isNear(MGDA.weights(GramMatrix(values: [[1, 2], [2, 9]])), [1, 0]))
    // At the minimum every gradient has at least the inner product with it that it has with itself.
    let weights = MGDA.weights(general)
    let square = general.squaredNorm(weights)
    #expect(abs(weights.reduce(0, +) - 1) < 1e-12 && weights.allSatisfy { $0 >= 0 })
    for task in 0..<3 { #expect(general.dot(task, weights) >= square - 1e-9) }
  }

  @Test func `in Nash's bargain each task's gain times its weight is 1`() {
    #expect(isNear(NashMTL.weights(orthogonal), [1, 0.5], within: 1e-6))
    let weights = NashMTL.weights(general)
    for task in 0..<3 { #expect(abs(weights[task] * general.dot(task, weights) - 1) < 1e-6) }
  }

  @Test(arguments: [0.5, 1, 2, 8]) func `a fair gain is a power of the weight`(fairness: Double) {
    var memory = GradientMemory()
    let step = { (gram: GramMatrix) in GradientStep(gram: gram, random: Random(seed: 1)) }
    guard case .weights(let pair) = FairGrad(fairness: fairness).combine(step(orthogonal), memory: &memory),
      case .weights(let weights) = FairGrad(fairness: fairness).combine(step(general), memory: &memory)
    else {
      Issue.record("no weights")
      return
    }
    // G α = α^(-1/f) for one gradient alone: α = G^(-f / (f + 1)).
    #expect(isNear(pair, [1, pow(4, -fairness / (fairness + 1))], within: 1e-6))
    for task in 0..<3 { #expect(abs(general.dot(task, weights) - pow(weights[task], -1 / fairness)) < 1e-6) }
  }

  @Test func `an impartial update has one projection on all gradients`() {
    #expect(isNear(ImpartialGradients.weights(orthogonal), [2.0 / 3, 1.0 / 3]))
    let weights = ImpartialGradients.weights(general)
    let projections = (0..<3).map { general.dot($0, weights) / general.values[$0][$0].squareRoot() }
    #expect(isNear(projections, projections.map { _ in projections[0] }))
    #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
    // Parallel gradients have no impartial combination.
    #expect(ImpartialGradients.weights(GramMatrix(values: [[1, 2], [2, 4]])) == [0.5, 0.5])
  }

  @Test func `aligned gradients are equally long in all principal directions`() {
    #expect(isNear(AlignedMTL().weights(orthogonal), [1, 0.5]))
    var mean = AlignedMTL()
    mean.scale = .rmse
    #expect(isNear(mean.weights(orthogonal), [1.5811388300841898, 0.7905694150420949]))
    // Two gradients alike and one at right angles: two directions, of lengths √2 and 1.
    let weights = AlignedMTL().weights(GramMatrix(values: [[1, 1, 0], [1, 1, 0], [0, 0, 1]]))
    #expect(isNear(weights, [0.7071067811865476, 0.7071067811865476, 1], within: 1e-6))
  }

  @Test func `GradVac turns a gradient until it is as alike as usual, and learns what is usual`() {
    let gram = GramMatrix(values: [[1, -0.5], [-0.5, 1]])
    var cosines = [[0, 0.2], [-1, 0]]
    let weights = GradVac(rate: 0).weights(gram, tasks: [0, 1], orders: [[1, 0], [0, 1]], cosines: &cosines)
    // The second gradient is more alike than usual and stays: what is added to it is for the first one.
    let turned = [1, weights[1] - 1]
    #expect(abs(gram.dot(1, turned) / gram.squaredNorm(turned).squareRoot() - 0.2) < 1e-9)
    #expect(weights[0] == 1 && cosines == [[0, 0.2], [-1, 0]])
    _ = GradVac(rate: 0.5).weights(gram, tasks: [0, 1], orders: [[1, 0], [0, 1]], cosines: &cosines)
    #expect(abs(cosines[0][1] - (0.2 / 2 - 0.5 / 2)) < 1e-12 && abs(cosines[1][0] - (-1 / 2 - 0.5 / 2)) < 1e-12)
  }

  @Test func `GradDrop keeps one sign, the likelier the more of the gradients have it`() {
    // 3 of 4 are positive: the sign is positive for numbers below 3/4.
    #expect(Gradients.keptSign(of: [3, -1], drawn: 0.7, leak: 0) == 3)
    #expect(Gradients.keptSign(of: [3, -1], drawn: 0.8, leak: 0) == -1)
    #expect(Gradients.keptSign(of: [3, -1], drawn: 0.8, leak: 0.5) == 0.5)
    #expect(Gradients.keptSign(of: [0, 0], drawn: 0.1, leak: 0) == 0)
  }

  @Test(arguments: GradientRules.all.map { $0.name }) func `no rule fails at gradients that are zero or alike`(
    name: String
  ) throws {
    let rule = try #require(GradientRules.all.first { $0.name == name }).init()
    for values in [
      [[0.0, 0], [0, 0]], [[1, 0], [0, 0]], [[1, 1], [1, 1]], [[1, -1], [-1, 1]], [[1e-12, 0], [0, 1e12]],
    ] {
      var memory = GradientMemory()
      let step = GradientStep(gram: GramMatrix(values: values), losses: [0, 1], random: Random(seed: 1))
      guard case .weights(let weights) = rule.combine(step, memory: &memory) else { continue }
      #expect(weights.count == 2 && weights.allSatisfy(\.isFinite), "\(name): \(weights) of \(values)")
    }
  }
}
