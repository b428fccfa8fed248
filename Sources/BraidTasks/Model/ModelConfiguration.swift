import BraidFiles
import BraidLayers
import BraidText
import BraidVocabularies
import Foundation

/// What `config.json` of a model folder holds: options as pipelines write them, and what was found in the training data.
struct ModelConfiguration: Codable {
  /// Version of the folder's layout.
  static let version = 2

  /// One task.
  struct Task: Codable {
    var name: String
    var kind: String
    /// The part of the encoder that it reads, by its word.
    var layer: String
    var privateLayers: OptionNode?
    /// The options of its kind.
    var options: OptionNode
    var labels: [String: LabelSet]
    var tables: [String: ExactDictionary<[String]>]
    var temperatures: [Double]?
    /// Fingerprints of its vocabularies by what they are for; each is the file `TASK.USE.vocab`.
    var vocabularies: [String: String]
  }

  var version = ModelConfiguration.version
  /// Options of the shared encoder.
  var encoder: OptionNode
  /// How raw text is prepared.
  var preparation: OptionNode
  /// The rules with which the training texts were made; absent when they came with their tokens.
  var textRules: TextRules?
  var tasks: [Task]
  /// Fingerprints of `words.vocab` and, where the encoder reads characters, `characters.vocab`, in hexadecimal.
  var vocabularies: [String: String]
  /// Digests of the bytes of all vocabulary files by their names without `.vocab`: counts, of which no fingerprint knows,
  /// are covered too. Absent in older folders.
  var files: [String: String]?
  /// Fingerprint of the weights, in hexadecimal.
  var weights: String
  /// Fingerprint of the model in the folder `segmenter`, which cuts raw text; absent when there is none.
  var segmenter: String?
  /// Fingerprint of the encoder in the folder `contextual`, whose states are read; absent when there is none.
  var contextual: String?
  /// Numbers of a token of other software and that the encoder is given; absent when there are none.
  var inputs: Int?
  /// The documents that weights and thresholds were chosen on; absent when there were none, and in older folders.
  var selection: DocumentSketch?

  /// The file's bytes, members in the order of their names.
  var encoded: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(self)
    }
  }

  /// Reads the file's bytes.
  ///
  /// - Throws: `TaskError.badModel` when they are not a configuration, or of another version.
  init(_ data: Data, path: String) throws(TaskError) {
    struct Version: Decodable { var version: Int }
    let version = (try? JSONDecoder().decode(Version.self, from: data))?.version
    guard let version, version == Self.version else {
      throw .badModel(
        path: path,
        reason: version.map { "a model of version \($0), this program reads version \(Self.version)" }
          ?? "not a model's configuration")
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw .badModel(path: path, reason: "not a model's configuration: \(Self.text(error))")
    }
    guard inputs.map({ 1...InputVectors.mostNumbers ~= $0 }) != false else {
      throw .badModel(path: path, reason: "`inputs` is \(inputs ?? 0), expected 1 to \(InputVectors.mostNumbers)")
    }
    guard Self.isPlain(textRules?.icu), Self.isPlain(textRules?.segmentation) else {
      throw .badModel(path: path, reason: "`textRules` holds no version and fingerprint")
    }
  }

  /// Whether a text is short and of letters, digits and full stops: it is shown to people.
  private static func isPlain(_ text: String?) -> Bool {
    guard let text else { return true }
    return text.utf8.count <= 40
      && text.unicodeScalars.allSatisfy { $0.isASCII && ($0 == "." || $0.properties.isAlphabetic || "0"..."9" ~= $0) }
  }

  private static func text(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    func at(_ context: DecodingError.Context, _ text: String) -> String {
      let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
      return path.isEmpty ? text : "`\(path)`: \(text)"
    }
    return switch error {
    case .keyNotFound(let key, let context): at(context, "`\(key.stringValue)` is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      at(context, context.debugDescription)
    @unknown default: "\(error)"
    }
  }

  init(
    encoder: OptionNode, preparation: OptionNode, textRules: TextRules?, tasks: [Task], vocabularies: [String: String],
    files: [String: String], weights: String, segmenter: String?, contextual: String?, inputs: Int?,
    selection: DocumentSketch?
  ) {
    self.encoder = encoder
    self.preparation = preparation
    self.textRules = textRules
    self.tasks = tasks
    self.vocabularies = vocabularies
    self.files = files
    self.weights = weights
    self.segmenter = segmenter
    self.contextual = contextual
    self.inputs = inputs
    self.selection = selection
  }
}

extension OptionNode {
  /// Reads options that a model folder holds; every number must be in its range, since the file may come from anywhere.
  ///
  /// - Throws: `TaskError.badModel` naming the option, what was found and what is allowed.
  func read<Options: Configurable>(_ options: inout Options, _ inside: String, path: String) throws(TaskError) {
    do {
      try OptionReader.read(placed(at: SourceLocation(file: path)), into: &options, inside: inside)
    } catch {
      // The text begins with the path, which `badModel` puts there itself.
      let text = error.errorDescription ?? ""
      throw .badModel(path: path, reason: String(text.dropFirst(path.utf8.count + 2)))
    }
  }
}

extension ModelConfiguration.Task {
  /// What the model's file says of a task.
  init(_ task: TaskConfiguration) {
    name = task.name
    kind = type(of: task.options.kind).name
    layer = task.options.layer.text
    privateLayers = task.options.privateLayers.flatMap { try? OptionWriter.node($0) }
    options = task.options.node
    labels = task.resources.labels
    tables = task.resources.tables
    temperatures = task.temperatures
    vocabularies = task.vocabularies.mapValues { String($0.fingerprint, radix: 16) }
  }

  /// The task's configuration.
  ///
  /// - Parameters:
  ///   - kinds: the kinds of task that there are.
  ///   - path: the file, for errors.
  ///   - vocabulary: reads the vocabulary of a use, which must have a fingerprint.
  /// - Returns: the configuration.
  /// - Throws: `TaskError.unknownKind`, or `badModel` for an option that can't be.
  func configuration(
    _ kinds: TaskKinds, path: String,
    vocabulary: (_ use: String, _ fingerprint: String) throws(TaskError) -> SymbolVocabulary
  ) throws(TaskError) -> TaskConfiguration {
    guard var kind = kinds.kind(ofFolder: kind) else {
      throw .unknownKind(task: name, kind: kind, known: kinds.names)
    }
    try options.read(&kind, "the options of task `\(name)`", path: path)
    guard let layer = EncoderLayer(layer) else {
      throw .badModel(path: path, reason: "task `\(name)`: `layer` is `\(layer)`, expected top, mix, all or a number")
    }
    var options = TaskOptions(name: name, layer: layer, kind: kind)
    if let privateLayers {
      var stack = LSTMOptions()
      try privateLayers.read(&stack, "`privateLayers` of task `\(name)`", path: path)
      options.privateLayers = stack
    }
    for temperature in temperatures ?? [] where !(1e-3...1e3).contains(temperature) {
      throw .badModel(path: path, reason: "task `\(name)`: a temperature is \(temperature), expected 0.001 to 1000")
    }
    var own: [String: SymbolVocabulary] = [:]
    for (use, fingerprint) in vocabularies { own[use] = try vocabulary(use, fingerprint) }
    var configuration = TaskConfiguration(
      options: options, resources: TaskResources(labels: labels, tables: tables), vocabularies: own)
    configuration.temperatures = temperatures
    return configuration
  }
}
