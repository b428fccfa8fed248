public import BraidText

/// Options of a tagging head.
public struct TaggingOptions: Sendable, Equatable, Codable {
  /// Where the tags come from.
  public enum Source: Sendable, Equatable, Codable {
    /// A layer of one tag a token, such as `upos`.
    case tags(String)
    /// A layer of labelled spans, such as `chunk`, coded as tags.
    case spans(String)
  }
  /// Where the tags come from.
  public var source: Source
  /// How spans are learned as tags.
  public var encoding = SpanEncoding.iob2
  /// Whether a linear-chain CRF scores whole tag sequences; otherwise each token's softmax stands alone.
  public var crf = false
  /// Dropout rate, 0..<1, on the token states.
  public var dropout = 0.0
  /// Label smoothing, 0..<1; not with a CRF.
  public var smoothing = 0.0

  /// A softmax tagger of `source`.
  public init(source: Source) { self.source = source }
}
