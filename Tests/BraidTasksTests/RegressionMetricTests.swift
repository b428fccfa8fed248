import BraidFiles
import BraidTasks
import BraidText
import Foundation
import Testing

@Suite struct RegressionMetricTests {
  static let gold = [1, 2, 2, 3.5, 5, 4]
  static let predicted = [1.5, 1.5, 2.5, 3, 4, 6]

  static func documents(_ values: [Double?], deviation: Double? = nil) -> [Document] {
    values.map { value in
      var document = Document(words: [["a"]])
      if let value {
        var label = Label("\(value)")
        label.deviation = deviation
        document.labels["score"] = [label]
      }
      return document
    }
  }

  static func scale(_ values: [Double]) -> NumberScale {
    NumberScale(values.reduce(into: [:]) { $0["\($1)", default: 0] += 1 })
  }

  static let metric = RegressionMetric(layers: [.labels("score")], scales: [scale(gold)])

  /// `scipy.stats.pearsonr`, `.spearmanr` (which shares ranks among equals) and the mean of the differences.
  @Test func `correlations are those of scipy, and the error is in the unit of the numbers`() {
    let score = Self.metric.score(
      gold: Self.documents(Self.gold), predicted: Self.documents(Self.predicted), bootstrap: 200)
    #expect(score.metric == "Pearson" && score.items == 6)
    #expect(abs(score.value - 78.208_426_790_205_79) < 1e-9)
    #expect(abs((score.secondary["Spearman"] ?? 0) - 89.705_882_352_941_17) < 1e-9)
    #expect(abs((score.secondary["mean absolute error"] ?? 0) - 5.0 / 6) < 1e-12)
    #expect(score.intervals?.keys.sorted() == ["Spearman", "mean absolute error"])
    #expect(score.interval.map { $0.low < score.value && $0.high > score.value } == true)
  }

  @Test func `documents without a number do not count, and one that was not predicted counts as the mean`() {
    let gold = Self.documents([1, nil, 3])
    let score = Self.metric.score(gold: gold, predicted: Self.documents([1, 9, nil]), bootstrap: 0)
    #expect(score.items == 2)
    // Half of how far 3 is from the mean of the gold numbers above.
    #expect(abs((score.secondary["mean absolute error"] ?? 0) - abs(3 - 17.5 / 6) / 2) < 1e-9)
    #expect(Self.metric.score(gold: gold, predicted: Self.documents([2, 2, 2]), bootstrap: 0).value == 0)
  }

  @Test func `of several numbers the means decide, and each is told`() {
    let metric = RegressionMetric(
      layers: [.labels("score"), .field("other")], scales: [Self.scale(Self.gold), Self.scale([0, 10])])
    func both(_ documents: [Document], _ sign: Double) -> [Document] {
      documents.enumerated().map { index, document in
        var document = document
        document.fields["other"] = "\(sign * Double(index))"
        return document
      }
    }
    let score = metric.score(
      gold: both(Self.documents(Self.gold), 1), predicted: both(Self.documents(Self.predicted), -1), bootstrap: 0)
    #expect(abs(score.value - (78.208_426_790_205_79 - 100) / 2) < 1e-9)
    #expect(abs((score.secondary["other Pearson"] ?? 0) + 100) < 1e-9)
    #expect(abs((score.secondary["score Spearman"] ?? 0) - 89.705_882_352_941_17) < 1e-9)
  }

  @Test func `ranks are in the middle of equal numbers`() {
    #expect(RegressionMetric.ranks([3, 1, 3, 2]) == [1, -1.5, 1, -0.5])
    #expect(RegressionMetric.ranks([7]) == [0])
    #expect(RegressionMetric.ranks([]) == [])
  }

  /// A normal distribution has 38.29 % of its mass within half a deviation: ranges of 5 to 35 % do not reach that far.
  @Test func `the deviation says how often a number is within a range`() {
    let confidences = Self.metric.confidences(
      gold: Self.documents([2])[0], predicted: Self.documents([3], deviation: 2)[0])
    #expect(confidences.map(\.isRight) == [false, false, false, false, true, true, true, true, true, true])
    #expect(Self.metric.confidences(gold: Self.documents([2])[0], predicted: Self.documents([3])[0]).isEmpty)
  }

  @Test(arguments: [("3.5", 3.5), (" -1e-3\t", -0.001), ("3,5", nil), ("nan", nil), ("inf", nil), ("", nil)])
  func `a number is what is one as a whole`(text: String, number: Double?) {
    #expect(NumberScale.number(text) == number)
  }

  @Test func `a scale is the mean and the deviation of what was counted, and survives being written`() throws {
    let scale = NumberScale(["1": 3, "5": 1])
    #expect(scale.mean == 2 && scale.deviation == 3.0.squareRoot())
    #expect(scale.standardized(5) == Float(3.0.squareRoot()))
    #expect(NumberScale(scale.text) == scale)
    #expect(NumberScale(scale.text + ["9", "9"]) == scale, "that of later documents changes nothing")
    #expect(NumberScale(["1"]) == nil && NumberScale(["1", "x"]) == nil && NumberScale(["1", "-1"]) == nil)
  }
}
