import BraidTraining
import Foundation
import Testing

/// The rules of joint training against closed forms.
@Suite struct JointLossTests {
  @Test func `geometric weights are the powers of lambda in the order given`() {
    let weights = LossWeights(.geometric(lambda: 0.5, order: ["b", "a", "c"]), tasks: ["a", "b", "c"])
    #expect(weights.values == [0.5, 1, 0.25])
  }

  @Test func `uncertainty weights settle where the weighted loss of each task is one half`() {
    var weights = LossWeights(.uncertainty, tasks: ["a", "b"])
    for _ in 0..<4000 { weights.observe([4, 0.25], rate: 0.01) }
    // d/ds (e^-s L + s/2) = 0 at e^-s = 1 / (2 L).
    #expect(abs(weights.values[0] - 0.125) < 1e-3)
    #expect(abs(weights.values[1] - 2) < 1e-3)
  }

  @Test func `the dynamic average weighs by how slowly losses fell`() {
    var weights = LossWeights(.dynamicAverage(temperature: 2), tasks: ["a", "b"])
    weights.observe([1, 1], rate: 0)
    weights.endEpoch()
    #expect(weights.values == [1, 1])
    weights.observe([0.5, 1], rate: 0)
    weights.endEpoch()
    // rates 0.5 and 1: 2 e^(r/2) / (e^0.25 + e^0.5)
    let total = exp(0.25) + exp(0.5)
    #expect(abs(weights.values[0] - 2 * exp(0.25) / total) < 1e-12)
    #expect(abs(weights.values[1] - 2 * exp(0.5) / total) < 1e-12)
  }

  @Test func `GradNorm lowers the weight of the task with the larger gradient and keeps the sum`() {
    var weights = LossWeights(.gradNorm(alpha: 0), tasks: ["a", "b"])
    weights.observe([1, 1], rate: 0)
    for _ in 0..<200 { weights.balance(norms: [3, 1], losses: [1, 1]) }
    #expect(abs(weights.values.reduce(0, +) - 2) < 1e-9)
    // Equal norms: 3 w_a = w_b with w_a + w_b = 2.
    #expect(abs(weights.values[0] - 0.5) < 0.06)
  }

  @Test func `GradNorm asks more of a task that has learned less, and leaves tasks that stopped early alone`() {
    var weights = LossWeights(.gradNorm(alpha: 1), tasks: ["a", "b", "done"])
    weights.observe([1, 1, 1], rate: 0)
    // Losses 0.5 and 1.5 of 1: inverse training rates 1/2 and 3/2 of their mean. With equal norms 1 the weights settle
    // where w_a = ½ · mean and w_b = 3/2 · mean, their sum staying 2.
    for _ in 0..<300 { weights.balance([0, 1], norms: [1, 1], losses: [0.5, 1.5]) }
    #expect(abs(weights.values[0] - 0.5) < 0.05 && abs(weights.values[1] - 1.5) < 0.05)
    #expect(weights.values[2] == 1)
  }

  @Test func `the geometric mean gives every task the same weighted loss`() {
    var weights = LossWeights(LossWeightOptions(GeometricMeanWeights()), tasks: ["a", "b", "c"])
    weights.begin(step: 0, losses: [4, 1, nil])
    // √(4 · 1) = 2.
    #expect(abs(weights.values[0] - 0.5) < 1e-12 && abs(weights.values[1] - 2) < 1e-12 && weights.values[2] == 1)
    // The third task's loss is known, the first's is that of the last step: ∛(4 · 1 · 2) = 2.
    weights.begin(step: 1, losses: [nil, nil, 2])
    #expect(zip(weights.values, [0.5, 2, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func `impartial losses settle where each weighted loss is 1`() {
    var weights = LossWeights(LossWeightOptions(ImpartialLossWeights()), tasks: ["a", "b"])
    for _ in 0..<4000 { weights.observe([4, 0.25], rate: 0.01) }
    #expect(abs(weights.values[0] - 0.25) < 1e-6 && abs(weights.values[1] - 4) < 1e-2)
  }

  @Test func `FAMO weighs the inverse losses first, then more the task whose loss falls less`() {
    var weights = LossWeights(LossWeightOptions(FAMOWeights()), tasks: ["a", "b"])
    weights.begin(step: 0, losses: [4, 1])
    // Equal shares: 1/4 to 1, adding up to 2.
    #expect(abs(weights.values[0] - 0.4) < 1e-9 && abs(weights.values[1] - 1.6) < 1e-9)
    weights.observe([4, 1], after: [2, 1], rate: 1)
    weights.begin(step: 1, losses: [4, 1])
    // Adam's first step is the rate, whatever the slope: logits -0.025 and 0.025.
    let share = exp(-0.025) / (exp(-0.025) + exp(0.025))
    #expect(abs(weights.values[0] - 2 * (share / 4) / (share / 4 + 1 - share)) < 1e-6)
  }

  @Test func `a smooth maximum looks at the task that is worst off only, the less smooth it is`() {
    var rule = SmoothTchebycheffWeights()
    rule.smoothness = 0.01
    rule.warmup = 1
    var weights = LossWeights(LossWeightOptions(rule), tasks: ["a", "b"])
    weights.begin(step: 0, losses: [2, 1])
    #expect(weights.values == [0.5, 1])
    weights.observe([2, 1], rate: 0)
    weights.endEpoch()
    // Half of the loss is left of the first task, all of the second: 2 · 1 / 1.
    weights.begin(step: 1, losses: [1, 1])
    #expect(abs(weights.values[0]) < 1e-9 && abs(weights.values[1] - 2) < 1e-9)
  }

  @Test func `random weights are new at each step, add up to the number of tasks and follow from the seed`() {
    func drawn(_ seed: UInt64, _ step: Int) -> [Double] {
      var weights = LossWeights(LossWeightOptions(RandomWeights()), tasks: ["a", "b", "c"], seed: seed)
      weights.begin(step: step)
      return weights.values
    }
    #expect(drawn(1, 0) == drawn(1, 0) && drawn(1, 0) != drawn(1, 1) && drawn(1, 0) != drawn(2, 0))
    #expect(abs(drawn(1, 0).reduce(0, +) - 3) < 1e-12 && drawn(1, 0).allSatisfy { $0 > 0 })
  }

  @Test func `the weight of a task fades while its development loss is stalled, down to its floor`() {
    var rule = FadingWeights()
    rule.tasks = ["a", "b"]
    rule.patience = 2
    rule.floor = 0.2
    var weights = LossWeights(LossWeightOptions(rule), tasks: ["a", "b", "c"])
    for losses in [[1, 1, 1], [1.1, 0.9, 2], [1.2, 0.8, 3]] { weights.evaluated(losses) }
    #expect(weights.values == [0.5, 1, 1])
    for _ in 0..<6 { weights.evaluated([1.2, nil, 4]) }
    #expect(weights.values == [0.2, 1, 1])
  }

  @Test(arguments: [
    LossWeightOptions.uncertainty, .dynamicAverage(temperature: 1), .gradNorm(alpha: 1),
    LossWeightOptions(RandomWeights()), LossWeightOptions(GeometricMeanWeights()),
    LossWeightOptions(ImpartialLossWeights()), LossWeightOptions(FAMOWeights()),
    LossWeightOptions(SmoothTchebycheffWeights()), LossWeightOptions(FadingWeights()), .fixed(["a": 3]),
  ])
  func `a rule resumes from a checkpoint as if nothing had been`(options: LossWeightOptions) throws {
    func train(_ weights: inout LossWeights, steps: Range<Int>) {
      for step in steps {
        let losses = [1 / Double(step + 1), 0.3 + 0.1 * Double(step % 3)]
        weights.begin(step: step, epoch: step / 4, losses: losses)
        weights.balance(norms: [2, 1], losses: losses)
        weights.observe(losses, after: losses.map { 0.9 * $0 }, rate: 0.05)
        if step % 4 == 3 {
          weights.evaluated([0.5, Double(step)])
          weights.endEpoch()
        }
      }
    }
    var whole = LossWeights(options, tasks: ["a", "b"])
    train(&whole, steps: 0..<40)
    var first = LossWeights(options, tasks: ["a", "b"])
    train(&first, steps: 0..<21)
    var resumed = try JSONDecoder().decode(LossWeights.self, from: JSONEncoder().encode(first))
    #expect(resumed == first)
    train(&resumed, steps: 21..<40)
    #expect(resumed == whole && resumed.values.allSatisfy(\.isFinite))
  }

  /// Two gradients in the plane: (1, 0) and (-1, 1).
  let conflicting = GramMatrix(values: [[1, -1], [-1, 2]])

  @Test func `PCGrad projects each gradient off the other`() {
    // g1' = g1 + 1/2 g2 = (1/2, 1/2), g2' = g2 + g1 = (0, 1): the sum is 2 g1 + 3/2 g2 = (1/2, 3/2).
    #expect(PCGrad.weights(conflicting, orders: [[1, 0], [0, 1]]) == [2, 1.5])
    #expect(PCGrad.weights(GramMatrix(values: [[1, 0.5], [0.5, 1]]), orders: [[0, 1], [1, 0]]) == [1, 1])
  }

  @Test func `CAGrad with radius 0 is the mean, and with a radius helps the task that is worse off`() {
    #expect(CAGrad.weights(conflicting, radius: 0) == [0.5, 0.5])
    let weights = CAGrad.weights(conflicting, radius: 0.5)
    // The update stays within radius · ‖g0‖ of the mean gradient: ‖d - g0‖² = φ = 0.25 ‖g0‖².
    let offset = zip(weights, [0.5, 0.5]).map { $0 - $1 }
    let mean = conflicting.squaredNorm([0.5, 0.5])
    #expect(abs(conflicting.squaredNorm(offset) - 0.25 * mean) < 1e-9)
    let worst = { (w: [Double]) in min(conflicting.dot(0, w), conflicting.dot(1, w)) }
    #expect(worst(weights) > worst([0.5, 0.5]))
  }

  @Test func `CAGrad's direction is the best of a fine grid`() {
    let gram = GramMatrix(values: [[1, -0.4], [-0.4, 0.5]])
    let root = 0.5 * gram.squaredNorm([0.5, 0.5]).squareRoot()
    let objective = { (w: Double) in
      let weights = [w, 1 - w]
      return 0.5 * (gram.dot(0, weights) + gram.dot(1, weights)) + root * gram.squaredNorm(weights).squareRoot()
    }
    let best = (0...10_000).map { Double($0) / 10_000 }.min { objective($0) < objective($1) } ?? 0
    let norm = gram.squaredNorm([best, 1 - best]).squareRoot()
    let expected = [0.5 + root / norm * best, 0.5 + root / norm * (1 - best)]
    #expect(zip(CAGrad.weights(gram, radius: 0.5), expected).allSatisfy { abs($0 - $1) < 5e-3 })
  }
}
