import BraidTestSupport
import Foundation
import Testing

/// A treebank's own tokens from raw text, as a person gets them: `braid run`, `braid tokenize --model`, `braid score`.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct SegmentationCommandTests {
  /// What stands behind a measure in the lines of `braid score`.
  func score(_ name: String, _ output: String) -> Double? {
    output.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { line in
      line.split(separator: " ").dropFirst().first.flatMap { Double($0) }
    }
  }

  @Test func `a model of a treebank cuts raw text better than rules do`() throws {
    let scratch = try Scratch()
    let dev = Program.root.appending(path: "corpora/tagged/dev.conllu").path
    let trained = try Program.run([
      "run", "pipelines/segmentation.yaml", "--set", "variables.train=corpora/tagged/train.conllu", "--set",
      "variables.dev=\(dev)", "--set", "segmenter.epochs=8", "--set", "segmenter.learningRate.warmup=20", "--output",
      scratch.path("run"),
    ])
    #expect(trained.status == 0, "\(trained.messages)")
    // The text of the development part, a paragraph.
    let text = try String(contentsOfFile: dev, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("# text = ") }.map { $0.dropFirst(9) }.joined(separator: " ")
    try scratch.file("dev.txt", text)
    let model = scratch.path("run/segmenter/model")
    var scores: [[Double]] = []
    for arguments in [["--model", model], []] {
      let output = scratch.path("dev.conllu")
      let tokenized = try Program.run(
        ["tokenize", scratch.path("dev.txt"), "--to", "conllu", "--output", output, "--quiet"] + arguments)
      #expect(tokenized.status == 0 && tokenized.messages.isEmpty, "\(tokenized.messages)")
      let scored = try Program.run(["score", dev, output, "--quiet"])
      #expect(scored.status == 0, "\(scored.messages)")
      scores.append(["Tokens", "Sentences", "Words"].compactMap { score($0, scored.output) })
    }
    #expect(scores.count == 2 && scores.allSatisfy { $0.count == 3 })
    #expect(scores[0][0] > 99 && scores[0][1] > 95 && scores[0][2] > 98, "\(scores)")
    #expect(scores[0][2] > scores[1][2], "\(scores)")
    let evaluated = try Program.run(["evaluate", "--model", model, "--data", dev, "--quiet"])
    #expect(evaluated.status == 0 && evaluated.output.contains("mean F1"), "\(evaluated)")
    let both = try Program.run(["tokenize", scratch.path("dev.txt"), "--model", model, "--unit", "character"])
    #expect(both.status == 2 && both.messages.contains("Give --model or rules of tokens and sentences, not both."))
    let none = try Program.run(["tokenize", scratch.path("dev.txt"), "--model", scratch.path("nowhere")])
    #expect(none.status == 1 && none.messages.contains("no model is there, and none has this name"))
  }
}
