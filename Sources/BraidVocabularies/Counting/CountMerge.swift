/// One pass over several sorted runs and a table, equal words summed.
struct CountMerge {
  private var readers: [CountRun.Reader]
  private let table: ByteTable
  private let counts: [Int]
  private let order: [Int]

  /// A merge of `runs` with the entries of `table` in the order of `order`.
  init(runs: [CountRun], table: ByteTable, counts: [Int], order: [Int]) {
    readers = runs.map(CountRun.Reader.init)
    self.table = table
    self.counts = counts
    self.order = order
  }

  /// Calls `body` with each different word and its count, in the order of their bytes.
  ///
  /// - Throws: `VocabularyError.file` when a run can't be read.
  consuming func forEach(_ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) throws(VocabularyError) {
    var merge = self
    try merge.run(body)
  }

  private mutating func run(_ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) throws(VocabularyError) {
    // A binary heap of readers, the smallest word at the top.
    var heap: [Int] = []
    for index in readers.indices where try readers[index].advance() {
      heap.append(index)
      siftUp(&heap, heap.count - 1)
    }
    var next = 0
    var word: [UInt8] = []
    while !heap.isEmpty || next < order.count {
      var count = 0
      let tableFirst: Bool
      if let top = heap.first, next < order.count {
        tableFirst = readers[top].bytes.withUnsafeBufferPointer { run in
          table.withBytes(of: order[next]) { !ByteTable.precedes(run, $0) }
        }
      } else {
        tableFirst = heap.isEmpty
      }
      word.removeAll(keepingCapacity: true)
      if tableFirst {
        table.withBytes(of: order[next]) { word.append(contentsOf: $0) }
        count += counts[order[next]]
        next += 1
      } else {
        word.append(contentsOf: readers[heap[0]].bytes)
      }
      while let top = heap.first, readers[top].bytes == word {
        count += readers[top].count
        if try !readers[top].advance() { heap.swapAt(0, heap.count - 1); heap.removeLast() }
        siftDown(&heap, 0)
      }
      word.withUnsafeBufferPointer { body($0, count) }
    }
  }

  private func precedes(_ first: Int, _ second: Int) -> Bool {
    readers[first].bytes.withUnsafeBufferPointer { left in
      readers[second].bytes.withUnsafeBufferPointer { ByteTable.precedes(left, $0) }
    }
  }

  private func siftUp(_ heap: inout [Int], _ start: Int) {
    var child = start
    while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private func siftDown(_ heap: inout [Int], _ start: Int) {
    var root = start
    while true {
      var first = root
      for child in [2 * root + 1, 2 * root + 2] where child < heap.count && precedes(heap[child], heap[first]) {
        first = child
      }
      if first == root { return }
      heap.swapAt(root, first)
      root = first
    }
  }
}
