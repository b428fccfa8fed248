public import BraidTasks
public import BraidText

/// One corpus of a joint training: its examples and the tasks that learn from it.
public struct TrainingCorpus: Sendable {
  /// The corpus's name, unique in a training.
  public let name: String
  /// Indices of the model's tasks that learn from the corpus.
  public let tasks: [Int]
  /// The training examples.
  public let examples: [Example]
  /// The written forms that the examples point at.
  public let forms: FormTable
  /// Gold documents on which the tasks are scored while training.
  public let development: [Document]

  /// Encodes a corpus for `model`.
  ///
  /// - Parameters:
  ///   - name: the corpus's name.
  ///   - tasks: indices of the model's tasks that learn from the corpus.
  ///   - training: training documents; those without tokens are left out.
  ///   - development: gold documents to score on.
  ///   - model: the model whose vocabularies and heads encode the documents.
  public init(
    name: String, tasks: [Int], training: some Sequence<Document>, development: [Document], model: JointModel
  ) {
    self.name = name
    self.tasks = tasks
    self.development = development
    var forms = FormTable()
    var examples: [Example] = []
    for document in training {
      guard var example = model.example(document, forms: &forms) else { continue }
      for task in example.targets.indices where !tasks.contains(task) { example.targets[task] = nil }
      examples.append(example)
    }
    self.examples = examples
    self.forms = forms
  }
}
