/// A piece of a token.
public struct Subword: Hashable, Sendable {
  /// The id of the piece.
  public var id: Int32
  /// The UTF-8 bytes of the text it covers; empty for a marker on its own.
  public var range: Range<Int>
  /// Index of the token.
  public var token: Int

  /// A piece of the token `token` over the bytes `range`.
  public init(id: Int32, range: Range<Int>, token: Int) {
    self.id = id
    self.range = range
    self.token = token
  }
}
