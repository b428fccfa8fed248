import BraidFiles
import BraidTasks
public import BraidTraining

extension Pipeline {
  /// The pipeline with a train stage for each group of tasks in the place of one, and an evaluate stage for each; without the
  /// stages that use the one model.
  ///
  /// - Parameters:
  ///   - name: the train stage.
  ///   - grouping: the groups of its tasks.
  /// - Returns: the pipeline as YAML, without what is a default.
  /// - Throws: nothing that a checked pipeline could cause.
  /// - Precondition: `name` is a train stage of the pipeline, and the groups are of its tasks.
  public func grouped(_ name: String, by grouping: TaskGrouping) throws(PipelineError) -> String {
    let text = try grouped(name, by: grouping, evaluates: true)
    // Documents without a development part can't be scored.
    guard (try? Pipeline(text: text, file: "groups", kinds: kinds)) == nil else { return text }
    return try grouped(name, by: grouping, evaluates: false)
  }

  private func grouped(
    _ name: String, by grouping: TaskGrouping, evaluates: Bool
  ) throws(PipelineError) -> String {
    guard let train = trainStage(name) else { preconditionFailure("\(name) is no train stage") }
    func names(_ number: Int) -> (train: String, evaluate: String) {
      func free(_ base: String) -> String {
        var candidate = "\(base)-\(number)"
        while hasStage(candidate) { candidate += "-group" }
        return candidate
      }
      return (free(name), free("\(name)-scores"))
    }
    var lines = ["name: \(OptionNode.quoted(self.name + "-groups"))", "seed: \(seed)", "stages:"]
    func add(_ name: String, _ verb: String, _ options: some Stage, comment: String? = nil) throws(PipelineError) {
      if let comment { lines.append("  # \(comment)") }
      lines += ["  - name: \(OptionNode.quoted(name))", "    \(verb):"]
      lines += try PipelineError.wrapping { () throws(OptionError) in
        try Self.chosen(options, kinds)
      }.yaml(indent: "      ")
    }
    // A model that the train stage starts from or that cuts texts for it stays, with all that it is made of.
    let needed = Set(stages(neededFor: name).map(\.name))
    for stage in stages {
      guard stage.name == name else {
        if needed.contains(stage.name) {
          try add(stage.name, stage.verb, stage.options)
          continue
        }
        let uses = stage.options.references.contains { $0.kind == .model || $0.kind == .scores }
        switch type(of: stage.options).output {
        case .documents, .vocabulary: if !uses { try add(stage.name, stage.verb, stage.options) }
        case .model, .scores, .files: break
        }
        continue
      }
      for (index, group) in grouping.groups.enumerated() {
        let tasks = train.tasks.map(\.name).filter(group.tasks.contains)
        var part = train
        part.tasks = train.tasks.filter { tasks.contains($0.name) }
        part.training = train.training.limited(to: tasks, corpora: part.sources)
        let names = names(index + 1)
        let helpers = group.helpers.isEmpty ? "" : "; \(group.helpers.joined(separator: ", ")) only to help"
        try add(
          names.train, TrainStage.verb, part, comment: "for \(group.serves.joined(separator: ", "))\(helpers)")
        guard evaluates else { continue }
        var evaluate = EvaluateStage()
        evaluate.model = names.train
        evaluate.of = part.tasks.filter { group.serves.contains($0.name) }.flatMap(\.value.of).reduce(into: []) {
          if !$0.contains($1) { $0.append($1) }
        }
        try add(names.evaluate, EvaluateStage.verb, evaluate)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The options of a stage that are not at their defaults.
  private static func chosen(_ stage: some Stage, _ kinds: TaskKinds) throws(OptionError) -> OptionNode {
    var plain = type(of: stage).init()
    plain.use(kinds)
    if let train = stage as? TrainStage, var defaults = plain as? TrainStage {
      for task in train.tasks {
        guard let kind = task.value.kind else { continue }
        var config = TaskConfig(kinds: kinds)
        config.kind = type(of: kind).init()
        defaults.tasks.append(Named(name: task.name, value: config))
      }
      return try OptionWriter.node(stage).without(OptionWriter.node(defaults))
    }
    return try OptionWriter.node(stage).without(OptionWriter.node(plain))
  }
}

extension OptionNode {
  /// The map without the keys that have the same values in `defaults`; what names a kind stays, and where it names another
  /// one, so does everything beside it.
  fileprivate func without(_ defaults: OptionNode) -> OptionNode {
    guard case .map(let members) = value else { return self }
    let names = ["kind", "head"]
    guard names.allSatisfy({ self[$0] == nil || self[$0] == defaults[$0] }) else { return self }
    let kept = members.compactMap { member -> OptionMember? in
      guard let other = defaults[member.key], !names.contains(member.key) else { return member }
      if member.value == other { return nil }
      return OptionMember(key: member.key, value: member.value.without(other))
    }
    return OptionNode(value: .map(kept))
  }
}
