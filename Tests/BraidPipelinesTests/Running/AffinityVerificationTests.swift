import BraidPipelines
import BraidTraining
import Testing

@Suite struct AffinityVerificationTests {
  @Test(
    arguments: [
      // a and b learn from 30 of 100 tokens, c from the other 70: together 1, alone 0.3 + 0.3 + 0.7.
      ([[["a"], []], [["b"], []], [["c"], []]], 2.3), ([[["a", "b", "c"], []]], 2.3),
      // b + c is a training of all tokens, and so is c with its helper a; the group of a and b has 30.
      ([[["a"], []], [["b", "c"], []]], 3.3), ([[["a", "b"], []], [["c"], ["a"]]], 3.6),
      // The same tasks in two groups are trained once.
      ([[["a"], ["b"]], [["b"], ["a"]], [["c"], []]], 2.6),
    ] as [([[[String]]], Double)])
  func `what verifying takes is counted in joint trainings, by tokens`(groups: [[[String]]], trainings: Double) {
    let grouping = TaskGrouping(
      groups: groups.map { TaskGrouping.Group(serves: $0[0], helpers: $0[1]) }, gain: 0)
    let found = AffinityVerification.trainings(
      ["a", "b", "c"], corpora: [(["a", "b"], 30), (["c"], 70)], grouping)
    #expect(abs(found - trainings) < 1e-9)
  }

  @Test(arguments: [
    // One pass: 5 s or steps, times 4 trainings, times 3 seeds.
    ("10m", 10, "verified by trainings of 10 epochs under 3 seeds, as many as fit in 10m"),
    ("130s", 2, "verified by trainings of 2 epochs under 3 seeds, as many as fit in 130s"),
    ("60 steps", 1, "verified by trainings of 1 epoch under 3 seeds, as many as fit in 60 steps"),
    ("59 steps", 0, "not verified: one epoch of all trainings takes about 60 steps, the budget is 59 steps"),
    ("1m", 1, "verified by trainings of 1 epoch under 3 seeds, as many as fit in 1m"),
    ("59s", 0, "not verified: one epoch of all trainings takes about 60 s, the budget is 59s"),
    ("1000h", 20, "verified by trainings of 20 epochs under 3 seeds, as many as fit in 1000h"),
  ])
  func `a budget says how many passes are trained`(budget: String, epochs: Int, text: String) {
    let found = AffinityVerification(budget: budget, seeds: 3, joint: 5, trainings: 4, most: 20)
    #expect(found.epochs == epochs && found.perEpoch == 60 && found.text == text)
  }
}
