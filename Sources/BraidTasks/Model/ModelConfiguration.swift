import BraidText
import Foundation

/// What `config.json` of a model folder holds.
struct ModelConfiguration: Codable, Equatable {
  /// Version of the folder's layout.
  var version = 1
  /// Options of the shared encoder.
  var encoder: EncoderOptions
  /// One configuration a task.
  var tasks: [TaskConfiguration]
  /// How raw text is made ready; nil in models of before it was kept.
  var preparation: TextPreparation?
  /// Fingerprints of the vocabularies, in hexadecimal, checked when the model is loaded.
  var words: String
  var characters: String?
  /// Fingerprint of the weights, in hexadecimal; nil in models of before there was one.
  var weights: String?

  /// The file's bytes, members in the order of their names.
  var encoded: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(self)
    }
  }
}
