/// A document as a model reads it, which still knows its own text.
public struct PreparedDocument: Sendable {
  /// What the model reads.
  public var document: Document
  /// The document's own text and its tokens there; nil when nothing was changed.
  private let own: (text: String, tokens: [Token])?
  /// The second text of a pair as it came; nil for a document that is no pair.
  var second: AlignedText?

  init(_ document: Document, own: Document? = nil) {
    self.document = document
    self.own = own.map { ($0.text, $0.tokens) }
  }

  /// The document with its own texts and offsets in them.
  public var restored: Document {
    var document = document
    if let second { document.second = second }
    guard let own else { return document }
    document.text = own.text
    document.tokens = own.tokens
    return document
  }
}
