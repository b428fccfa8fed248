import BraidFiles

/// Inputs for fuzz tests: the same in every run.
extension SplitMix64 {
  /// Bytes of any value, often such as begin or continue a character.
  mutating func bytes(upTo limit: Int) -> [UInt8] {
    let leads: [UInt8] = [0xC2, 0xC3, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0x80, 0xBF, 0xA0, 0x9F, 0x8F, 0x61, 0x2E]
    return (0..<Int.random(in: 0...limit, using: &self)).map { _ in
      Bool.random(using: &self)
        ? UInt8.random(in: 0...255, using: &self) : leads[Int.random(in: leads.indices, using: &self)]
    }
  }

  /// Text of characters from several scripts, with the marks that segmentation and normalization care about.
  mutating func text(upTo limit: Int) -> String {
    let pool = Array(
      "aZé ß.,:;'’\"@_#0 19-\n\r\t!?…()«»$€%/ İıſﬁÅ가각ᄀ각あア漢字ー。กขำထ\u{301}\u{308}\u{323}\u{200D}\u{AD}\u{FEFF}😀🏽👩🇩🇪Σσςאבـ٠نДж\u{1E9B}\u{A0}\u{3000}\u{2028}\u{E9}"
        .unicodeScalars)
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &self) {
      if Int.random(in: 0..<20, using: &self) == 0,
        let any = Unicode.Scalar(UInt32.random(in: 0..<0x110000, using: &self))
      {
        scalars.append(any)
      } else {
        scalars.append(pool[Int.random(in: pool.indices, using: &self)])
      }
    }
    return String(scalars)
  }
}
