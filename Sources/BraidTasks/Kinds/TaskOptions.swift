package import BraidFiles
public import BraidLayers

/// One task: a name, the part of the encoder that it reads, and its kind with the options of that kind.
public struct TaskOptions: Sendable {
  /// The task's name, unique in its model.
  public var name: String
  /// The part of the encoder that the head reads.
  public var layer: EncoderLayer
  /// LSTM layers of the task's own on top of what it reads of the encoder; nil for none.
  public var privateLayers: LSTMOptions?
  /// The kind of task with its options.
  public var kind: any TaskKind

  /// A task that reads the encoder's top layer.
  public init(
    name: String, layer: EncoderLayer = .top, privateLayers: LSTMOptions? = nil, kind: any TaskKind
  ) {
    self.name = name
    self.layer = layer
    self.privateLayers = privateLayers
    self.kind = kind
  }

  /// The options of the kind, every default included.
  package var node: OptionNode {
    // The declaration of fields is the same for every use, and writing them throws nothing.
    (try? OptionWriter.node(kind)) ?? OptionNode(value: .map([]))
  }
}

extension TaskOptions: Equatable {
  /// Whether name, layers, kind and all options are equal.
  public static func == (first: TaskOptions, second: TaskOptions) -> Bool {
    first.name == second.name && first.layer == second.layer && first.privateLayers == second.privateLayers
      && type(of: first.kind) == type(of: second.kind) && first.node == second.node
  }
}
