import BraidFiles

extension Pipeline {
  /// The options of a train stage; nil for what is none.
  func trainStage(_ name: String) -> TrainStage? { stage(name)?.options as? TrainStage }

  /// The names of the stages that train a model from which no other stage trains on.
  public var trainStages: [String] {
    let training = stages.filter { type(of: $0.options).output == .model }
    let sources = Set(training.flatMap { $0.options.references.map(\.name) })
    return training.map(\.name).filter { !sources.contains($0) }
  }

  /// The names of all stages that train a model.
  public var allTrainStages: [String] { stages.filter { type(of: $0.options).output == .model }.map(\.name) }

  /// The names of the tasks of a train stage, in their order; none for what is no train stage.
  public func taskNames(of name: String) -> [String] { trainStage(name)?.tasks.map(\.name) ?? [] }

  /// Whether a stage of this name trains a model.
  public func isTrainStage(_ name: String) -> Bool { trainStage(name) != nil }
}

extension [PipelineStage] {
  /// The train stage of this name; nil when there is none.
  func trainStage(_ name: String) -> TrainStage? { last { $0.name == name }?.options as? TrainStage }
}
