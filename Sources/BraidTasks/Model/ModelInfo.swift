package import BraidFiles
package import BraidText
import BraidTensors
import BraidVocabularies
import Foundation

/// What a model is, for people and programs.
package struct ModelInfo: Encodable, Sendable {
  /// One of its tasks.
  package struct Task: Encodable, Sendable {
    package let name: String
    /// The name of its kind.
    package let kind: String
    /// The part of the encoder that it reads.
    package let reads: String
    /// The layers that it writes, as messages name them.
    package let writes: [String]
    /// What it can predict; empty where that is no list, as of translations.
    package let labels: [String]
    /// The options of its kind.
    package let options: OptionNode
    /// On the development part; nil when the folder does not say.
    package let score: TaskScore?
  }

  /// One of its files.
  package struct File: Encodable, Sendable {
    package let name: String
    package let bytes: Int
  }

  /// The folder or file of the model.
  package let folder: String
  /// Digest of everything that decides what it predicts.
  package let fingerprint: String
  package let files: [File]
  /// Bytes of all files.
  package let bytes: Int
  /// How many numbers its weights are.
  package let weights: Int
  /// How many of these are in 8 bits; nil for none.
  package let weightsIn8Bits: Int?
  /// Entries of the encoder's vocabulary of words.
  package let words: Int
  package let encoder: OptionNode
  package let preparation: OptionNode
  /// The rules with which its training texts were made; nil when they came with their tokens.
  package let textRules: TextRules?
  /// Digest of the model that cuts its raw texts; nil when rules do.
  package let segmenter: String?
  /// Digest of the encoder whose states it reads; nil when it reads none.
  package let contextual: String?
  /// Numbers of a token of other software and that it is given; nil when it is given none.
  package let inputs: Int?
  package let tasks: [Task]
  /// Where it is from; nil for a folder without a card.
  package let card: ModelCard?

  /// The version of ICU by whose rules its training texts were cut.
  package var icu: String? { textRules?.icu }

  /// What the model that a path or name stands for is.
  ///
  /// - Throws: `TaskError`, as loading it does; `OptionError` never.
  package init(contentsOf path: String) throws {
    let files = try ModelFiles(path)
    let model = try JointModel(files: files, kinds: .shipped)
    let card = try ModelCard.read(from: files)
    folder = files.path
    self.card = card
    fingerprint = model.fingerprint
    self.files = files.list.map { File(name: $0.name, bytes: $0.bytes) }
    bytes = self.files.reduce(0) { $0 + $1.bytes }
    weights = model.weights.storage.count
    weightsIn8Bits = model.weights.isQuantized ? model.weights.quantizedCount : nil
    words = model.features.words.count
    encoder = try OptionWriter.node(model.encoder.options)
    preparation = try OptionWriter.node(model.preparation)
    textRules = model.textRules
    segmenter = model.segmenter?.fingerprint
    contextual = model.features.contextual?.fingerprint
    inputs = model.features.inputs > 0 ? model.features.inputs : nil
    tasks = model.tasks.map { task in
      let kind = task.options.kind
      return Task(
        name: task.name, kind: type(of: kind).name, reads: task.options.layer.text,
        writes: kind.writtenLayers.map(\.description), labels: kind.labels(task.resources), options: task.options.node,
        score: card?.scores[task.name])
    }
  }
}
