import BraidFiles
import BraidVocabularies

extension VocabularyStage {
  func run(in context: StageContext) throws -> StageResult? {
    var counter = WordCounter()
    try context.forEach(of: try context.documents(of, part: "train")) {
      try options.count($0, into: &counter, locale: locale)
    }
    return try result(counter, in: context)
  }

  func pass(in context: StageContext) throws -> StagePass? {
    let counts = Counts()
    return StagePass(
      take: { _, document, _ in try options.count(document, into: &counts.counter, locale: locale) }, part: "train",
      finish: { try result(counts.counter, in: context) })
  }

  /// What a pass has counted.
  private final class Counts {
    var counter = WordCounter()
  }

  /// Builds the vocabulary and writes it.
  private func result(_ counter: WordCounter, in context: StageContext) throws -> StageResult {
    if counter.total == 0 { try checkNames(in: context) }
    let vocabulary = try options.build(counter, locale: locale)
    let kept = context.path("vocabulary")
    for path in [kept] + outputFiles { try vocabulary.write(to: path) }
    let thing = options.kind == .bpe ? "word" : String(options.kind.rawValue.dropLast())
    return StageResult(
      summary: "\(vocabulary.count.counted("entry")) of \(counter.total.counted(thing))", files: [kept] + outputFiles)
  }
}

extension VocabularyStage {
  /// Says what is wrong where what is counted is a layer or an aligned text that no document has.
  private func checkNames(in context: StageContext) throws {
    let names = try DocumentNames(context.documents(of, part: "train"))
    if options.kind == .labels {
      let layers = names.labels.union(names.tags).union(names.spans)
      guard !layers.contains(options.layer), options.layer != "roles" else { return }
      throw context.noneHas(options.layer, option: ["layer"], what: "layers", known: layers)
    }
    guard options.side != VocabularyOptions().side, !names.translations.contains(options.side) else { return }
    throw context.noneHas(options.side, option: ["side"], what: "aligned texts", known: names.translations)
  }

  func inspect(in context: StageContext) throws -> [CheckFinding] {
    var copy = self
    copy.path = nil
    let result = try copy.run(in: context)
    return [CheckFinding(level: .note, stage: context.stage, text: result?.summary ?? "")]
  }
}
