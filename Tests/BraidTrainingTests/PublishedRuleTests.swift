import BraidTensors
import BraidTraining
import Foundation
import Testing

/// The rules for loss weights and gradients against published implementations; see `References/rules.py`.
@Suite struct PublishedRuleTests {
  /// The numbers that the script has written.
  struct Published: Decodable {
    struct Signs: Decodable {
      var uniform: [Double]
      var leak: Double
      var update: [Double]
    }
    struct Weighed: Decodable {
      var losses: [[Double]]
      var weights: [[Double]]
    }
    struct Drawn: Decodable {
      var normal: [Double]
      var weights: [Double]
    }
    struct Slope: Decodable {
      var first: [Double]
      var slope: [Double]
    }
    var gradients: [[Double]]
    var losses: [Double]
    var orders: [[Int]]
    var gradvac: [[Double]]
    var graddrop: Signs
    var random: Drawn
    var famo: Weighed
    var stch: Weighed
    var uncertainty: [[Double]]
    var imtl: [[Double]]
    var gradnorm: Slope
    var geometricMean: [Double]
    var dynamicAverage: [Double]

    enum CodingKeys: String, CodingKey {
      case gradients, losses, orders, gradvac, graddrop, random, famo, stch, uncertainty, gradnorm
      case imtl = "imtl-l"
      case geometricMean = "geometric-mean"
      case dynamicAverage = "dynamic-average"
    }
  }

  let published: Published
  /// The update of each rule that has one.
  let updates: [String: [Double]]

  init() throws {
    let data = Data(publishedRules.utf8)
    published = try JSONDecoder().decode(Published.self, from: data)
    let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    updates = all.compactMapValues { $0 as? [Double] }
  }

  var gram: GramMatrix {
    GramMatrix(
      values: published.gradients.map { first in
        published.gradients.map { second in zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } }
      })
  }

  func update(_ weights: [Double]) -> [Double] {
    published.gradients[0].indices.map { place in
      zip(weights, published.gradients).reduce(0) { $0 + $1.0 * $1.1[place] }
    }
  }

  func isNear(_ first: [Double], _ second: [Double]?, within tolerance: Double) -> Bool {
    guard let second, first.count == second.count else { return false }
    return zip(first, second).allSatisfy { abs($0 - $1) <= tolerance }
  }

  func weights(_ rule: some GradientRule) throws -> [Double] {
    var memory = GradientMemory()
    let step = GradientStep(gram: gram, losses: published.losses, random: Random(seed: 1))
    guard case .weights(let weights) = rule.combine(step, memory: &memory) else {
      Issue.record("no weights")
      return []
    }
    return weights
  }

  @Test func `gradient rules make the published updates`() throws {
    // How near the published solvers come to the exact solution: MGDA stops at changes of 1e-5, CAGrad adds 1e-8 under roots.
    let rules: [(name: String, weights: [Double], tolerance: Double)] = [
      ("cagrad", CAGrad.weights(gram, radius: 0.5), 2e-3), ("mgda none", MGDA.weights(gram), 2e-3),
      ("nash-mtl", NashMTL.weights(gram), 1e-4), ("imtl-g", ImpartialGradients.weights(gram), 1e-9),
      ("aligned-mtl", AlignedMTL().weights(gram), 1e-9), ("fairgrad 1", try weights(FairGrad(fairness: 1)), 1e-5),
      ("fairgrad 2", try weights(FairGrad(fairness: 2)), 1e-5),
    ]
    for rule in rules {
      let found = update(rule.weights)
      #expect(
        isNear(found, updates[rule.name], within: rule.tolerance),
        "\(rule.name): \(found), published \(updates[rule.name] ?? [])")
    }
  }

  @Test func `MGDA on normalized gradients makes the published updates`() throws {
    // The published one adds up the normalized gradients; ours hands back what the gradients themselves are multiplied by.
    for (normalization, name) in [
      (MGDA.Normalization.norm, "mgda l2"), (.loss, "mgda loss"), (.both, "mgda loss+"),
    ] {
      var rule = MGDA()
      rule.normalization = normalization
      let found = update(try weights(rule))
      // Published tolerance as above.
      #expect(isNear(found, updates[name], within: 2e-3), "\(name): \(found), published \(updates[name] ?? [])")
    }
  }

  @Test func `PCGrad and GradVac turn gradients as published, in the published order`() throws {
    let others = published.orders
    let orders = others.enumerated().map { task, order in order + [task] }
    #expect(isNear(update(PCGrad.weights(gram, orders: orders)), updates["pcgrad"], within: 1e-8))
    var cosines = [[Double]](repeating: [0, 0, 0], count: 3)
    for expected in published.gradvac {
      let found = GradVac(rate: 0.5).weights(gram, tasks: [0, 1, 2], orders: orders, cosines: &cosines)
      #expect(isNear(update(found), expected, within: 1e-6))
    }
  }

  @Test func `GradDrop keeps the published signs`() {
    let columns = published.gradients[0].indices.map { place in published.gradients.map { $0[place] } }
    let found = zip(columns, published.graddrop.uniform).map { column, drawn in
      Gradients.keptSign(of: column.map(Float.init), drawn: Float(drawn), leak: Float(published.graddrop.leak))
    }
    #expect(isNear(found.map(Double.init), published.graddrop.update, within: 1e-6))
  }

  @Test func `random weights are the published softmax, times the number of tasks`() {
    #expect(
      isNear(RandomWeights.weights(published.random.normal).map { $0 / 3 }, published.random.weights, within: 1e-12))
  }

  @Test func `the geometric mean has the published slopes, times the number of tasks`() {
    var weights = LossWeights(LossWeightOptions(GeometricMeanWeights()), tasks: ["a", "b", "c"])
    weights.begin(step: 0, losses: published.losses)
    #expect(isNear(weights.values.map { $0 / 3 }, published.geometricMean, within: 1e-12))
  }

  @Test func `FAMO weighs as published, step by step, times the number of tasks`() {
    var weights = LossWeights(LossWeightOptions(FAMOWeights()), tasks: ["a", "b", "c"])
    let losses = published.famo.losses
    for (step, expected) in published.famo.weights.enumerated() {
      weights.begin(step: step, losses: losses[step])
      #expect(isNear(weights.values.map { $0 / 3 }, expected, within: 1e-7))
      weights.observe(losses[step], after: losses[step + 1], rate: 0.1)
    }
  }

  @Test func `STCH weighs as published through its warm-up and after it`() {
    var rule = SmoothTchebycheffWeights()
    rule.smoothness = 0.5
    // Published epochs of warm-up are counted from 0.
    rule.warmup = 2
    var weights = LossWeights(LossWeightOptions(rule), tasks: ["a", "b", "c"])
    for (epoch, (losses, expected)) in zip(published.stch.losses, published.stch.weights).enumerated() {
      weights.begin(step: epoch, epoch: epoch, losses: losses)
      #expect(isNear(weights.values, expected, within: 1e-9), "epoch \(epoch): \(weights.values)")
      weights.observe(losses, rate: 0.1)
      weights.endEpoch()
    }
  }

  @Test func `uncertainty and impartial losses learn the published weights`() {
    // Published losses of uncertainty are halved: they are given twice as large.
    for (options, expected, factor) in [
      (LossWeightOptions.uncertainty, published.uncertainty, 2.0),
      (LossWeightOptions(ImpartialLossWeights()), published.imtl, 1.0),
    ] {
      var weights = LossWeights(options, tasks: ["a", "b", "c"])
      for expected in expected {
        #expect(isNear(weights.values.map { $0 / factor }, expected, within: 1e-7))
        weights.observe(published.losses, rate: 0.1)
      }
    }
  }

  @Test func `the dynamic average weighs as published`() {
    var weights = LossWeights(.dynamicAverage(temperature: 2), tasks: ["a", "b", "c"])
    // Mean losses of two epochs, in the script.
    for losses in [[2, 0.5, 1.25], [1.5, 0.45, 0.5]] {
      weights.observe(losses, rate: 0)
      weights.endEpoch()
    }
    #expect(isNear(weights.values, published.dynamicAverage, within: 1e-6))
  }

  @Test func `GradNorm goes down the published slope`() {
    var weights = LossWeights(.gradNorm(alpha: 1.5), tasks: ["a", "b", "c"])
    weights.observe(published.gradnorm.first, rate: 0)
    let norms = (0..<3).map { gram.values[$0][$0].squareRoot() }
    weights.balance(norms: norms, losses: published.losses)
    let stepped = published.gradnorm.slope.map { 1 - 0.025 * $0 }
    let total = stepped.reduce(0, +)
    #expect(isNear(weights.values, stepped.map { 3 * $0 / total }, within: 1e-6))
  }
}
