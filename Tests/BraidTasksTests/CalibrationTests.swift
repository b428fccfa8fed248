import BraidLayers
import BraidTasks
import BraidText
import Foundation
import Testing

@Suite struct CalibrationTests {
  /// 1,000 choices of two classes with logit 4 (98.2 %) for the first, of which `right` are.
  func samples(right: Int) -> [CalibrationSample] {
    (0..<1000).map { .softmax([4, 0], gold: $0 < right ? 0 : 1) }
  }

  /// A logit of 4 that is right 3 times in 4 deserves log(3), so that the temperature is 4 / log 3 = 3.641.
  @Test func `a head too sure of itself is cooled down to what it deserves`() {
    #expect(abs(Temperature.fit(samples(right: 750)) - 4 / log(3)) < 0.03)
    let yes = (0..<1000).map { CalibrationSample.sigmoid(4, gold: $0 < 750) }
    #expect(abs(Temperature.fit(yes) - 4 / log(3)) < 0.03)
    let one = ChainScores(tags: 2)
    let chains = (0..<1000).map { CalibrationSample.chain([[4, 0]], one, gold: [$0 < 750 ? 0 : 1]) }
    #expect(abs(Temperature.fit(chains) - 4 / log(3)) < 0.03)
  }

  /// Right 19 of 20 times is log(19) = 2.944: the temperature is 1 / 2.944.
  @Test func `a head that is not sure enough is warmed up`() {
    let samples = (0..<1000).map { CalibrationSample.softmax([0, 1], gold: $0 < 950 ? 1 : 0) }
    #expect(abs(Temperature.fit(samples) - 1 / log(19)) < 0.01)
  }

  /// The root of the mean of 1, 0, 4 and 9 squared away: √(14 / 4).
  @Test func `numbers deviate as far as they are wrong`() {
    let samples = (0..<1000).map { CalibrationSample.number(Float([1, 0, -2, 3][$0 % 4]), gold: 0) }
    #expect(abs(Temperature.fit(samples) - 3.5.squareRoot()) < 1e-5)
  }

  @Test func `a few samples or none change nothing`() {
    #expect(Temperature.fit([]) == 1)
    #expect(Temperature.fit(Array(samples(right: 1000).prefix(19))) == 1)
  }

  @Test func `data without a mistake does not mean certainty`() {
    let temperature = Temperature.fit(samples(right: 1000))
    #expect(Softmax.probabilities([4, 0], temperature: temperature)[0] < 0.9995)
  }

  @Test func `spans are scored by how likely exactly they are there`() {
    let names = ["O", "B-X", "I-X"]
    let chain = ScoredChain(names: names, chain: ChainScores(.iob2, tags: names), isFree: false, temperature: 1)
    // Two tokens, all scores 0: O O, O B, B O, B I, B B are equally likely.
    let spans = chain.spans([1, 2], TokenScores([[0, 0, 0], [0, 0, 0]]), first: 5, scored: true)
    #expect(spans.map(\.tokens) == [5..<7])
    #expect(spans.map(\.score) == [0.2])
    let one = chain.spans([1, 0], TokenScores([[0, 0, 0], [0, 0, 0]]), first: 0, scored: true)
    #expect(one.map(\.score) == [0.4])
  }
}
