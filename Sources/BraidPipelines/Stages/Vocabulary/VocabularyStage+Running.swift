import BraidTasks
import BraidText
import BraidVocabularies

extension VocabularyStage {
  func run(in context: StageContext) throws -> StageResult? {
    var counter = WordCounter()
    try context.forEach(of: try context.documents(of, part: "train")) { try count($0, into: &counter) }
    let vocabulary = try build(counter)
    let kept = context.path("vocabulary")
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
  private func build(_ counter: WordCounter) throws -> SymbolVocabulary {
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

extension VocabularyStage {
  func inspect(in context: StageContext) throws -> [CheckFinding] {
    var copy = self
    copy.path = nil
    let result = try copy.run(in: context)
    return [CheckFinding(level: .note, stage: context.stage, text: result?.summary ?? "")]
  }
}
