import BraidFiles
import BraidLayers
import BraidTasks

/// One task as a pipeline has it: its kind with the options of that kind, and what it learns from.
struct TaskConfig: Configurable {
  /// The kinds of task that there are.
  var kinds = TaskKinds.shipped
  /// The kind of task with its options; nil until it is read.
  var kind: (any TaskKind)?
  var of: [String] = []
  var layer = "top"
  var privateLayers: LSTMOptions?

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    var word = kind.map { type(of: $0).name }
    var options: (any Configurable)? = kind
    try visitor.variant("head", &word, &options, of: kinds.variants, "kind of task")
    kind = options as? any TaskKind
    try visitor.field("of", &of, required: true, "the stages whose documents the task learns from")
    try visitor.field(
      "layer", &layer, required: false, "encoder layer that the task reads: `top`, `mix`, `all` or a number from 0")
    try visitor.object("privateLayers", &privateLayers, "LSTM layers of the task's own; none if absent")
  }

  var problem: OptionProblem? {
    guard EncoderLayer(layer) == nil else { return nil }
    return OptionProblem("layer", found: "`\(layer)`", expected: "top, mix, all or a number from 0")
  }

  /// The vocabulary stages that it uses, by what they are for.
  var vocabularies: [String: String] { kind?.vocabularies ?? [:] }

  /// The task's options.
  ///
  /// - Precondition: the task has been read.
  func options(_ name: String) -> TaskOptions {
    guard let kind, let layer = EncoderLayer(layer) else { preconditionFailure("task \(name) has not been read") }
    return TaskOptions(name: name, layer: layer, privateLayers: privateLayers, kind: kind)
  }
}
