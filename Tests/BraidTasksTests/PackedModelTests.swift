import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// A model that is one file.
@Suite struct PackedModelTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)").path
  var model: JointModel
  let card = ModelCard(pipeline: "toy", bestStep: 7, steps: 9, scores: [:])
  var file: String { folder + "/toy.braid" }

  init() throws {
    var encoder = EncoderOptions()
    encoder.embedding = 5
    encoder.lstm.units = 3
    let words = Vocabulary(counts: ["ann", "sees", "bob"].map { (key: $0, value: 3) })
    model = try JointModel(
      encoder: encoder, features: FeatureExtractor(options: encoder, words: words, characters: nil),
      tasks: [
        TaskConfiguration(
          options: TaskOptions(name: "sentiment", kind: ClassificationOptions()),
          resources: TaskResources(labels: ["labels": LabelSet(["bad", "good"])]))
      ], random: Random(seed: 3))
    model.segmenter = try JointModel(
      encoder: encoder, features: FeatureExtractor(options: encoder, words: words, characters: nil),
      tasks: [
        TaskConfiguration(
          options: TaskOptions(name: "segments", kind: SegmentationOptions()),
          resources: TaskResources(labels: ["ends": LabelSet(ordered: ["none", "token", "sentence"])]))
      ], random: Random(seed: 4))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(atPath: folder) }

  @Test func `packed, it is the same model; unpacked, the same files as its folder, byte for byte`() throws {
    defer { remove() }
    try model.pack(to: file, card: card, half: false)
    let read = try JointModel(contentsOf: file)
    #expect(read.fingerprint == model.fingerprint && read.weights == model.weights)
    #expect(read.segmenter?.fingerprint == model.segmenter?.fingerprint)
    #expect(try ModelCard.read(from: ModelFiles(file)) == card)
    try model.write(to: folder + "/written")
    try card.write(to: folder + "/written")
    try JointModel.unpack(file, to: folder + "/unpacked")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder + "/written").sorted()
    #expect(names == (try FileManager.default.subpathsOfDirectory(atPath: folder + "/unpacked").sorted()))
    #expect(names.contains("segmenter/model.safetensors") && names.contains("card.json"))
    for name in names {
      #expect(
        FileManager.default.contentsEqual(atPath: "\(folder)/written/\(name)", andPath: "\(folder)/unpacked/\(name)"))
    }
    try JointModel(contentsOf: folder + "/unpacked").pack(to: folder + "/again.braid", card: card, half: false)
    #expect(FileManager.default.contentsEqual(atPath: file, andPath: folder + "/again.braid"))
  }

  @Test func `weights of 16 bits make another model, which is the same wherever it is packed`() throws {
    defer { remove() }
    try model.pack(to: file, card: nil, half: true)
    let read = try JointModel(contentsOf: file)
    #expect(read.fingerprint != model.fingerprint)
    #expect(read.fingerprint == (try model.rounded()).fingerprint)
    for (rounded, exact) in zip(read.weights.storage, model.weights.storage) {
      #expect(abs(rounded - exact) <= abs(exact) * 0x1p-11 + 0x1p-25)
    }
    try read.pack(to: folder + "/again.braid", card: nil, half: true)
    #expect(FileManager.default.contentsEqual(atPath: file, andPath: folder + "/again.braid"))
    #expect(try ModelInfo(contentsOf: file).bytes < ModelInfo(contentsOf: file).weights * 4)
    var large = model
    large.weights = model.weights.replacing(model.weights.storage.map { _ in 1e6 })
    #expect(throws: TaskError.self) { try large.pack(to: folder + "/large.braid", card: nil, half: true) }
    #expect(!FileManager.default.fileExists(atPath: folder + "/large.braid"))
  }

  @Test func `what was altered, cut off or is something else is refused with the reason, and nothing is unpacked`()
    throws
  {
    defer { remove() }
    try model.pack(to: file, card: card, half: true)
    let right = try Data(contentsOf: URL(fileURLWithPath: file))
    var stream = Random(seed: 5).stream("flips")
    for round in 0..<300 {
      var data = right
      if round % 3 == 0 {
        data = data.prefix(stream.index(below: data.count))
      } else {
        data[stream.index(below: data.count)] ^= UInt8(1 << stream.index(below: 8))
      }
      try data.write(to: URL(fileURLWithPath: file))
      do throws(TaskError) {
        _ = try JointModel(contentsOf: file)
        Issue.record("round \(round) was read")
      } catch {
        #expect(error.errorDescription?.contains("toy.braid: not a model: it") == true, "\(error)")
        #expect(error.recoverySuggestion?.isEmpty == false)
      }
      #expect(throws: TaskError.self) { try JointModel.unpack(file, to: folder + "/unpacked") }
    }
    #expect(!FileManager.default.fileExists(atPath: folder + "/unpacked"))
  }

  @Test func `a folder with files in it is not unpacked into`() throws {
    defer { remove() }
    try model.pack(to: file, card: nil, half: false)
    #expect(throws: TaskError.notWritten(path: folder, reason: "the folder has files in it; name another one")) {
      try JointModel.unpack(file, to: folder)
    }
    try model.write(to: folder + "/written")
    #expect(throws: TaskError.self) { try JointModel.unpack(folder + "/written", to: folder + "/other") }
  }
}
