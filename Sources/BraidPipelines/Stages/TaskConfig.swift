import BraidTasks
import BraidText

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
  var encoding = SpanEncoding.iob2
  var crf = false
  var multiLabel = false
  var sigmoid = false
  var pooling = ClassificationOptions.Pooling.max
  var classWeights: [String: Double] = [:]
  var dropout = 0.0
  var smoothing = 0.0
  var style = SemanticRolesOptions.Style.span
  var predicatesGiven = false
  var privateLayers: LSTMOptions?
  var recurrentDropout = 0.0
  var layers = 1
  var units = 128
  var embedding = 128
  var lowercase = false
  var tied = false
  var inputFeeding = false
  var copyUnknown = true
  var wholeDocuments = false
  var detokenize = true
  var beam = 4
  var lengthPenalty = 1.0

  static let heads = ["classification", "tagging", "semantic-roles", "translation"]

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice("head", &head, of: Self.heads, required: true, "the kind of task")
    try visitor.field("of", &of, required: true, "the stages whose documents it learns from")
    try visitor.field(
      "layer", &layer, required: false, "encoder layer that it reads: `top`, `mix`, `all` or a number from 0")
    try visitor.object("private", &privateLayers, "LSTM layers of the task's own; absent for none")
    try visitor.field("label", &label, required: false, "classification: the document layer with the labels")
    try visitor.field("multiLabel", &multiLabel, "classification: whether a document has any number of labels")
    try visitor.field("sigmoid", &sigmoid, "classification: whether two labels share one sigmoid output")
    try visitor.choice("pooling", &pooling, "classification: how token states become one vector")
    try visitor.field("classWeights", &classWeights, "classification: loss weight by label")
    try visitor.field("tags", &tags, "tagging: the token layer with the tags")
    try visitor.field("spans", &spans, "tagging: the span layer, learned as tags")
    try visitor.choice("encoding", &encoding, "tagging: how spans are learned as tags")
    try visitor.field("crf", &crf, "tagging: whether a CRF scores whole sequences")
    try visitor.choice("style", &style, "semantic-roles: what an argument covers")
    try visitor.field("predicatesGiven", &predicatesGiven, "semantic-roles: whether predicates are given")
    try visitor.field("layers", &layers, 1...8, "semantic-roles: layers that read once for each predicate")
    try visitor.field(
      "recurrentDropout", &recurrentDropout, 0...0.99, "semantic-roles: dropout of their recurrent state")
    try visitor.field("target", &target, "translation: the aligned text that is written")
    try visitor.field("vocabulary", &vocabulary, required: false, "translation: the vocabulary stage of its words")
    try visitor.field("embedding", &embedding, 1...4096, "translation: width of the target embedding")
    try visitor.field("lowercase", &lowercase, "translation: whether target words are learned in lower case")
    try visitor.field("tied", &tied, "translation: whether the target embedding is the output's weights")
    try visitor.field(
      "inputFeeding", &inputFeeding, "translation: whether the decoder reads its last attentional state")
    try visitor.field(
      "wholeDocuments", &wholeDocuments,
      "translation: whether a document is translated as one sequence; else its sentences one by one")
    try visitor.field("copyUnknown", &copyUnknown, "translation: whether an unknown word becomes its source word")
    try visitor.field("detokenize", &detokenize, "translation: whether words are put together as people write")
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
    case "all": encoderLayer = .all
    default:
      guard let number = Int(layer), number >= 0 else {
        throw .badValue(place, key: "layer", found: "`\(layer)`", expected: "top, mix, all or a number from 0")
      }
      encoderLayer = .layer(number)
    }
    return TaskOptions(
      name: name, layer: encoderLayer, privateLayers: privateLayers, head: try headOptions(missing))
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
      options.encoding = encoding
      options.crf = crf
      options.dropout = dropout
      options.smoothing = smoothing
      return .tagging(options)
    case "semantic-roles":
      var options = SemanticRolesOptions()
      options.style = style
      options.units = units
      options.layers = layers
      options.recurrentDropout = recurrentDropout
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
      options.tied = tied
      options.inputFeeding = inputFeeding
      options.copiesUnknown = copyUnknown
      options.wholeDocuments = wholeDocuments
      options.detokenizes = detokenize
      options.beam = beam
      options.lengthPenalty = lengthPenalty
      return .translation(options)
    }
  }
}
