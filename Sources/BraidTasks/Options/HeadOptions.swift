/// The kinds of head that ship with Braid, each with its options, and those of others.
public enum HeadOptions: Sendable, Equatable, Codable {
  /// Labels of a document or a sentence.
  case classification(ClassificationOptions)
  /// One tag a token, or labelled spans.
  case tagging(TaggingOptions)
  /// PropBank-style predicates, senses and arguments.
  case semanticRoles(SemanticRolesOptions)
  /// A text from a text.
  case translation(TranslationOptions)
  /// A head that Braid does not know: it is made by the caller's own `HeadFactory`.
  case custom(CustomHeadOptions)
}

extension HeadOptions {
  /// The document layer the head learns from, as a message names it.
  package var layerDescription: String {
    switch self {
    case .classification(let options): "labels in the layer `\(options.label)`"
    case .tagging(let options):
      switch options.source {
      case .tags(let layer): "tags in the layer `\(layer)`"
      case .spans(let layer): "spans in the layer `\(layer)`"
      }
    case .semanticRoles: "frames"
    case .translation(let options): "an aligned text `\(options.target)`"
    case .custom(let options): "anything that a head of kind `\(options.kind)` learns from"
    }
  }
}
