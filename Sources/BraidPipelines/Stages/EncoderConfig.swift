import BraidTasks

/// The shared encoder as a pipeline file has it.
struct EncoderConfig: Configurable {
  var vocabulary = ""
  var vectors: String?
  var options = EncoderOptions()

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("vocabulary", &vocabulary, required: true, "the vocabulary stage of its words")
    try visitor.field("vectors", &vectors, "pretrained vectors in GloVe's text format, packed or not")
    try visitor.field("embedding", &options.embedding, 1...4096, "width of the word embedding")
    try visitor.field("trainEmbedding", &options.trainsEmbedding, "whether the word embedding is trained")
    try visitor.field("lowercase", &options.lowercase, "whether words are looked up in lower case")
    try visitor.field("unknownBuckets", &options.unknownBuckets, 0...1_000_000, "rows that unknown words share by hash")
    try visitor.field("wordDropout", &options.wordDropout, 0...0.99, "share of words taken for unknown in training")
    try visitor.field("inputDropout", &options.inputDropout, 0...0.99, "dropout of the input features")
    try visitor.object("characters", &options.characters, "features from characters; absent for none")
    try visitor.object("lstm", &options.lstm, "the stacked LSTM")
  }
}

extension CharacterOptions: Configurable {
  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice("kind", &kind, "what reads the characters")
    try visitor.field("embedding", &embedding, 1...1024, "width of the character embedding")
    try visitor.field("units", &units, 2...1024, "width of the feature")
  }
}

extension LSTMOptions: Configurable {
  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice("kind", &kind, "the recurrence of its layers")
    try visitor.field("units", &units, 1...4096, "hidden units a direction")
    try visitor.field("layers", &layers, 1...8, "stacked layers")
    try visitor.field("bidirectional", &bidirectional, "whether each layer also runs backwards")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of each layer's output")
    try visitor.field("shortcuts", &shortcuts, "whether upper layers read the input features as well")
    try visitor.field("recurrentDropout", &recurrentDropout, 0...0.99, "dropout of the recurrent state")
  }
}
