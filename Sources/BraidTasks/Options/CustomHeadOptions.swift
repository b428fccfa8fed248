/// Options of a head that does not ship with Braid.
public struct CustomHeadOptions: Sendable, Equatable, Codable {
  /// The kind of head, by which its factory knows it.
  public var kind: String
  /// The head's options by name, kept in the model folder as they are.
  public var options: [String: String]

  /// Options of a head of `kind`.
  public init(kind: String, options: [String: String] = [:]) {
    self.kind = kind
    self.options = options
  }
}
