/// The most frequent of any number of counted byte strings, in memory for those only.
///
/// Order: falling count, then bytes. What is kept does not depend on the order in which entries are offered.
struct EntrySelection {
  /// A counted byte string.
  struct Entry {
    /// The UTF-8 bytes.
    var bytes: [UInt8]
    /// How often it was seen.
    var count: Int
  }

  private let minimumCount: Int
  private let maximumSize: Int
  /// A heap with the entry that would be dropped next at the top, once it is full; before, in any order.
  private var entries: [Entry] = []
  private var isHeap = false

  /// A selection of entries seen at least `minimumCount` times, at most `maximumSize` of them; nil for no limit.
  init(minimumCount: Int, maximumSize: Int?) {
    self.minimumCount = minimumCount
    self.maximumSize = maximumSize ?? .max
  }

  /// Takes an entry into account; each byte string is offered once.
  mutating func offer(_ bytes: UnsafeBufferPointer<UInt8>, count: Int) {
    guard count >= minimumCount, maximumSize > 0 else { return }
    if entries.count < maximumSize {
      entries.append(Entry(bytes: Array(bytes), count: count))
      return
    }
    if !isHeap {
      isHeap = true
      for root in (0..<entries.count / 2).reversed() { siftDown(root) }
    }
    let worst = entries[0]
    guard
      count > worst.count
        || count == worst.count
          && worst.bytes.withUnsafeBufferPointer({ worst in
            ByteTable.precedes(bytes, worst)
          })
    else { return }
    entries[0] = Entry(bytes: Array(bytes), count: count)
    siftDown(0)
  }

  /// What was selected, in order.
  func sorted() -> [Entry] { entries.sorted(by: Self.precedes) }

  private static func precedes(_ first: Entry, _ second: Entry) -> Bool {
    if first.count != second.count { return first.count > second.count }
    return first.bytes.withUnsafeBufferPointer { left in
      second.bytes.withUnsafeBufferPointer { ByteTable.precedes(left, $0) }
    }
  }

  private mutating func siftDown(_ start: Int) {
    var root = start
    while true {
      var worst = root
      for child in [2 * root + 1, 2 * root + 2]
      where child < entries.count && Self.precedes(entries[worst], entries[child]) {
        worst = child
      }
      if worst == root { return }
      entries.swapAt(root, worst)
      root = worst
    }
  }
}
