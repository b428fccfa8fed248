import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation
import Testing

/// Trained models that say what a model in training should predict.
@Suite struct TeacherTests {
  /// A model of one task without dropout anywhere, its weights larger than fresh ones.
  static func model(_ task: TaskOptions, _ documents: [Document], seed: UInt64 = 3) throws -> JointModel {
    let fresh = try ToyCorpora.model(documents, tasks: [task])
    var encoder = fresh.encoder.options
    encoder.lstm.dropout = 0
    var model = try JointModel(
      encoder: encoder, features: fresh.features, tasks: fresh.tasks, random: Random(seed: seed))
    model.weights = model.weights.replacing(model.weights.storage.map { 2 * $0 })
    return model
  }

  /// One pass at a constant rate, all of the loss a teacher's.
  static var options: TrainingOptions {
    var options = ToyCorpora.options
    options.epochs = 1
    options.optimizer.kind = .sgd
    options.learningRate.peak = 0.5
    options.distillation.annealing = false
    return options
  }

  static func train(
    _ model: JointModel, _ documents: [Document], development: [Document] = [], _ options: TrainingOptions = options,
    teachers: [JointModel]
  ) throws -> TrainingResult {
    let corpus = TrainingCorpus(
      name: "toy", tasks: [0], training: documents, development: development, model: model)
    return try Trainer(
      model: model, corpora: [corpus], options: options,
      teachers: teachers.isEmpty ? [:] : [model.names[0]: teachers]
    ).run { _ in }
  }

  static func distance(_ first: Weights, _ second: Weights) -> Float {
    zip(first.storage, second.storage).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test func `the teacher's share falls in a straight line, or stays`() {
    var options = DistillationOptions()
    #expect([0, 25, 100, 120].map { options.share(step: $0, of: 100) } == [1, 0.75, 0, 0])
    options.share = 0.5
    #expect(options.share(step: 25, of: 100) == 0.375)
    options.annealing = false
    #expect([0, 25, 100].map { options.share(step: $0, of: 100) } == [0.5, 0.5, 0.5])
  }

  /// Whatever the kind and its options: the cross-entropy to one's own distribution has no gradient.
  @Test(arguments: ZeroDifferenceTests.kinds.indices)
  func `a model that is its own teacher has nothing to learn`(kind: Int) throws {
    var kind = ZeroDifferenceTests.kinds[kind]
    if var trees = kind as? DependenciesOptions {
      trees.dropout = 0
      kind = trees
    }
    let task = TaskOptions(name: "only", layer: kind.predictsNeighbours ? .layer(1) : .top, kind: kind)
    let documents = ZeroDifferenceTests.documents(40, seed: 1)
    let model = try Self.model(task, documents)
    let taught = try Self.train(model, documents, teachers: [model])
    let alone = try Self.train(model, documents, teachers: [])
    #expect(Self.distance(taught.weights, model.weights) < 2e-5)
    #expect(Self.distance(alone.weights, model.weights) > 1e-3)
  }

  @Test(arguments: [0, 2, 3])
  func `what a teacher knows is learned where the labels are wrong`(kind: Int) throws {
    let task = TaskOptions(name: "only", kind: ZeroDifferenceTests.kinds[kind])
    let documents = ZeroDifferenceTests.documents(300, seed: 1)
    let development = ZeroDifferenceTests.documents(60, seed: 2)
    var teacher = try ToyCorpora.model(documents, tasks: [task])
    teacher.weights = try Self.train(teacher, documents, development: development, ToyCorpora.options, teachers: [])
      .weights
    let wrong = documents.enumerated().map { index, document in
      var document = document
      document.labels["label"] = documents[(index + 7) % documents.count].labels["label"]
      document.tags["pos"] = document.tags["pos"]?.map { $0 == "N" ? "V" : $0 == "V" ? "A" : "N" }
      return document
    }
    var options = ToyCorpora.options
    options.distillation.annealing = false
    let student = try ToyCorpora.model(documents, tasks: [task])
    func score(_ teachers: [JointModel], _ options: TrainingOptions) throws -> Double {
      try Self.train(student, wrong, development: development, options, teachers: teachers).scores["only"]?.value ?? 0
    }
    #expect(try score([teacher], options) > 95)
    #expect(try score([teacher, teacher], options) > 95)
    options.distillation.temperature = 2
    #expect(try score([teacher], options) > 95)
  }

  @Test func `a training with a teacher ends in the same bits on any number of threads`() throws {
    let task = TaskOptions(name: "only", kind: ClassificationOptions())
    let documents = ZeroDifferenceTests.documents(80, seed: 1)
    let model = try Self.model(task, documents)
    let teacher = try Self.model(task, documents, seed: 9)
    var options = ToyCorpora.options
    options.epochs = 2
    let ends = try [1, 3].map { threads in
      options.threads = threads
      return try Self.train(model, documents, options, teachers: [teacher]).weights
    }
    #expect(ends[0] == ends[1])
    #expect(try Self.train(model, documents, options, teachers: []).weights != ends[0])
  }

  @Test func `a teacher that can't predict is refused before training`() throws {
    let documents = ZeroDifferenceTests.documents(60, seed: 1)
    var chain = TaggingOptions(source: .tags("pos"))
    chain.crf = true
    let model = try Self.model(TaskOptions(name: "only", kind: TaggingOptions(source: .tags("pos"))), documents)
    func reason(_ teacher: JointModel, task: String = "only") -> TrainingError? {
      let corpus = TrainingCorpus(name: "toy", tasks: [0], training: documents, development: [], model: model)
      return #expect(throws: TrainingError.self) {
        try Trainer(model: model, corpora: [corpus], options: Self.options, teachers: [task: [teacher]])
      }
    }
    #expect(reason(model, task: "other") == .unknownTask("other", option: "teachers", known: ["only"]))
    let kind = try Self.model(TaskOptions(name: "only", kind: ClassificationOptions()), documents)
    #expect(
      reason(kind)
        == .badTeacher(task: "only", reason: "its task only is of another kind, classification"))
    let options = try Self.model(TaskOptions(name: "only", kind: chain), documents)
    let found = try #require(reason(options))
    #expect(found.localizedDescription.contains("its options differ"), "\(found)")
    let words = try Self.model(
      TaskOptions(name: "only", kind: TaggingOptions(source: .tags("pos"))), Array(documents.prefix(5)))
    #expect(reason(words) != nil)
    let several = try ToyCorpora.model(documents)
    #expect(
      reason(several)
        == .badTeacher(
          task: "only", reason: "it has several tasks, none of that name: sentiment, pos, people, roles, de"))
  }

  /// Of 100 documents with one text half the labels are 70 % good.
  @Test func `a distribution over labels is learned as it is`() throws {
    let documents = (0..<80).map { index in
      var document = Document(words: [["ann", "sees", index % 2 == 0 ? "bob" : "kim"]])
      let share = index % 2 == 0 ? 0.7 : 0.2
      document.probabilities["label"] = [Label("bad", score: 1 - share), Label("good", score: share)]
      return document
    }
    for change in [{ (_: inout ClassificationOptions) in }, { $0.sigmoid = true }, { $0.multiLabel = true }] {
      var kind = ClassificationOptions()
      change(&kind)
      var model = try ToyCorpora.model(documents, tasks: [TaskOptions(name: "only", kind: kind)])
      var options = ToyCorpora.options
      options.epochs = 30
      model.weights = try Self.train(model, documents, options, teachers: []).weights
      var bare = Array(documents.prefix(2))
      for index in bare.indices { bare[index].probabilities = [:] }
      let predicted = Predictor(model).annotate(bare, tasks: [0])
      let good = predicted.map { $0.probabilities["label"]?.first { $0.name == "good" }?.score ?? 0 }
      #expect(abs(good[0] - 0.7) < 0.05 && abs(good[1] - 0.2) < 0.05, "\(good)")
    }
  }
}
