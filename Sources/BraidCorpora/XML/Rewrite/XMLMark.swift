/// A piece of mark-up in a file's bytes.
struct XMLMark: Hashable, Sendable {
  /// What it is.
  enum Kind: Hashable, Sendable { case start, end, other }

  /// What it is; an empty element is `other`.
  var kind: Kind
  /// Its bytes, brackets included.
  var range: Range<Int>
}
