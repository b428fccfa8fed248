import BraidText

/// Cuts a line into fields without copying them.
///
/// A copy shares what it knows of the last line.
package struct FieldSplitter {
  /// The byte ranges of the fields in the line last split.
  private let places = RangeList()
  /// The line last split; valid as long as it is.
  package private(set) var line = Bytes(start: nil, count: 0)

  /// A splitter without a line.
  package init() {}

  /// How many fields the line has.
  package var count: Int { places.count }

  /// One field; valid as long as the line is.
  package subscript(_ index: Int) -> Bytes { line.slice(places[index]) }

  /// The bytes of a field in its line.
  package func range(_ index: Int) -> Range<Int> { places[index] }

  /// Cuts at every `separator`.
  package mutating func split(_ line: Bytes, at separator: UInt8) {
    self.line = line
    places.fill { places in
      var start = 0
      line.forEachMark({ $0.equal(to: separator) }, { $0 == separator }) { end in
        places.append(Range(uncheckedBounds: (start, end)))
        start = end &+ 1
      }
      places.append(Range(uncheckedBounds: (start, line.count)))
    }
  }

  /// Appends the ranges of the fields, each so many bytes further on.
  func appendRanges(to list: RangeList, shiftedBy offset: Int) {
    list.extend { list in
      for index in 0..<places.count {
        let range = places[index]
        list.append(Range(uncheckedBounds: (range.lowerBound &+ offset, range.upperBound &+ offset)))
      }
    }
  }

  /// Forgets empty fields at the end of the line.
  ///
  /// - Returns: Whether there were any.
  package mutating func dropTrailingEmpty() -> Bool {
    let before = places.count
    while places.count > 1, places[places.count - 1].isEmpty { places.removeLast() }
    return places.count < before
  }

  /// Cuts at runs of spaces and tabs; leading and trailing ones are no fields.
  package mutating func splitBlanks(_ line: Bytes) {
    self.line = line
    places.fill { places in
      var start = 0
      line.forEachMark({ $0.equal(to: .space) | $0.equal(to: .tab) }, { $0 == .space || $0 == .tab }) { end in
        if end > start { places.append(Range(uncheckedBounds: (start, end))) }
        start = end &+ 1
      }
      if start < line.count { places.append(Range(uncheckedBounds: (start, line.count))) }
    }
  }
}

/// Ranges that are written straight into memory.
final class RangeList {
  /// What the list has, in one value, which a loop keeps at hand.
  struct Content {
    fileprivate var base = UnsafeMutablePointer<Range<Int>>.allocate(capacity: 64)
    fileprivate var capacity = 64
    fileprivate(set) var count = 0

    /// Appends a range.
    @inline(__always)
    mutating func append(_ range: Range<Int>) {
      if count == capacity { grow() }
      base[count] = range
      count &+= 1
    }

    @inline(never)
    private mutating func grow() {
      let larger = UnsafeMutablePointer<Range<Int>>.allocate(capacity: 2 * capacity)
      larger.update(from: base, count: count)
      base.deallocate()
      (base, capacity) = (larger, 2 * capacity)
    }
  }

  // One owner uses the list, for one thing after the other.
  @exclusivity(unchecked) private var content = Content()

  deinit { content.base.deallocate() }

  /// How many there are.
  @inline(__always) var count: Int { content.count }

  /// A range.
  @inline(__always)
  subscript(_ index: Int) -> Range<Int> {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: content.count))
    return content.base[index]
  }

  /// Appends what `body` appends.
  @inline(__always)
  func extend(_ body: (inout Content) -> Void) {
    var content = content
    body(&content)
    self.content = content
  }

  /// Puts what `body` appends in the place of all.
  @inline(__always)
  func fill(_ body: (inout Content) -> Void) {
    var content = content
    content.count = 0
    body(&content)
    self.content = content
  }

  /// Takes the last one away.
  func removeLast() {
    precondition(content.count > 0)
    content.count &-= 1
  }

  /// Forgets all, keeps their memory.
  func removeAll() { content.count = 0 }
}
