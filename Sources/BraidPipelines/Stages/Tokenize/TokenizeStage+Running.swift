import BraidTasks
import BraidText

extension TokenizeStage {
  func run(in context: StageContext) throws -> StageResult? {
    _ = try makePreprocessor()
    try checkTarget(in: context)
    return result
  }

  private var result: StageResult { StageResult(summary: "documents are tokenized as they are read") }

  func pass(in context: StageContext) throws -> StagePass? {
    guard model == nil, (try? makePreprocessor()) != nil else { return nil }
    return StagePass(
      change: {
        let preprocessor = try makePreprocessor()
        return { document in
          try preprocessor.prepare(&document)
          return 0
        }
      },
      finish: {
        try checkTarget(in: context)
        return result
      })
  }

  /// Checks that documents have the aligned text that is to be tokenized.
  private func checkTarget(in context: StageContext) throws {
    guard let target else { return }
    let names = try DocumentNames(of.flatMap { try context.documents($0).values })
    guard !names.translations.contains(target) else { return }
    throw context.noneHas(target, option: ["target"], what: "aligned texts", known: names.translations)
  }

  func documents(in context: StageContext) throws -> [String: DocumentFlow] {
    let segmenter = try segmenter(in: context)
    return try context.documents(of).mapValues { flow in
      flow.map(threads: context.workers) {
        let preprocessor = try makePreprocessor()
        let segmenter = segmenter?.sharing(threads: 1)
        return { document in
          if document.tokens.isEmpty { try segmenter?.segment(&document) }
          try preprocessor.prepare(&document)
        }
      }
    }
  }
}

extension TokenizeStage {
  /// The model that finds tokens and sentences; nil where rules do.
  private func segmenter(in context: StageContext) throws -> ModelSegmenter? {
    guard let model else { return nil }
    let found =
      modelIsStage ? try context.results.model(model) : try JointModel(contentsOf: model, kinds: context.kinds)
    guard let segmenter = ModelSegmenter(found, threads: 1) else {
      throw PipelineError.stage(
        name: context.stage, reason: "the model of `\(model)` has no segmentation task",
        advice: "Name a train stage or a model folder with a task of the kind `segmentation`.")
    }
    return segmenter
  }

  /// Tokenizes all documents once.
  func inspect(in context: StageContext) throws -> [CheckFinding] {
    try checkTarget(in: context)
    try context.forEach(of: Array(try documents(in: context).values)) { _ in }
    return []
  }
}
