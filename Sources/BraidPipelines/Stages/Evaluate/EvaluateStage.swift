import BraidFiles
import BraidTasks

/// Scores a model.
struct EvaluateStage: Stage {
  static let verb = "evaluate"
  static let about = "scores a model"
  static let output = StageOutputKind.scores

  var model = ""
  var of: [String] = []
  var part = "dev"
  var inputs: [String] = []
  /// Those of its train stage.
  private var inputsAbove: [String] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("model", &model, required: true, "the train stage")
    try visitor.field("of", &of, required: true, "the stages whose documents are scored")
    try visitor.choice("part", &part, of: ["train", "dev", "test"], "the part that is scored")
    try visitor.field("inputs", &inputs, required: false, InputVectors.about + " (default: those of the training)")
  }

  var neededParts: [(stage: String, part: String)] { of.map { ($0, part) } }

  var runNames: [String] { [".json"] }
  var inputFiles: [String] { inputs.isEmpty ? inputsAbove : inputs }

  mutating func placed(below stages: [PipelineStage]) { inputsAbove = stages.trainStage(model)?.encoder.inputs ?? [] }

  /// The model, with the vectors that its encoder is given.
  ///
  /// - Throws: `TaskError` for files that are not the model's.
  func model(in context: StageContext) throws -> JointModel {
    var model = try context.results.model(model)
    if !inputFiles.isEmpty { try model.setInputs(InputVectors(inputFiles)) }
    return model
  }

  var references: [StageReference] {
    [StageReference("model", name: model, kind: .model)]
      + of.map { StageReference("of", name: $0, kind: .documents) }
  }
}
