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
