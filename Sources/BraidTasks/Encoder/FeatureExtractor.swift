import BraidFiles
public import BraidText
public import BraidVocabularies

/// Turns a document's words into the ids that the encoder's embeddings are looked up with.
public struct FeatureExtractor: Sendable {
  /// The shared word vocabulary.
  public let words: Vocabulary
  /// The characters the encoder knows; nil when it reads none.
  public let characters: Vocabulary?
  /// The frozen model whose states are features of words; nil when the encoder reads none.
  var states: (any StateSource)?
  /// The layers of it that are read.
  let contextualLayers: ContextualOptions.Layers
  /// Numbers of a token of other software and that the encoder is given; 0 for none.
  public let inputs: Int
  /// Where they are.
  var source: InputVectors?
  let lowercase: Bool
  /// How words become lower case: as those of the vocabulary did.
  private let lower: LowerCasing
  let buckets: Int

  /// Longest word that is read whole, in characters; of a longer one the beginning is read.
  static let longestForm = 40

  /// An extractor for an encoder with `options`, whose tokens are given `inputWidth` numbers of other software.
  init(
    options: EncoderOptions, words: Vocabulary, characters: Vocabulary?, states: (any StateSource)?, inputWidth: Int
  ) {
    self.words = words
    self.characters = options.characters == nil ? nil : characters
    self.states = options.states == nil ? nil : states
    contextualLayers = options.states?.layers ?? .mix
    inputs = inputWidth
    lowercase = options.lowercase
    lower = words.lowerCasing
    buckets = options.unknownBuckets
  }

  /// Rows of the word embedding: the vocabulary, then the buckets that unknown words share.
  public var embeddingRows: Int { words.count + buckets }

  /// Whether the encoder is given vectors of tokens beside their words.
  package var readsVectors: Bool { states != nil || inputs > 0 }

  /// Numbers of the vector that the encoder is given for each token; 0 for none.
  package var vectorWidth: Int { (states.map { $0.layers(contextualLayers).count * $0.width } ?? 0) + inputs }

  /// Bytes of such a vector.
  package var vectorBytes: Int { 2 * vectorWidth }

  /// What the vectors are that the encoder is given, to tell models that are given the same from others; nil for none.
  package var vectorsIdentity: String? {
    let states = states.map {
      "\(contextualLayers == .top ? "the last layer" : "all layers") of the model \($0.fingerprint)"
    }
    return readsVectors
      ? [states, inputs > 0 ? "\(inputs) numbers of other software" : nil].compactMap(\.self).joined(separator: ", ")
      : nil
  }

  /// What the vocabularies and the given vectors are known by, to tell examples and models of other vocabularies apart.
  package var fingerprints: [UInt64] {
    [words.fingerprint, characters?.fingerprint ?? 0] + (vectorsIdentity.map { [StableHash($0.utf8).value] } ?? [])
  }

  /// Whether a word written `form` is in the vocabulary.
  package func knows(_ form: String) -> Bool { words.id(lowercase ? lower(form) : form) != nil }

  /// The id of a word written `form`.
  public func id(of form: String) -> Int32 {
    let word = lowercase ? lower(form) : form
    if let id = words.id(word) { return id }
    guard buckets > 0 else { return words.unknownID ?? 0 }
    return Int32(words.count + Int(StableHash(word.utf8).value % UInt64(buckets)))
  }

  /// A hash of each word of a document: of the bytes of its form, in lower case where words are looked up so. It depends on
  /// no vocabulary, so that unknown words have one too. Those of the second text of a pair follow if asked for.
  func hashes(_ document: Document, second: Bool = false) -> [Int32] {
    let own = document.tokens.indices.map { hash(of: form(document, $0)) }
    return second ? own + (document.second?.words ?? []).map(hash) : own
  }

  /// The form of a word as it is read, before it becomes lower case.
  package func form(_ document: Document, _ index: Int) -> String {
    lowercase ? document.formForLowerCase(index) : document.form(index)
  }

  /// The hash of a word written `form`.
  func hash(of form: String) -> Int32 {
    let hash = StableHash((lowercase ? lower(form) : form).utf8).value
    return Int32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// The character ids of a word written `form`, at least one, at most `longestForm`.
  func characterIDs(_ form: String, _ vocabulary: Vocabulary) -> [Int32] {
    let unknown = vocabulary.unknownID ?? 0
    let ids = form.unicodeScalars.prefix(Self.longestForm).map { vocabulary.id(String($0)) ?? unknown }
    return ids.isEmpty ? [unknown] : ids
  }

  /// The document as ids, without targets; nil when it has no tokens.
  ///
  /// A document without sentences is one sentence. Words of a multiword token that are not its parts are read as the words that
  /// they are: *de* and *le*, not *du* twice.
  ///
  /// - Parameters:
  ///   - document: tokenized.
  ///   - forms: gets the written forms.
  ///   - second: whether the second text of a pair is read, too.
  /// - Returns: the example.
  public func example(_ document: Document, forms: inout FormTable, second: Bool = false) -> Example? {
    guard !document.tokens.isEmpty else { return nil }
    var example = Example(words: [], sentences: document.encodedSentences.map(\.count))
    func add(_ form: String) {
      example.words.append(id(of: form))
      if let characters {
        example.forms.append(forms.row(of: form.utf8) { characterIDs(form, characters) })
      }
    }
    example.words.reserveCapacity(document.tokens.count)
    for index in document.tokens.indices { add(form(document, index)) }
    guard second, let words = document.second?.words else { return example }
    for word in words { add(word) }
    example.addSecond(words.count)
    return example
  }
}
