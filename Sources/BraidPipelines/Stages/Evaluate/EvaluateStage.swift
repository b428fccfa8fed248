import BraidFiles

/// Scores a model.
struct EvaluateStage: Stage {
  static let verb = "evaluate"
  static let about = "scores a model"
  static let output = StageOutputKind.scores

  var model = ""
  var of: [String] = []
  var part = "dev"

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("model", &model, required: true, "the train stage")
    try visitor.field("of", &of, required: true, "the stages whose documents are scored")
    try visitor.choice("part", &part, of: ["train", "dev", "test"], "the part that is scored")
  }

  var neededParts: [(stage: String, part: String)] { of.map { ($0, part) } }

  var references: [StageReference] {
    [StageReference("model", name: model, kind: .model)]
      + of.map { StageReference("of", name: $0, kind: .documents) }
  }
}
