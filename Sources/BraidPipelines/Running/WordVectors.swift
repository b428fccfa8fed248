import BraidCorpora
import BraidTasks
import BraidTensors
import BraidVocabularies

/// Pretrained word vectors in GloVe's text format, `word number number …`, a word a line.
enum WordVectors {
  /// Puts the vectors of the vocabulary's words in the place of the model's first word embedding.
  ///
  /// - Throws: `PipelineError.stage` for a line that has not as many numbers as the embedding is wide; `CorpusError` when
  ///   the file can't be read.
  static func load(_ path: String, into model: inout JointModel) throws -> Int {
    guard let id = model.weights["encoder.words"] else { return 0 }
    let width = model.encoder.options.embedding
    var rows = model.weights.values(id)
    var found = 0
    var numbers: [Float] = []
    let lines = LineSource(try ByteSource(path))
    var ledger = Ledger()
    while try lines.advance(into: &ledger) {
      let line = lines.bytes
      guard let space = line.firstIndex(of: 32),
        let word = model.features.words.id(ofBytes: UnsafeBufferPointer(rebasing: line[..<space]))
      else { continue }
      numbers.removeAll(keepingCapacity: true)
      for field in line[(space + 1)...].split(separator: 32) {
        if let number = Float(String(decoding: field, as: UTF8.self)) { numbers.append(number) }
      }
      guard numbers.count == width else { continue }
      rows.replaceSubrange(Int(word) * width..<(Int(word) + 1) * width, with: numbers)
      found += 1
    }
    guard found > 0 else {
      throw PipelineError.stage(
        name: path, reason: "no line holds a word of the vocabulary and \(width) numbers",
        advice: "Set the encoder's `embedding` to the width of the vectors; lower-case words need `lowercase: true`.")
    }
    model.weights.set(id, rows)
    return found
  }
}
