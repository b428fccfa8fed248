/// One annotation on its way into a file.
struct XMLAnnotation {
  /// What it is; the order is that of nesting, outermost first.
  enum Kind: Int, Comparable {
    case sentence, span, token

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// What it is.
  var kind: Kind
  /// Bytes of the file that it covers.
  var source: Range<Int>
  /// Name of the layer, for spans.
  var layer: String
  /// The label, for spans.
  var label: String
  /// Further attributes in order, such as the tags of a token.
  var attributes: [(name: String, value: String)]
  /// Prefix of the element names around it, colon included.
  var prefix: String

  /// The layer as messages name it.
  var layerCode: String {
    switch kind {
    case .sentence: "sentences"
    case .token: "tokens"
    case .span: "spans:\(layer)"
    }
  }
}

/// A piece of mark-up in a file's bytes.
struct XMLMark: Hashable, Sendable {
  /// What it is.
  enum Kind: Hashable, Sendable { case start, end, other }

  /// What it is; an empty element is `other`.
  var kind: Kind
  /// Its bytes, brackets included.
  var range: Range<Int>
}
