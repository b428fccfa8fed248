import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// A model whose weights are in 8 bits.
@Suite struct QuantizedModelTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)").path
  var model: JointModel
  let documents: [Document]
  var file: String { folder + "/eight.braid" }

  init() throws {
    var encoder = EncoderOptions()
    encoder.embedding = 20
    encoder.lstm.units = 24
    encoder.lstm.layers = 2
    encoder.characters = CharacterOptions()
    let words = Vocabulary(counts: (0..<30).map { (key: "w\($0)", value: 3) })
    let characters = Vocabulary(counts: "w0123456789".map { (key: String($0), value: 3) })
    var tagging = TaggingOptions(source: .tags("pos"))
    tagging.crf = true
    var classification = ClassificationOptions()
    classification.reading.buckets = 2048
    model = try JointModel(
      encoder: encoder, features: FeatureExtractor(options: encoder, words: words, characters: characters),
      tasks: [
        TaskConfiguration(
          options: TaskOptions(name: "pos", kind: tagging),
          resources: TaskResources(labels: ["tags": LabelSet((0..<20).map { "T\($0)" })])),
        TaskConfiguration(
          options: TaskOptions(name: "sentiment", kind: classification),
          resources: TaskResources(labels: ["labels": LabelSet(["bad", "good"])])),
      ], random: Random(seed: 3))
    var stream = Random(seed: 4).stream("documents")
    documents = (0..<40).map { _ in
      var document = Document(
        words: [(0..<1 + stream.index(below: 20)).map { _ in "w\(stream.index(below: 40))" }])
      document.tags["pos"] = document.tokens.map { _ in "T\(stream.index(below: 20))" }
      document.labels["label"] = [Label(stream.index(below: 2) == 0 ? "bad" : "good")]
      return document
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(atPath: folder) }

  private static func predictions(_ model: JointModel, _ documents: [Document], threads: Int) -> [Document] {
    Predictor(model, threads: threads, batchTokens: 64).annotate(
      documents, tasks: [0, 1], options: PredictionOptions())
  }

  @Test func `it is another model, the same from its file or folder, and about a quarter as large`() throws {
    defer { remove() }
    let quantized = try model.quantized()
    #expect(quantized.fingerprint != model.fingerprint)
    try quantized.pack(to: file, card: nil, half: false)
    let read = try JointModel(contentsOf: file)
    #expect(read.fingerprint == quantized.fingerprint && read.weights == quantized.weights)
    try quantized.write(to: folder + "/written")
    #expect(try JointModel(contentsOf: folder + "/written").weights == quantized.weights)
    try JointModel.unpack(file, to: folder + "/unpacked")
    try JointModel(contentsOf: folder + "/unpacked").pack(to: folder + "/again.braid", card: nil, half: false)
    #expect(FileManager.default.contentsEqual(atPath: file, andPath: folder + "/again.braid"))
    // All but biases, transitions and the narrow output of two labels is in 8 bits.
    let info = try ModelInfo(contentsOf: file)
    let eight = try #require(info.weightsIn8Bits)
    #expect(info.weights > 20_000 && Double(eight) > 0.93 * Double(info.weights), "\(eight) of \(info.weights)")
    func bytes(_ path: String) throws -> Int { try Data(contentsOf: URL(fileURLWithPath: path)).count }
    try model.write(to: folder + "/exact")
    let (before, after) = (
      try bytes(folder + "/exact/model.safetensors"), try bytes(folder + "/written/model.safetensors")
    )
    #expect(Double(after) < 0.32 * Double(before), "\(after) of \(before)")
    #expect(try ModelInfo(contentsOf: folder + "/exact").weightsIn8Bits == nil)
  }

  @Test
  func `predictions are the same on any number of threads, beside any documents and from a file, and near`()
    throws
  {
    defer { remove() }
    let quantized = try model.quantized()
    let one = Self.predictions(quantized, documents, threads: 1)
    #expect(one == Self.predictions(quantized, documents, threads: 2))
    #expect(one == documents.map { Self.predictions(quantized, [$0], threads: 1)[0] })
    try quantized.pack(to: file, card: nil, half: false)
    #expect(one == Self.predictions(try JointModel(contentsOf: file), documents, threads: 2))
    // Scores are others, and few labels.
    let exact = Self.predictions(model, documents, threads: 1)
    #expect(one != exact)
    let pairs = zip(one, exact).flatMap { zip($0.tags["pos"] ?? [], $1.tags["pos"] ?? []) }
    let same = pairs.count { $0 == $1 }
    #expect(pairs.count == documents.reduce(0) { $0 + $1.tokens.count } && same * 10 > pairs.count * 9, "\(same)")
  }

  @Test func `the frozen encoder whose states it reads goes into 8 bits with it`() throws {
    defer { remove() }
    var encoder = EncoderOptions()
    encoder.embedding = 20
    encoder.lstm.units = 24
    encoder.states = ContextualOptions()
    let reader = try JointModel(
      encoder: encoder,
      features: FeatureExtractor(
        options: encoder, words: model.features.words, characters: nil, contextual: try ContextualModel(model)),
      tasks: [model.tasks[0]], random: Random(seed: 5))
    let quantized = try reader.quantized()
    #expect(quantized.fingerprint != reader.fingerprint)
    // The states are those of another encoder: vectors that were computed with the one are not those of the other.
    #expect(quantized.features.fingerprints != reader.features.fingerprints)
    try quantized.pack(to: file, card: nil, half: false)
    let read = try JointModel(contentsOf: file)
    #expect(read.fingerprint == quantized.fingerprint && read.features.fingerprints == quantized.features.fingerprints)
    try quantized.write(to: folder + "/written")
    #expect(try JointModel(contentsOf: folder + "/written").fingerprint == quantized.fingerprint)
    #expect(quantized.features.contextual?.model.weights.isQuantized == true)
    #expect(reader.features.contextual?.model.weights.isQuantized == false)
    try reader.pack(to: folder + "/exact.braid", card: nil, half: false)
    let (before, after) = (FileList.bytes([folder + "/exact.braid"]), FileList.bytes([file]))
    #expect(Double(after) < 0.5 * Double(before), "\(after) of \(before)")
    func predictions(_ model: JointModel, _ documents: [Document], threads: Int) -> [Document] {
      Predictor(model, threads: threads, batchTokens: 64).annotate(documents, tasks: [0], options: PredictionOptions())
    }
    let one = predictions(quantized, documents, threads: 1)
    #expect(one == predictions(read, documents, threads: 2))
    #expect(one == documents.map { predictions(quantized, [$0], threads: 1)[0] })
    let exact = predictions(reader, documents, threads: 1)
    let pairs = zip(one, exact).flatMap { zip($0.tags["pos"] ?? [], $1.tags["pos"] ?? []) }
    #expect(one != exact && pairs.count { $0 == $1 } * 10 > pairs.count * 9)
    // What is kept in 32 bits is the model's own; 8 bits of nothing but the frozen encoder are no model of 8 bits.
    #expect(throws: TaskError.self) { try reader.quantized(keeping: ["encoder", "pos"]) }
    #expect(throws: TaskError.self) { try quantized.quantized() }
  }

  @Test func `what a task loses is the difference of its scores, over all of its documents`() throws {
    defer { remove() }
    let quantized = try model.quantized()
    let corpora = [(Array(documents[..<25]), [0, 1]), (Array(documents[25...]), [0])]
    let (before, after) = (model.scores(on: corpora, threads: 2), quantized.scores(on: corpora, threads: 1))
    #expect(before.keys.sorted() == [0, 1] && after.keys.sorted() == [0, 1])
    let all = Predictor(model, threads: 1).predictions(documents, tasks: [0])[0]
    #expect(before[0] == model.heads[0].metric.score(gold: documents, predicted: all, bootstrap: 0))
    #expect(before[1]?.items == 25)
    var worse = TaskScore(metric: "accuracy", value: 91.5, items: 10)
    let better = TaskScore(metric: "accuracy", value: 92, items: 10)
    #expect(QuantizationLoss(better, worse).points == 0.5 && QuantizationLoss(worse, better).points == -0.5)
    // Of a perplexity less is better: 100 / (1 + 4) - 100 / (1 + 9).
    var perplexity = TaskScore(metric: "perplexity", value: 4, items: 10)
    perplexity.lowerIsBetter = true
    worse = perplexity
    worse.value = 9
    #expect(QuantizationLoss(perplexity, worse).points == 10)
    // Documents without gold labels have no score.
    let bare = documents.map { document in Document(words: [document.tokens.indices.map { document.form($0) }]) }
    #expect(model.scores(on: [(bare, [0, 1])], threads: 1).isEmpty)
  }

  @Test func `weights that are named stay in 32 bits`() throws {
    defer { remove() }
    let some = try model.quantized(keeping: ["encoder.lstm.1", "pos"])
    for entry in some.weights.entries {
      let isKept = entry.name.hasPrefix("encoder.lstm.1.") || entry.name.hasPrefix("pos.")
      #expect(entry.scales == nil || !isKept, "\(entry.name)")
    }
    #expect(some.weights["encoder.lstm.2.forward.input"].map { some.weights.entries[$0.index].scales != nil } == true)
    #expect(some.weights["pos.crf.transitions"].map { some.weights.entries[$0.index].scales == nil } == true)
    #expect(!JointModel.isPart("encoder.lstm.10.bias", of: "encoder.lstm.1"))
    #expect(throws: TaskError.self) { try model.quantized(keeping: ["encoder", "pos", "sentiment"]) }
  }

  @Test func `it is not put into 8 bits again, nor into 16, and a model that starts from it is in 32`() throws {
    defer { remove() }
    let quantized = try model.quantized()
    #expect(throws: TaskError.self) { try quantized.quantized() }
    #expect(throws: TaskError.self) { try quantized.pack(to: file, card: nil, half: true) }
    #expect(!FileManager.default.fileExists(atPath: file))
    var new = try JointModel(
      encoder: model.encoder.options, features: model.features, tasks: model.tasks, random: Random(seed: 9))
    SourceModel(quantized).apply(to: &new)
    #expect(!new.weights.isQuantized && new.weights.storage == quantized.weights.storage)
  }

  @Test func `a file that was altered is refused, and so are scales that are not those of its weights`() throws {
    defer { remove() }
    let quantized = try model.quantized()
    try quantized.write(to: folder + "/written")
    let path = folder + "/written/model.safetensors"
    let right = try Data(contentsOf: URL(fileURLWithPath: path))
    // A number of a matrix, and a bit of a scale.
    for place in [right.count - 7, right.count - quantized.weights.quantizedCount - 3] {
      var data = right
      data[place] ^= 1
      try data.write(to: URL(fileURLWithPath: path))
      do throws(TaskError) {
        _ = try JointModel(contentsOf: folder + "/written")
        Issue.record("byte \(place) was changed, and read")
      } catch {
        #expect(error.errorDescription?.contains("the weights do not match their checksum") == true, "\(error)")
      }
    }
    // Scales of rows where those of columns belong.
    try right.write(to: URL(fileURLWithPath: path))
    var file = try SafeTensors(contentsOf: path)
    let index = try #require(file.tensors.firstIndex { $0.name == "encoder.lstm.1.forward.input" })
    file.tensors[index].scales = TensorScales(
      areOfRows: true, values: [Float](repeating: 1, count: file.tensors[index].shape[0]))
    try file.write(to: path)
    do throws(TaskError) {
      _ = try JointModel(contentsOf: folder + "/written")
      Issue.record("scales of rows were read")
    } catch {
      #expect(error.errorDescription?.contains("encoder.lstm.1.forward.input.scales of shape") == true, "\(error)")
    }
  }

  @Test func `its card says what was lost, and nothing else of it may change`() throws {
    defer { remove() }
    var card = ModelCard(pipeline: "toy", bestStep: 7, steps: 9, scores: [:])
    card.quantization = Quantization(
      losses: [
        "pos": QuantizationLoss(
          TaskScore(metric: "accuracy", value: 92, items: 10), TaskScore(metric: "accuracy", value: 91.5, items: 10))
      ], kept: ["encoder.words"])
    try model.quantized().pack(to: file, card: card, half: false)
    let read = try ModelInfo(contentsOf: file)
    #expect(read.card == card && read.card?.quantization?.losses["pos"]?.points == 0.5)
  }
}
