import BraidFiles
import Foundation

/// Where a model is from and how good it is, as `card.json` in its folder says; it decides nothing about what the model
/// predicts.
package struct ModelCard: Codable, Sendable, Equatable {
  /// The version of Braid that trained it.
  package var version = BraidVersion.current
  /// The name of its pipeline.
  package var pipeline: String
  /// The step at which it was best, and the last.
  package var bestStep: Int
  package var steps: Int
  /// By task, the scores on the development part at that step.
  package var scores: [String: TaskScore]
  /// The model whose states it reads, as its pipeline names it; nil for none.
  package var contextual: String?
  /// The licence under which it may be passed on, as `braid model pack` was told.
  package var licence: String?
  /// The data that it was trained on, likewise.
  package var sources: [String]?
  /// What its weights in 8 bits cost it; nil for weights in 32 bits.
  package var quantization: Quantization?
  /// A digest of all this, in the file only.
  private var digest: String?

  /// The card of a model that was trained.
  package init(pipeline: String, bestStep: Int, steps: Int, scores: [String: TaskScore]) {
    self.pipeline = pipeline
    self.bestStep = bestStep
    self.steps = steps
    self.scores = scores
  }

  static let name = "card.json"

  private static func path(_ folder: String) -> String { "\(folder)/\(name)" }

  /// Writes the card into a model's folder.
  ///
  /// - Throws: `TaskError.notWritten`.
  package func write(to folder: String) throws(TaskError) {
    do {
      try AtomicFile.write(Self.path(folder), data: try file)
    } catch {
      throw .notWritten(path: folder, reason: error.localizedDescription)
    }
  }

  /// The bytes of its file.
  var file: Data {
    get throws {
      var card = self
      card.digest = try sealed
      return try card.encoded + Data("\n".utf8)
    }
  }

  private var encoded: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(self)
    }
  }

  /// The digest of all but itself.
  private var sealed: String {
    get throws {
      var card = self
      card.digest = nil
      return StableHash.hexadecimal(String(decoding: try card.encoded, as: UTF8.self))
    }
  }

  /// The card of a model; nil when there is none.
  ///
  /// - Throws: `TaskError.badModel` when the file is something else, or was changed.
  package static func read(from files: ModelFiles) throws(TaskError) -> ModelCard? {
    guard let data = files.contents(name) else { return nil }
    guard var card = try? JSONDecoder().decode(Self.self, from: data) else {
      throw .badModel(path: files.place(name), reason: "not a model's card")
    }
    guard let digest = card.digest, digest == (try? card.sealed) else {
      throw .badModel(path: files.place(name), reason: "not the card that was written with the model")
    }
    card.digest = nil
    return card
  }
}
