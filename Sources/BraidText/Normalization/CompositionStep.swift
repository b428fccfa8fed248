/// Unicode normalization by ICU, run by run, so that only what changes enters the alignment.
enum CompositionStep {
  /// A stretch that holds non-ASCII text ends where this many ASCII bytes follow.
  private static let gap = 8
  /// Bytes after which a stretch ends at the next ASCII character.
  private static let longestStretch = 1 << 16
  /// Characters normalized together at most; more marks on one letter than this are hostile, and sorting them would
  /// take quadratic time.
  private static let longestCluster = 1024

  /// Composes by `form`.
  static func compose(_ form: ICU.Form, _ bytes: UnsafeBufferPointer<UInt8>, into builder: inout NormalizationBuilder) {
    forEachStretch(bytes, into: &builder) { builder, units, offsets, base in
      var position = 0
      while position < units.count {
        let rest = UnsafeBufferPointer(rebasing: units[position...])
        let prefix = position + ICU.normalizedPrefix(form, rest)
        builder.copy(base + Int(offsets[position])..<base + Int(offsets[prefix]))
        position = prefix
        guard position < units.count else { break }
        let end = clusterEnd(form, units, position)
        let composed = ICU.normalize(form, UnsafeBufferPointer(rebasing: units[position..<end]))
        replace(&builder, units, offsets, base, position..<end, composed)
        position = end
      }
    }
  }

  /// Decomposes, drops combining diacritical marks, composes again.
  static func stripDiacritics(_ bytes: UnsafeBufferPointer<UInt8>, into builder: inout NormalizationBuilder) {
    forEachStretch(bytes, into: &builder) { builder, units, offsets, base in
      var position = 0
      while position < units.count {
        let end = clusterEnd(.nfc, units, position)
        let cluster = UnsafeBufferPointer(rebasing: units[position..<end])
        var new = Array(cluster)
        if cluster.contains(where: { $0 >= 0x80 }) {
          let letters = ICU.normalize(.nfd, cluster).withUnsafeBufferPointer { $0.filter { !isDiacritic($0) } }
          new = letters.withUnsafeBufferPointer { ICU.normalize(.nfc, $0) }
        }
        replace(&builder, units, offsets, base, position..<end, new)
        position = end
      }
    }
  }

  /// The blocks of combining diacritical marks; marks of single scripts (vowel signs, points, dakuten) lie elsewhere.
  private static func isDiacritic(_ unit: UInt16) -> Bool {
    switch unit {
    case 0x300...0x36F, 0x483...0x487, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    default: false
    }
  }

  /// Copies ASCII and calls `body` for each stretch around other characters with its code units, their byte offsets and
  /// the stretch's own offset. A stretch takes the ASCII character before it along, which a mark may combine with.
  private static func forEachStretch(
    _ bytes: UnsafeBufferPointer<UInt8>, into builder: inout NormalizationBuilder,
    _ body: (
      inout NormalizationBuilder, _ units: UnsafeBufferPointer<UInt16>, _ offsets: UnsafeBufferPointer<Int32>,
      _ base: Int
    ) -> Void
  ) {
    var units: [UInt16] = []
    var offsets: [Int32] = []
    var position = 0
    while position < bytes.count {
      let run = position
      while position < bytes.count, bytes[position] < 0x80 { position &+= 1 }
      guard position < bytes.count else {
        builder.copy(run..<position)
        return
      }
      let start = max(run, position - 1)
      builder.copy(run..<start)
      var ascii = 0
      while position < bytes.count, ascii < gap {
        ascii = bytes[position] < 0x80 ? ascii + 1 : 0
        if ascii == 1, position - start > longestStretch { break }
        position += 1
      }
      // The next stretch begins with ASCII, where nothing reaches back over the cut.
      if ascii > 0, ascii == gap { position -= gap }
      UTF16Transcoder.transcode(bytes, start..<position, units: &units, offsets: &offsets)
      units.withUnsafeBufferPointer { units in
        offsets.withUnsafeBufferPointer { offsets in body(&builder, units, offsets, start) }
      }
    }
  }

  /// The end of the characters from `start` on that may interact.
  private static func clusterEnd(_ form: ICU.Form, _ units: UnsafeBufferPointer<UInt16>, _ start: Int) -> Int {
    var end = start
    var count = 0
    while end < units.count {
      var scalar = UInt32(units[end])
      var length = 1
      if scalar & 0xFC00 == 0xD800, end + 1 < units.count {
        scalar = 0x10000 + ((scalar & 0x3FF) << 10) + UInt32(units[end + 1] & 0x3FF)
        length = 2
      }
      if end > start, count >= longestCluster || ICU.hasBoundary(form, before: scalar) { return end }
      end += length
      count += 1
    }
    return end
  }

  private static func replace(
    _ builder: inout NormalizationBuilder, _ units: UnsafeBufferPointer<UInt16>,
    _ offsets: UnsafeBufferPointer<Int32>, _ base: Int, _ range: Range<Int>, _ new: [UInt16]
  ) {
    let old = base + Int(offsets[range.lowerBound])..<base + Int(offsets[range.upperBound])
    if new.elementsEqual(units[range]) {
      builder.copy(old)
    } else {
      builder.replace(old, with: Array(String(decoding: new, as: UTF16.self).utf8))
    }
  }
}
