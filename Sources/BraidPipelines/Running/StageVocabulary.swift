import BraidVocabularies

/// What a vocabulary stage has made: words or characters, or BPE pieces.
enum StageVocabulary {
  case symbols(Vocabulary)
  case pieces(BPE)

  /// Reads a vocabulary file, whose header says what it holds.
  init(contentsOf path: String) throws(VocabularyError) {
    do {
      self = .pieces(try BPE(contentsOf: path))
    } catch .wrongKind {
      self = .symbols(try Vocabulary(contentsOf: path))
    }
  }

  /// The vocabulary in its file format.
  var serialized: String {
    switch self {
    case .symbols(let vocabulary): vocabulary.serialized
    case .pieces(let bpe): bpe.serialized
    }
  }

  /// Number of entries.
  var count: Int {
    switch self {
    case .symbols(let vocabulary): vocabulary.count
    case .pieces(let bpe): bpe.count
    }
  }

  /// The words; nil for pieces, which an encoder of words can't read.
  var words: Vocabulary? {
    if case .symbols(let vocabulary) = self { vocabulary } else { nil }
  }

  /// Writes the vocabulary to a file, which appears complete or not at all.
  func write(to path: String) throws(VocabularyError) {
    switch self {
    case .symbols(let vocabulary): try vocabulary.write(to: path)
    case .pieces(let bpe): try bpe.write(to: path)
    }
  }
}
