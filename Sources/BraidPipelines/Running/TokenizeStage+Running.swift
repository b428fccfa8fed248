import BraidText

extension TokenizeStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    _ = try TextSegmenter(preparation.segmentation)
    _ = try TextSegmenter(targetPreparation.segmentation)
    return StageResult(summary: "documents are tokenized as they are read")
  }

  func documents(_ name: String, in runner: PipelineRunner) throws -> [String: DocumentFlow] {
    let (preparation, targetPreparation) = (preparation, targetPreparation)
    let normalizer = Normalizer(preparation.normalization)
    return try runner.documents(of) { flow in
      flow.map(threads: runner.workers) {
        let preparer = try TextPreparer(preparation)
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
