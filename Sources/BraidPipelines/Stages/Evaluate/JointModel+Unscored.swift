import BraidCorpora
package import BraidTasks
package import BraidText

extension JointModel {
  /// The tasks that documents have labels for of which the model knows none, so that they have no score.
  ///
  /// - Parameters:
  ///   - scored: the indices of the tasks that have a score.
  ///   - documents: the documents that are scored.
  /// - Returns: a clause for each of the other tasks, with the most frequent of the labels.
  package func unscored(besides scored: [Int], _ documents: [Document]) -> [String] {
    tasks.indices.filter { !scored.contains($0) }.compactMap { index in
      let (task, kind) = (tasks[index], tasks[index].options.kind)
      var labels = LookalikeLabels(kind.labelLayers)
      for document in documents { labels.add(document) }
      let found = labels.names(8)
      let known = Set(kind.labels(task.resources))
      guard !found.isEmpty, !found.contains(where: known.contains) else { return nil }
      return "no score of `\(task.name)`: the model knows none of the gold labels \(found.joined(separator: ", "))"
    }
  }
}
