extension BPE {
  /// Learns a model from counted words.
  ///
  /// - Parameters:
  ///   - counter: Tokens counted as `CountedUnit.subwords`, that is with markers.
  ///   - options: What to learn.
  /// - Throws: `VocabularyError.badOption` for a size without room for a character, `empty` when no word is frequent
  ///   enough, `unreadable` when a temporary file can't be read.
  /// - Complexity: O(n log n) for n characters of different words.
  public init(training counter: WordCounter, options: BPEOptions) throws(VocabularyError) {
    let reserved = options.specials.count + (options.byteFallback ? 256 : 0)
    guard options.size > reserved else {
      throw .badOption(
        name: "size", found: "\(options.size)",
        expected: "more than the \(reserved) special symbols\(options.byteFallback ? " and bytes" : "")")
    }
    var words: [(bytes: [UInt8], count: Int)] = []
    try counter.forEach { bytes, count in
      if count >= options.minimumCount { words.append((Array(bytes), count)) }
    }
    guard !words.isEmpty else { throw .empty(what: "the text for BPE") }
    var trainer = BPETrainer(words, options: options)
    trainer.run()
    var header = [
      "minimum": "\(options.minimumCount)", "size": "\(options.size)", "seen": "\(counter.total)",
      "distinct": "\(words.count)",
    ]
    if options.byteFallback { header["bytes"] = "yes" }
    self.init(
      pieces: Vocabulary(
        kind: "bpe", specials: reserved, table: trainer.table, counts: trainer.counts, options: header),
      merges: trainer.merges, byteFallback: options.byteFallback)
  }
}
