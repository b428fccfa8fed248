/// Text after normalization, and where each part of it came from.
public struct NormalizedText: Hashable, Sendable {
  /// The normalized text.
  public let text: String
  /// From the original to the normalized text.
  public let alignment: TextAlignment

  /// The UTF-8 byte range of the original text that gave the bytes `range` of the normalized text.
  public func original(_ range: Range<Int>) -> Range<Int> { alignment.original(range) }
}
