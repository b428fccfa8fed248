public import BraidTasks
public import BraidText

/// One corpus of a joint training: its examples and the tasks that learn from it.
public struct TrainingCorpus: Sendable {
  /// The corpus's name, unique in a training.
  public let name: String
  /// Indices of the model's tasks that learn from the corpus.
  public let tasks: [Int]
  /// The training examples.
  public let examples: EncodedExamples
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

  /// A corpus of examples that were encoded for `model`.
  ///
  /// - Parameters:
  ///   - name: the corpus's name.
  ///   - tasks: indices of the model's tasks that learn from the corpus.
  ///   - examples: the training examples, each with a label for one of the tasks.
  ///   - forms: the written forms that they point at.
  ///   - development: gold documents to score on.
  ///   - model: the model whose vocabularies and heads encoded the documents.
  ///   - hadDocuments: whether there was any training document with tokens.
  public init(
    name: String, tasks: [Int], examples: EncodedExamples, forms: FormTable, development: [Document],
    model: JointModel, hadDocuments: Bool = true
  ) {
    self.name = name
    self.tasks = tasks
    self.examples = examples
    self.forms = forms
    self.development = development
    self.hadDocuments = hadDocuments
    costs = examples.map { example in
      tasks.reduce(example.count) { cost, task in
        max(cost, example.targets[task].map { model.heads[task].tokens($0) } ?? 0)
      }
    }
    vocabularies = model.features.fingerprints
  }

  /// Encodes a corpus for `model`.
  ///
  /// - Parameters:
  ///   - name: the corpus's name.
  ///   - tasks: indices of the model's tasks that learn from the corpus.
  ///   - training: training documents; those without tokens, and those without a label for any of the tasks, are
  ///     left out.
  ///   - development: gold documents to score on.
  ///   - model: the model whose vocabularies and heads encode the documents.
  /// - Precondition: `JointModel.checkInputs(of:)` has found nothing.
  public init(
    name: String, tasks: [Int], training: some Sequence<Document>, development: [Document], model: JointModel
  ) {
    var forms = FormTable()
    var hadDocuments = false
    var examples: [Example] = []
    var documents: [Document] = []
    for document in training {
      if !document.tokens.isEmpty { hadDocuments = true }
      guard let example = Self.example(document, tasks: tasks, model: model, forms: &forms) else { continue }
      examples.append(example)
      documents.append(document)
    }
    if let reader = VectorReader(model, threads: 0) {
      do {
        for (index, vectors) in try reader.vectors(documents).enumerated() { examples[index].vectors = vectors }
      } catch {
        preconditionFailure("`checkInputs` was not asked: \(error)")
      }
    }
    self.init(
      name: name, tasks: tasks, examples: EncodedExamples(examples), forms: forms, development: development,
      model: model, hadDocuments: hadDocuments)
  }

  /// Whether a document becomes an example for some of a model's tasks: it has tokens, and a label for one of them.
  package static func isLearned(_ document: Document, tasks: [Int], model: JointModel) -> Bool {
    !document.tokens.isEmpty && tasks.contains { model.heads[$0].target(document) != nil }
  }

  /// A document as an example for some of a model's tasks; nil when it has no tokens, or no label for any of them.
  public static func example(
    _ document: Document, tasks: [Int], model: JointModel, forms: inout FormTable
  ) -> Example? {
    guard var example = model.example(document, forms: &forms) else { return nil }
    for task in example.targets.indices where !tasks.contains(task) { example.targets[task] = nil }
    return example.targets.contains { $0 != nil } ? example : nil
  }
}
