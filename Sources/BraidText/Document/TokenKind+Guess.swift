extension TokenKind {
  /// The kind of a token that came without one, by its first distinctive character.
  package init(guessedFrom form: UnsafeBufferPointer<UInt8>) {
    guard let first = form.first else {
      self = .symbol
      return
    }
    if first < 0x80 {
      self = Self.ascii(form)
      return
    }
    let scalar = String(decoding: form.prefix(4), as: UTF8.self).unicodeScalars.first ?? " "
    switch scalar.value {
    case 0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: self = .kana
    case 0x2E80...0x2FDF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: self = .ideographic
    default:
      switch scalar.properties.generalCategory {
      case .decimalNumber, .letterNumber, .otherNumber: self = .number
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
        .finalPunctuation, .otherPunctuation:
        self = .punctuation
      case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: self = .symbol
      default: self = .word
      }
    }
  }

  private static func ascii(_ form: UnsafeBufferPointer<UInt8>) -> TokenKind {
    var hasDigit = false
    for byte in form {
      switch byte {
      case 65...90, 97...122, 0x80...0xFF: return .word
      case 48...57: hasDigit = true
      default: break
      }
    }
    if hasDigit { return .number }
    switch form[0] {
    case 0x24, 0x2B, 0x3C, 0x3D, 0x3E, 0x5E, 0x60, 0x7C, 0x7E: return .symbol
    default: return .punctuation
    }
  }
}
