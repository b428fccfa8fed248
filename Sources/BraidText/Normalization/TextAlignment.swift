/// Which bytes of a changed text came from which bytes of the original, kept as the list of changes.
public struct TextAlignment: Hashable, Sendable {
  /// A run of bytes that was replaced as a whole.
  struct Edit: Hashable, Sendable {
    /// Bytes of the original.
    var original: Range<Int>
    /// Bytes of the changed text; empty for what was removed.
    var changed: Range<Int>
  }

  /// In order, not overlapping; what lies between is the same on both sides.
  private(set) var edits: [Edit]

  /// The alignment of a text with itself.
  public static let identity = TextAlignment(edits: [])

  init(edits: [Edit]) { self.edits = edits }

  /// Whether every byte is where it was.
  public var isIdentity: Bool { edits.isEmpty }

  /// The UTF-8 byte range of the original that gave the bytes `range` of the changed text.
  ///
  /// A range that begins or ends inside a change covers all of that change's original; what was removed at its very ends
  /// is not covered.
  /// - Complexity: O(log n) in the number of changes.
  public func original(_ range: Range<Int>) -> Range<Int> {
    let lower = position(of: range.lowerBound, edit: lastEdit { $0.changed.lowerBound <= range.lowerBound }) {
      range.lowerBound < $0.changed.upperBound ? $0.original.lowerBound : nil
    }
    let upper = position(of: range.upperBound, edit: lastEdit { $0.changed.lowerBound < range.upperBound }) {
      range.upperBound <= $0.changed.upperBound ? $0.original.upperBound : nil
    }
    return lower..<max(lower, upper)
  }

  private func position(of offset: Int, edit index: Int?, inside: (Edit) -> Int?) -> Int {
    guard let index else { return offset }
    let edit = edits[index]
    return inside(edit) ?? edit.original.upperBound + offset - edit.changed.upperBound
  }

  /// The last edit for which `holds`, which is true of a prefix of the list.
  private func lastEdit(where holds: (Edit) -> Bool) -> Int? {
    let index = edits.partitioningIndex { !holds($0) }
    return index > 0 ? index - 1 : nil
  }

  /// This alignment followed by another, which starts from what this one ends with.
  ///
  /// - Complexity: O(n + m) in the numbers of changes.
  func followed(by second: TextAlignment) -> TextAlignment {
    if second.isIdentity { return self }
    if isIdentity { return second }
    var joined: [Edit] = []
    joined.reserveCapacity(edits.count + second.edits.count)
    var (one, two) = (0, 0)
    // What to add to a middle offset for the one of the original, and of the final text.
    var (toOriginal, toFinal) = (0, 0)
    while one < edits.count || two < second.edits.count {
      let firstNext = one < edits.count ? edits[one].changed : nil
      let secondNext = two < second.edits.count ? second.edits[two].original : nil
      let takeFirst = secondNext.map { next in firstNext.map { Self.precedes($0, next) } ?? false } ?? true
      guard let seed = takeFirst ? firstNext : secondNext else { break }
      let start = seed.lowerBound
      var end = seed.upperBound
      let (originalStart, finalStart) = (start + toOriginal, start + toFinal)
      var grew = true
      var seeded = false
      while grew {
        grew = false
        if one < edits.count, edits[one].changed.lowerBound < end || (!seeded && takeFirst) {
          end = max(end, edits[one].changed.upperBound)
          toOriginal += edits[one].original.count - edits[one].changed.count
          one += 1
          grew = true
        } else if two < second.edits.count, second.edits[two].original.lowerBound < end || (!seeded && !takeFirst) {
          end = max(end, second.edits[two].original.upperBound)
          toFinal += second.edits[two].changed.count - second.edits[two].original.count
          two += 1
          grew = true
        }
        seeded = true
      }
      joined.append(Edit(original: originalStart..<end + toOriginal, changed: finalStart..<end + toFinal))
    }
    return TextAlignment(edits: joined)
  }

  private static func precedes(_ one: Range<Int>, _ two: Range<Int>) -> Bool {
    (one.lowerBound, one.upperBound) <= (two.lowerBound, two.upperBound)
  }
}
