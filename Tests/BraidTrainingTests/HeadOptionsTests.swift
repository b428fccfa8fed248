import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation
import Testing

/// What heads and the encoder can be told, each learned on toy corpora.
@Suite struct HeadOptionsTests {
  let training = ToyCorpora.documents(300, seed: 1)
  let development = ToyCorpora.documents(40, seed: 2)

  /// The best development score of a model with the one task `task`.
  func score(
    _ task: TaskOptions, target: Vocabulary? = nil, encoder change: (inout EncoderOptions) -> Void = { _ in },
    documents: (Document) -> Document = { $0 }
  ) throws -> Double {
    try train(task, target: target, encoder: change, documents: documents).score
  }

  /// A model with the one task `task`, and its best development score.
  func train(
    _ task: TaskOptions, target: Vocabulary?, encoder change: (inout EncoderOptions) -> Void = { _ in },
    documents: (Document) -> Document
  ) throws -> (model: JointModel, score: Double) {
    let training = training.map(documents)
    let development = development.map(documents)
    var inventory = TaskInventory(task)
    for document in training { inventory.observe(document) }
    var encoder = EncoderOptions()
    encoder.embedding = 16
    encoder.lstm.units = 16
    encoder.lstm.layers = 2
    change(&encoder)
    var words: [String: Int] = [:]
    for document in training {
      for index in document.tokens.indices { words[document.word(index), default: 0] += 1 }
    }
    var model = try JointModel(
      encoder: encoder,
      features: FeatureExtractor(options: encoder, words: Vocabulary(counts: words), characters: nil),
      tasks: [try inventory.configuration(vocabularies: target.map { ["target": .symbols($0)] } ?? [:])],
      random: Random(seed: 3))
    let corpus = TrainingCorpus(
      name: "toy", tasks: [0], training: training, development: development, model: model)
    var options = ToyCorpora.options
    // Writing and roles are learned later than labels.
    options.epochs = task.kind is TranslationOptions || task.kind is SemanticRolesOptions ? 30 : 15
    let trainer = try Trainer(model: model, corpora: [corpus], options: options)
    let result = try trainer.run { _ in }
    model.weights = result.weights
    return (model, result.scores[task.name]?.value ?? 0)
  }

  @Test(arguments: [EncoderLayer.layer(0), .layer(1), .top, .mix, .all])
  func `a task learns from any part of the encoder`(layer: EncoderLayer) throws {
    let task = TaskOptions(name: "pos", layer: layer, kind: TaggingOptions(source: .tags("pos")))
    #expect(try score(task) > 95)
  }

  @Test func `a task has layers of its own, and upper layers read the input as well`() throws {
    var layers = LSTMOptions()
    layers.units = 12
    layers.layers = 2
    layers.shortcuts = true
    layers.dropout = 0.1
    let task = TaskOptions(
      name: "sentiment", layer: .layer(1), privateLayers: layers, kind: ClassificationOptions())
    #expect(try score(task) { $0.lstm.shortcuts = true } > 95)
  }

  @Test(arguments: SpanEncoding.allCases, [false, true])
  func `spans are learned in any encoding, with a CRF or without`(encoding: SpanEncoding, crf: Bool) throws {
    var options = TaggingOptions(source: .spans("person"))
    options.encoding = encoding
    options.crf = crf
    #expect(try score(TaskOptions(name: "people", kind: options)) > 95)
  }

  @Test(arguments: ClassificationOptions.Pooling.allCases)
  func `a text is classified from its tokens however they are pooled`(pooling: ClassificationOptions.Pooling) throws {
    var options = ClassificationOptions()
    options.pooling = [pooling]
    options.ngrams = 0
    #expect(try score(TaskOptions(name: "sentiment", kind: options)) > 95)
  }

  @Test func `a text is classified from tokens pooled in every way at once`() throws {
    var options = ClassificationOptions()
    options.pooling = ClassificationOptions.Pooling.allCases
    options.ngrams = 0
    options.dropout = 0.1
    #expect(try score(TaskOptions(name: "sentiment", kind: options)) > 95)
  }

  /// Who comes first can't be told from the mean of word embeddings, but from pairs of words.
  @Test(arguments: [(0, 0.0...93.0), (1, 0.0...93.0), (2, 97.0...100.0), (3, 97.0...100.0)])
  func `pairs of words know an order that a bag of words does not`(
    ngrams: Int, scores: ClosedRange<Double>
  ) throws {
    var options = ClassificationOptions()
    options.pooling = [.mean]
    options.ngrams = ngrams
    options.buckets = 4096
    func labelled(_ document: Document) -> Document {
      var document = document
      document.labels["label"] = [Label(document.text.hasPrefix("ann ") ? "ann" : "other")]
      return document
    }
    let score = try score(TaskOptions(name: "first", layer: .layer(0), kind: options), documents: labelled)
    #expect(scores.contains(score), "\(score)")
  }

  @Test func `a text has any number of labels`() throws {
    var options = ClassificationOptions()
    options.multiLabel = true
    let task = TaskOptions(name: "topics", kind: options)
    func labelled(_ document: Document) -> Document {
      var document = document
      document.labels["label"] = ["ann", "today"].filter { document.text.contains($0) }.map { Label($0) }
      return document
    }
    #expect(try score(task, documents: labelled) > 95)
  }

  @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
  func `a translation is learned with tied weights and with input feeding`(tied: Bool, feeding: Bool) throws {
    var options = TranslationOptions(target: "de")
    options.units = 32
    options.embedding = 16
    options.tied = tied
    options.inputFeeding = feeding
    let words = Vocabulary(
      words: Array(Set(ToyCorpora.german.values)).sorted(),
      specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end])
    #expect(try score(TaskOptions(name: "de", kind: options), target: words) > 90)
  }

  @Test func `sentences of a text are translated one by one, each as it is alone`() throws {
    var options = TranslationOptions(target: "de")
    options.units = 32
    options.embedding = 16
    let words = Vocabulary(
      words: Array(Set(ToyCorpora.german.values)).sorted(),
      specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end])
    let model = try train(
      TaskOptions(name: "de", kind: options), target: words, documents: { $0 }
    ).model
    var text = Document(words: [["ann", "sees", "bob"], ["eve", "calls", "dan", "today"]])
    text.sentences = [Sentence(tokens: 0..<3), Sentence(tokens: 3..<7)]
    var answers = PredictionOptions()
    answers.attention = true
    answers.nBest = 3
    let found = try #require(Predictor(model).annotate([text], tasks: [0], options: answers)[0].translations["de"])
    #expect(found.words == ["anna", "sieht", "bert", "eva", "ruft", "daniel", "heute"])
    // No word looks at the other sentence.
    for (row, weights) in found.attention.enumerated() {
      #expect(weights.count == 7)
      #expect(weights[row < 3 ? 3..<7 : 0..<3].allSatisfy { $0 == 0 })
    }
    let alone = Predictor(model).annotate(
      [["ann", "sees", "bob"], ["eve", "calls", "dan", "today"]].map { Document(words: [$0]) }, tasks: [0],
      options: answers
    ).compactMap { $0.translations["de"] }
    #expect(found.text == alone.map(\.text).joined(separator: "\n"))
    #expect(abs((found.score ?? 0) - alone.reduce(0) { $0 + ($1.score ?? 0) }) < 1e-5)
    // The nearest other texts differ in one sentence.
    #expect(found.alternatives.count == 2)
    for other in found.alternatives {
      #expect(
        alone[0].alternatives.contains { other.text == $0.text + "\n" + alone[1].text }
          || alone[1].alternatives.contains { other.text == alone[0].text + "\n" + $0.text })
    }
  }

  @Test func `a word is spelled by characters, as lemmas are`() throws {
    var options = TranslationOptions(target: "lemma")
    options.units = 48
    options.embedding = 16
    let characters = Vocabulary(
      words: "abcdefghijklmnopqrstuvwxyz".map(String.init),
      specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end], kind: "characters")
    // Every document is one verb, letter by letter; its lemma lacks the last letter.
    func spelled(_ document: Document) -> Document {
      let verb = document.word(1)
      var spelled = Document(id: document.id, words: [verb.map { String($0) }])
      spelled.translations["lemma"] = AlignedText(String(verb.dropLast()))
      return spelled
    }
    let model = try train(
      TaskOptions(name: "lemma", kind: options), target: characters, documents: spelled
    ).model
    let gold = development.map(spelled)
    let found = Predictor(model).annotate(gold, tasks: [0])
    #expect(found.map { $0.translations["lemma"]?.text } == gold.map { $0.translations["lemma"]?.text })
  }

  @Test func `arguments are learned by their head tokens, with several private layers`() throws {
    var options = SemanticRolesOptions()
    options.style = .dependency
    options.units = 16
    options.layers = 2
    options.dropout = 0.1
    options.recurrentDropout = 0.1
    #expect(try score(TaskOptions(name: "roles", layer: .all, kind: options)) > 95)
  }
}
