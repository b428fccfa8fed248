import BraidLayers
import BraidTensors
import BraidTestSupport
import Testing

extension LayerTests {
  @Test func `the recurrent weights of a new LSTM are orthogonal gate by gate`() {
    var weights = Weights()
    let lstm = LSTM.add("lstm", input: 3, units: 7, weights: &weights, random: random)
    let values = weights.values(lstm.recurrent)
    for gate in 0..<4 {
      for first in 0..<7 {
        for second in 0..<7 {
          let dot = (0..<7).reduce(Float(0)) {
            $0 + values[first * 28 + gate * 7 + $1] * values[second * 28 + gate * 7 + $1]
          }
          #expect(abs(dot - (first == second ? 1 : 0)) < 1e-5)
        }
      }
    }
    #expect(weights.values(lstm.bias) == (0..<28).map { $0 / 7 == 1 ? 1 : 0 })
  }

  @Test(arguments: [false, true], [Float(0), 0.4])
  func `an LSTM agrees with central differences`(reverse: Bool, dropout: Float) {
    let worst = check([
      ("x", 9, 3), ("input", 3, 20), ("recurrent", 5, 20), ("bias", 1, 20),
    ]) { tape, id in
      let lstm = LSTM(input: id("input"), recurrent: id("recurrent"), bias: id("bias"), units: 5)
      let result = tape.lstm(
        tape.weight(id("x")), lstm, Packing(lengths: [2, 4, 3]), reverse: reverse, initial: nil,
        recurrentDropout: dropout)
      return tape.concatenate([result.output, tape.gatherRows(result.finalHidden, rows: [0, 1, 2, 0, 1, 2, 0, 1, 2])])
    }
    #expect(worst < 5e-3)
  }

  @Test(arguments: [false, true])
  func `an LSTM over input products made before gives the same states and gradients`(reverse: Bool) {
    let shapes: [(String, Int, Int)] = [
      ("x", 9, 3), ("input", 3, 20), ("recurrent", 5, 20), ("bias", 1, 20),
    ]
    let packing = Packing(lengths: [2, 4, 3])
    func both(_ tape: Tape, _ id: (String) -> WeightID, dropout: Float) -> (products: Tensor, plain: Tensor) {
      let lstm = LSTM(input: id("input"), recurrent: id("recurrent"), bias: id("bias"), units: 5)
      let x = tape.weight(id("x"))
      let products = tape.linear(x, weight: lstm.input, bias: lstm.bias)
      return (
        tape.lstm(products: products, lstm, packing, reverse: reverse, recurrentDropout: dropout).output,
        tape.lstm(x, lstm, packing, reverse: reverse, initial: nil, recurrentDropout: dropout).output
      )
    }
    #expect(check(shapes) { both($0, $1, dropout: 0.4).products } < 5e-3)
    let weights = weights(shapes)
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 1)
    let states = executor.run(step: 1, shards: 1) { tape, _ in
      let result = both(
        tape,
        { name in
          guard let id = weights[name] else { preconditionFailure("no weight \(name)") }
          return id
        }, dropout: 0)
      return [result.products.toArray(), result.plain.toArray()]
    }
    #expect(states[0][0] == states[0][1])
  }

  @Test func `an LSTM with an initial state and its single steps agree with central differences`() {
    let shapes: [(String, Int, Int)] = [
      ("x", 5, 3), ("input", 3, 20), ("recurrent", 5, 20), ("bias", 1, 20),
      ("h", 2, 5), ("c", 2, 5),
    ]
    let packed = check(shapes) { tape, id in
      let lstm = LSTM(input: id("input"), recurrent: id("recurrent"), bias: id("bias"), units: 5)
      return tape.lstm(
        tape.weight(id("x")), lstm, Packing(lengths: [2, 3]), reverse: false,
        initial: (tape.weight(id("h")), tape.weight(id("c"))), recurrentDropout: 0
      ).output
    }
    #expect(packed < 5e-3)
    let stepped = check(shapes) { tape, id in
      let lstm = LSTM(input: id("input"), recurrent: id("recurrent"), bias: id("bias"), units: 5)
      let x = tape.gatherRows(tape.weight(id("x")), rows: [0, 3])
      let first = tape.lstmCell(x, hidden: tape.weight(id("h")), cell: tape.weight(id("c")), lstm)
      let second = tape.lstmCell(x, hidden: first.hidden, cell: first.cell, lstm)
      return tape.concatenate([second.hidden, second.cell])
    }
    #expect(stepped < 5e-3)
  }

  @Test func `a wrong input stops the program with both shapes`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let weights = LayerTests().weights([("w", 5, 7)])
      let executor = Executor(weights: weights, threads: 1, training: false, seed: 0)
      guard let id = weights["w"] else { return }
      _ = executor.run(step: 0, shards: 1) { tape, _ in
        let lstm = LSTM(input: id, recurrent: id, bias: id, units: 2)
        _ = tape.lstm(
          tape.constant(2, 3, [1, 2, 3, 4, 5, 6]), lstm, Packing(lengths: [2]), reverse: false, initial: nil,
          recurrentDropout: 0)
      }
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("[2, 3] into w [5, 7]"))
  }
}
