import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Testing

/// Trees, lemmas and features, learned together from made-up sentences.
@Suite struct TreebankTests {
  /// Sentences of `ToyCorpora` with what a treebank says of them: names are lemmas in upper case, verbs lose their `s` and alone
  /// have features, and names and `today` hang below the verb.
  static func documents(_ count: Int, seed: UInt64) -> [Document] {
    ToyCorpora.documents(count, seed: seed).map { document in
      var document = document
      let words = document.words(document.tokens.indices)
      document.tags["lemma"] = words.map { word in
        ToyCorpora.verbs.contains(word)
          ? String(word.dropLast()) : word == "today" ? word : word.prefix(1).uppercased() + word.dropFirst()
      }
      document.tags["feats"] = words.map { ToyCorpora.verbs.contains($0) ? "Mood=Ind|Tense=Pres" : nil }
      document.tags["head"] = words.indices.map { $0 == 1 ? "0" : "2" }
      document.tags["deprel"] = Array(["nsubj", "root", "obj", "advmod"].prefix(words.count))
      return document
    }
  }

  static var tasks: [TaskOptions] {
    var trees = DependenciesOptions()
    (trees.arcUnits, trees.labelUnits, trees.dropout) = (16, 8, 0.1)
    return [
      TaskOptions(name: "trees", kind: trees), TaskOptions(name: "lemma", layer: .all, kind: LemmasOptions()),
      TaskOptions(name: "features", layer: .layer(1), kind: TaggingOptions(source: .tags("feats"))),
    ]
  }

  static func train(
    _ tasks: [TaskOptions] = tasks, threads: Int = 2, epochs: Int = 8
  ) throws -> (model: JointModel, result: TrainingResult) {
    let training = documents(400, seed: 1)
    var model = try ToyCorpora.model(training, tasks: tasks)
    let corpus = TrainingCorpus(
      name: "treebank", tasks: Array(tasks.indices), training: training, development: documents(60, seed: 2),
      model: model)
    var options = ToyCorpora.options
    options.epochs = epochs
    options.threads = threads
    let result = try Trainer(model: model, corpora: [corpus], options: options).run { _ in }
    model.weights = result.weights
    return (model, result)
  }

  @Test func `trees, lemmas and features are learned together, to the same bits on one thread and on three`() throws {
    let (model, result) = try Self.train(threads: 1)
    for task in Self.tasks { #expect(result.scores[task.name]?.value ?? 0 > 97, "\(task.name)") }
    #expect(try Self.train(threads: 3).result.weights == result.weights)
    let document = Document(words: [["eve", "calls", "dan", "today"]])
    var options = PredictionOptions()
    options.scores = true
    let found = Predictor(model, threads: 1).annotate([document], tasks: [0, 1, 2], options: options)[0]
    #expect(found.tags["head"] == ["2", "0", "2", "2"])
    #expect(found.tags["deprel"] == ["nsubj", "root", "obj", "advmod"])
    #expect(found.tags["lemma"] == ["Eve", "call", "Dan", "today"])
    #expect(found.tags["feats"] == [nil, "Mood=Ind|Tense=Pres", nil, nil])
    for layer in ["head", "deprel", "lemma", "feats"] {
      #expect(found.tagScores[layer]?.allSatisfy { $0.map { 0.5...1 ~= $0 } ?? false } == true, "\(layer)")
    }
  }

  @Test func `trees without crossing arcs are learned as well`() throws {
    var trees = DependenciesOptions()
    (trees.arcUnits, trees.labelUnits, trees.projective) = (16, 8, true)
    let score = try Self.train([TaskOptions(name: "trees", kind: trees)]).result.scores["trees"]
    #expect(score?.value ?? 0 > 97)
    #expect(score?.metric == "LAS")
  }

  /// A model of fresh weights, whose trees are any.
  func untrained(projective: Bool = false) throws -> JointModel {
    var trees = DependenciesOptions()
    (trees.arcUnits, trees.labelUnits, trees.projective) = (8, 4, projective)
    return try ToyCorpora.model(
      Self.documents(20, seed: 1), tasks: [TaskOptions(name: "trees", kind: trees)])
  }

  /// Whether each sentence is a tree whose root, and nothing else, is labelled as one.
  func expectTrees(_ document: Document, sourceLocation: SourceLocation = #_sourceLocation) {
    let heads = (document.tags["head"] ?? []).map { $0.flatMap { Int($0) } ?? -1 }
    let labels = document.tags["deprel"] ?? []
    #expect(heads.count == document.tokens.count && labels.count == heads.count, sourceLocation: sourceLocation)
    for sentence in document.sentences where !sentence.tokens.isEmpty {
      #expect(HeadChain.isTree(Array(heads[sentence.tokens])), sourceLocation: sourceLocation)
    }
    for (head, label) in zip(heads, labels) {
      #expect((head == 0) == (label == "root"), sourceLocation: sourceLocation)
    }
  }

  func sentence(_ words: Int) -> [String] {
    (0..<words).map { ["ann", "sees", "bob", "today"][($0 * 7 + $0 / 5) % 4] }
  }

  @Test(arguments: [false, true])
  func `every sentence gets one tree, however long, also one that is read in pieces`(projective: Bool) throws {
    let predictor = Predictor(try untrained(projective: projective), threads: 1)
    let documents = [1, 2, 3, 60, 512, 513, 1_300].map { Document(words: [sentence($0)]) }
    let together = predictor.annotate(documents, tasks: [0])
    for document in together { expectTrees(document) }
    // Neighbours change nothing.
    #expect(together[3] == predictor.annotate([documents[3]], tasks: [0])[0])
    #expect(predictor.sentencesReadInParts(documents, tasks: [0]) == 2)
  }

  @Test func `a sentence that windows cut is one tree of its own`() throws {
    let predictor = Predictor(try untrained(), threads: 2)
    let document = Document(words: [sentence(20), sentence(9_000), sentence(30)])
    let found = predictor.annotate([document], tasks: [0])[0]
    expectTrees(found)
    // The short sentences have the trees that they have alone.
    let alone = predictor.annotate([Document(words: [sentence(20)]), Document(words: [sentence(30)])], tasks: [0])
    #expect(found.tags["head"].map { Array($0[..<20]) } == alone[0].tags["head"])
    #expect(found.tags["head"].map { Array($0[9_020...]) } == alone[1].tags["head"])
    // The document without marked sentences is one.
    var whole = document
    whole.sentences = []
    let heads = predictor.annotate([whole], tasks: [0])[0].tags["head"] ?? []
    #expect(HeadChain.isTree(heads.map { $0.flatMap { Int($0) } ?? -1 }))
  }

  @Test func `training reads long sentences in pieces, with the heads that lie within one`() throws {
    var document = Document(words: [sentence(1_100)])
    document.tags["head"] = (0..<1_100).map { "\($0)" }
    document.tags["deprel"] = (0..<1_100).map { $0 == 0 ? "root" : "nsubj" }
    let model = try untrained()
    let set = EvaluationSet([document], tasks: [0], model: model)
    let loss = try #require(Predictor(model, threads: 1).evaluate(set).losses[0])
    // Fresh weights spread over 366 or 367 heads, and over few labels: log 367 = 5.9.
    #expect(3...12 ~= loss)
  }

  @Test func `heads that are no words of the sentence, and missing ones, carry no loss`() throws {
    let model = try untrained()
    var document = Document(words: [["ann", "sees", "bob"]])
    document.tags["head"] = ["2", "0", "2"]
    document.tags["deprel"] = ["nsubj", "root", "strange"]
    let head = model.heads[0]
    #expect(head.target(document)?.prefix(3) == [2, 0, 2])
    #expect(head.target(document)?.last == -1)
    document.tags["head"] = ["1", nil, "4"]
    #expect(head.target(document)?.prefix(3) == [-1, -1, -1])
    document.tags["head"] = ["-1", "x", "99999999999999"]
    #expect(head.target(document)?.prefix(3) == [-1, -1, -1])
    #expect(head.target(document).map(head.lossItemCounts) == [0, 0])
    document.tags["head"] = nil
    #expect(head.target(document) == nil)
  }

  @Test func `features of a language are learned as whole bundles, hundreds of them, and words without any`() throws {
    // 220 words: of five, four have a bundle of their own, the fifth has none.
    let words = (0..<220).map { "w\($0)" }
    func document(_ index: Int) -> Document {
      let chosen = (0..<8).map { words[(index * 31 + $0 * 17) % 220] }
      var document = Document(id: "d\(index)", words: [chosen])
      document.tags["feats"] = chosen.map { word in
        let number = Int(word.dropFirst()) ?? 0
        return number % 5 == 4 ? nil : "Case=\(number % 20)|Number=\(number / 20)"
      }
      return document
    }
    let training = (0..<900).map(document)
    let task = TaskOptions(name: "features", layer: .layer(0), kind: TaggingOptions(source: .tags("feats")))
    let model = try ToyCorpora.model(training, tasks: [task])
    #expect(model.tasks[0].resources.labels["tags"]?.count == 177)
    let corpus = TrainingCorpus(
      name: "features", tasks: [0], training: training, development: (900..<1000).map(document), model: model)
    var options = ToyCorpora.options
    options.epochs = 10
    let result = try Trainer(model: model, corpora: [corpus], options: options).run { _ in }
    let score = try #require(result.scores["features"])
    #expect(score.value > 97)
    // All words count, also those without features.
    #expect(score.items == 800)
    var trained = model
    trained.weights = result.weights
    let found = Predictor(trained, threads: 1).annotate([Document(words: [["w4", "w5", "w219"]])], tasks: [0])[0]
    #expect(found.tags["feats"] == [nil, "Case=5|Number=0", nil])
  }

  @Test func `whether words without a tag are learned can be said of any layer`() throws {
    var options = TaggingOptions(source: .tags("upos"))
    #expect(!options.learnsEmpty)
    options.emptyTags = true
    #expect(options.learnsEmpty)
    options = TaggingOptions(source: .tags("feats"))
    #expect(options.learnsEmpty)
    options.emptyTags = false
    #expect(!options.learnsEmpty)
    #expect(!TaggingOptions(source: .spans("feats")).learnsEmpty)
  }
}
