import BraidTasks
import Testing

@Suite struct ThresholdTests {
  @Test func `a label that the model is too shy of gets a lower threshold, a bold one a higher one`() {
    // Ten documents a label: gold are those with logits above -1.5, and those above 2.5.
    let shy = (0..<10).map { (logit: Float($0) - 5, isGold: $0 >= 4) }
    let bold = (0..<10).map { (logit: Float($0) - 3, isGold: $0 >= 5) }
    let even = (0..<10).map { (logit: Float($0) - 4.5, isGold: $0 >= 5) }
    #expect(LabelThresholds.best([shy, bold, even]) == [-1.5, 1.5, 0])
  }

  @Test func `a handful of gold labels moves nothing`() {
    #expect(LabelThresholds.best([(0..<10).map { (logit: Float($0) - 12, isGold: $0 >= 6) }]) == [0])
  }
}
