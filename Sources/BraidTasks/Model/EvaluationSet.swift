public import BraidText

/// Gold documents, prepared once, annotated and scored after every epoch.
public struct EvaluationSet: Sendable {
  /// The documents with their gold labels.
  public let gold: [Document]
  /// Indices of the model's tasks that are scored.
  public let tasks: [Int]
  /// The documents without the tasks' layers.
  let cleared: [Document]
  /// One a document; nil for one without tokens.
  let examples: [Example?]
  let forms: FormTable
  /// For each task the items that its loss terms average over.
  let normalizers: [[Float]]
  /// For each task whether any document has a gold label.
  let hasTargets: [Bool]

  /// Encodes `gold` for some tasks of `model`.
  public init(_ gold: [Document], tasks: [Int], model: JointModel) {
    self.gold = gold
    self.tasks = tasks
    var forms = FormTable()
    let examples = gold.map { model.example($0, forms: &forms) }
    self.examples = examples
    self.forms = forms
    cleared = gold.map { document in
      var document = document
      for task in tasks { model.clear(&document, task: task) }
      return document
    }
    let present = examples.compactMap { $0 }
    normalizers = tasks.map { model.normalizers(present, task: $0) }
    hasTargets = tasks.map { task in present.contains { $0.targets[task] != nil } }
  }
}
