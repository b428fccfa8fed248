/// One task: a name, the encoder layer that it reads, and its head.
public struct TaskOptions: Sendable, Equatable, Codable {
  /// The task's name, unique in its model.
  public var name: String
  /// The part of the encoder that the head reads.
  public var layer = EncoderLayer.top
  /// The head and its options.
  public var head: HeadOptions

  /// A task that reads the encoder's top layer.
  public init(name: String, layer: EncoderLayer = .top, head: HeadOptions) {
    self.name = name
    self.layer = layer
    self.head = head
  }
}
