/// A member of Braid's own JSON.
enum DocumentMember: UInt32 {
  case id, language, text, offsets, tokens, kinds, sentences, label, predictions, text2
  case labels, probabilities, tags, tagScores, tagAlternatives, spans, frames, translations, fields

  /// The member of a name; nil for any other.
  init?(_ name: JSONName) {
    switch name {
    case "id": self = .id
    case "text": self = .text
    case "text2": self = .text2
    case "tokens": self = .tokens
    case "kinds": self = .kinds
    case "sentences": self = .sentences
    case "language": self = .language
    case "offsets": self = .offsets
    case "label": self = .label
    case "predictions": self = .predictions
    case "labels": self = .labels
    case "probabilities": self = .probabilities
    case "tags": self = .tags
    case "tagScores": self = .tagScores
    case "tagAlternatives": self = .tagAlternatives
    case "spans": self = .spans
    case "frames": self = .frames
    case "translations": self = .translations
    case "fields": self = .fields
    default: return nil
    }
  }

  /// Members that were met.
  struct Seen {
    private var bits: UInt32 = 0

    /// Adds a member; false when it is there already.
    mutating func insert(_ member: DocumentMember) -> Bool {
      let bit: UInt32 = 1 << member.rawValue
      defer { bits |= bit }
      return bits & bit == 0
    }
  }
}
