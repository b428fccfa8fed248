/// One training example of a workload.
struct Sentence {
  var ids: [Int32]
  /// w1: two truth values; w2: the class.
  var labels: [Int32] = []
  /// w2: a tag a token.
  var tags: [Int32] = []
  /// w3: the translation, without marks of its begin and end.
  var target: [Int32] = []
}
