import BraidText

extension TokenizeStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    _ = try documents(name, in: runner)
    return StageResult(summary: "documents are tokenized as they are read")
  }

  func documents(_ name: String, in runner: PipelineRunner) throws -> [String: DocumentFlow] {
    let splitting = SentenceSplitting(rawValue: sentences) ?? .icu
    let options = SegmenterOptions(locale: locale, sentences: splitting)
    let targetOptions = SegmenterOptions(locale: targetLocale, sentences: .none)
    _ = try TextSegmenter(options)
    _ = try TextSegmenter(targetOptions)
    return try runner.documents(of) { flow in
      flow.map {
        let segmenter = try TextSegmenter(options)
        let targetSegmenter = try TextSegmenter(targetOptions)
        return { document in
          var document = document
          try segmenter.segment(&document)
          if let target, var text = document.translations[target] {
            try targetSegmenter.segment(&text)
            document.translations[target] = text
          }
          return document
        }
      }
    }
  }
}
