import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// A model folder is taken from anywhere: whatever is in it, reading ends in the model that was written or in an error.
@Suite struct ModelFolderTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)").path
  var model: JointModel

  init() throws {
    var encoder = EncoderOptions()
    encoder.embedding = 5
    encoder.lstm.units = 3
    encoder.characters = CharacterOptions()
    encoder.characters?.embedding = 2
    encoder.characters?.units = 2
    let words = Vocabulary(counts: ["ann", "sees", "bob"].map { (key: $0, value: 3) })
    let characters = Vocabulary(kind: "characters", counts: ["a", "b"].map { (key: $0, value: 3) })
    let target = Vocabulary(
      specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end], counts: [(key: "anna", value: 2)])
    var translation = TranslationOptions(target: "de")
    translation.units = 2
    translation.embedding = 2
    var roles = SemanticRolesOptions()
    roles.units = 2
    var sentiment = ClassificationOptions()
    sentiment.buckets = 16
    model = try JointModel(
      encoder: encoder, features: FeatureExtractor(options: encoder, words: words, characters: characters),
      tasks: [
        TaskConfiguration(
          options: TaskOptions(name: "sentiment", kind: sentiment),
          resources: TaskResources(labels: ["labels": LabelSet(["bad", "good"])])),
        TaskConfiguration(
          options: TaskOptions(name: "roles", layer: .mix, kind: roles),
          resources: TaskResources(labels: [
            "senses": LabelSet(ordered: ["_", "01"]), "roles": LabelSet(ordered: ["O", "B-A", "I-A"]),
          ])),
        TaskConfiguration(
          options: TaskOptions(name: "de", kind: translation), vocabularies: ["target": .symbols(target)]),
      ], random: Random(seed: 3))
    model.preparation.locale = "de"
    model.preparation.patterns = [.email]
    model.preparation.normalize = [.nfkc]
    model.textRules = TextRules(icu: "72.1", segmentation: "abc")
    try model.write(to: folder)
  }

  /// Reads the folder with one file changed, then puts it right again.
  func reading(_ name: String, as data: Data) throws -> (model: JointModel?, error: TaskError?) {
    let url = URL(fileURLWithPath: folder).appending(path: name)
    let right = try Data(contentsOf: url)
    try data.write(to: url)
    defer { try? right.write(to: url) }
    do throws(TaskError) { return (try JointModel(contentsOf: folder), nil) } catch { return (nil, error) }
  }

  @Test func `what is written is read`() throws {
    let read = try JointModel(contentsOf: folder)
    #expect(read.weights == model.weights)
    #expect(read.fingerprint == model.fingerprint)
    #expect(read.textRules == model.textRules)
    var other = model
    other.textRules = nil
    try other.write(to: folder)
    #expect(try JointModel(contentsOf: folder).textRules == nil)
    try FileManager.default.removeItem(atPath: folder)
  }

  /// Bits flipped all over each file, and the file cut at many places: an error with advice, or, where the change means
  /// nothing, the same model.
  @Test(arguments: ["model.safetensors", "config.json", "words.vocab", "characters.vocab", "de.target.vocab"])
  func `a file that was tampered with is an error, never another model and never a crash`(name: String) throws {
    let right = try Data(contentsOf: URL(fileURLWithPath: folder).appending(path: name))
    var stream = Random(seed: 17).stream(name)
    var errors = 0
    for round in 0..<150 {
      var data = right
      if round % 3 == 0 {
        data = data.prefix(stream.index(below: data.count))
      } else {
        // Every region gets its share; the header of the weights comes first and is small.
        let position = round % 3 == 1 ? stream.index(below: min(64, data.count)) : stream.index(below: data.count)
        data[position] ^= UInt8(1 << stream.index(below: 8))
      }
      let (read, error) = try reading(name, as: data)
      if let error {
        errors += 1
        #expect(error.errorDescription?.isEmpty == false && error.recoverySuggestion?.isEmpty == false)
      } else {
        #expect(read?.fingerprint == model.fingerprint, "round \(round)")
      }
    }
    // Spaces of the header of the weights may become other white space.
    #expect(errors >= (name == "model.safetensors" ? 145 : 150))
    try FileManager.default.removeItem(atPath: folder)
  }

  /// Puts another `config.json` into the folder, with its digest in the weights file, as somebody who means harm would.
  func reading(configuration text: String) throws -> (model: JointModel?, error: TaskError?) {
    let path = folder + "/model.safetensors"
    var file = try SafeTensors(contentsOf: path)
    let digest = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    file.metadata["configuration"] = String(digest, radix: 16)
    try file.write(to: path)
    return try reading("config.json", as: Data(text.utf8))
  }

  @Test(arguments: [
    ("\"units\" : 3", "\"units\" : 4000000000000000000", "`units` is `4000000000000000000`, expected a whole number"),
    ("\"units\" : 3", "\"units\" : 4000", "shape"), ("\"layers\" : 1", "\"layers\" : 1000000000", "layers"),
    ("\"layers\" : 1", "\"layers\" : 0", "layers"), ("\"beam\" : 4", "\"beam\" : 100000000", "`beam` is"),
    ("\"embedding\" : 5", "\"embedding\" : -5", "`embedding` is `-5`"),
    ("\"maximumRatio\" : 2", "\"maximumRatio\" : 1e300", "`maximumRatio` is"),
    ("\"unknownBuckets\" : 0", "\"unknownBuckets\" : 999999", "encoder.words"),
    ("\"72.1\"", "\"72\\u001b[31m\"", "`textRules` holds no version"),
    ("\"crf\"", "\"crg\"", "unknown key"), ("\"kind\" : \"classification\"", "\"kind\" : \"dreams\"", "`dreams`"),
    ("\"version\" : 2", "\"version\" : 1", "a model of version 1, this program reads version 2"),
  ])
  func `what the files do not bear out is refused before memory is taken`(
    old: String, new: String, message: String
  ) throws {
    let url = URL(fileURLWithPath: folder).appending(path: "config.json")
    var text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    if old == "\"crf\"" {
      text = text.replacing("\"beam\"", with: "\"crg\"")
    } else {
      text.replaceSubrange(try #require(text.range(of: old)), with: new)
    }
    let (read, error) = try reading(configuration: text)
    #expect(read == nil)
    #expect(error?.errorDescription?.contains(message) == true, "\(error?.errorDescription ?? "")")
    #expect(error?.recoverySuggestion?.isEmpty == false)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `a folder holds options in plain words, and each vocabulary as a file`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == ["characters.vocab", "config.json", "de.target.vocab", "model.safetensors", "words.vocab"])
    let url = URL(fileURLWithPath: folder).appending(path: "config.json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    let tasks = try #require(object["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["kind"] as? String } == ["classification", "semantic-roles", "translation"])
    let options = try #require(tasks[1]["options"] as? [String: Any])
    #expect(options.keys.sorted() == ["dropout", "layers", "predicatesGiven", "recurrentDropout", "style", "units"])
    #expect(options["units"] as? Int == 2)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `a configuration that is not the one written with the weights is refused`() throws {
    let url = URL(fileURLWithPath: folder).appending(path: "config.json")
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let (read, error) = try reading("config.json", as: Data((text + " ").utf8))
    #expect(read == nil)
    #expect(error?.errorDescription?.contains("not the one that was written with") == true)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `counts of a vocabulary are the model's too`() throws {
    let path = folder + "/words.vocab"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("ann\t3"))
    let (read, error) = try reading("words.vocab", as: Data(text.replacing("ann\t3", with: "ann\t4").utf8))
    #expect(read == nil)
    #expect(error == .badModel(path: path, reason: "not the file that was written with the model"))
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `a card that was changed in any bit is an error, or the same card`() throws {
    let score = TaskScore(metric: "accuracy", value: 87.5, secondary: ["macro F1": 81.25], items: 16)
    let card = ModelCard(pipeline: "toy", bestStep: 7, steps: 9, scores: ["sentiment": score])
    try card.write(to: folder)
    #expect(try ModelCard.read(from: .folder(folder)) == card)
    let url = URL(fileURLWithPath: folder).appending(path: "card.json")
    let right = try Data(contentsOf: url)
    for place in 0..<right.count * 8 {
      var data = right
      data[place / 8] ^= UInt8(1 << (place % 8))
      try data.write(to: url)
      do throws(TaskError) {
        #expect(try ModelCard.read(from: .folder(folder)) == card, "bit \(place)")
      } catch {
        #expect(error.errorDescription?.contains("card.json") == true && error.recoverySuggestion?.isEmpty == false)
      }
    }
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `a header that promises more than the file has is refused`() throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: folder).appending(path: "model.safetensors"))
    data.replaceSubrange(0..<8, with: withUnsafeBytes(of: UInt64.max.littleEndian) { Data($0) })
    let (_, error) = try reading("model.safetensors", as: data)
    #expect(error?.errorDescription?.contains("a header of 18446744073709551615 bytes") == true)
    try FileManager.default.removeItem(atPath: folder)
  }
}
