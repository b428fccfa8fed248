import BraidTensors

/// How much readings of predicates take at once when documents are annotated, so that memory does not follow the text and
/// time does not follow its square.
package enum ReadingLimit {
  /// Tokens of the longest sentence that each of its predicates reads whole.
  package static let tokens = 512
  /// Tokens that a predicate reads of a longer one, which is more likely a text without full stops: those nearest to it.
  package static let nearest = 128
  /// Tokens of all readings that are on the tape at once, at least one reading.
  package static let rows = 2048
}

/// One predicate's reading of its sentence.
package struct PredicateReading: Equatable {
  /// Document of the batch.
  package var document: Int
  /// Frame of the document; nil where that does not matter.
  package var frame: Int?
  /// Token of the document.
  package var predicate: Int
  /// Tokens of the document.
  package var sentence: Range<Int>

  /// A predicate that reads some tokens.
  package init(document: Int, frame: Int?, predicate: Int, sentence: Range<Int>) {
    self.document = document
    self.frame = frame
    self.predicate = predicate
    self.sentence = sentence
  }

  /// The tokens that `predicate` reads of a sentence when it is annotated: all, or `ReadingLimit.nearest` around it.
  package static func tokens(of sentence: Range<Int>, around predicate: Int) -> Range<Int> {
    guard sentence.count > ReadingLimit.tokens else { return sentence }
    let latest = sentence.upperBound - ReadingLimit.nearest
    let start = min(max(sentence.lowerBound, predicate - ReadingLimit.nearest / 2), latest)
    return start..<start + ReadingLimit.nearest
  }

  /// The readings in pieces of at most `ReadingLimit.rows` tokens, those of like length together.
  package static func pieces(_ readings: [PredicateReading]) -> [[PredicateReading]] {
    var pieces: [[PredicateReading]] = []
    var rows = 0
    let order = readings.indices.sorted { (-readings[$0].sentence.count, $0) < (-readings[$1].sentence.count, $1) }
    for index in order {
      let count = readings[index].sentence.count
      if pieces.isEmpty || rows + count > ReadingLimit.rows {
        pieces.append([])
        rows = 0
      }
      pieces[pieces.count - 1].append(readings[index])
      rows += count
    }
    return pieces
  }
}

/// Which rows of a batch a set of readings reads: one packed sequence a reading.
struct PredicateRows {
  /// The readings as sequences; sequence i is reading `packing.order[i]`.
  let packing: Packing
  /// For each row of `packing` the row of the batch.
  var tokens: [Int32]
  /// For each row of `packing` 0 on the predicate and -1 elsewhere.
  var marks: [Int32]
  /// For each row of `packing` its packed sequence.
  var readings: [Int32]
  /// For each packed sequence the predicate's row of the batch.
  var predicates: [Int32]

  /// Lays out `readings` of `batch`, at least one.
  init(_ readings: [PredicateReading], _ batch: PackedBatch) {
    packing = Packing(lengths: readings.map(\.sentence.count))
    tokens = [Int32](repeating: 0, count: packing.count)
    marks = [Int32](repeating: -1, count: packing.count)
    self.readings = tokens
    predicates = [Int32](repeating: 0, count: readings.count)
    for (sequence, index) in packing.order.enumerated() {
      let reading = readings[index]
      let documentRows = batch.documentRows[reading.document]
      predicates[sequence] = documentRows[reading.predicate]
      for (step, token) in reading.sentence.enumerated() {
        let row = packing.row(sequence: sequence, step: step)
        tokens[row] = documentRows[token]
        self.readings[row] = Int32(sequence)
        if token == reading.predicate { marks[row] = 0 }
      }
    }
  }

  /// For each packed sequence the row of `packing` on its predicate.
  var predicateRows: [Int32] {
    var rows = [Int32](repeating: 0, count: predicates.count)
    for row in marks.indices where marks[row] == 0 { rows[Int(readings[row])] = Int32(row) }
    return rows
  }
}
