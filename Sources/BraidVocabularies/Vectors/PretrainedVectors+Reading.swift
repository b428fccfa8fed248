import BraidFiles

extension PretrainedVectors {
  /// Reads the vectors of a vocabulary's words from a file, gzip or not.
  ///
  /// Of a word that the file has twice the first vector counts.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard input.
  ///   - format: Its format.
  ///   - vocabulary: Whose words are wanted.
  ///   - lowercase: Whether a word that the file does not have takes the vector of its lower-case form.
  /// - Throws: `VocabularyError.file`, `badLine` for a text line with another number of values or one that is no
  ///   number, `badBinary`, or `empty`.
  public init(
    contentsOf path: String, format: VectorFormat = .automatic, vocabulary: Vocabulary, lowercase: Bool = false
  ) throws(VocabularyError) {
    var source = try VectorSource(path)
    var wanted = WantedVectors(vocabulary, lowercase: lowercase)
    var format = format
    if format == .automatic { format = try source.detectFormat() }
    switch format {
    case .glove: try Self.readText(&source, dimensions: nil, into: &wanted)
    case .word2vec, .fasttext, .automatic:
      let header = try source.header()
      try Self.readText(&source, dimensions: header.dimensions, into: &wanted)
    case .word2vecBinary:
      let header = try source.header()
      try Self.readBinary(&source, header, into: &wanted)
    }
    guard wanted.fileCount > 0 else { throw .empty(what: path) }
    self = wanted.vectors()
  }

  private static func readText(
    _ source: inout VectorSource, dimensions: Int?, into wanted: inout WantedVectors
  ) throws(VocabularyError) {
    var dimensions = dimensions
    while let line = try source.line() {
      if line.isEmpty { continue }
      if dimensions == nil {
        // A word of GloVe may hold a space, hardly that of the first line.
        dimensions = line.split(separator: 32).count - 1
      }
      let width = dimensions ?? 0
      guard width > 0, let start = VectorLine.valuesStart(line, width) else {
        throw .badLine(
          file: source.path, line: source.number, column: 0, found: String(decoding: line.prefix(80), as: UTF8.self),
          expected: "a word and \(width == 0 ? "numbers" : width.counted("number"))")
      }
      let word = line[line.startIndex..<start - 1]
      try word.withUnsafeBufferPointer { word throws(VocabularyError) in
        guard let slots = wanted.take(word) else { return }
        let values = try VectorLine.values(line[start...], width, in: source)
        wanted.put(values, slots)
      }
      wanted.fileCount += 1
      wanted.dimensions = width
    }
  }

  private static func readBinary(
    _ source: inout VectorSource, _ header: (count: Int, dimensions: Int), into wanted: inout WantedVectors
  ) throws(VocabularyError) {
    wanted.dimensions = header.dimensions
    for _ in 0..<header.count {
      let word = try source.word()
      let bytes = try source.take(header.dimensions * 4, "\(header.dimensions) floats")
      try word.withUnsafeBufferPointer { word throws(VocabularyError) in
        guard let slots = wanted.take(word) else { return }
        let values = bytes.withUnsafeBytes { all in
          (0..<header.dimensions).map {
            Float(bitPattern: UInt32(littleEndian: all.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
          }
        }
        if let bad = values.firstIndex(where: { !$0.isFinite }) {
          throw .badBinary(
            file: source.path, offset: source.offset - (header.dimensions - bad) * 4, found: "\(values[bad])",
            expected: "a finite number")
        }
        wanted.put(values, slots)
      }
      wanted.fileCount += 1
    }
  }
}
