import BraidFiles
import BraidTasks
import BraidTensors
import BraidVocabularies

/// Pretrained word vectors for a model's first word embedding.
enum WordVectors {
  /// Puts the vectors of the vocabulary's words in the place of the model's first word embedding.
  ///
  /// A word that the file does not have takes the vector of its lower-case form. Vectors narrower than the embedding fill
  /// its first columns; what such a word learns beside them starts at 0, so that a word that training does not meet has
  /// nothing there.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - model: gets the vectors.
  ///   - first: the first word that gets one; those before it have theirs from another model.
  ///   - stage: the stage, for errors.
  /// - Returns: number of words of the vocabulary that the file has.
  /// - Throws: `VocabularyError` when the file can't be read; `PipelineError.stage` for vectors wider than the embedding,
  ///   or when the file has no word of the vocabulary.
  static func load(_ path: String, into model: inout JointModel, from first: Int, stage: String) throws -> Int {
    guard let id = model.weights["encoder.words"] else { return 0 }
    let width = model.encoder.options.embedding
    let vectors = try PretrainedVectors(contentsOf: path, vocabulary: model.features.words, lowercase: true)
    guard vectors.dimensions <= width, vectors.knownCount > 0 else {
      throw PipelineError.stage(
        name: stage,
        reason:
          "\(path) has vectors of \(vectors.dimensions.counted("number")) for \(vectors.knownCount.counted("word")) of the "
          + "vocabulary, expected at most \(width.counted("number")) and some word",
        advice:
          "Make the encoder's `embedding` as wide as the vectors or wider; lower-case words need `lowercase: true`.")
    }
    var rows = model.weights.values(id)
    let rest = [Float](repeating: 0, count: width - vectors.dimensions)
    for word in model.features.words.ids.dropFirst(first) {
      guard let vector = vectors.vector(word) else { continue }
      rows.replaceSubrange(Int(word) * width..<(Int(word) + 1) * width, with: vector + rest)
    }
    model.weights.set(id, rows)
    return vectors.knownCount
  }
}
