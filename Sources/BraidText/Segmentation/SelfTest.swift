import BraidFiles

/// Compares our machine with the linked ICU.
enum SelfTest {
  /// Characters in the test text.
  private static let length = 3000

  /// Whether our machine finds ICU's boundaries and statuses in a text in which all categories meet.
  ///
  /// The text is a fixed pseudo-random mixture: half of it ASCII, half one character of each category of the rules,
  /// dictionary categories left out. Takes some milliseconds, most of them for the walk through all characters.
  static func passes(_ rules: BreakRules, _ icu: ICUBreaker) -> Bool {
    let text = sample(rules)
    return Array(text.utf8).withUnsafeBufferPointer { bytes in
      var ours: [Int32] = []
      rules.withMachine { machine in
        var position = 0
        while position < bytes.count {
          let segment = machine.segment(bytes, at: position)
          ours.append(Int32(segment.end))
          ours.append(segment.status)
          position = segment.end
        }
      }
      var units: [UInt16] = []
      var offsets: [Int32] = []
      UTF16Transcoder.transcode(bytes, 0..<bytes.count, units: &units, offsets: &offsets)
      var theirs: [Int32] = []
      units.withUnsafeBufferPointer { units in
        icu.forEachBoundary(utf16: units) { end, status in
          theirs.append(offsets[end])
          theirs.append(status)
        }
      }
      return ours == theirs
    }
  }

  private static func sample(_ rules: BreakRules) -> String {
    var samples: [Unicode.Scalar] = []
    var seen = [Bool](repeating: false, count: 256)
    for value in UInt32(0)..<0x110000 {
      let category = rules.categories[Int(value)]
      guard category < rules.firstDictionaryCategory, let scalar = Unicode.Scalar(value) else { continue }
      guard !seen[Int(category)] else { continue }
      seen[Int(category)] = true
      samples.append(scalar)
    }
    var random = SplitMix64(seed: 0)
    var text = String.UnicodeScalarView()
    for _ in 0..<length {
      let draw = Int(random.next() >> 33)
      if draw & 1 == 0, let ascii = Unicode.Scalar(UInt32(draw >> 1) % 128),
        rules.categories[Int(ascii.value)] < rules.firstDictionaryCategory
      {
        text.append(ascii)
      } else if !samples.isEmpty {
        text.append(samples[(draw >> 1) % samples.count])
      }
    }
    return String(text)
  }
}
