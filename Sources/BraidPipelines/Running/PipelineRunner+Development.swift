import BraidFiles
package import BraidText

extension PipelineRunner {
  /// The development documents of a train stage, after all that they need has run; nil when the run was asked to stop.
  ///
  /// - Parameter name: the train stage.
  /// - Returns: for each stage that tasks learn from its development documents, none where it has no such part, and the names
  ///   of the tasks.
  /// - Throws: `PipelineError` for the first stage that fails.
  /// - Precondition: `name` is a train stage of the pipeline.
  package func development(
    of name: String
  ) throws(PipelineError) -> [(documents: [Document], tasks: [String])]? {
    try cache.open()
    guard let train = pipeline.trainStage(name) else { preconditionFailure("\(name) is no train stage") }
    var corpora: [(documents: [Document], tasks: [String])] = []
    for source in train.sources {
      guard try prepare(source) else { return nil }
      let documents = try failing(source) { try self.documents(source)["dev"]?.all() ?? [] }
      corpora.append((documents, train.tasks.filter { $0.value.of.contains(source) }.map(\.name)))
    }
    return corpora
  }
}
