/// Why a document is left out; the number is what a clean stage keeps of each document, 0 for one that stays.
enum DropReason: UInt8, CaseIterable {
  case tooShort = 1
  case tooLong
  case fewLetters
  case noMatch
  case match
  case language
  case noLabel
  case noTarget
  case ratio
  case duplicate
  case leak
  case otherField
  case field

  /// The reason in a few words.
  var text: String {
    switch self {
    case .tooShort: "too short"
    case .tooLong: "too long"
    case .fewLetters: "too few letters"
    case .noMatch: "does not match"
    case .match: "matches what must not be there"
    case .language: "another language"
    case .noLabel: "no label"
    case .noTarget: "no aligned text"
    case .ratio: "lengths too different"
    case .duplicate: "duplicate"
    case .leak: "also in dev or test"
    case .otherField: "another value of a field, or none"
    case .field: "a value of a field that must not be there"
    }
  }
}
