/// How annotations go into an XML file, and translations into a translator's.
public struct RewriteOptions: Sendable, Equatable {
  /// Where annotations stand.
  public enum Style: String, CaseIterable, Sendable, Codable {
    /// As elements around the text they are about; where mark-up is in the way, as a pair of milestones.
    case inline
    /// Apart from the text, pointing at bytes of the file: in TEI a `standOff` at the end of the root element, in the
    /// place of what it had of the same layers from an earlier run; in any other XML a file of its own.
    case standoff
  }

  /// Where annotations stand.
  public var style: Style
  /// Span layers to write; nil: all.
  public var spans: [String]?
  /// Tag layers to write as attributes of words; nil: all; empty: none, and no words either.
  public var tags: [String]?
  /// Document label layers to write; nil: all.
  public var labels: [String]?
  /// Whether sentences are written.
  public var sentences: Bool
  /// Name of the element around a span.
  public var spanElement: String
  /// Name of the element around a token.
  public var tokenElement: String
  /// Name of the element around a sentence.
  public var sentenceElement: String
  /// Name of the translations that go in; nil: those into the file's own target language, or the only ones.
  public var targetLanguage: String?

  /// Everything, in the given style, with TEI's element names.
  public init(style: Style = .inline) {
    self.style = style
    spans = nil
    tags = nil
    labels = nil
    sentences = true
    spanElement = "seg"
    tokenElement = "w"
    sentenceElement = "s"
    targetLanguage = nil
  }

  /// Everything, in the given style, and the translations that were named when the file was read.
  package init(style: Style, _ reading: ReadOptions) {
    self.init(style: style)
    targetLanguage = reading.targetLanguage
  }
}
