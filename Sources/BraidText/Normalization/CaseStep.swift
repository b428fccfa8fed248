/// Maps case, character by character.
enum CaseStep {
  /// Full case folding.
  static func foldCase(_ bytes: UnsafeBufferPointer<UInt8>, into builder: inout NormalizationBuilder) {
    map(bytes, into: &builder) { scalar, _ in
      guard ICU.changesWhenFolded(scalar) else { return nil }
      let text = String(scalar)
      let units = Array(text.utf16)
      let folded = units.withUnsafeBufferPointer { ICU.foldCase($0) }
      return folded == units ? nil : String(decoding: folded, as: UTF16.self)
    }
  }

  /// Lower case; a sigma at the end of a word becomes a final one, and a language may have its own way with `I` and `J`.
  ///
  /// Source: Unicode Character Database, SpecialCasing.txt, "Language-Sensitive Mappings".
  static func lowercase(
    _ bytes: UnsafeBufferPointer<UInt8>, _ casing: LowerCasing = .general, into builder: inout NormalizationBuilder
  ) {
    map(bytes, casing, into: &builder) { scalar, position in
      switch (casing, scalar) {
      case (_, "\u{3A3}"): return isFinalSigma(bytes, position) ? "\u{3C2}" : "\u{3C3}"
      case (.turkic, "\u{130}"): return "i"
      case (.lithuanian, "\u{CC}"): return "i\u{307}\u{300}"
      case (.lithuanian, "\u{CD}"): return "i\u{307}\u{301}"
      case (.lithuanian, "\u{128}"): return "i\u{307}\u{303}"
      case (.lithuanian, "\u{12E}") where markAbove(bytes, position + 2) != nil: return "\u{12F}\u{307}"
      default:
        let properties = scalar.properties
        return properties.changesWhenLowercased ? properties.lowercaseMapping : nil
      }
    }
  }

  /// What an ASCII capital becomes in a language with its own way; nil where that is the usual way.
  ///
  /// - Returns: what takes its place, and where what is replaced ends.
  private static func special(
    _ casing: LowerCasing, _ capital: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int
  ) -> (small: [UInt8], end: Int)? {
    let next = position + 1
    switch (casing, capital) {
    case (.turkic, UInt8(ascii: "I")):
      // With a dot of its own, U+0307, it is `i`.
      guard let dot = markAbove(bytes, next), bytes[dot] == 0xCC, bytes[dot + 1] == 0x87 else {
        return ([0xC4, 0xB1], next)
      }
      return ([0x69] + bytes[next..<dot], dot + 2)
    case (.lithuanian, UInt8(ascii: "I")), (.lithuanian, UInt8(ascii: "J")):
      return markAbove(bytes, next) == nil ? nil : ([capital | 0x20, 0xCC, 0x87], next)
    default: return nil
    }
  }

  /// Where the first mark above a letter begins, with nothing but marks at other places before; nil when there is none.
  private static func markAbove(_ bytes: UnsafeBufferPointer<UInt8>, _ next: Int) -> Int? {
    var index = next
    for _ in 0..<reach where index < bytes.count {
      let (value, length) = BreakMachine.decode(bytes, index)
      switch Unicode.Scalar(value)?.properties.canonicalCombiningClass {
      case .above: return index
      case nil, .notReordered: return nil
      default: index += length
      }
    }
    return nil
  }

  /// Walks over the characters: ASCII capitals here, everything else by `other`, nil for no change.
  @inline(__always)
  private static func map(
    _ bytes: UnsafeBufferPointer<UInt8>, _ casing: LowerCasing = .general, into builder: inout NormalizationBuilder,
    _ other: (Unicode.Scalar, _ position: Int) -> String?
  ) {
    var position = 0
    var run = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        if casing != .general, let (small, end) = special(casing, byte, bytes, position) {
          builder.copy(run..<position)
          builder.replace(position..<end, with: small, oneCharacter: small.count == 2 && end == position + 1)
          (run, position) = (end, end - 1)
        } else if byte &- 0x41 < 26 {
          builder.copy(run..<position)
          builder.replace(position..<position + 1, with: CollectionOfOne(byte | 0x20), oneCharacter: true)
          run = position + 1
        }
        position += 1
        continue
      }
      let (value, length) = BreakMachine.decode(bytes, position)
      if let scalar = Unicode.Scalar(value), let mapped = other(scalar, position) {
        builder.copy(run..<position)
        builder.replace(
          position..<position + length, with: mapped.utf8, oneCharacter: mapped.unicodeScalars.count == 1)
        run = position + length
      }
      position += length
    }
    builder.copy(run..<bytes.count)
  }

  /// Characters looked at on each side of a sigma.
  private static let reach = 64

  /// Unicode's Final_Sigma: a cased letter before, none behind, with case-ignorable characters between.
  static func isFinalSigma(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    var before = false
    var index = position
    for _ in 0..<reach where index > 0 {
      repeat { index -= 1 } while index > 0 && bytes[index] & 0xC0 == 0x80
      guard let properties = Unicode.Scalar(BreakMachine.decode(bytes, index).scalar)?.properties else { break }
      if properties.isCaseIgnorable { continue }
      before = properties.isCased
      break
    }
    guard before else { return false }
    index = position + 2
    for _ in 0..<reach where index < bytes.count {
      let (scalar, length) = BreakMachine.decode(bytes, index)
      guard let properties = Unicode.Scalar(scalar)?.properties else { break }
      if !properties.isCaseIgnorable { return !properties.isCased }
      index += length
    }
    return true
  }
}
