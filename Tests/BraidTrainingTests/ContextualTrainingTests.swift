import BraidFiles
import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidText
import BraidTraining
import Foundation
import Testing

/// Training on the states of a frozen model.
@Suite struct ContextualTrainingTests {
  static func toy(_ layers: ContextualOptions.Layers = .mix, units: Int = 6) -> ToyTraining {
    var toy = CheckpointTests.toy()
    var states = ContextualOptions()
    (states.layers, states.units) = (layers, units)
    toy.states = states
    return toy
  }

  @Test(arguments: ContextualOptions.Layers.allCases)
  func `threads, processes, and a stop change no bit`(layers: ContextualOptions.Layers) throws {
    var toy = Self.toy(layers)
    toy.options.threads = 1
    let whole = try toy.run()
    let scratch = try Scratch()
    let file = CheckpointFile(path: scratch.path("checkpoint.safetensors"))
    for stop in [1, 5] { #expect(try toy.run(file, stopAfter: stop).interrupted) }
    toy.options.threads = 3
    let resumed = try toy.run(file)
    #expect(resumed.weights == whole.weights && resumed.scores == whole.scores)
    try ProcessTests.check(ProcessTests.train(toy, processes: 2), equal: whole)
    #expect(try toy.run().weights == whole.weights)
  }

  @Test func `what mixes and projects the states is learned, the model that they are of is not`() throws {
    let trainer = try Self.toy().trainer()
    let before = trainer.model
    let weights = try trainer.run { _ in }.weights
    for name in ["mix.scores", "mix.scale", "projection", "bias"] {
      let id = try #require(weights["encoder.contextual.\(name)"])
      #expect(weights.values(id) != before.weights.values(id), "\(name)")
    }
    #expect(
      trainer.model.features.contextual?.model.weights == (try ToyTraining.contextual(before.features)).model.weights)
  }

  @Test func `a checkpoint of a training on other states is refused by name`() throws {
    let scratch = try Scratch()
    let file = CheckpointFile(path: scratch.path("checkpoint.safetensors"))
    var toy = Self.toy()
    #expect(try toy.run(file, stopAfter: 2).interrupted)
    toy.contextualSeed = 78
    do {
      _ = try toy.run(file)
      Issue.record("a checkpoint of another training was taken")
    } catch {
      #expect("\(error)".contains("option `encoder.contextual` is all layers of the model "), "\(error)")
    }
  }

  @Test func `examples of a model that is given nothing are refused for one that is`() throws {
    let plain = try ToyTraining().trainer()
    let model = try Self.toy().trainer().model
    #expect(throws: TrainingError.vocabularyMismatch(corpus: "first")) {
      try Trainer(model: model, corpora: plain.corpora, options: ToyCorpora.options)
    }
    let corpus = try #require(try Self.toy().trainer().corpora.first)
    let without = TrainingCorpus(
      name: "first", tasks: corpus.tasks,
      examples: EncodedExamples(
        corpus.examples.map { example in
          var example = example
          example.vectors = nil
          return example
        }), forms: corpus.forms, development: [], model: model)
    #expect(throws: TrainingError.vocabularyMismatch(corpus: "first")) {
      try Trainer(model: model, corpora: [without], options: ToyCorpora.options)
    }
  }

  @Test func `a task of a model with states is itself alone`() throws {
    let scratch = try Scratch()
    var toy = Self.toy()
    toy.tasks = [TaskOptions(name: "only", kind: TaggingOptions(source: .tags("pos")))]
    let model = try toy.model()
    let recipe = TrainingRecipe(
      encoder: model.encoder.options, features: model.features, tasks: model.tasks,
      corpora: [.init(name: "toy", tasks: ["only"], training: toy.training, development: toy.development)],
      options: toy.options)
    let trainer = try recipe.trainer()
    let joint = SeededTraining(seed: toy.options.seed, model: trainer.model, result: try trainer.run { _ in })
    let study = TrainingStudy(recipe, folder: scratch.folder.path)
    let rows = try study.baselines(joint: [joint], shouldStop: { false }) { _, _ in }
    #expect(try #require(rows?.first).difference == 0)
  }

  @Test func `a teacher reads the states of the same model, or none`() throws {
    let task = TaskOptions(name: "pos", kind: TaggingOptions(source: .tags("pos")))
    var toy = Self.toy()
    toy.tasks = [task]
    let model = try toy.model()
    func train(_ teacher: JointModel) throws {
      let corpus = TrainingCorpus(name: "toy", tasks: [0], training: toy.training, development: [], model: model)
      _ = try Trainer(model: model, corpora: [corpus], options: toy.options, teachers: ["pos": [teacher]]).run { _ in }
    }
    try train(model)
    try train(try ToyCorpora.model(toy.training, tasks: [task]))
    toy.contextualSeed = 78
    let other = try toy.model()
    #expect(
      throws: TrainingError.badTeacher(
        task: "pos",
        reason: "its encoder is given states of another model, or of other layers of it, than that of the model")
    ) { try train(other) }
  }

  @Test func `vectors come back as they were, from memory and from a mapped file`() throws {
    let scratch = try Scratch()
    func vectors(_ first: Int, _ count: Int) -> TokenVectors {
      let halves = (0..<3 * count).map { UInt16(first + $0) }
      return TokenVectors(width: 3, bytes: halves.withUnsafeBytes { Data($0) })
    }
    var examples = EncodedExamplesTests.examples
    for (index, example) in examples.enumerated() { examples[index].vectors = vectors(7 * index, example.count) }
    #expect(Array(EncodedExamples(examples)) == examples)
    let writer = try ExampleWriter(scratch.path("a.examples"))
    for example in examples { try writer.add(example) }
    try writer.close()
    let vectorWriter = try VectorWriter(scratch.path("a.vectors"), width: 3)
    for case let vectors? in examples.map(\.vectors) { try vectorWriter.add(vectors) }
    #expect(!FileManager.default.fileExists(atPath: scratch.path("a.vectors")))
    try vectorWriter.close()
    let plain = try EncodedExamples(contentsOf: scratch.path("a.examples"))
    #expect(plain[0].vectors == nil)
    #expect(Array(try plain.with(vectors: scratch.path("a.vectors"))) == examples)
    #expect(plain.with(zeros: 2)[1].vectors == TokenVectors(zeros: 1, width: 2))
    let whole = try Data(contentsOf: URL(fileURLWithPath: scratch.path("a.vectors")))
    for bytes in [whole.dropLast(6), whole.prefix(8), whole + Data(count: 6), Data("no vectors at all, nor any".utf8)] {
      try bytes.write(to: URL(fileURLWithPath: scratch.path("b.vectors")))
      #expect(
        throws: TrainingError.badExamples(
          path: scratch.path("b.vectors"), reason: "not a file of these examples' vectors")
      ) { try plain.with(vectors: scratch.path("b.vectors")) }
    }
  }
}
