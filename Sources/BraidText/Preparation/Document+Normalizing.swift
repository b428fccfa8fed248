extension Document {
  /// Changes the text by a normalizer's steps.
  ///
  /// A document that has tokens keeps them: the steps change each token, and what stands between tokens stays. A token of
  /// which nothing would be left stays as it is.
  mutating func normalize(_ normalizer: Normalizer) {
    guard !normalizer.steps.isEmpty else { return }
    guard !tokens.isEmpty else {
      text = normalizer.apply(text).text
      return
    }
    let original = Array(text.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(original.count)
    var next = 0
    var last: Range<Int>?
    for index in tokens.indices {
      let range = tokens[index].range
      if index > 0, range == last {
        tokens[index] = Token(tokens[index - 1].range, kind: tokens[index].kind)
        continue
      }
      last = range
      bytes.append(contentsOf: original[next..<max(next, range.lowerBound)])
      next = range.upperBound
      let changed = Array(normalizer.apply(String(decoding: original[range], as: UTF8.self)).text.utf8)
      let start = bytes.count
      bytes.append(contentsOf: changed.isEmpty ? Array(original[range]) : changed)
      tokens[index] = Token(start..<bytes.count, kind: tokens[index].kind)
    }
    bytes.append(contentsOf: original[next...])
    text = String(decoding: bytes, as: UTF8.self)
  }
}
