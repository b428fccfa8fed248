/// The colour of a label: the same label has the same one everywhere.
package enum LabelHue {
  /// A hue in degrees, 0..<360.
  ///
  /// Numbered labels such as `ARG0`, `ARG1` are far apart; of others the letters decide.
  package static func hue(_ label: String) -> Int {
    if let digit = label.last?.wholeNumberValue, digit < 10 { return (250 + digit * 137) % 360 }
    var hash: UInt32 = 2_166_136_261
    for byte in label.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int((hash ^ hash >> 15) % 24) * 15
  }
}
