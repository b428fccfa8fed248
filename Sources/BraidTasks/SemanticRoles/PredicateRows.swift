import BraidTensors

/// One predicate's reading of its sentence.
struct PredicateReading {
  /// Document of the batch.
  var document: Int
  /// Frame of the document; nil where that does not matter.
  var frame: Int?
  /// Token of the document.
  var predicate: Int
  /// Tokens of the document.
  var sentence: Range<Int>
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
