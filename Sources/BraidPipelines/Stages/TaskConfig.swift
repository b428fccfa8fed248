import BraidTasks

/// One task as a pipeline file has it: all options of all heads, of which a head takes its own.
struct TaskConfig: Configurable {
  var head = ""
  var of: [String] = []
  var layer = "top"
  var label = "label"
  var tags: String?
  var spans: String?
  var target: String?
  var vocabulary = ""
  var crf = false
  var multiLabel = false
  var sigmoid = false
  var pooling = ClassificationOptions.Pooling.max
  var classWeights: [String: Double] = [:]
  var dropout = 0.0
  var smoothing = 0.0
  var style = SemanticRolesOptions.Style.span
  var predicatesGiven = false
  var indicator = 16
  var layers = 1
  var units = 128
  var embedding = 128
  var lowercase = false
  var beam = 4
  var lengthPenalty = 1.0

  static let heads = ["classification", "tagging", "semantic-roles", "translation"]

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice("head", &head, of: Self.heads, required: true, "the kind of task")
    try visitor.field("of", &of, required: true, "the stages whose documents it learns from")
    try visitor.field("layer", &layer, required: false, "encoder layer that it reads: `top`, `mix` or a number from 0")
    try visitor.field("label", &label, required: false, "classification: the document layer with the labels")
    try visitor.field("multiLabel", &multiLabel, "classification: whether a document has any number of labels")
    try visitor.field("sigmoid", &sigmoid, "classification: whether two labels share one sigmoid output")
    try visitor.choice("pooling", &pooling, "classification: how token states become one vector")
    try visitor.field("classWeights", &classWeights, "classification: loss weight by label")
    try visitor.field("tags", &tags, "tagging: the token layer with the tags")
    try visitor.field("spans", &spans, "tagging: the span layer, learned as BIO tags")
    try visitor.field("crf", &crf, "tagging: whether a CRF scores whole sequences")
    try visitor.choice("style", &style, "semantic-roles: what an argument covers")
    try visitor.field("predicatesGiven", &predicatesGiven, "semantic-roles: whether predicates are given")
    try visitor.field("indicator", &indicator, 1...1024, "semantic-roles: width of the mark of the predicate")
    try visitor.field("layers", &layers, 1...8, "semantic-roles: private layers")
    try visitor.field("target", &target, "translation: the aligned text that is written")
    try visitor.field("vocabulary", &vocabulary, required: false, "translation: the vocabulary stage of its words")
    try visitor.field("embedding", &embedding, 1...4096, "translation: width of the target embedding")
    try visitor.field("lowercase", &lowercase, "translation: whether target words are learned in lower case")
    try visitor.field("beam", &beam, 1...64, "translation: beam width")
    try visitor.field("lengthPenalty", &lengthPenalty, 0...10, "translation: exponent of the length")
    try visitor.field("units", &units, 1...4096, "semantic-roles, translation: hidden units")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of the head")
    try visitor.field("smoothing", &smoothing, 0...0.99, "label smoothing")
  }

  /// The task's options.
  ///
  /// - Throws: `PipelineError.missingKey` for what its head needs.
  func options(_ name: String, place: Place) throws(PipelineError) -> TaskOptions {
    func missing(_ key: String, _ about: String) -> PipelineError {
      .missingKey(place, key: key, inside: "task `\(name)`", expected: about)
    }
    let encoderLayer: EncoderLayer
    switch layer {
    case "top": encoderLayer = .top
    case "mix": encoderLayer = .mix
    default:
      guard let number = Int(layer), number >= 0 else {
        throw .badValue(place, key: "layer", found: "`\(layer)`", expected: "top, mix or a number from 0")
      }
      encoderLayer = .layer(number)
    }
    return TaskOptions(name: name, layer: encoderLayer, head: try headOptions(missing))
  }

  private func headOptions(_ missing: (String, String) -> PipelineError) throws(PipelineError) -> HeadOptions {
    switch head {
    case "classification":
      var options = ClassificationOptions()
      options.label = label
      options.multiLabel = multiLabel
      options.sigmoid = sigmoid
      options.pooling = pooling
      options.classWeights = classWeights
      options.dropout = dropout
      options.smoothing = smoothing
      return .classification(options)
    case "tagging":
      let source: TaggingOptions.Source
      if let tags {
        source = .tags(tags)
      } else if let spans {
        source = .spans(spans)
      } else {
        throw missing("tags", "a tagging head learns a token layer `tags` or a span layer `spans`")
      }
      var options = TaggingOptions(source: source)
      options.crf = crf
      options.dropout = dropout
      options.smoothing = smoothing
      return .tagging(options)
    case "semantic-roles":
      var options = SemanticRolesOptions()
      options.style = style
      options.units = units
      options.layers = layers
      options.indicator = indicator
      options.dropout = dropout
      options.predicatesGiven = predicatesGiven
      return .semanticRoles(options)
    default:
      guard let target else { throw missing("target", "the aligned text that a translation head writes") }
      guard !vocabulary.isEmpty else {
        throw missing("vocabulary", "the vocabulary stage that a translation head writes with")
      }
      var options = TranslationOptions(target: target)
      options.units = units
      options.embedding = embedding
      options.lowercase = lowercase
      options.dropout = dropout
      options.smoothing = smoothing
      options.beam = beam
      options.lengthPenalty = lengthPenalty
      return .translation(options)
    }
  }
}
