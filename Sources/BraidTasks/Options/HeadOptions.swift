/// The kinds of head that ship with Braid, each with its options.
public enum HeadOptions: Sendable, Equatable, Codable {
  /// Labels of a document or a sentence.
  case classification(ClassificationOptions)
  /// One tag a token, or labelled spans.
  case tagging(TaggingOptions)
  /// PropBank-style predicates, senses and arguments.
  case semanticRoles(SemanticRolesOptions)
  /// A text from a text.
  case translation(TranslationOptions)
}

extension HeadOptions {
  /// The document layer the head learns from, as a message names it.
  var layerDescription: String {
    switch self {
    case .classification(let options): "labels in the layer `\(options.label)`"
    case .tagging(let options):
      switch options.source {
      case .tags(let layer): "tags in the layer `\(layer)`"
      case .spans(let layer): "spans in the layer `\(layer)`"
      }
    case .semanticRoles: "frames"
    case .translation(let options): "an aligned text `\(options.target)`"
    }
  }
}
