import BraidText

extension TokenizeStage {
  func run(in context: StageContext) throws -> StageResult? {
    _ = try makePreprocessor()
    return StageResult(summary: "documents are tokenized as they are read")
  }

  func documents(in context: StageContext) throws -> [String: DocumentFlow] {
    try context.documents(of).mapValues { flow in
      flow.map(threads: context.workers) {
        let preprocessor = try makePreprocessor()
        return { document in try preprocessor.prepare(&document) }
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
