import BraidText

/// Cuts a line into fields without copying them.
package struct FieldSplitter {
  /// The byte ranges of the fields in the line last split.
  package private(set) var ranges: [Range<Int>] = []
  /// The line last split; valid as long as it is.
  package private(set) var line = Bytes(start: nil, count: 0)

  /// A splitter without a line.
  package init() { ranges.reserveCapacity(32) }

  /// How many fields the line has.
  package var count: Int { ranges.count }

  /// One field; valid as long as the line is.
  package subscript(_ index: Int) -> Bytes { Bytes(rebasing: line[ranges[index]]) }

  /// Cuts at every `separator`.
  package mutating func split(_ line: Bytes, at separator: UInt8) {
    self.line = line
    ranges.removeAll(keepingCapacity: true)
    var start = 0
    line.forEachMark({ $0.equal(to: separator) }, { $0 == separator }) { end in
      ranges.append(Range(uncheckedBounds: (start, end)))
      start = end &+ 1
    }
    ranges.append(start..<line.count)
  }

  /// Forgets empty fields at the end of the line.
  ///
  /// - Returns: Whether there were any.
  package mutating func dropTrailingEmpty() -> Bool {
    let before = ranges.count
    while ranges.count > 1, let last = ranges.last, last.isEmpty { ranges.removeLast() }
    return ranges.count < before
  }

  /// Cuts at runs of spaces and tabs; leading and trailing ones are no fields.
  package mutating func splitBlanks(_ line: Bytes) {
    self.line = line
    ranges.removeAll(keepingCapacity: true)
    var start = 0
    line.forEachMark({ $0.equal(to: .space) | $0.equal(to: .tab) }, { $0 == .space || $0 == .tab }) { end in
      if end > start { ranges.append(Range(uncheckedBounds: (start, end))) }
      start = end &+ 1
    }
    if start < line.count { ranges.append(start..<line.count) }
  }
}
