import BraidFiles

/// A text with its tokens, sentences and layers of annotation.
///
/// Tokens are byte ranges of `text`, which is never changed; everything else points at tokens. A layer that is absent
/// is *missing*: it is unknown, and no task treats it as a negative label. A layer that is present
/// and empty says that there is nothing.
public struct Document: Hashable, Sendable {
  /// What the document holds. One reference is copied where a document is handed on, not a dozen.
  @usableFromInline var content: Content

  /// What a document holds, shared by its copies until one is changed.
  @usableFromInline final class Content: Sendable {
    // Only a document that has the content for itself changes it, and a change of the document is exclusive.
    @usableFromInline @exclusivity(unchecked) nonisolated(unsafe) var id: String
    @usableFromInline @exclusivity(unchecked) nonisolated(unsafe) var language: String?
    @usableFromInline @exclusivity(unchecked) nonisolated(unsafe) var text: String
    @usableFromInline @exclusivity(unchecked) nonisolated(unsafe) var tokens: [Token]
    @usableFromInline @exclusivity(unchecked) nonisolated(unsafe) var sentences: [Sentence]
    /// Everything else, one element or none: most documents have little of it. What is more than a stored property is asked
    /// for through a pointer, as a call would be given a copy of the whole.
    @usableFromInline @exclusivity(unchecked) nonisolated(unsafe) var annotations: [Annotations]

    init(
      id: String, language: String?, text: String, tokens: [Token], sentences: [Sentence],
      annotations: [Annotations] = []
    ) {
      self.id = id
      self.language = language
      self.text = text
      self.tokens = tokens
      self.sentences = sentences
      self.annotations = annotations
    }
  }

  /// A document with `text` and no annotation.
  public init(
    id: String = "", language: String? = nil, text: String, tokens: [Token] = [], sentences: [Sentence] = []
  ) {
    content = Content(id: id, language: language, text: text, tokens: tokens, sentences: sentences)
  }

  /// A document of pre-tokenized sentences: the text is the words joined by single spaces, sentences by line feeds.
  ///
  /// Words may hold spaces.
  public init(id: String = "", language: String? = nil, words sentences: [[String]]) {
    var text = ""
    var tokens: [Token] = []
    var ranges: [Sentence] = []
    var bytes = 0
    for (index, words) in sentences.enumerated() {
      if index > 0 {
        text += "\n"
        bytes += 1
      }
      let first = tokens.count
      for (position, word) in words.enumerated() {
        if position > 0 {
          text += " "
          bytes += 1
        }
        text += word
        tokens.append(Token(bytes..<bytes + word.utf8.count))
        bytes += word.utf8.count
      }
      ranges.append(Sentence(tokens: first..<tokens.count))
    }
    self.init(id: id, language: language, text: text, tokens: tokens, sentences: ranges)
  }

  /// The text of one token.
  public func word(_ index: Int) -> String { string(tokens[index].range) }

  /// The texts of the tokens in `range`, indices into `tokens`.
  public func words(_ range: Range<Int>) -> [String] { range.map(word) }

  /// The text of the UTF-8 bytes in `range`.
  public func string(_ range: Range<Int>) -> String {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    let end = utf8.index(start, offsetBy: range.count)
    return String(text[start..<end])
  }
}

extension Document {
  /// Makes the content the document's own before a change.
  private mutating func own() {
    guard !isKnownUniquelyReferenced(&content) else { return }
    content = Content(
      id: content.id, language: content.language, text: content.text, tokens: content.tokens,
      sentences: content.sentences, annotations: content.annotations)
  }

  /// Makes the annotations the document's own before a change.
  mutating func ownAnnotations() {
    own()
    if content.annotations.isEmpty { content.annotations = [Annotations()] }
  }

  /// Name of the document, unique in its corpus where the source gives one.
  public var id: String {
    @inlinable get { content.id }
    _modify {
      own()
      yield &content.id
    }
  }

  /// BCP 47 language of the text, when known.
  public var language: String? {
    @inlinable get { content.language }
    _modify {
      own()
      yield &content.language
    }
  }

  /// The original text.
  public var text: String {
    @inlinable get { content.text }
    _modify {
      own()
      yield &content.text
    }
  }

  /// Tokens in text order, not overlapping; the words of a multiword token that are not its parts (`du` for *de* and *le*)
  /// lie all where it lies, and layer `form` of `tags` says what they are.
  public var tokens: [Token] {
    @inlinable get { content.tokens }
    _modify {
      own()
      yield &content.tokens
    }
  }

  /// Sentences in order; empty until split.
  public var sentences: [Sentence] {
    @inlinable get { content.sentences }
    _modify {
      own()
      yield &content.sentences
    }
  }

  /// Labels of the whole document by layer; several when the layer is multi-label.
  public var labels: [String: [Label]] {
    get { content.annotations.isEmpty ? [:] : content.annotations[0].labels }
    _modify {
      ownAnnotations()
      yield &content.annotations[0].labels
    }
  }

  /// The probability of every label that a model knows, by layer, in the model's order; each has a score.
  public var probabilities: [String: [Label]] {
    get { content.annotations.isEmpty ? [:] : content.annotations[0].probabilities }
    _modify {
      ownAnnotations()
      yield &content.annotations[0].probabilities
    }
  }

  /// One tag a token by layer; nil where the tag is missing.
  public var tags: [String: [String?]] {
    get { content.annotations.withUnsafeBufferPointer { $0.isEmpty ? [:] : $0[0].allTags } }
    _modify {
      ownAnnotations()
      content.annotations[0].unpackTags()
      yield &content.annotations[0].tags.value
    }
  }

  /// Probability in 0...1 of each tag of the layer of the same name in `tags`, when a model gave it.
  public var tagScores: [String: [Double?]] {
    get { content.annotations.withUnsafeBufferPointer { $0.isEmpty ? [:] : $0[0].allTagScores } }
    _modify {
      ownAnnotations()
      content.annotations[0].unpackTagScores()
      yield &content.annotations[0].tagScores
    }
  }

  /// For layers of `tags` and `spans` the tags that a model would have given otherwise, sentence by sentence, the likeliest
  /// first.
  public var tagAlternatives: [String: [AlternativeTags]] {
    get { content.annotations.isEmpty ? [:] : content.annotations[0].tagAlternatives }
    _modify {
      ownAnnotations()
      yield &content.annotations[0].tagAlternatives
    }
  }

  /// Labelled token spans by layer.
  public var spans: [String: [LabeledSpan]] {
    get { content.annotations.withUnsafeBufferPointer { $0.isEmpty ? [:] : $0[0].allSpans } }
    _modify {
      ownAnnotations()
      content.annotations[0].unpackSpans()
      yield &content.annotations[0].spans
    }
  }

  /// Predicate–argument frames; nil if not annotated.
  public var frames: [Frame]? {
    get { content.annotations.withUnsafeBufferPointer { $0.isEmpty ? nil : $0[0].allFrames } }
    _modify {
      ownAnnotations()
      content.annotations[0].unpackFrames()
      yield &content.annotations[0].frames
    }
  }

  /// Aligned texts by BCP 47 language or by name (`lemma`, `latin`).
  public var translations: [String: AlignedText] {
    get { content.annotations.isEmpty ? [:] : content.annotations[0].translations }
    _modify {
      ownAnnotations()
      yield &content.annotations[0].translations
    }
  }

  /// Anything else the source says about the document, by name.
  public var fields: [String: String] {
    get { content.annotations.isEmpty ? [:] : content.annotations[0].fields }
    _modify {
      ownAnnotations()
      yield &content.annotations[0].fields
    }
  }

  /// What tasks of a model predict about the document, by task; the layers above are what the source says.
  public var predictions: [String: Prediction] {
    get { content.annotations.isEmpty ? [:] : content.annotations[0].predictions }
    _modify {
      ownAnnotations()
      yield &content.annotations[0].predictions
    }
  }

  /// Whether there may be more than the text, its tokens and sentences.
  @inlinable package var isAnnotated: Bool { !content.annotations.isEmpty }

  /// What kinds of annotations there are.
  package var annotationKinds: AnnotationKinds {
    content.annotations.withUnsafeBufferPointer { $0.isEmpty ? AnnotationKinds() : $0[0].kinds }
  }

  /// The names of the layers of `tags`, of which nothing is made for that.
  package var tagLayers: [String] { content.annotations.withUnsafeBufferPointer { $0.isEmpty ? [] : $0[0].tagLayers } }

  /// What `tags` has of one layer, for which nothing is made of others; nil where it is missing.
  package func tags(of layer: String) -> [String?]? {
    content.annotations.withUnsafeBufferPointer { $0.isEmpty ? nil : $0[0].tags(of: layer) }
  }

  /// The same for those who want the bytes of its tags; nil where it is missing.
  package func tagColumn(of layer: String) -> TagColumn? {
    content.annotations.withUnsafeBufferPointer { $0.isEmpty ? nil : $0[0].tagColumn(of: layer) }
  }

  /// How many tags there are in all layers.
  package var tagCount: Int { content.annotations.withUnsafeBufferPointer { $0.isEmpty ? 0 : $0[0].tagCount } }

  /// Gives a document without tags those of a file's cells.
  package mutating func setTags(_ cells: TagCells) {
    ownAnnotations()
    content.annotations[0].tags = TagLayers(cells)
  }

  /// Takes everything but the text, its tokens and sentences from another document.
  package mutating func takeAnnotations(of other: Document) {
    own()
    content.annotations = other.content.annotations
  }
}

extension Document {
  /// The annotations; none where there never were any.
  private var annotations: Annotations { content.annotations.first ?? Annotations() }

  /// Whether both have the same text and the same annotations, strings by their bytes.
  public static func == (first: Document, second: Document) -> Bool {
    if first.content === second.content { return true }
    return first.id.isExactly(second.id) && first.language == second.language && first.text.isExactly(second.text)
      && first.tokens == second.tokens && first.sentences == second.sentences
      && (!first.isAnnotated && !second.isAnnotated || first.annotations == second.annotations)
  }

  /// Hashes the text and the annotations.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(language)
    hasher.combine(text)
    hasher.combine(tokens)
    hasher.combine(sentences)
    hasher.combine(annotations)
  }
}
