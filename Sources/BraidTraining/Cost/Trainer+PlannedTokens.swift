import BraidTasks

extension Trainer {
  /// Source tokens with a label for each task in the whole training, when no task is stopped early.
  package func plannedTokens() -> [String: Int] {
    let labelled = corpora.map { corpus in
      corpus.examples.map { example in corpus.tasks.filter { example.targets[$0] != nil } }
    }
    var sampler = sampler
    var tokens = [Int](repeating: 0, count: names.count)
    let active = corpora.map { _ in true }
    while sampler.state.epoch < options.epochs {
      for draw in sampler.next(active: active) ?? [] {
        for example in draw.batches.joined() {
          for task in labelled[draw.corpus][example] { tokens[task] &+= sampler.lengths[draw.corpus][example] }
        }
      }
    }
    return byName(names.indices) { tokens[$0] }
  }
}
