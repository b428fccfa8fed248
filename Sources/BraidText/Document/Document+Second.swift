extension Document {
  /// The name under which the second text of a pair is kept among a document's aligned texts.
  public static let secondName = "text2"

  /// The second text of a pair: the hypothesis beside a premise, the answer beside a question; nil for a document that is no
  /// pair.
  ///
  /// It is the aligned text `text2`, so that what reads, writes and tokenizes aligned texts needs to know nothing of it.
  public var second: AlignedText? {
    get { translations[Self.secondName] }
    set { translations[Self.secondName] = newValue }
  }
}
