import BraidCorpora
import BraidFiles

/// Cuts the training part of a corpus into parts.
struct SplitStage: DocumentStage {
  static let verb = "split"
  static let about = "cuts the training part of a corpus into parts"

  var of = ""
  var dev = 0.1
  var test = 0.0
  /// What is kept together or in proportion; its fields stand beside the shares.
  var units = SplitOptions()

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stage whose training part is cut")
    try visitor.field("dev", &dev, 0...0.9, "share of documents for the development part")
    try visitor.field("test", &test, 0...0.9, "share of documents for the test part")
    try units.fields(&visitor)
  }

  var problem: OptionProblem? { units.problem }
  var references: [StageReference] { [StageReference("of", name: of, kind: .documents)] }
  var neededParts: [(stage: String, part: String)] { [(of, "train")] }
  var ownParts: [String] { (dev > 0 ? ["dev"] : []) + (test > 0 ? ["test"] : []) }
  var usesSeed: Bool { true }

  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {
    if dev + test >= 1 {
      mistakes.append(
        .badValue(
          stage.place(of: "dev"), key: "dev", found: "\(dev) and `test` \(test)",
          expected: "shares that leave some for training"))
    } else if dev + test <= 0 {
      mistakes.append(
        .badValue(
          stage.place(of: "dev"), key: "dev", found: "0 and `test` 0", expected: "a share above 0 for one of them"))
    }
  }
}
