import BraidCorpora

/// Writes documents to a file.
struct WriteStage: Configurable {
  var of = ""
  var part = "train"
  var format = "jsonl"
  var path = ""

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("of", &of, required: true, "the stage whose documents are written")
    try visitor.choice("part", &part, of: ["train", "dev", "test"], required: false, "the part that is written")
    try visitor.choice(
      "format", &format, of: CorpusFormat.allCases.map(\.rawValue), required: false, "format of the file")
    try visitor.field("path", &path, required: true, "the file that is written")
  }
}
