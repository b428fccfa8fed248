import BraidLayers
import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// The weights of a model folder give PyTorch the logits that they give Braid.
@Suite struct TorchParityTests {
  /// A document as ids, with what Braid's heads say about it.
  struct Reference: Encodable {
    var words: [Int32]
    var characters: [[Int32]]
    var hashes: [Int32]
    var predicate: Int
    var heads: [Int]
    var target: Target
    var logits: [String: [Float]] = [:]

    struct Target: Encodable {
      var ids: [Int32]
      var start = 1
      var end = 2
    }
  }

  /// A sentence with every kind of gold answer.
  func document(_ words: [String]) -> Document {
    var document = Document(words: [words])
    document.labels["label"] = [Label("good")]
    document.labels["topics"] = [Label("boats")]
    document.tags["pos"] = words.map { _ in "N" }
    document.tags["head"] = words.indices.map { "\($0)" }
    document.tags["deprel"] = words.indices.map { $0 == 0 ? "root" : "det" }
    document.tags["lemma"] = words
    document.spans["entity"] = [LabeledSpan(0..<1, label: "PER")]
    document.frames = [Frame(predicate: words.count / 2, sense: "see.01", arguments: [])]
    document.translations["de"] = AlignedText("anna sieht das boot")
    return document
  }

  func reference(_ document: Document, _ model: JointModel, _ executor: Executor) throws -> Reference {
    var forms = FormTable()
    let example = try #require(model.example(document, forms: &forms))
    let translation = model.names.firstIndex(of: "de")
    var reference = Reference(
      words: example.words, characters: example.forms.map { forms.characters[Int($0)] },
      hashes: example.hashes,
      predicate: document.frames?[0].predicate ?? 0, heads: Array(document.tokens.indices),
      target: Reference.Target(ids: translation.flatMap { example.targets[$0] } ?? []))
    let logits = executor.map(1) { tape, _ in
      let batch = PackedBatch([example], forms: forms, tasks: model.heads.count)
      var logits: [String: [Float]] = [:]
      for input in model.inputs(tape, batch, tasks: Array(model.heads.indices)) {
        let head = model.heads[input.task]
        for (term, samples) in zip(head.lossTerms, head.calibrationSamples(input)) {
          let task = model.names[input.task]
          let name = head.lossTerms.count > 1 ? "\(task)/\(term)" : task
          logits[name] = samples.flatMap { sample -> [Float] in
            switch sample {
            case .softmax(let logits, _): logits
            case .sigmoid(let logit, _): [logit]
            case .chain(let scores, _, _): scores.flatMap { $0 }
            case .number(let number, _): [number]
            }
          }
        }
        if input.task == translation {
          let loss = head.loss(input, normalizers: [Float(reference.target.ids.count + 1)])
          logits[model.names[input.task]] = [loss?[0, 0] ?? .nan]
        }
      }
      return logits
    }
    reference.logits = logits[0]
    return reference
  }

  @Test func `PyTorch gives the same logits for every head within 1e-4`() throws {
    let python = ProcessInfo.processInfo.environment["BRAID_PYTHON"] ?? "python3"
    let probe = try Program.start([python], script: "\"$1\" -c 'import torch, safetensors'")
    probe.waitUntilExit()
    guard probe.terminationStatus == 0 else {
      print("skipped: \(python) has no torch and safetensors; BRAID_PYTHON names another")
      return
    }
    let scratch = try Scratch()
    var model = try ToyModel.make(treebank: true)
    // Tables of n-grams begin with zeros.
    for entry in model.weights.entries where entry.name.hasSuffix(".ngrams") {
      let id = try #require(model.weights[entry.name])
      model.weights.set(id, (0..<entry.count).map { Float(($0 * 37) % 101) / 101 - 0.5 })
    }
    try model.write(to: scratch.path("model"))
    let executor = Executor(weights: model.weights, threads: 1, training: false, seed: 0)
    let texts = [
      ["ann"], ["bob", "sees", "the", "boat"], ["ann", "and", "unknown", "words", "like", "the", "old", "boat", "."],
    ]
    let references = try texts.map { try reference(document($0), model, executor) }
    #expect(Set(references[0].logits.keys).count == 10)
    let data = try JSONEncoder().encode(references)
    try data.write(to: scratch.folder.appending(path: "logits.json"))
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "../../Benchmarks/torch/parity.py"
    ).standardizedFileURL.path
    let output = Pipe()
    let process = try Program.start(
      [python, script, scratch.path("model"), scratch.path("logits.json")],
      script: "PYTHONDONTWRITEBYTECODE=1 exec \"$1\" \"$2\" \"$3\" \"$4\" 2>&1", output: output)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    print("logits of PyTorch, largest differences:\n\(text)")
  }
}
