import BraidCorpora
import BraidPipelines
import BraidTasks
import BraidText
import Foundation
import Testing

/// From a treebank to a model that reads raw text: `characters`, `train`, `tokenize: {model: NAME}`, `train: {segmenter: NAME}`.
@Suite struct SegmentationStagesTests {
  static let text = """
    seed: 5
    stages:
      - name: treebank
        read: {format: conllu, train: FOLDER/train.conllu, dev: FOLDER/dev.conllu}
      - name: characters
        characters: {of: treebank, window: 150}
      - {name: letters, vocabulary: {of: characters}}
      - name: segmenter
        train:
          encoder: {vocabulary: letters, embedding: 16, lstm: {units: 24}}
          tasks: {segments: {head: segmentation, of: characters}}
          epochs: 6
          batchSentences: 8
          learningRate: {peak: 0.01}
      - {name: words, vocabulary: {of: treebank}}
      - name: model
        train:
          segmenter: segmenter
          encoder: {vocabulary: words, embedding: 8, lstm: {units: 8}}
          tasks: {upos: {head: tagging, of: treebank, tags: upos}}
          epochs: 1
      - name: raw
        read: {format: text, train: FOLDER/raw.txt}
      - name: tokens
        tokenize: {of: raw, model: segmenter}
      - name: out
        write: {of: tokens, part: train, path: FOLDER/tokens.conllu, format: conllu}
      - name: tagged
        annotate: {model: model, input: FOLDER/raw.txt, format: text, to: conllu, output: FOLDER/tagged.conllu}
      - name: cut
        annotate: {model: segmenter, input: FOLDER/raw.txt, format: text, to: conllu, output: FOLDER/cut.conllu}
    """

  /// The sentences of `Sample`, of which names, verbs and contractions vary.
  static func conllu(_ count: Int, from first: Int) -> String {
    let names = ["Ann", "Bob", "Eve", "Kim"]
    let verbs = ["sees", "calls", "likes"]
    return (first..<first + count).map { number in
      let (name, verb, other) = (names[number * 7 % 4], verbs[number * 5 % 3], names[(number * 3 + 1) % 4])
      var text = "\(name) \(verb) "
      var lines = ["1\t\(name)\t_\tPROPN\t_\t_\t_\t_\t_\t_", "2\t\(verb)\t_\tVERB\t_\t_\t_\t_\t_\t_"]
      if number % 2 == 0 {
        lines += [
          "3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_", "3\tde\t_\tADP\t_\t_\t_\t_\t_\t_", "4\tle\t_\tDET\t_\t_\t_\t_\t_\t_",
        ]
        text += "du "
      }
      let index = number % 2 == 0 ? 5 : 3
      lines += [
        "\(index)\t\(other)\t_\tPROPN\t_\t_\t_\t_\t_\tSpaceAfter=No", "\(index + 1)\t.\t_\tPUNCT\t_\t_\t_\t_\t_\t_",
      ]
      return "# sent_id = \(number)\n# text = \(text)\(other).\n" + lines.joined(separator: "\n") + "\n\n"
    }.joined()
  }

  static func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.write("train.conllu", conllu(240, from: 0))
    try bench.write("dev.conllu", conllu(30, from: 300))
    try bench.write("raw.txt", "Kim sees du Bob. Eve calls\nAnn.\n\nBob likes du Kim.\n")
    return bench
  }

  func sentences(_ documents: [Document]) -> [String] {
    documents.flatMap { document in
      document.sentences.map { $0.tokens.map(document.form).joined(separator: " ") }
    }
  }

  static let expected = ["Kim sees de le Bob .", "Eve calls Ann .", "Bob likes de le Kim ."]

  @Test func `raw text comes out in the treebank's tokens, sentences and words, and a model keeps what cuts it`() throws
  {
    let bench = try Self.bench()
    let stages = try bench.run(Self.text)
    #expect(stages.contains("segmenter") && stages.contains("out"))
    for name in ["tokens", "tagged", "cut"] {
      let reader = try CorpusReader([bench.path("\(name).conllu")], options: ReadOptions(format: .conllu))
      var written: [Document] = []
      while let document = try reader.next() { written.append(document) }
      #expect(sentences(written) == Self.expected, "\(name)")
      #expect(written.map { $0.sentences[0].multiwords.count } == [1, 0, 1], "\(name)")
      #expect(written.allSatisfy { ($0.tags["upos"] != nil) == (name == "tagged") }, "\(name)")
    }
    // Nothing is done twice.
    #expect(try bench.run(Self.text) == [])
    // The model that was trained on the treebank's words keeps the segmenter.
    let model = try JointModel(contentsOf: bench.path("run/model/model"))
    let segmenter = try JointModel(contentsOf: bench.path("run/segmenter/model"))
    #expect(model.segmenter?.fingerprint == segmenter.fingerprint)
  }

  @Test func `what a model segments is what one that is trained on it keeps`() throws {
    let bench = try Self.bench()
    let text =
      Self.text.replacing("      segmenter: segmenter\n", with: "").replacing(
        "tasks: {upos: {head: tagging, of: treebank, tags: upos}}",
        with: "tasks: {upos: {head: tagging, of: again, tags: upos}}"
      ).replacing(
        "  - name: model\n", with: "  - {name: again, tokenize: {of: treebank, model: segmenter}}\n  - name: model\n")
    _ = try bench.run(text)
    let model = try JointModel(contentsOf: bench.path("run/model/model"))
    #expect(model.segmenter?.segmentsText == true)
  }

  @Test func `a model folder segments as its stage does, and check counts with what it segments`() throws {
    let bench = try Self.bench()
    _ = try bench.run(Self.text)
    try FileManager.default.copyItem(atPath: bench.path("run/segmenter"), toPath: bench.path("kept"))
    let text = """
      stages:
        - {name: treebank, read: {format: conllu, train: FOLDER/train.conllu, dev: FOLDER/dev.conllu}}
        - {name: again, tokenize: {of: treebank, model: FOLDER/kept}}
        - {name: raw, read: {format: text, train: FOLDER/raw.txt}}
        - {name: tokens, tokenize: {of: raw, model: FOLDER/kept/model}}
        - {name: out, write: {of: tokens, part: train, path: FOLDER/folder.conllu}}
        - {name: words, vocabulary: {of: again}}
        - name: model
          train:
            encoder: {vocabulary: words, embedding: 8, lstm: {units: 8}}
            tasks: {upos: {head: tagging, of: again, tags: upos}}
            epochs: 1
      """
    _ = try bench.run(text)
    #expect(bench.read("folder.conllu") == bench.read("tokens.conllu"))
    #expect(try JointModel(contentsOf: bench.path("run/model/model")).segmenter?.segmentsText == true)
    let checker = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let findings = try checker.check()
    #expect(
      findings.contains { $0.text.contains("raw text, cut by the model's segmenter: tokens F1 100.00") },
      "\(findings.map(\.text))")
    let misspelt = text.replacing("model: FOLDER/kept}", with: "model: segmentr}")
    #expect(
      try problem(misspelt).contains("`model` is `segmentr`, expected a train stage above, or a model or run folder"))
  }

  /// The first thing that is wrong with a pipeline.
  func problem(_ text: String, run: Bool = false, _ change: (Workbench) throws -> Void = { _ in }) throws -> String {
    let bench = try Self.bench()
    try change(bench)
    do {
      let pipeline = try bench.pipeline(text)
      guard run else { return "none" }
      _ = try PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in }).run()
    } catch let error as PipelineError {
      return [error.errorDescription, error.recoverySuggestion].compactMap(\.self).joined(separator: " ")
    }
    return "none"
  }

  @Test func `wrong uses are refused with what to do`() throws {
    let beside = Self.text.replacing(
      "tasks: {segments: {head: segmentation, of: characters}}",
      with:
        "tasks: {segments: {head: segmentation, of: characters}, lm: {head: language-model, of: characters, layer: 1}}")
    #expect(
      try problem(beside).contains("`head` is `segmentation` beside other tasks, expected a train stage of its own"))
    let words = Self.text.replacing("segmentation, of: characters", with: "segmentation, of: treebank")
    #expect(
      try problem(words).contains(
        "`of` is `treebank`, whose tokens are no characters, expected a `characters` stage"))
    let unknown = Self.text.replacing("segmenter: segmenter", with: "segmenter: segmentr")
    #expect(try problem(unknown).contains("`segmenter` is `segmentr`, expected a train stage above (segmenter)"))
    let none = Self.text.replacing("tokenize: {of: raw, model: segmenter}", with: "tokenize: {of: raw, model: model}")
    #expect(try problem(none, run: true) == "none")
    let plain = Self.text.replacing("      segmenter: segmenter\n", with: "").replacing(
      "tokenize: {of: raw, model: segmenter}", with: "tokenize: {of: raw, model: model}")
    let without = try problem(plain, run: true)
    #expect(without.contains("the model of `model` has no segmentation task"), "\(without)")
    let raw = Self.text.replacing("characters: {of: treebank", with: "characters: {of: raws").replacing(
      "  - name: characters\n",
      with: "  - {name: raws, read: {format: text, train: FOLDER/raw.txt}}\n  - name: characters\n")
    #expect(try problem(raw, run: true).contains("has no tokens to learn from"))
    let spaced = try problem(Self.text, run: true) { bench in
      try bench.write(
        "train.conllu",
        Self.conllu(60, from: 0).replacing("SpaceAfter=No", with: "_").replacing("# text", with: "# old"))
    }
    #expect(spaced.contains("tokens of train have white space between them, so that this is no raw text"), "\(spaced)")
  }
}
