import BraidFiles
public import BraidTensors
import BraidText
import BraidVocabularies
import Foundation

extension JointModel {
  /// Writes the model into a folder: `model.safetensors`, `config.json`, `words.vocab` and `characters.vocab`.
  ///
  /// Each file replaces an older one as a whole; `config.json` comes last.
  ///
  /// - Throws: `TaskError.notWritten` when the folder or a file can't be written.
  public func write(to folder: String) throws(TaskError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let configuration = try configuration.encoded + Data("\n".utf8)
      let tensors = weights.entries.map { entry in
        NamedTensor(
          name: entry.name, shape: [entry.rows, entry.columns],
          values: Array(weights.storage[entry.offset..<entry.offset + entry.count]))
      }
      try SafeTensors(
        tensors: tensors, metadata: ["format": "braid", Self.configurationKey: Self.digest(configuration)]
      ).write(to: folder + "/model.safetensors")
      try AtomicFile.write(folder + "/words.vocab", text: features.words.serialized)
      if let characters = features.characters {
        try AtomicFile.write(folder + "/characters.vocab", text: characters.serialized)
      }
      try AtomicFile.write(folder + "/config.json", text: String(decoding: configuration, as: UTF8.self))
    } catch {
      throw .notWritten(path: folder, reason: error.localizedDescription)
    }
  }

  /// What `config.json` says of the model.
  private var configuration: ModelConfiguration {
    ModelConfiguration(
      encoder: encoder.options, tasks: configurations, preparation: preparation,
      words: Self.hexadecimal(features.words),
      characters: features.characters.map(Self.hexadecimal), weights: String(weights.fingerprint, radix: 16))
  }

  /// The metadata of the weights file under which the digest of `config.json` is.
  private static let configurationKey = "configuration"

  private static func digest(_ data: Data) -> String { String(FeatureExtractor.hash(data), radix: 16) }

  /// A digest of everything that decides what the model answers, in hexadecimal.
  public var fingerprint: String {
    // A configuration that was made of options can be written.
    let options = (try? configuration.encoded).map { FeatureExtractor.hash($0) } ?? 0
    return String(weights.fingerprint, radix: 16) + "-" + String(options, radix: 16)
  }

  private static func hexadecimal(_ vocabulary: Vocabulary) -> String { String(vocabulary.fingerprint, radix: 16) }

  /// Largest `config.json` or vocabulary that is read, in bytes.
  private static let largestFile = 1 << 30

  /// Reads a model from its folder.
  ///
  /// The files may come from anywhere: sizes, shapes and offsets are held against the files' own sizes before memory is
  /// taken for them, and digests against what was written.
  ///
  /// - Parameters:
  ///   - folder: as `write(to:)` leaves it.
  ///   - makeHead: makes heads; a caller with heads of its own passes its own function.
  /// - Throws: `TaskError` when a file is missing or damaged, or the files don't belong together.
  public init(contentsOf folder: String, makeHead: HeadFactory = HeadRegistry.make) throws(TaskError) {
    let path = folder + "/config.json"
    let data = try Self.data(path)
    let configuration: ModelConfiguration
    do {
      configuration = try JSONDecoder().decode(ModelConfiguration.self, from: ConfigurationDefaults.filled(data))
    } catch {
      throw .badModel(path: path, reason: "not a model's configuration: \(error)")
    }
    guard configuration.version == 1 else {
      throw .badModel(path: path, reason: "version \(configuration.version), this is 1")
    }
    try configuration.check(path: path)
    let words = try Self.vocabulary(folder + "/words.vocab", fingerprint: configuration.words)
    let characters = try configuration.characters.map { fingerprint throws(TaskError) in
      try Self.vocabulary(folder + "/characters.vocab", fingerprint: fingerprint)
    }
    let weightsPath = folder + "/model.safetensors"
    let file: SafeTensorsFile
    do {
      file = try SafeTensorsFile(weightsPath)
    } catch {
      throw .badModel(path: weightsPath, reason: error.errorDescription ?? "")
    }
    guard file.metadata["format"] == "braid" else {
      throw .badModel(path: weightsPath, reason: "its metadata doesn't say that Braid wrote it")
    }
    if let digest = file.metadata[Self.configurationKey], digest != Self.digest(data) {
      throw .badModel(path: path, reason: "not the one that was written with \(weightsPath)")
    }
    let shapes = file.shapes
    try self.init(
      encoder: configuration.encoder,
      features: FeatureExtractor(options: configuration.encoder, words: words, characters: characters),
      tasks: configuration.tasks, weights: Weights(known: shapes), random: Random(seed: 0), makeHead: makeHead)
    if let conflict = weights.conflict {
      throw .weightsMismatch(name: conflict.name, expected: conflict.expected, found: conflict.found)
    }
    guard shapes.count == weights.entries.count else {
      let extra = shapes.keys.filter { weights[$0] == nil }.sorted().first ?? ""
      throw .weightsMismatch(name: extra, expected: "no such weight", found: "one in \(weightsPath)")
    }
    file.fill(&weights)
    preparation = configuration.preparation ?? TextPreparation()
    if let expected = configuration.weights, String(weights.fingerprint, radix: 16) != expected {
      throw .badModel(path: weightsPath, reason: "its numbers are not those that were written")
    }
  }

  private static func data(_ path: String) throws(TaskError) -> Data {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let size = attributes?[.size] as? Int ?? 0
    guard size <= largestFile else {
      throw .badModel(path: path, reason: "it has \(size) bytes, at most \(largestFile) are read")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .badModel(path: path, reason: "no such file, or it can't be read")
    }
    return data
  }

  private static func vocabulary(_ path: String, fingerprint: String) throws(TaskError) -> Vocabulary {
    guard let text = String(data: try data(path), encoding: .utf8) else {
      throw .badModel(path: path, reason: "not UTF-8")
    }
    let vocabulary: Vocabulary
    do {
      vocabulary = try Vocabulary(serialized: text, path: path)
    } catch {
      throw .badModel(path: path, reason: error.errorDescription ?? "")
    }
    guard hexadecimal(vocabulary) == fingerprint else {
      throw .badModel(path: path, reason: "not the vocabulary that the model was trained with")
    }
    return vocabulary
  }
}
