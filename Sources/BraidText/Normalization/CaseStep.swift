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

  /// Lower case; a sigma at the end of a word becomes a final one, and in Turkic languages `I` is `ı` and `İ` is `i`.
  static func lowercase(
    _ bytes: UnsafeBufferPointer<UInt8>, isTurkic: Bool = false, into builder: inout NormalizationBuilder
  ) {
    map(bytes, dotlessI: isTurkic, into: &builder) { scalar, position in
      if isTurkic, scalar == "\u{130}" { return "i" }
      if scalar == "\u{3A3}" { return isFinalSigma(bytes, position) ? "\u{3C2}" : "\u{3C3}" }
      let properties = scalar.properties
      return properties.changesWhenLowercased ? properties.lowercaseMapping : nil
    }
  }

  /// Walks over the characters: ASCII capitals here, everything else by `other`, nil for no change.
  @inline(__always)
  private static func map(
    _ bytes: UnsafeBufferPointer<UInt8>, dotlessI: Bool = false, into builder: inout NormalizationBuilder,
    _ other: (Unicode.Scalar, _ position: Int) -> String?
  ) {
    var position = 0
    var run = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        if dotlessI, byte == 0x49 {
          builder.copy(run..<position)
          // With a dot of its own, U+0307, it is `i`.
          let hasDot = position + 2 < bytes.count && bytes[position + 1] == 0xCC && bytes[position + 2] == 0x87
          let end = position + (hasDot ? 3 : 1)
          let small: [UInt8] = hasDot ? [0x69] : [0xC4, 0xB1]
          builder.replace(position..<end, with: small, oneCharacter: true)
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
  private static func isFinalSigma(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
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
