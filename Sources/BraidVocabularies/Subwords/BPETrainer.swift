/// Learns merges from counted words: the most frequent pair first, all counts kept up to date.
///
/// Pairs of the same count go by their ids, so the result depends on the counts only. Each position of the different words
/// is a node of a list; merging a pair visits its occurrences only.
struct BPETrainer {
  private let options: BPEOptions
  private(set) var table: ByteTable
  private(set) var counts: [Int] = []
  private(set) var merges: [BPEMerge] = []
  private let specials: Int

  // One element a position.
  private var symbols: [Int32] = []
  private var next: [Int32] = []
  private var previous: [Int32] = []
  private var weights: [Int] = []

  // One element a pair.
  private var pairs = PairTable()
  private var pairSymbols: [(left: Int32, right: Int32)] = []
  private var pairCounts: [Int] = []
  private var occurrences: [[Int32]] = []
  private var heap: [Candidate] = []
  /// Pairs whose count grew in the current merge.
  private var grown: [Int32] = []
  private var isGrown: [Bool] = []

  /// A pair with the count it had when it was put into the heap.
  private struct Candidate {
    var count: Int
    var left: Int32
    var right: Int32
    var pair: Int32

    func precedes(_ other: Candidate) -> Bool {
      if count != other.count { return count > other.count }
      return left != other.left ? left < other.left : right < other.right
    }
  }

  /// A trainer whose characters are the most frequent of `words`.
  ///
  /// - Parameters:
  ///   - words: The words, as UTF-8 with markers, with their counts, in an order that does not depend on chance.
  ///   - options: What to learn.
  init(_ words: [(bytes: [UInt8], count: Int)], options: BPEOptions) {
    self.options = options
    var table = ByteTable(capacity: min(options.size, 1 << 16))
    for special in options.specials { _ = special.withBytes { table.insert($0) } }
    if options.byteFallback {
      for byte in UInt8.min...UInt8.max { _ = BPE.bytePiece(byte).withBytes { table.insert($0) } }
    }
    specials = table.count
    self.table = table
    counts = [Int](repeating: 0, count: specials)
    addCharacters(words)
    addPositions(words)
  }

  /// Merges until the size is reached or no pair is frequent enough.
  mutating func run() {
    for pair in pairSymbols.indices { push(Int32(pair)) }
    while table.count < options.size, let best = pop() {
      let current = pairCounts[Int(best.pair)]
      if current != best.count {
        if current >= options.minimumPairCount { push(best.pair) }
        continue
      }
      merge(best)
    }
  }

  private mutating func addCharacters(_ words: [(bytes: [UInt8], count: Int)]) {
    var seen = ByteTable()
    var seenCounts: [Int] = []
    for word in words {
      word.bytes.withUnsafeBufferPointer { bytes in
        bytes.forEachScalar { range in
          let index = seen.insert(UnsafeBufferPointer(rebasing: bytes[range]))
          if index == seenCounts.count { seenCounts.append(0) }
          seenCounts[index] += word.count
        }
      }
    }
    var selection = EntrySelection(minimumCount: 1, maximumSize: max(0, options.size - specials))
    for index in 0..<seen.count { seen.withBytes(of: index) { selection.offer($0, count: seenCounts[index]) } }
    for entry in selection.sorted() where entry.bytes.withUnsafeBufferPointer({ table.insert($0) }) == counts.count {
      counts.append(entry.count)
    }
  }

  private mutating func addPositions(_ words: [(bytes: [UInt8], count: Int)]) {
    for word in words {
      var last: Int32 = -1
      word.bytes.withUnsafeBufferPointer { bytes in
        bytes.forEachScalar { range in
          // A character outside the vocabulary cuts the word.
          guard let symbol = table.index(of: UnsafeBufferPointer(rebasing: bytes[range])), symbol >= specials else {
            last = -1
            return
          }
          let position = Int32(symbols.count)
          symbols.append(Int32(symbol))
          previous.append(last)
          next.append(-1)
          weights.append(word.count)
          if last >= 0 {
            next[Int(last)] = position
            change(symbols[Int(last)], Int32(symbol), by: word.count, at: last)
          }
          last = position
        }
      }
    }
    grown.removeAll()
    for pair in isGrown.indices { isGrown[pair] = false }
  }

  /// Changes the count of a pair; one that grows also gets the position.
  private mutating func change(_ left: Int32, _ right: Int32, by count: Int, at position: Int32) {
    let pair = Int(pairs.insert(left, right, Int32(pairSymbols.count)))
    if pair == pairSymbols.count {
      pairSymbols.append((left, right))
      pairCounts.append(0)
      occurrences.append([])
      isGrown.append(false)
    }
    pairCounts[pair] += count
    guard count > 0 else { return }
    occurrences[pair].append(position)
    if !isGrown[pair] {
      isGrown[pair] = true
      grown.append(Int32(pair))
    }
  }

  private mutating func merge(_ best: Candidate) {
    let bytes = table.withBytes(of: Int(best.left)) { Array($0) } + table.withBytes(of: Int(best.right)) { Array($0) }
    let result = bytes.withUnsafeBufferPointer { table.insert($0) }
    var positions = occurrences[Int(best.pair)]
    occurrences[Int(best.pair)] = []
    // A special symbol can't come out of text.
    guard result >= specials else {
      pairCounts[Int(best.pair)] = 0
      return
    }
    if result == counts.count { counts.append(best.count) }
    merges.append(BPEMerge(left: best.left, right: best.right, result: Int32(result)))
    // From left to right, so that "aaa" gives "aa" "a" everywhere.
    positions.sort()
    for position in positions { join(position, best, Int32(result)) }
    pairCounts[Int(best.pair)] = 0
    for pair in grown {
      isGrown[Int(pair)] = false
      push(pair)
    }
    grown.removeAll(keepingCapacity: true)
  }

  /// Puts `result` in the place of the pair at `position`, if it is still there.
  private mutating func join(_ position: Int32, _ best: Candidate, _ result: Int32) {
    let first = Int(position)
    guard symbols[first] == best.left, next[first] >= 0 else { return }
    let second = Int(next[first])
    guard symbols[second] == best.right else { return }
    let weight = weights[first]
    let before = previous[first]
    let after = next[second]
    if before >= 0 { change(symbols[Int(before)], best.left, by: -weight, at: before) }
    if after >= 0 { change(best.right, symbols[Int(after)], by: -weight, at: position) }
    symbols[first] = result
    symbols[second] = -1
    next[first] = after
    if after >= 0 { previous[Int(after)] = position }
    if before >= 0 { change(symbols[Int(before)], result, by: weight, at: before) }
    if after >= 0 { change(result, symbols[Int(after)], by: weight, at: position) }
  }

  private mutating func push(_ pair: Int32) {
    let count = pairCounts[Int(pair)]
    guard count >= options.minimumPairCount else { return }
    let symbols = pairSymbols[Int(pair)]
    heap.append(Candidate(count: count, left: symbols.left, right: symbols.right, pair: pair))
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Candidate? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var root = 0
    while true {
      var first = root
      let left = 2 * root + 1
      if left < heap.count, heap[left].precedes(heap[first]) { first = left }
      if left + 1 < heap.count, heap[left + 1].precedes(heap[first]) { first = left + 1 }
      if first == root { return top }
      heap.swapAt(root, first)
      root = first
    }
  }
}
