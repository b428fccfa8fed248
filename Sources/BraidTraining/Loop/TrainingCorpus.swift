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
  /// For each example the tokens that it counts in a batch: those of its text, or those that a head reads or writes for
  /// it if these are more.
  let costs: [Int]
  /// Whether there was any training document with tokens.
  let hadDocuments: Bool
  /// Fingerprints of the vocabularies that the examples are encoded with.
  let vocabularies: [UInt64]
  /// The written forms that the examples point at.
  public let forms: FormTable
  /// Gold documents on which the tasks are scored while training.
  public let development: [Document]

  /// Encodes a corpus for `model`.
  ///
  /// - Parameters:
  ///   - name: the corpus's name.
  ///   - tasks: indices of the model's tasks that learn from the corpus.
  ///   - training: training documents; those without tokens, and those without a label for any of the tasks, are
  ///     left out.
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
    var hadDocuments = false
    for document in training {
      guard var example = model.example(document, forms: &forms) else { continue }
      hadDocuments = true
      for task in example.targets.indices where !tasks.contains(task) { example.targets[task] = nil }
      if example.targets.contains(where: { $0 != nil }) { examples.append(example) }
    }
    costs = examples.map { example in
      tasks.reduce(example.count) { cost, task in
        max(cost, example.targets[task].map { model.heads[task].tokens($0) } ?? 0)
      }
    }
    vocabularies = model.features.fingerprints
    self.hadDocuments = hadDocuments
    self.examples = examples
    self.forms = forms
  }
}
