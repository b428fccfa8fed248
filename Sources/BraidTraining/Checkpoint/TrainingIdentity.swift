import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation

/// What makes a training the one that it is: with the same identity it ends in the same bits.
struct TrainingIdentity: Codable {
  /// Options of the training, the encoder and the tasks by their paths in a train stage, but for what has no part in the
  /// bits.
  var options: [String: String]
  /// Hashes of the vocabularies and label sets, of the encoded examples, and of the first weights.
  var vocabularies: String
  var data: String
  var weights: String

  /// The identity of a training.
  init(
    model: JointModel, corpora: [TrainingCorpus], options: TrainingOptions, origin: TrainingOrigin? = nil,
    teachers: [String: String] = [:]
  ) throws {
    var training = options
    training.checkpointSteps = 0
    training.checkpointSeconds = 0
    var all = ["seed": "\(options.seed)", "tasks": model.names.joined(separator: ", ")]
    func add(_ value: some Configurable, _ path: String) throws {
      for leaf in try OptionWriter.node(value).leaves { all[path + leaf.path] = leaf.text }
    }
    try add(training, "")
    try add(model.encoder.options, "encoder.")
    for task in model.tasks {
      let path = "tasks.\(task.name)."
      try add(task.options.kind, path)
      all[path + "head"] = type(of: task.options.kind).name
      all[path + "layer"] = task.options.layer.text
      if let layers = task.options.privateLayers { try add(layers, path + "privateLayers.") }
    }
    for (task, models) in teachers { all["teachers.\(task)"] = models }
    all["encoder.contextual"] = model.features.vectorsIdentity
    all["from"] = origin.map { "the model \($0.fingerprint)" }
    self.options = all
    vocabularies = try Self.vocabularies(model)
    data = Self.data(corpora, model)
    var hash = Fingerprint()
    hash.add(model.weights.storage)
    weights = hash.text
  }

  private static func vocabularies(_ model: JointModel) throws -> String {
    var hash = Fingerprint()
    for fingerprint in model.features.fingerprints { hash.add(fingerprint) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for task in model.tasks {
      hash.add(String(decoding: try encoder.encode(task.resources), as: UTF8.self))
      for (use, vocabulary) in task.vocabularies.sorted(by: { $0.key < $1.key }) {
        hash.add(use)
        hash.add(vocabulary.fingerprint)
      }
    }
    return hash.text
  }

  private static func data(_ corpora: [TrainingCorpus], _ model: JointModel) -> String {
    var hash = Fingerprint()
    for corpus in corpora {
      hash.add(corpus.name)
      hash.add(corpus.tasks.map(Int32.init))
      for characters in corpus.forms.characters { hash.add(characters) }
      let givenVectors = model.features.inputs > 0
      for example in corpus.examples { add(example, to: &hash, givenVectors: givenVectors) }
      hash.add(UInt64(corpus.development.count))
      var forms = FormTable()
      for document in corpus.development {
        hash.add(document.text)
        for (name, translation) in document.translations.sorted(by: { $0.key < $1.key }) {
          hash.add(name)
          hash.add(translation.text)
        }
        guard var example = model.example(document, forms: &forms) else { continue }
        if let vectors = try? model.inputs?.vectors(document, second: model.readsPairs) { example.vectors = vectors }
        add(example, to: &hash, givenVectors: givenVectors)
      }
    }
    return hash.text
  }

  private static func add(_ example: Example, to hash: inout Fingerprint, givenVectors: Bool) {
    hash.add(example.words)
    hash.add(example.forms)
    hash.add(example.hashes)
    hash.add(example.sentences.map(Int32.init))
    // States follow from a model that is named above.
    if givenVectors { hash.add(example.vectors?.bytes ?? Data()) }
    if example.second > 0 { hash.add(UInt64(example.second)) }
    for target in example.targets {
      if let target { hash.add(target) } else { hash.add(UInt64.max) }
    }
  }

  /// The first thing in which a checkpoint's identity, as JSON, differs from this one, in words; nil when nothing does.
  func difference(from stored: String) -> String? {
    guard let old = try? JSONDecoder().decode(Self.self, from: Data(stored.utf8)) else {
      return "it does not say which"
    }
    for path in Set(options.keys).union(old.options.keys).sorted() where options[path] != old.options[path] {
      return "option `\(path)` is \(options[path] ?? "absent"), was \(old.options[path] ?? "absent")"
    }
    // Documents are compared as ids of the vocabularies.
    if vocabularies != old.vocabularies { return "its documents, vocabularies or labels differ" }
    if data != old.data { return "its training or development documents differ" }
    return weights == old.weights ? nil : "its first weights differ"
  }
}
