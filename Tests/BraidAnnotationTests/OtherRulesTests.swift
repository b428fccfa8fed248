import BraidTasks
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// A model whose training texts were tokenized with another ICU.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct OtherRulesTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    for (name, rules) in [("old", TextRules(icu: "60.2")), ("same", try TextRules(TextPreparation())), ("none", nil)] {
      var model = try ToyModel.make()
      model.textRules = rules
      try model.write(to: scratch.path(name))
    }
    try scratch.file("gold.jsonl", #"{"text":"ann sees bob.","labels":{"label":["good"]}}"# + "\n")
  }

  @Test(arguments: [
    ("braid annotate --model MODEL gold.jsonl --output out.jsonl", 1),
    ("braid annotate --model MODEL gold.jsonl --output out.jsonl --quiet", 0),
    ("braid evaluate --model MODEL --data gold.jsonl", 1), ("braid compare none MODEL --data gold.jsonl", 1),
    ("braid compare MODEL none --data gold.jsonl", 1),
    (
      """
      braid serve --model MODEL --port 0 2> log & p=$!
      until grep -q '^serving ' log || ! kill -0 $p; do sleep 0.1; done
      kill $p; wait $p; cat log >&2
      """, 1
    ),
  ])
  func `it is said once, and of no other model`(line: String, count: Int) throws {
    for (model, count) in [("old", count), ("same", 0), ("none", 0)] {
      let outcome = try Program.shell(line.replacing("MODEL", with: model), in: scratch.folder)
      #expect(outcome.status == 0, "\(outcome.messages)")
      let note = "old: its training texts were tokenized with ICU 60.2, this program has ICU "
      #expect(outcome.messages.ranges(of: note).count == count, "\(outcome.messages)")
      #expect(outcome.messages.ranges(of: "tokenized with").count == count)
    }
  }
}
