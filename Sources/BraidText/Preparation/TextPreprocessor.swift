/// Prepares documents for a model and restores their own text afterwards.
///
/// A preparer owns ICU handles and belongs to one thread at a time.
public final class TextPreprocessor {
  private let normalizer: Normalizer
  private let segmenter: TextSegmenter
  private let second: SecondTextPreprocessor

  /// Opens the rules.
  ///
  /// - Throws: `TextError.invalidLocale`, `.invalidRule`, or `.icu` when ICU lacks rules.
  public init(_ preparation: TextPreparation) throws(TextError) {
    normalizer = Normalizer(preparation.normalize, locale: preparation.locale)
    segmenter = try TextSegmenter(preparation.segmentation)
    second = try SecondTextPreprocessor(preparation)
  }

  /// Fills tokens and sentences that are not there yet, and changes the text by the steps of normalization.
  ///
  /// - Throws: `TextError.textTooLong` for more than 2 GiB.
  func fill(_ document: inout Document) throws(TextError) {
    guard normalizer.steps.isEmpty else {
      document = try prepareOwn(document).document
      return
    }
    try segmenter.segment(&document)
  }

  /// The document with tokens and sentences, as the model reads it.
  ///
  /// Tokens that are there already stay, each changed by the steps of normalization. So is the second text of a pair.
  ///
  /// - Throws: `TextError.textTooLong` for more than 2 GiB.
  public func prepare(_ document: Document) throws(TextError) -> PreparedDocument {
    var prepared = try prepareOwn(document)
    if let own = document.second {
      prepared.second = own
      try second.prepare(&prepared.document)
    }
    return prepared
  }

  /// Prepares the document's own text.
  private func prepareOwn(_ document: Document) throws(TextError) -> PreparedDocument {
    var own = document
    guard !normalizer.steps.isEmpty else {
      try segmenter.segment(&own)
      return PreparedDocument(own)
    }
    if own.tokens.isEmpty {
      let changed = normalizer.apply(own.text)
      var read = own
      read.text = changed.text
      read.sentences = []
      try segmenter.segment(&read)
      own.tokens = read.tokens.map { Token(changed.original($0.range), kind: $0.kind) }
      own.sentences = read.sentences
      if Self.areApart(own.tokens) { return PreparedDocument(read, own: own) }
      // Several tokens came of one character, such as ½: then the tokens are those of the text as it is.
      own.tokens = []
      own.sentences = document.sentences
    }
    try segmenter.segment(&own)
    var read = own
    read.normalize(normalizer)
    return PreparedDocument(read, own: own)
  }

  private static func areApart(_ tokens: [Token]) -> Bool {
    tokens.allSatisfy { !$0.range.isEmpty }
      && zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound }
  }
}
