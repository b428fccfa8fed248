import BraidTasks
import BraidText
import BraidVocabularies

extension VocabularyStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    var counter = WordCounter()
    var documents = 0
    let flows = try runner.documents(of, part: "train")
    runner.expect(bytes: flows.reduce(0) { $0 + $1.bytes })
    for flow in flows {
      try flow.forEach { document in
        try count(document, into: &counter)
        documents += 1
        try runner.progress(name, documents: documents)
      }
    }
    let vocabulary = try build(counter)
    let kept = runner.cache.path(name, "vocabulary")
    for path in [kept] + outputFiles { try vocabulary.write(to: path) }
    return StageResult(
      summary: "\(vocabulary.count) entries of \(counter.total) \(kind == .characters ? "characters" : "words")",
      files: [kept] + outputFiles)
  }

  /// Counts what a document has of the stage's unit.
  private func count(_ document: Document, into counter: inout WordCounter) throws {
    let unit: CountedUnit = kind == .bpe ? .subwords : kind == .characters ? .characters : .words
    if side == "source" {
      try counter.add(tokensOf: document, unit: unit)
    } else if let text = document.translations[side] {
      // Characters of a target are those of its whole text, spaces too.
      let tokens = kind == .characters ? [Token(0..<text.text.utf8.count)] : text.tokensOrWords
      try counter.add(tokens, in: text.text, unit: unit)
    }
  }

  /// The vocabulary of what was counted.
  private func build(_ counter: WordCounter) throws -> StageVocabulary {
    let counter = lowercase ? try counter.lowercased() : counter
    let specials =
      side == "source" ? [Vocabulary.unknown] : [Vocabulary.unknown, Vocabulary.start, Vocabulary.end]
    if kind == .bpe {
      return .pieces(
        try BPE(
          training: counter, options: BPEOptions(size: size, specials: specials, minimumCount: minimumCount)))
    }
    let vocabulary = try VocabularyBuilder(
      kind: kind.rawValue, specials: specials, minimumCount: minimumCount, maximumSize: size
    ).build(counter)
    guard let vectors else { return .symbols(vocabulary) }
    let known = (Int32(vocabulary.specials)..<Int32(vocabulary.count)).map { vocabulary.word($0) }
    let others = try PretrainedVectors.words(contentsOf: vectors)
    return .symbols(
      Vocabulary(
        words: known + others,
        counts: vocabulary.counts.dropFirst(vocabulary.specials) + [Int](repeating: 0, count: others.count),
        specials: specials, kind: vocabulary.kind, options: vocabulary.options))
  }
}
