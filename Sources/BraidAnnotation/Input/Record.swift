import BraidText

/// One record of the input: a document before or after prediction, or what could not be made one.
struct Record: Sendable {
  /// What became of it.
  enum Content: Sendable {
    case prepared(PreparedDocument)
    case annotated(Document)
    case rejected(DeadLetter)
  }

  /// What became of it.
  var content: Content
  /// Digest of all records up to this one.
  let digest: UInt64
  /// What all records up to this one weigh.
  let read: Int

  /// What a record without text weighs.
  static let leastCost = 64

  /// What it weighs in memory, in bytes of text.
  var cost: Int {
    switch content {
    case .prepared(let prepared): prepared.document.text.utf8.count + Self.leastCost
    case .annotated(let document): document.text.utf8.count + Self.leastCost
    case .rejected(let letter):
      (letter.record?.utf8.count ?? 0) + (letter.document?.text.utf8.count ?? 0) + Self.leastCost
    }
  }
}
