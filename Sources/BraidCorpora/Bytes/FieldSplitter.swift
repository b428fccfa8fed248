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
    // Fields are short: looking at each byte is faster than a call of memchr for each field.
    for index in 0..<line.count where line[index] == separator {
      ranges.append(start..<index)
      start = index &+ 1
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
    var index = 0
    let count = line.count
    while index < count {
      while index < count, line[index] == .space || line[index] == .tab { index &+= 1 }
      guard index < count else { break }
      let start = index
      while index < count, line[index] != .space, line[index] != .tab { index &+= 1 }
      ranges.append(start..<index)
    }
  }
}
