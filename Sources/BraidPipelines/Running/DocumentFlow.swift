import BraidText

/// Documents that can be gone through any number of times, one at a time, without all of them in memory.
struct DocumentFlow {
  /// Starts at the first document; each call of the function returned gives the next one, nil after the last.
  let start: () throws -> () throws -> Document?

  /// Flows one after the other.
  init(joining flows: [DocumentFlow]) {
    guard flows.count != 1 else {
      self = flows[0]
      return
    }
    self.init {
      var rest = flows[...]
      var next: (() throws -> Document?)?
      return {
        while true {
          if let document = try next?() { return document }
          guard let flow = rest.popFirst() else { return nil }
          next = try flow.start()
        }
      }
    }
  }

  /// Documents that `start` begins to hand out.
  init(start: @escaping () throws -> () throws -> Document?) { self.start = start }

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

  /// Each document changed by the function that `make` makes for one pass.
  func map(_ make: @escaping () throws -> (Document) throws -> Document) -> DocumentFlow {
    DocumentFlow {
      let next = try start()
      let change = try make()
      return {
        guard let document = try next() else { return nil }
        return try change(document)
      }
    }
  }

  /// The documents whose position `include` accepts.
  func filter(_ include: @escaping (Int) -> Bool) -> DocumentFlow {
    DocumentFlow {
      let next = try start()
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
}
