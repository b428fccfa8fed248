import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// The part of a classification head that reads n-grams.
@Suite struct WideLayerTests {
  static let documents = [
    Document(words: [["ann", "sees", "zoë"]]), Document(words: [["Ann"], ["sees"]]), Document(words: [["bob"]]),
  ]

  /// The rows of the n-grams of `documents` in a table of 65,536 rows: the finalizer of SplitMix64 over 32-bit foldings of
  /// FNV-1a over the words' bytes, computed in Python.
  static let rows = [[11109, 9501, 21177, 9623, 57225], [11109, 21177], [2547]]

  /// A model that knows the words `ann` and `sees` and has one task, its table filled with numbers.
  static func model(
    labels: [String] = ["bad", "good"], change: (inout ClassificationOptions) -> Void = { _ in }
  ) throws -> JointModel {
    var encoder = EncoderOptions()
    encoder.embedding = 6
    encoder.lowercase = true
    encoder.lstm.units = 5
    var kind = ClassificationOptions()
    change(&kind)
    var model = try JointModel(
      encoder: encoder,
      features: FeatureExtractor(options: encoder, words: Vocabulary(words: ["ann", "sees"]), characters: nil),
      tasks: [
        TaskConfiguration(
          options: TaskOptions(name: "mood", kind: kind),
          resources: TaskResources(labels: ["labels": LabelSet(ordered: labels)]))
      ], random: Random(seed: 11))
    if let id = model.weights["mood.ngrams"] {
      let count = model.weights.entries[id.index].count
      model.weights.set(id, (0..<count).map { Float(($0 * 37) % 101) / 101 - 0.5 })
    }
    return model
  }

  /// The logits of each document, in their order.
  static func logits(_ model: JointModel, _ documents: [Document] = documents) throws -> [[Float]] {
    let labelled = documents.map { document in
      var document = document
      document.labels["label"] = [Label("good")]
      return document
    }
    let executor = Executor(weights: model.weights, threads: 1, training: false, seed: 0)
    return try labelled.map { document in
      var forms = FormTable()
      let example = try #require(model.example(document, forms: &forms))
      let samples = executor.map(1) { tape, _ in
        model.inputs(tape, PackedBatch([example], forms: nil, tasks: 1), tasks: [0]).map {
          model.heads[0].calibrationSamples($0)[0]
        }
      }[0][0]
      guard case .softmax(let logits, _) = samples[0] else { return [] }
      return logits
    }
  }

  @Test func `logits are those of the pooled states plus 20/√n times the sum of the n-grams' rows`() throws {
    let model = try Self.model()
    var without = model
    let id = try #require(model.weights["mood.ngrams"])
    let entry = model.weights.entries[id.index]
    #expect(entry.rows == 65_536 && entry.columns == 2 && entry.kind == .rows)
    without.weights.set(id, [Float](repeating: 0, count: entry.count))
    let table = model.weights.values(id)
    let (all, pooled) = (try Self.logits(model), try Self.logits(without))
    // `zoë` and `bob` are unknown words, and have rows as well.
    for (document, rows) in Self.rows.enumerated() {
      for label in 0..<2 {
        let sum = rows.reduce(Float(0)) { $0 + table[$1 * 2 + label] }
        let expected = pooled[document][label] + 20 / Float(rows.count).squareRoot() * sum
        #expect(abs(all[document][label] - expected) < 2e-4)
      }
    }
  }

  @Test func `n-grams are told apart by bytes, known to the vocabulary or not, and stay within a sentence`() throws {
    let model = try Self.model()
    func logits(_ sentences: [[String]]) throws -> [Float] { try Self.logits(model, [Document(words: sentences)])[0] }
    #expect(try logits([["ann", "sees"]]) != logits([["ann"], ["sees"]]))
    #expect(try logits([["ANN", "sees"]]) == logits([["ann", "Sees"]]))
    // Both are the unknown word to the encoder.
    #expect(try logits([["bob"]]) != logits([["zoë"]]))
    let short = try Self.model { $0.ngrams = 1 }
    #expect(
      try Self.logits(short, [Document(words: [["ann", "sees"]])])
        != Self.logits(model, [Document(words: [["ann", "sees"]])]))
  }

  @Test func `a document in a batch has the logits that it has alone`() throws {
    let model = try Self.model()
    var together: [Document] = Self.documents
    for index in together.indices { together[index].labels["label"] = nil }
    var options = PredictionOptions()
    options.probabilities = true
    let batch = Predictor(model, threads: 1).annotate(together, tasks: [0], options: options)
    let alone = together.map { Predictor(model, threads: 1).annotate([$0], tasks: [0], options: options)[0] }
    #expect(batch == alone)
  }

  @Test func `very many labels have a smaller table`() throws {
    // 65,536 rows of 1,000 labels would be 65 million weights; 33,554 is 2 to the power of 25 by 1,000.
    let model = try Self.model(labels: (0..<1000).map { "label \($0)" })
    let id = try #require(model.weights["mood.ngrams"])
    #expect(model.weights.entries[id.index].rows == 32_768)
  }

  @Test(arguments: [
    ("ngrams", "`9`"), ("buckets", "`1000`"), ("buckets", "`0`"), ("pooling", "an empty list"),
    ("pooling", "`max, max`"),
  ])
  func `options that can't be are refused, set in Swift as well`(option: String, found: String) throws {
    let error = #expect(throws: TaskError.self) {
      try Self.model { options in
        switch found {
        case "`9`": options.ngrams = 9
        case "`1000`": options.buckets = 1000
        case "`0`": options.buckets = 0
        case "an empty list": options.pooling = []
        default: options.pooling = [.max, .max]
        }
      }
    }
    #expect(error?.errorDescription?.hasPrefix("task mood: `\(option)` is \(found), expected ") == true)
    #expect(error?.recoverySuggestion == "Set `\(option)` to such a value.")
  }

  @Test func `a model folder keeps n-grams and poolings, and an older one has none`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try Self.model { $0.pooling = [.max, .mean, .last, .attention] }
    try model.write(to: folder)
    #expect(try Self.logits(JointModel(contentsOf: folder)) == Self.logits(model))
    // One way of pooling was a word, and there were no n-grams.
    let old = try Self.model {
      $0.ngrams = 0
      $0.pooling = [.mean]
    }
    try old.write(to: folder)
    let path = folder + "/config.json"
    var text = try String(contentsOfFile: path, encoding: .utf8)
    text = text.replacing(/"pooling" : \[[^\]]*\]/, with: "\"pooling\" : \"mean\"")
    text = text.replacing(/"buckets" : [0-9]*,/, with: "").replacing(/"ngrams" : 0,/, with: "")
    #expect(!text.contains("ngrams"))
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    var weights = try SafeTensors(contentsOf: folder + "/model.safetensors")
    let digest = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    weights.metadata["configuration"] = String(digest, radix: 16)
    try weights.write(to: folder + "/model.safetensors")
    let read = try JointModel(contentsOf: folder)
    #expect(read.tasks == old.tasks)
    #expect(try Self.logits(read) == Self.logits(old))
  }

  @Test func `a model that starts from another keeps its n-grams, and new labels begin with none`() throws {
    let source = SourceModel(try Self.model())
    let task = TaskConfiguration(
      options: source.model.tasks[0].options,
      resources: TaskResources(labels: ["labels": LabelSet(["bad", "good", "so-so"])]))
    var new = try JointModel(
      encoder: source.model.encoder.options, features: source.model.features, tasks: [source.configuration(task)],
      random: Random(seed: 5))
    source.apply(to: &new)
    let old = source.model.weights.values(try #require(source.model.weights["mood.ngrams"]))
    let values = new.weights.values(try #require(new.weights["mood.ngrams"]))
    #expect(values.count == 3 * 65_536)
    for row in [0, 11109, 65_535] {
      #expect(Array(values[row * 3..<row * 3 + 3]) == Array(old[row * 2..<row * 2 + 2]) + [0])
    }
    #expect(zip(try Self.logits(new), try Self.logits(source.model)).allSatisfy { Array($0.prefix(2)) == $1 })
  }
}
