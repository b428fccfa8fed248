import BraidFiles
public import BraidTensors
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
      let tensors = weights.entries.map { entry in
        NamedTensor(
          name: entry.name, shape: [entry.rows, entry.columns],
          values: Array(weights.storage[entry.offset..<entry.offset + entry.count]))
      }
      try SafeTensors(tensors: tensors, metadata: ["format": "braid"]).write(to: folder + "/model.safetensors")
      try AtomicFile.write(folder + "/words.vocab", text: features.words.serialized)
      if let characters = features.characters {
        try AtomicFile.write(folder + "/characters.vocab", text: characters.serialized)
      }
      try AtomicFile.write(
        folder + "/config.json", text: String(decoding: try configuration.encoded, as: UTF8.self) + "\n")
    } catch {
      throw .notWritten(path: folder, reason: error.localizedDescription)
    }
  }

  /// What `config.json` says of the model.
  private var configuration: ModelConfiguration {
    ModelConfiguration(
      encoder: encoder.options, tasks: configurations, words: Self.hexadecimal(features.words),
      characters: features.characters.map(Self.hexadecimal))
  }

  /// A digest of everything that decides what the model answers, in hexadecimal.
  public var fingerprint: String {
    // A configuration that was made of options can be written.
    let options = (try? configuration.encoded).map { FeatureExtractor.hash($0) } ?? 0
    return String(weights.fingerprint, radix: 16) + "-" + String(options, radix: 16)
  }

  private static func hexadecimal(_ vocabulary: Vocabulary) -> String { String(vocabulary.fingerprint, radix: 16) }

  /// Reads a model from its folder.
  ///
  /// - Parameters:
  ///   - folder: as `write(to:)` leaves it.
  ///   - makeHead: makes heads; a caller with heads of its own passes its own function.
  /// - Throws: `TaskError` when a file is missing or damaged, or the files don't belong together.
  public init(contentsOf folder: String, makeHead: HeadFactory = HeadRegistry.make) throws(TaskError) {
    func data(_ name: String) throws(TaskError) -> Data {
      let path = "\(folder)/\(name)"
      guard let data = FileManager.default.contents(atPath: path) else {
        throw .badModel(path: path, reason: "no such file, or it can't be read")
      }
      return data
    }
    func vocabulary(_ name: String, fingerprint: String) throws(TaskError) -> Vocabulary {
      let path = "\(folder)/\(name)"
      guard let text = String(data: try data(name), encoding: .utf8) else {
        throw .badModel(path: path, reason: "not UTF-8")
      }
      let vocabulary: Vocabulary
      do {
        vocabulary = try Vocabulary(serialized: text, path: path)
      } catch {
        throw .badModel(path: path, reason: error.errorDescription ?? "")
      }
      guard Self.hexadecimal(vocabulary) == fingerprint else {
        throw .badModel(path: path, reason: "not the vocabulary that the model was trained with")
      }
      return vocabulary
    }
    let configuration: ModelConfiguration
    do {
      configuration = try JSONDecoder().decode(
        ModelConfiguration.self, from: ConfigurationDefaults.filled(data("config.json")))
    } catch let error as TaskError {
      throw error
    } catch {
      throw .badModel(path: folder + "/config.json", reason: "not a model's configuration: \(error)")
    }
    guard configuration.version == 1 else {
      throw .badModel(path: folder + "/config.json", reason: "version \(configuration.version), this is 1")
    }
    let words = try vocabulary("words.vocab", fingerprint: configuration.words)
    var characters: Vocabulary?
    if let fingerprint = configuration.characters {
      characters = try vocabulary("characters.vocab", fingerprint: fingerprint)
    }
    try self.init(
      encoder: configuration.encoder,
      features: FeatureExtractor(options: configuration.encoder, words: words, characters: characters),
      tasks: configuration.tasks, random: Random(seed: 0), makeHead: makeHead)
    try load(folder + "/model.safetensors")
  }

  private mutating func load(_ path: String) throws(TaskError) {
    let file: SafeTensors
    do {
      file = try SafeTensors(contentsOf: path)
    } catch {
      throw .badModel(path: path, reason: error.errorDescription ?? "")
    }
    let tensors = Dictionary(file.tensors.map { ($0.name, $0) }) { first, _ in first }
    for entry in weights.entries {
      let expected = [entry.rows, entry.columns]
      guard let id = weights[entry.name], let tensor = tensors[entry.name], tensor.shape == expected else {
        throw .weightsMismatch(
          name: entry.name, expected: "shape \(expected)",
          found: tensors[entry.name].map { "shape \($0.shape)" } ?? "none")
      }
      weights.set(id, tensor.values)
    }
    guard tensors.count == weights.entries.count else {
      let extra = tensors.keys.filter { weights[$0] == nil }.sorted().first ?? ""
      throw .weightsMismatch(name: extra, expected: "no such weight", found: "one in \(path)")
    }
  }
}
