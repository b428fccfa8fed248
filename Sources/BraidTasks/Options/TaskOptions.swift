/// One task: a name, the encoder layer that it reads, and its head.
public struct TaskOptions: Sendable, Equatable, Codable {
  /// The task's name, unique in its model.
  public var name: String
  /// The part of the encoder that the head reads.
  public var layer = EncoderLayer.top
  /// LSTM layers of the task's own on top of what it reads of the encoder; nil for none.
  public var privateLayers: LSTMOptions?
  /// The head and its options.
  public var head: HeadOptions

  /// A task that reads the encoder's top layer.
  public init(name: String, layer: EncoderLayer = .top, privateLayers: LSTMOptions? = nil, head: HeadOptions) {
    self.name = name
    self.layer = layer
    self.privateLayers = privateLayers
    self.head = head
  }
}
