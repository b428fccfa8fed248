public import BraidTensors

/// Documents laid out for one pass of the model: packed rows of real tokens, no padding.
public struct PackedBatch: Sendable {
  /// The batch's sentences, longest first.
  public let packing: Packing
  /// Word ids, one a row of `packing`.
  package private(set) var words: [Int32]
  /// The batch's distinct written forms; nil when the encoder reads no characters.
  package let forms: PackedForms?
  /// For each document the rows of its tokens, in text order.
  public let documentRows: [[Int32]]
  /// For each document the rows of the tokens of its second text, in text order; empty for one that is no pair.
  public let secondRows: [[Int32]]
  /// For each document the number of tokens in each of its sentences.
  public let sentences: [[Int]]
  /// For each document the hash of each of its words, in text order; empty when no head reads any.
  public let wordHashes: [[Int32]]
  /// The same for each document's second text.
  package let secondHashes: [[Int32]]
  /// For each document what its tokens are given beside their words, those of its second text behind its own.
  package let vectors: [TokenVectors?]
  /// Targets by task, then by document; nil where the label is missing.
  package let targets: [[[Int32]?]]
  /// The documents as sequences of their own: `documentRows[documents.order[i]]` is sequence i.
  public let documents: Packing
  /// The row of `packing` behind each row of `documents`; nil when both are the same.
  package let documentGather: [Int32]?

  /// The batch with other word ids: `id` gives the one for each.
  func renamed(_ id: (Int32) -> Int32) -> PackedBatch {
    var batch = self
    for row in words.indices { batch.words[row] = id(words[row]) }
    return batch
  }

  /// Lays out `examples`, each with at least one token, with targets for `tasks` tasks.
  package init(_ examples: [Example], forms table: FormTable?, tasks: Int) {
    var lengths: [Int] = []
    for example in examples { lengths.append(contentsOf: example.sentences) }
    packing = Packing(lengths: lengths)
    var sorted = [Int](repeating: 0, count: lengths.count)
    for (position, sentence) in packing.order.enumerated() { sorted[sentence] = position }

    var words = [Int32](repeating: 0, count: packing.count)
    var rowForms = table == nil ? [] : [Int32](repeating: 0, count: packing.count)
    var documentRows: [[Int32]] = []
    var secondRows: [[Int32]] = []
    var ownSentences: [[Int]] = []
    documentRows.reserveCapacity(examples.count)
    var sentence = 0
    for example in examples {
      var rows: [Int32] = []
      rows.reserveCapacity(example.count)
      for length in example.sentences {
        for step in 0..<length {
          let row = packing.row(sequence: sorted[sentence], step: step)
          words[row] = example.words[rows.count]
          if table != nil { rowForms[row] = example.forms[rows.count] }
          rows.append(Int32(row))
        }
        sentence += 1
      }
      if example.second == 0 {
        documentRows.append(rows)
        secondRows.append([])
        ownSentences.append(example.sentences)
      } else {
        documentRows.append(Array(rows[..<example.ownCount]))
        secondRows.append(Array(rows[example.ownCount...]))
        ownSentences.append(example.ownSentences)
      }
    }
    self.words = words
    self.documentRows = documentRows
    self.secondRows = secondRows
    sentences = ownSentences
    wordHashes = examples.map { $0.second == 0 ? $0.hashes : Array($0.hashes.prefix($0.ownCount)) }
    secondHashes = examples.map { Array($0.hashes.dropFirst($0.ownCount)) }
    vectors = examples.map(\.vectors)
    forms = table.map { PackedForms(rowForms, table: $0) }
    targets = (0..<tasks).map { task in examples.map { $0.targets.isEmpty ? nil : $0.targets[task] } }

    if examples.allSatisfy({ $0.sentences.count == 1 && $0.second == 0 }) {
      documents = packing
      documentGather = nil
    } else {
      let documents = Packing(lengths: examples.map(\.ownCount))
      var gather = [Int32](repeating: 0, count: documents.count)
      for (position, document) in documents.order.enumerated() {
        for (step, row) in documentRows[document].enumerated() {
          gather[documents.row(sequence: position, step: step)] = row
        }
      }
      self.documents = documents
      documentGather = gather
    }
  }

  /// For each sentence of a document the rows of its tokens.
  func sentenceRows(_ document: Int) -> [ArraySlice<Int32>] {
    var next = 0
    return sentences[document].map { count in
      defer { next += count }
      return documentRows[document][next..<next + count]
    }
  }
}
