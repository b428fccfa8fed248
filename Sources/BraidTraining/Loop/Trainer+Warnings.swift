import BraidFiles
import BraidTasks

extension Trainer {
  /// What is odd about this training.
  package var warnings: [TrainingWarning] {
    let scored = Set(developmentSets.flatMap(\.tasks))
    var warnings = names.indices.filter { !scored.contains($0) }.map { TrainingWarning.notScored(task: names[$0]) }
    warnings += (origin?.newTasks ?? []).filter { names.contains($0.name) }.map {
      .newHead(task: $0.name, reason: $0.reason)
    }
    if origin == nil { warnings += options.freeze.map { .frozenAtRandom(part: $0) } }
    for part in options.freeze {
      guard let after = options.unfreeze[part], after >= Double(options.epochs) else { continue }
      warnings.append(.neverUnfrozen(part: part, after: after, epochs: options.epochs))
    }
    for corpus in corpora {
      for task in corpus.tasks {
        let labels = unknownLabels(corpus, task: task)
        if !labels.isEmpty {
          warnings.append(.labelsOnlyInDevelopment(task: names[task], corpus: corpus.name, labels: labels))
        }
        if model.tasks[task].options.kind.splitsDocuments {
          let count = corpus.examples.count { $0.sentences.count > 1 && $0.targets[task] != nil }
          if count > 0 {
            warnings.append(.severalSentences(task: names[task], corpus: corpus.name, documents: count))
          }
        }
      }
    }
    return warnings
  }

  /// Labels of the development documents that the head does not have, in byte order.
  private func unknownLabels(_ corpus: TrainingCorpus, task: Int) -> [String] {
    let head = model.heads[task]
    let sets = model.tasks[task].resources.labels.values
    guard !sets.isEmpty, !head.predictsNewLabels else { return [] }
    // Spans are learned as tags: `B-NP` and `I-NP` for `NP`.
    let names = sets.flatMap(\.names)
    let known = Set((names + names.map { String(Substring($0.utf8.dropFirst(2))) }).map(ExactString.init))
    var unknown = Set<ExactString>()
    for document in corpus.development {
      for outcome in head.metric.outcomes(gold: document, predicted: document) {
        if let label = outcome.gold.map(ExactString.init), !known.contains(label) { unknown.insert(label) }
      }
    }
    return unknown.map(\.string).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
