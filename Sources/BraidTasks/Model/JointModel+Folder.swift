import BraidFiles
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation

extension JointModel {
  /// Writes the model into a folder: `model.safetensors`, `config.json`, `words.vocab`, `characters.vocab`, and
  /// `TASK.USE.vocab` for each vocabulary of a task's own, such as `de.target.vocab`; the model that cuts its raw texts, if it
  /// has one, as the same files in the folder `segmenter`; the encoder whose states it reads, if it does, in the folder
  /// `contextual`.
  ///
  /// Each file replaces an older one as a whole; `config.json` comes last.
  ///
  /// - Throws: `TaskError.notWritten` when the folder or a file can't be written.
  public func write(to folder: String) throws(TaskError) {
    do {
      for (name, contents) in try files {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: Paths.folder(path), withIntermediateDirectories: true)
        switch contents {
        case .weights(let tensors): try tensors.write(to: path)
        case .data(let data): try AtomicFile.write(path, data: data)
        }
      }
    } catch {
      throw .notWritten(path: folder, reason: error.localizedDescription)
    }
  }

  /// What one of its files holds.
  enum FileContents {
    case weights(SafeTensors)
    case data(Data)

    /// Its bytes.
    ///
    /// - Throws: `TensorFileError` when `half` is asked for and a weight does not fit 16 bits.
    func encoded(half: Bool) throws(TensorFileError) -> Data {
      switch self {
      case .weights(let tensors): try tensors.encoded(half: half)
      case .data(let data): data
      }
    }
  }

  /// Its files by name, in the order in which they are written to a folder.
  var files: [(name: String, contents: FileContents)] {
    get throws {
      let configuration = try configuration.encoded + Data("\n".utf8)
      let tensors = weights.entries.map { entry in
        NamedTensor(
          name: entry.name, shape: [entry.rows, entry.columns],
          values: Array(weights.storage[entry.offset..<entry.offset + entry.count]),
          scales: entry.tensorScales)
      }
      let metadata = ["format": "braid", Self.configurationKey: Self.digest(configuration)]
      var files: [(name: String, contents: FileContents)] = [
        (Self.weightsName, .weights(SafeTensors(tensors: tensors, metadata: metadata)))
      ]
      files += vocabularies.map { ("\($0.name).vocab", .data(Data($0.vocabulary.serialized.utf8))) }
      if let segmenter { files += try segmenter.files.map { (Self.segmenterFolder + $0.name, $0.contents) } }
      if let contextual = features.contextual?.model {
        files += try contextual.files.map { (Self.contextualFolder + $0.name, $0.contents) }
      }
      files.append((Self.configurationName, .data(configuration)))
      return files
    }
  }

  static let configurationName = "config.json"
  static let weightsName = "model.safetensors"
  private static let segmenterFolder = "segmenter/"
  private static let contextualFolder = "contextual/"

  /// All vocabularies by the names of their files.
  private var vocabularies: [(name: String, vocabulary: SymbolVocabulary)] {
    var all: [(name: String, vocabulary: SymbolVocabulary)] = [("words", .symbols(features.words))]
    if let characters = features.characters { all.append(("characters", .symbols(characters))) }
    for task in tasks {
      for (use, vocabulary) in task.vocabularies.sorted(by: { $0.key < $1.key }) {
        all.append(("\(task.name).\(use)", vocabulary))
      }
    }
    return all
  }

  /// What `config.json` says of the model.
  private var configuration: ModelConfiguration {
    get throws {
      var fingerprints = ["words": Self.hexadecimal(features.words.fingerprint)]
      fingerprints["characters"] = features.characters.map { Self.hexadecimal($0.fingerprint) }
      return ModelConfiguration(
        encoder: try OptionWriter.node(encoder.options), preparation: try OptionWriter.node(preparation),
        textRules: textRules, tasks: configurations.map { ModelConfiguration.Task($0) }, vocabularies: fingerprints,
        files: Dictionary(
          uniqueKeysWithValues: vocabularies.map { ($0.name, Self.digest(Data($0.vocabulary.serialized.utf8))) }),
        weights: Self.hexadecimal(weights.fingerprint), segmenter: segmenter?.fingerprint,
        contextual: features.contextual?.fingerprint, inputs: features.inputs > 0 ? features.inputs : nil,
        selection: selection)
    }
  }

  /// The metadata of the weights file under which the digest of `config.json` is.
  private static let configurationKey = "configuration"

  private static func digest(_ data: Data) -> String { hexadecimal(StableHash(data).value) }

  /// A digest of everything that decides what the model predicts, in hexadecimal.
  public var fingerprint: String {
    // A configuration that was made of options can be written; what it was chosen on changes no prediction.
    var model = self
    model.selection = nil
    let options = (try? model.configuration.encoded).map { StableHash($0).value } ?? 0
    return weightsFingerprint + "-" + Self.hexadecimal(options)
  }

  /// The part of the fingerprint that is a digest of the weights.
  private var weightsFingerprint: String { Self.hexadecimal(weights.fingerprint) }

  private static func hexadecimal(_ number: UInt64) -> String { String(number, radix: 16) }

  /// The folder or file of the model that a path names: itself, that of the one model in a run folder, or else the model of
  /// that name (`ModelPlaces`).
  ///
  /// - Throws: `TaskError.noModel`, `severalModels`.
  package static func located(_ path: String) throws(TaskError) -> String {
    func isModel(_ folder: String) -> Bool { FileSystem.exists("\(folder)/\(configurationName)") }
    if isModel(path) || FileSystem.exists(path) && !FileList.isFolder(path) { return path }
    guard FileSystem.exists(path) || !path.hasSuffix(ModelPlaces.ending) else {
      throw .badModel(path: path, reason: "no such file")
    }
    let inside = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    let found = (["model"] + inside.map { "\($0)/model" }).map { "\(path)/\($0)" }.filter(isModel)
    guard let model = found.first ?? ModelPlaces.model(named: path) else { throw .noModel(folder: path) }
    guard found.count <= 1 else { throw .severalModels(folder: path, found: found) }
    return model
  }

  /// Reads a model from its folder, from a run folder that holds one model, from the one file of a packed one, or by its name.
  ///
  /// The files may come from anywhere: sizes, shapes and offsets are held against the files' own sizes before memory is
  /// taken for them, and digests against what was written.
  ///
  /// - Parameters:
  ///   - path: a folder as `write(to:)` leaves it, a file as `braid model pack` does, or a name such as `english`, which is looked
  ///     for in the folders of the environment variable `BRAID_MODELS` and where models are installed.
  ///   - kinds: the kinds of task that there are.
  /// - Throws: `TaskError` when a file is missing or damaged, of another version, or the files don't belong together.
  public init(contentsOf path: String, kinds: TaskKinds = .shipped) throws(TaskError) {
    try self.init(files: try ModelFiles(path), kinds: kinds)
  }

  /// Reads the files of a model.
  ///
  /// - Throws: `TaskError`, as `init(contentsOf:kinds:)`.
  package init(files: ModelFiles, kinds: TaskKinds) throws(TaskError) {
    try self.init(files: files, folder: "", kinds: kinds)
  }

  /// Reads a model from its files.
  ///
  /// `folder`: the one below in which they are, empty for a model that may hold another one that cuts its texts; one that is
  /// read for its states holds none at all.
  private init(files: ModelFiles, folder: String, kinds: TaskKinds) throws(TaskError) {
    let path = files.place(folder + Self.configurationName)
    let data = try files.data(folder + Self.configurationName)
    let configuration = try ModelConfiguration(data, path: path)
    var encoder = EncoderOptions()
    try configuration.encoder.read(&encoder, "`encoder`", path: path)
    var preparation = TextPreparation()
    try configuration.preparation.read(&preparation, "`preparation`", path: path)
    func read(_ name: String, _ fingerprint: String) throws(TaskError) -> SymbolVocabulary {
      try Self.vocabulary(
        "\(folder)\(name).vocab", in: files, fingerprint: fingerprint,
        digest: configuration.files.map { $0[name] ?? "none" })
    }
    func symbols(_ name: String) throws(TaskError) -> Vocabulary? {
      guard let fingerprint = configuration.vocabularies[name] else { return nil }
      return try read(name, fingerprint).words
    }
    guard let words = try symbols("words") else {
      throw .badModel(path: path, reason: "it names no vocabulary of words")
    }
    let characters = try symbols("characters")
    var tasks: [TaskConfiguration] = []
    for task in configuration.tasks {
      tasks.append(
        try task.configuration(kinds, path: path) { use, fingerprint throws(TaskError) in
          try read("\(task.name).\(use)", fingerprint)
        })
    }
    let contextual = try Self.contextual(configuration, encoder, in: files, folder: folder, kinds: kinds)
    let weightsPath = files.place(folder + Self.weightsName)
    let file: SafeTensorsFile
    do {
      file = try files.weights(folder + Self.weightsName)
    } catch {
      throw .badModel(path: weightsPath, reason: error.errorDescription ?? "")
    }
    guard file.metadata["format"] == "braid" else {
      throw .badModel(path: weightsPath, reason: "its metadata doesn't say that Braid wrote it")
    }
    guard file.metadata[Self.configurationKey] == Self.digest(data) else {
      throw .badModel(path: path, reason: "not the one that was written with \(weightsPath)")
    }
    let shapes = file.shapes
    try self.init(
      encoder: encoder,
      features: FeatureExtractor(
        options: encoder, words: words, characters: characters, states: contextual,
        inputWidth: configuration.inputs ?? 0),
      tasks: tasks, weights: Weights(known: shapes), random: Random(seed: 0))
    if let conflict = weights.conflict {
      throw .weightsMismatch(name: conflict.name, expected: conflict.expected, found: conflict.found)
    }
    guard shapes.count == weights.entries.count else {
      let extra = shapes.keys.filter { weights[$0] == nil }.sorted().first ?? ""
      throw .weightsMismatch(name: extra, expected: "no such weight", found: "one in \(weightsPath)")
    }
    do {
      try file.fill(&weights, path: weightsPath)
    } catch {
      throw .badModel(path: weightsPath, reason: error.errorDescription ?? "")
    }
    self.preparation = preparation
    textRules = configuration.textRules
    selection = configuration.selection
    guard Self.hexadecimal(weights.fingerprint) == configuration.weights else {
      throw .badModel(path: weightsPath, reason: "the weights do not match their checksum")
    }
    guard let expected = configuration.segmenter else { return }
    guard folder.isEmpty else { throw .badModel(path: path, reason: "the model of a `segmenter` has one itself") }
    let segmenter = try JointModel(files: files, folder: Self.segmenterFolder, kinds: kinds)
    // Its options have a digest of their own, beside its weights.
    guard segmenter.segmentsText,
      segmenter.fingerprint.prefix(while: { $0 != "-" }) == expected.prefix(while: { $0 != "-" })
    else {
      throw .badModel(
        path: files.place(String(Self.segmenterFolder.dropLast())),
        reason: "not the segmenter that was written with the model")
    }
    self.segmenter = segmenter
  }

  /// The encoder whose states a model reads; nil for none.
  private static func contextual(
    _ configuration: ModelConfiguration, _ encoder: EncoderOptions, in files: ModelFiles, folder: String,
    kinds: TaskKinds
  ) throws(TaskError) -> ContextualModel? {
    let path = files.place(folder + configurationName)
    guard (configuration.contextual == nil) == (encoder.states == nil) else {
      throw .badModel(path: path, reason: "`encoder.states` and `contextual` stand together")
    }
    guard let expected = configuration.contextual else { return nil }
    guard !folder.hasSuffix(contextualFolder) else {
      throw .badModel(path: path, reason: "the model of `contextual` has one itself")
    }
    let model = try JointModel(files: files, folder: folder + contextualFolder, kinds: kinds)
    guard model.tasks.isEmpty, model.features.inputs == 0,
      model.weightsFingerprint == expected.prefix(while: { $0 != "-" })
    else {
      throw .badModel(
        path: files.place(folder + String(contextualFolder.dropLast())),
        reason: "not the encoder that was written with the model")
    }
    return ContextualModel(encoder: model)
  }

  private static func vocabulary(
    _ name: String, in files: ModelFiles, fingerprint: String, digest expected: String?
  ) throws(TaskError) -> SymbolVocabulary {
    let data = try files.data(name)
    let path = files.place(name)
    guard let text = String(data: data, encoding: .utf8) else { throw .badModel(path: path, reason: "not UTF-8") }
    let vocabulary: SymbolVocabulary
    do {
      vocabulary = try SymbolVocabulary(serialized: text, path: path)
    } catch {
      throw .badModel(path: path, reason: error.errorDescription ?? "")
    }
    guard hexadecimal(vocabulary.fingerprint) == fingerprint else {
      throw .badModel(path: path, reason: "not the vocabulary that the model was trained with")
    }
    guard expected == nil || digest(data) == expected else {
      throw .badModel(path: path, reason: "not the file that was written with the model")
    }
    return vocabulary
  }
}
