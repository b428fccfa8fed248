package import BraidTensors

/// The scores of T tags for each token of one sequence.
package struct TokenScores: Sendable, Equatable {
  /// Tags T.
  package let tags: Int
  /// Tokens times T scores, token after token.
  package let values: [Float]

  /// Scores of `tags` tags; `values` has as many for each token.
  package init(tags: Int, values: [Float]) {
    demand(tags > 0 && values.count % tags == 0, "\(values.count) scores of \(tags) tags")
    self.tags = tags
    self.values = values
  }

  /// One row of scores a token, of the same length each.
  package init(_ rows: [[Float]]) {
    self.init(tags: rows.first?.count ?? 1, values: Array(rows.joined()))
  }

  /// Some rows of a tensor `[N, T]`.
  package init(_ tensor: Tensor, rows: some Collection<Int32>) {
    let tags = tensor.columns
    demand(rows.allSatisfy { $0 >= 0 && Int($0) < tensor.rows }, "rows \(rows) of a tensor [\(tensor.rows), \(tags)]")
    self.tags = tags
    values = [Float](unsafeUninitializedCapacity: rows.count * tags) { buffer, count in
      guard var target = buffer.baseAddress else { return }
      for row in rows {
        target.initialize(from: tensor.values + Int(row) * tags, count: tags)
        target += tags
      }
      count = rows.count * tags
    }
  }

  /// Number of tokens.
  package var count: Int { values.count / tags }

  /// The scores of a token.
  package func row(_ token: Int) -> [Float] { Array(values[token * tags..<(token + 1) * tags]) }

  /// The score of a tag of a token.
  package subscript(_ token: Int, _ tag: Int) -> Float { values[token * tags + tag] }
}
