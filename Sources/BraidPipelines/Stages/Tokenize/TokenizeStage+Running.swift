import BraidText

extension TokenizeStage {
  func run(in context: StageContext) throws -> StageResult? {
    _ = try TextSegmenter(preparation.segmentation)
    _ = try TextSegmenter(targetPreparation.segmentation)
    return StageResult(summary: "documents are tokenized as they are read")
  }

  func documents(in context: StageContext) throws -> [String: DocumentFlow] {
    let (preparation, targetPreparation) = (preparation, targetPreparation)
    let normalizer = Normalizer(preparation.normalize)
    return try context.documents(of).mapValues { flow in
      flow.map(threads: context.workers) {
        let preparer = try TextPreprocessor(preparation)
        let targetSegmenter = try TextSegmenter(targetPreparation.segmentation)
        return { document in
          document = try preparer.prepare(document).document
          if let target, var text = document.translations[target] {
            if !normalizer.steps.isEmpty, text.tokens.isEmpty { text.text = normalizer.apply(text.text).text }
            try targetSegmenter.segment(&text)
            document.translations[target] = text
          }
        }
      }
    }
  }
}

extension TokenizeStage {
  /// Tokenizes all documents once.
  func inspect(in context: StageContext) throws -> [CheckFinding] {
    try context.forEach(of: Array(try documents(in: context).values)) { _ in }
    return []
  }
}
