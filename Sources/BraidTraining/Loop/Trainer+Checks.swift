import BraidFiles
import BraidTasks

extension Trainer {
  /// Everything about a training that can be known before its first batch.
  static func check(
    model: JointModel, corpora: [TrainingCorpus], options: TrainingOptions
  ) throws(TrainingError) {
    let tasks = model.names
    let names = corpora.map(\.name)
    for corpus in corpora
    where corpus.vocabularies != model.features.fingerprints
      || model.features.readsVectors && corpus.examples.first.map({ $0.vectors == nil }) == true
    {
      throw .vocabularyMismatch(corpus: corpus.name)
    }
    for corpus in corpora { try check(corpus, model: model) }
    for (index, task) in tasks.enumerated() where !corpora.contains(where: { $0.tasks.contains(index) }) {
      throw .taskWithoutCorpus(task)
    }
    try checkRanges(of: options.weights, "weights")
    try checkRanges(of: options.conflict, "conflict")
    try options.check(tasks: tasks, corpora: names)
    guard case .dynamic = options.schedule else { return }
    for (index, task) in tasks.enumerated()
    where !corpora.contains(where: { $0.tasks.contains(index) && isScored(index, on: $0, model: model) }) {
      throw .notScored(task: task, option: "schedule dynamic")
    }
  }

  /// Whether a corpus's development documents have gold labels for a task.
  static func isScored(_ task: Int, on corpus: TrainingCorpus, model: JointModel) -> Bool {
    corpus.development.contains { model.heads[task].target($0) != nil }
  }

  /// Holds options that may have been set in Swift to the ranges that files are held to.
  private static func checkRanges<Options: Configurable>(of options: Options, _ name: String) throws(TrainingError) {
    var copy = Options()
    do throws(OptionError) {
      try OptionReader.read(OptionWriter.node(options), into: &copy, inside: name)
    } catch {
      guard case .badValue(_, let key, let found, let expected, _) = error else { return }
      throw .outOfRange(
        option: "\(name).\(key)", found: Double(found.filter { $0 != "`" }) ?? .nan, allowed: expected)
    }
  }

  private static func check(_ corpus: TrainingCorpus, model: JointModel) throws(TrainingError) {
    for task in corpus.tasks where !corpus.examples.contains(where: { $0.targets[task] != nil }) {
      let name = model.tasks[task].name
      let layer = model.tasks[task].options.kind.layersDescription
      guard !isScored(task, on: corpus, model: model) else {
        throw .labelsOnlyInDevelopment(task: name, corpus: corpus.name, layer: layer)
      }
      guard !corpus.examples.isEmpty || corpus.hadDocuments else { throw .emptyCorpus(corpus.name) }
      throw .nothingToLearn(task: name, corpus: corpus.name, layer: layer)
    }
    guard !corpus.examples.isEmpty else { throw .emptyCorpus(corpus.name) }
  }
}
