/// A vocabulary of any kind: words or characters, or BPE pieces.
public enum SymbolVocabulary: Sendable, Equatable {
  /// Words or characters.
  case symbols(Vocabulary)
  /// Pieces of words.
  case pieces(BPE)

  /// Reads a vocabulary from its text, whose header says what it holds.
  ///
  /// - Throws: `VocabularyError.badLine` or `duplicate` with the line.
  public init(serialized text: String, path: String = "vocabulary") throws(VocabularyError) {
    do {
      self = .pieces(try BPE(serialized: text, path: path))
    } catch .wrongKind {
      self = .symbols(try Vocabulary(serialized: text, path: path))
    }
  }

  /// Reads a vocabulary file, whose header says what it holds.
  ///
  /// - Throws: `VocabularyError.file`, `badLine` or `duplicate`.
  public init(contentsOf path: String) throws(VocabularyError) {
    do {
      self = .pieces(try BPE(contentsOf: path))
    } catch .wrongKind {
      self = .symbols(try Vocabulary(contentsOf: path))
    }
  }

  /// The vocabulary in its file format.
  public var serialized: String {
    switch self {
    case .symbols(let vocabulary): vocabulary.serialized
    case .pieces(let bpe): bpe.serialized
    }
  }

  /// Number of entries.
  public var count: Int {
    switch self {
    case .symbols(let vocabulary): vocabulary.count
    case .pieces(let bpe): bpe.count
    }
  }

  /// A number that changes with any entry.
  public var fingerprint: UInt64 {
    switch self {
    case .symbols(let vocabulary): vocabulary.fingerprint
    case .pieces(let bpe): bpe.fingerprint
    }
  }

  /// The words; nil for pieces, which an encoder of words can't read.
  public var words: Vocabulary? {
    if case .symbols(let vocabulary) = self { vocabulary } else { nil }
  }

  /// Writes the vocabulary to a file, which appears complete or not at all.
  ///
  /// - Throws: `VocabularyError.file`.
  public func write(to path: String) throws(VocabularyError) {
    switch self {
    case .symbols(let vocabulary): try vocabulary.write(to: path)
    case .pieces(let bpe): try bpe.write(to: path)
    }
  }
}
