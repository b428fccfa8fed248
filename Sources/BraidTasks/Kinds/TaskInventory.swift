public import BraidText
public import BraidVocabularies

/// Collects what a task's head must know before it has weights: the labels of its training documents.
public struct TaskInventory: Sendable {
  let task: TaskOptions
  private var counts = TaskCounts()
  private var documents = 0
  private var labelled = 0

  /// An empty inventory for `task`.
  public init(_ task: TaskOptions) { self.task = task }

  /// Takes note of the labels of one training document.
  public mutating func observe(_ document: Document) {
    documents += 1
    if task.kind.count(document, into: &counts) { labelled += 1 }
  }

  /// The configuration of the task's head.
  ///
  /// - Parameter vocabularies: the vocabularies that the kind asks for, by what they are for.
  /// - Returns: the task's options with what was found.
  /// - Throws: `TaskError.noTargets` when no document had anything to learn from.
  public func configuration(vocabularies: [String: SymbolVocabulary] = [:]) throws(TaskError) -> TaskConfiguration {
    guard labelled > 0 else {
      throw .noTargets(task: task.name, layer: task.kind.layersDescription, documents: documents)
    }
    return TaskConfiguration(
      options: task, resources: task.kind.resources(counts),
      vocabularies: vocabularies.filter { task.kind.vocabularies[$0.key] != nil })
  }
}
