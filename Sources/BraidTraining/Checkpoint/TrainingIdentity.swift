import BraidTasks
import BraidTensors
import Foundation

/// What makes a training the one that it is: with the same identity it ends in the same bits.
struct TrainingIdentity: Codable {
  /// How it is trained, but for what has no part in the bits.
  var training: TrainingOptions
  /// The shared encoder.
  var encoder: EncoderOptions
  /// The tasks.
  var tasks: [TaskOptions]
  /// Hashes of the vocabularies and label sets, of the encoded examples, and of the first weights.
  var vocabularies: String
  var data: String
  var weights: String

  /// The identity of a training.
  init(model: JointModel, corpora: [TrainingCorpus], options: TrainingOptions) throws {
    training = options
    training.threads = 0
    training.checkpointSteps = 0
    training.checkpointSeconds = 0
    encoder = model.encoder.options
    tasks = model.heads.map(\.configuration.options)
    vocabularies = try Self.vocabularies(model)
    data = Self.data(corpora)
    var hash = Fingerprint()
    hash.add(model.weights.storage)
    weights = hash.text
  }

  private static func vocabularies(_ model: JointModel) throws -> String {
    var hash = Fingerprint()
    for fingerprint in model.features.fingerprints { hash.add(fingerprint) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for head in model.heads {
      hash.add(String(decoding: try encoder.encode(head.configuration.labels), as: UTF8.self))
      hash.add(head.configuration.targetVocabulary ?? "")
    }
    return hash.text
  }

  private static func data(_ corpora: [TrainingCorpus]) -> String {
    var hash = Fingerprint()
    for corpus in corpora {
      hash.add(corpus.name)
      hash.add(corpus.tasks.map(Int32.init))
      hash.add(UInt64(corpus.development.count))
      for example in corpus.examples {
        hash.add(example.words)
        hash.add(example.forms)
        hash.add(example.sentences.map(Int32.init))
        for target in example.targets {
          if let target { hash.add(target) } else { hash.add(UInt64.max) }
        }
      }
    }
    return hash.text
  }

  /// The first thing in which a checkpoint's identity, as JSON, differs from this one, in words; nil when nothing does.
  ///
  /// Training options that the checkpoint does not know yet are taken at their defaults.
  func difference(from stored: String) -> String? {
    guard var old = Self.object(Data(stored.utf8)), let own = (try? JSONEncoder().encode(self)).flatMap(Self.object),
      let defaults = (try? JSONEncoder().encode(TrainingOptions())).flatMap(Self.object)
    else { return "it does not say which" }
    let training = old["training"] as? [String: Any] ?? [:]
    old["training"] = training.merging(defaults) { old, _ in old }
    return Self.difference(own, old, path: "")
  }

  private static func object(_ data: Data) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
  }

  private static func difference(_ own: Any, _ old: Any, path: String) -> String? {
    if let own = own as? [String: Any], let old = old as? [String: Any] {
      return Set(own.keys).union(old.keys).sorted().lazy.compactMap { key in
        difference(own[key] ?? "none", old[key] ?? "none", path: path.isEmpty ? key : "\(path).\(key)")
      }.first
    }
    if let own = own as? [Any], let old = old as? [Any], own.count == old.count {
      return own.indices.lazy.compactMap { difference(own[$0], old[$0], path: "\(path)[\($0)]") }.first
    }
    guard "\(own)" != "\(old)" else { return nil }
    switch path {
    case "vocabularies": return "its vocabularies or labels differ"
    case "data": return "its training documents differ"
    case "weights": return "its first weights differ"
    default: return "\(path) is \(own) here, \(old) there"
    }
  }
}
