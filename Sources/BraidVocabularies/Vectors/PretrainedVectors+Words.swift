extension PretrainedVectors {
  /// The words of a file of vectors, gzip or not, in its order.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard input.
  ///   - format: Its format.
  /// - Returns: The words, one for each vector.
  /// - Throws: `VocabularyError.unreadable`, `badLine` for a text line without a word and numbers, `badBinary`, or
  ///   `empty`.
  public static func words(contentsOf path: String, format: VectorFormat = .automatic) throws(VocabularyError)
    -> [String]
  {
    var source = try VectorSource(path)
    var words: [String] = []
    var format = format
    if format == .automatic { format = try source.detectFormat() }
    switch format {
    case .glove: try readWords(&source, dimensions: nil, into: &words)
    case .word2vec, .fasttext, .automatic:
      let header = try source.header()
      try readWords(&source, dimensions: header.dimensions, into: &words)
    case .word2vecBinary:
      let header = try source.header()
      for _ in 0..<header.count {
        words.append(String(decoding: try source.word(), as: UTF8.self))
        _ = try source.take(header.dimensions * 4, "\(header.dimensions) floats")
      }
    }
    guard !words.isEmpty else { throw .empty(what: path) }
    return words
  }

  private static func readWords(
    _ source: inout VectorSource, dimensions: Int?, into words: inout [String]
  ) throws(VocabularyError) {
    var dimensions = dimensions
    while let line = try source.line() {
      if line.isEmpty { continue }
      let width = dimensions ?? line.split(separator: 32).count - 1
      dimensions = width
      guard width > 0, let start = VectorLine.valuesStart(line, width) else {
        throw .badLine(
          file: source.path, line: source.number, column: 0, found: String(decoding: line.prefix(80), as: UTF8.self),
          expected: "a word and numbers")
      }
      words.append(String(decoding: line[line.startIndex..<start - 1], as: UTF8.self))
    }
  }
}
