import BraidTensors
import Testing

/// What happens to numbers and shapes that can't be right.
@Suite struct CheckingTests {
  /// `x` [3, 5] times `w` [5, 7], and a table `e` [3, 2].
  func weights(_ change: (inout Weights) -> Void = { _ in }) -> Weights {
    var weights = Weights()
    let random = Random(seed: 2)
    _ = weights.add("x", rows: 3, columns: 5, initializer: .uniform(limit: 1), random: random)
    _ = weights.add("w", rows: 5, columns: 7, initializer: .uniform(limit: 1), random: random)
    _ = weights.add("e", rows: 3, columns: 2, kind: .rows, initializer: .uniform(limit: 1), random: random)
    change(&weights)
    return weights
  }

  static func id(_ weights: Weights, _ name: String) -> WeightID {
    weights[name] ?? { preconditionFailure("no weight \(name)") }()
  }

  /// A linear map, tanh, divided and multiplied by `scale`, a loss times 1e30.
  func found(_ weights: Weights, scale: Float, checks: Bool) -> NonFiniteValue? {
    let executor = Executor(weights: weights, threads: 2, training: true, seed: 0)
    executor.checksValues = checks
    _ = executor.run(step: 0, shards: 2) { tape, _ in
      let x = tape.linear(tape.weight(Self.id(weights, "x")), weight: Self.id(weights, "w"), bias: nil)
      tape.backward(
        tape.scale(
          tape.softmaxCrossEntropy(
            tape.scale(tape.scale(tape.tanh(x), 1 / scale), scale), gold: [0, 1, 2], smoothing: 0, classWeights: nil,
            normalizer: 1), 1e30))
    }
    return executor.nonFinite
  }

  @Test func `a value that is not finite is found at the operation that made it`() {
    let bad = weights { weights in
      var values = weights.values(Self.id(weights, "w"))
      values[9] = .infinity
      weights.set(Self.id(weights, "w"), values)
    }
    let found = found(bad, scale: 1, checks: true)
    #expect(found?.operation == "linear")
    #expect(found?.isGradient == false)
    // Column 2 of the first row.
    #expect(found?.element == 2)
    #expect(found?.description.hasPrefix("the operation linear has ") == true)
  }

  @Test func `a gradient that is not finite is found at the operation that made it`() {
    // The values stay small; the loss's gradient, about 1e30, is multiplied by 1e30 on its way back.
    let found = found(weights(), scale: 1e30, checks: true)
    #expect(found?.operation == "scale")
    #expect(found?.isGradient == true)
  }

  @Test func `nothing is reported when all is finite, or when nobody asked`() {
    #expect(found(weights(), scale: 1, checks: true) == nil)
    #expect(found(weights(), scale: 1e30, checks: false) == nil)
  }

  @Test func `a wrong shape stops the program with both shapes`() async {
    func output(_ result: ExitTest.Result?) -> String {
      String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
    let linear = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      ShapeMistakes.run { tape, id in
        _ = tape.linear(tape.constant(2, 3, [1, 2, 3, 4, 5, 6]), weight: id("w"), bias: nil)
      }
    }
    #expect(output(linear).contains("[2, 3] times w [5, 7]"))
    let add = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      ShapeMistakes.run { tape, id in _ = tape.add(tape.weight(id("x")), tape.weight(id("w"))) }
    }
    #expect(output(add).contains("[3, 5] + [5, 7]"))
    let concatenate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      ShapeMistakes.run { tape, id in _ = tape.concatenate([tape.weight(id("x")), tape.weight(id("w"))]) }
    }
    #expect(output(concatenate).contains("[3, 5], [5, 7]"))
    let embedding = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      ShapeMistakes.run { tape, id in _ = tape.embedding(id("e"), ids: [1, 3]) }
    }
    #expect(output(embedding).contains("row 3 of e [3, 2]"))
  }
}

/// Runs an operation on the weights of `CheckingTests`, in a process of its own.
enum ShapeMistakes {
  static func run(_ body: (Tape, (String) -> WeightID) -> Void) {
    let weights = CheckingTests().weights()
    let executor = Executor(weights: weights, threads: 1, training: false, seed: 0)
    _ = executor.run(step: 0, shards: 1) { tape, _ in body(tape) { CheckingTests.id(weights, $0) } }
  }
}
