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
    let alone = alone
    forEachStretch(bytes, into: &builder) { builder, units, offsets, base in
      var position = 0
      while position < units.count {
        let run = position
        while position < units.count, alone.results[Int(units[position])] == Alone.stays { position &+= 1 }
        // The last of them may belong to a cluster with what follows.
        if position < units.count, position > run, !begins(units, position) { position &-= 1 }
        if position > run { builder.copy(base + Int(offsets[run])..<base + Int(offsets[position])) }
        guard position < units.count else { break }
        let result = alone.results[Int(units[position])]
        let isAlone = result > Alone.follows && (position + 1 == units.count || begins(units, position + 1))
        let end = isAlone ? position + 1 : clusterEnd(.nfc, units, position)
        let cluster = UnsafeBufferPointer(rebasing: units[position..<end])
        let new = isAlone ? alone.letters[Int(result)] : hasNothingToDrop(cluster) ? nil : stripped(cluster)
        let old = base + Int(offsets[position])..<base + Int(offsets[end])
        if let new { builder.replace(old, with: new) } else { builder.copy(old) }
        position = end
      }
    }
  }

  /// What characters of one code unit become when nothing belongs to them.
  private struct Alone {
    /// Marks code units that are no such character, or that belong to what is before them.
    static let belongs: UInt16 = 0
    /// Marks characters that stay as they are.
    static let stays: UInt16 = 1
    /// Marks characters that belong to what is before them and have nothing that is dropped.
    static let follows: UInt16 = 2

    /// For each code unit one of the marks, or a place in `letters`.
    var results: [UInt16] = []
    /// What characters become, in UTF-8; nil for the marks.
    var letters: [[UInt8]?] = [nil, nil, nil]

    init() {
      results.reserveCapacity(1 << 16)
      for unit in 0...UInt16.max {
        guard unit & 0xF800 != 0xD800, ICU.hasBoundary(.nfc, before: UInt32(unit)) else {
          let parts = [unit].withUnsafeBufferPointer { ICU.normalize(.nfd, $0) }
          results.append(unit & 0xF800 == 0xD800 || parts.contains(where: isDiacritic) ? Self.belongs : Self.follows)
          continue
        }
        let new = [unit].withUnsafeBufferPointer { stripped($0) }
        results.append(new == nil ? Self.stays : UInt16(letters.count))
        if let new { letters.append(new) }
      }
    }
  }

  private static let alone = Alone()

  /// Whether a cluster is composed and has no mark that is dropped.
  private static func hasNothingToDrop(_ cluster: UnsafeBufferPointer<UInt16>) -> Bool {
    cluster.allSatisfy { alone.results[Int($0)] == Alone.stays || alone.results[Int($0)] == Alone.follows }
      && ICU.normalizedPrefix(.nfc, cluster) == cluster.count
  }

  /// Whether a character begins at `index` that belongs to nothing before it.
  @inline(__always)
  private static func begins(_ units: UnsafeBufferPointer<UInt16>, _ index: Int) -> Bool {
    let unit = units[index]
    if unit & 0xF800 != 0xD800 {
      let result = alone.results[Int(unit)]
      return result != Alone.belongs && result != Alone.follows
    }
    var scalar = UInt32(unit)
    if scalar & 0xFC00 == 0xD800, index + 1 < units.count {
      scalar = 0x10000 + ((scalar & 0x3FF) << 10) + UInt32(units[index + 1] & 0x3FF)
    }
    return ICU.hasBoundary(.nfc, before: scalar)
  }

  /// What a cluster becomes, in UTF-8; nil when it stays.
  private static func stripped(_ cluster: UnsafeBufferPointer<UInt16>) -> [UInt8]? {
    guard cluster.contains(where: { $0 >= 0x80 }) else { return nil }
    let letters = ICU.normalize(.nfd, cluster).withUnsafeBufferPointer { $0.filter { !isDiacritic($0) } }
    let new = letters.withUnsafeBufferPointer { ICU.normalize(.nfc, $0) }
    return new.elementsEqual(cluster) ? nil : Array(String(decoding: new, as: UTF16.self).utf8)
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
