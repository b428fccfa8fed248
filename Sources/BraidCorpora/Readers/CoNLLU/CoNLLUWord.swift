/// A word of a CoNLL-U sentence that is being read.
struct CoNLLUWord {
  /// Where its form is kept.
  var form: Range<Int>
  /// Whether a space follows it.
  var spaceAfter: Bool
}
