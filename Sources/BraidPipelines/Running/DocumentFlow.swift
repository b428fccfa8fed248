import BraidCorpora
import BraidFiles
import BraidText

/// Documents that can be gone through any number of times, one at a time, without all of them in memory.
struct DocumentFlow {
  /// Starts at the first document; each call of the function returned gives the next one, nil after the last.
  var start: () throws -> () throws -> Document? { { try open(nil) } }
  /// The same; of a table with all of its columns, which are noted.
  private let open: (TableLayout?) throws -> () throws -> Document?
  /// The kind of columns that the files have and a writer may keep; nil for none.
  var keptColumns: CorpusFormat?
  /// Bytes of files that are read when all documents are gone through, for progress.
  var bytes = 0

  /// Documents that `start` begins to hand out.
  init(bytes: Int = 0, start: @escaping () throws -> () throws -> Document?) {
    self.bytes = bytes
    open = { _ in try start() }
  }

  /// Documents of files that may have columns of their own.
  init(bytes: Int, keptColumns: CorpusFormat?, open: @escaping (TableLayout?) throws -> () throws -> Document?) {
    (self.bytes, self.keptColumns, self.open) = (bytes, keptColumns, open)
  }

  /// The documents with all columns of their tables, which are noted when the first one is handed out.
  func keepingColumns(_ layout: TableLayout) -> DocumentFlow {
    DocumentFlow(bytes: bytes, keptColumns: keptColumns) { _ in try open(layout) }
  }

  /// Flows one after the other.
  init(joining flows: [DocumentFlow]) {
    guard flows.count != 1 else {
      self = flows[0]
      return
    }
    self.init(
      bytes: flows.reduce(0) { $0 + $1.bytes },
      keptColumns: flows.dropFirst().reduce(flows.first?.keptColumns) { $0 == $1.keptColumns ? $0 : nil }
    ) { layout in
      var rest = flows[...]
      var next: (() throws -> Document?)?
      return {
        while true {
          if let document = try next?() { return document }
          guard let flow = rest.popFirst() else { return nil }
          next = try flow.open(layout)
        }
      }
    }
  }

  /// Goes through all documents.
  func forEach(_ body: (Document) throws -> Void) throws {
    let next = try start()
    while let document = try next() { try body(document) }
  }

  /// The documents, all at once.
  func all() throws -> [Document] {
    var documents: [Document] = []
    try forEach { documents.append($0) }
    return documents
  }

  /// The documents whose position `include` accepts.
  func filter(_ include: @escaping (Int) -> Bool) -> DocumentFlow {
    DocumentFlow(bytes: bytes, keptColumns: keptColumns) { layout in
      let next = try open(layout)
      var position = -1
      return {
        while let document = try next() {
          position += 1
          if include(position) { return document }
        }
        return nil
      }
    }
  }

  /// Each document changed by a function.
  ///
  /// - Parameters:
  ///   - threads: how many change documents at once; the order stays.
  ///   - make: makes the function that one thread uses in one pass.
  /// - Returns: the changed documents.
  func map(threads: Int, _ make: @escaping () throws -> (inout Document) throws -> Void) -> DocumentFlow {
    DocumentFlow(bytes: bytes, keptColumns: keptColumns) { layout in
      let map = OrderedMap(workers: try (0..<threads).map { _ in try make() }, pull: try open(layout))
      var batch: ArraySlice<Document> = []
      return {
        while batch.isEmpty, let next = try map.next() { batch = next[...] }
        return batch.popFirst()
      }
    }
  }
}
