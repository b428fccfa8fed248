/// Cuts the training part of a corpus into parts.
struct SplitStage: Configurable {
  var of = ""
  var dev = 0.1
  var test = 0.0

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("of", &of, required: true, "the stage whose training part is cut")
    try visitor.field("dev", &dev, 0...0.9, "share of documents for the development part")
    try visitor.field("test", &test, 0...0.9, "share of documents for the test part")
  }
}
