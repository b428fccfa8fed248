#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    guard let base = line.baseAddress else {
      ranges.append(0..<0)
      return
    }
    while start <= line.count,
      let found = memchr(base + start, Int32(separator), line.count - start)
    {
      let position = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      ranges.append(start..<position)
      start = position + 1
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
      while index < count, line[index] == 32 || line[index] == 9 { index &+= 1 }
      guard index < count else { break }
      let start = index
      while index < count, line[index] != 32, line[index] != 9 { index &+= 1 }
      ranges.append(start..<index)
    }
  }
}
