public import BraidText

/// Something that a document holds and that a format may have no place for.
public enum DocumentContent: Hashable, Sendable {
  /// What any document may have beside its layers.
  public enum Part: String, Sendable, CaseIterable {
    /// Where one document ends and the next one begins.
    case boundaries = "document boundaries"
    /// The document's name.
    case id = "ids"
    /// The language of the text.
    case language = "languages"
    /// White space between words, where it is no single space.
    case spaces = "white space"
    /// Byte order marks that are characters of the text.
    case zeroWidthSpaces = "zero width no-break spaces U+FEFF"
    /// Line breaks in the text.
    case lineBreaks = "line breaks"
    /// Empty lines in the text.
    case blankLines = "empty lines"
    /// How the text is cut into tokens.
    case tokens = "tokens"
    /// How the tokens are grouped.
    case sentences = "sentences"
    /// Comments on sentences.
    case comments = "comments"
    /// Surface tokens of several words.
    case multiwords = "multiword tokens"
    /// Nodes of an enhanced graph that no token stands for.
    case emptyNodes = "empty nodes"

    /// Whether a list of what a format holds names it; the text is spaced and cut in any format.
    var isListed: Bool {
      switch self {
      case .boundaries, .spaces, .zeroWidthSpaces, .lineBreaks, .blankLines: false
      default: true
      }
    }
  }

  /// A part of the text or of what holds it together.
  case part(Part)
  /// A layer as a whole.
  case layer(AnnotationLayer)
  /// That a document has none of the labels of a layer, which is read as not known.
  case noLabels(AnnotationLayer)
  /// The name of a layer that is written, and is read under another one.
  case name(AnnotationLayer)
  /// The labels of a layer as they are spelled: they are written with other characters.
  case spelling(AnnotationLayer)
  /// The scores of a layer that is written.
  case scores(AnnotationLayer)
  /// The probabilities of all labels beside a label layer.
  case probabilities(String)
  /// The next best tags of a layer, or translations.
  case alternatives(AnnotationLayer)
  /// The attention of a translation.
  case attention(String)
  /// The tokens of a translation.
  case targetTokens(String)
  /// The tokens of predicates that are several, or none.
  case extents

  /// What it is, as a message names it.
  package var code: String {
    switch self {
    case .part(let part): part.rawValue
    case .layer(let layer): layer.code
    case .noLabels(let layer): "empty \(layer.code)"
    case .name(let layer): "name of \(layer.code)"
    case .spelling(let layer): "spelling of \(layer.code)"
    case .scores(let layer): "scores of \(layer.code)"
    case .probabilities(let name): "probabilities of labels:\(name)"
    case .alternatives(let layer): "alternatives of \(layer.code)"
    case .attention(let name): "attention of translations:\(name)"
    case .targetTokens(let name): "tokens of translations:\(name)"
    case .extents: "extents of frames"
    }
  }
}

extension DocumentContent.Part {
  /// Its bit among those of a set of parts.
  var bit: UInt32 {
    switch self {
    case .boundaries: 1
    case .id: 2
    case .language: 4
    case .spaces: 8
    case .lineBreaks: 16
    case .blankLines: 32
    case .tokens: 64
    case .sentences: 128
    case .comments: 256
    case .multiwords: 512
    case .emptyNodes: 1024
    case .zeroWidthSpaces: 2048
    }
  }
}
