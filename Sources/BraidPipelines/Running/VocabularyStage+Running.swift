import BraidText
import BraidVocabularies

extension VocabularyStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    var counter = WordCounter()
    var count = 0
    let flows = try runner.documents(of, part: "train")
    runner.expect(bytes: flows.reduce(0) { $0 + $1.bytes })
    for flow in flows {
      try flow.forEach { document in
        func add(_ word: String) throws { try counter.add(lowercase ? word.lowercased() : word) }
        if side == "source" {
          for index in document.tokens.indices { try add(document.word(index)) }
        } else if let text = document.translations[side] {
          for word in text.words { try add(word) }
        }
        count += 1
        try runner.progress(name, documents: count)
      }
    }
    let specials =
      side == "source" ? [Vocabulary.unknown] : [Vocabulary.unknown, Vocabulary.start, Vocabulary.end]
    let vocabulary = try VocabularyBuilder(
      specials: specials, minimumCount: minimumCount, maximumSize: size
    ).build(counter)
    let kept = runner.cache.path(name, "vocabulary")
    for path in [kept] + outputFiles { try vocabulary.write(to: path) }
    return StageResult(
      summary: "\(vocabulary.count) entries of \(counter.total) words", files: [kept] + outputFiles)
  }
}
