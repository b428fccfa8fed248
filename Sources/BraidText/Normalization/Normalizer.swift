/// Changes text by declared steps and remembers where everything came from.
///
/// ```swift
/// let normalized = Normalizer([.nfkc, .caseFold]).apply("Straße ﬁnden")
/// normalized.text               // "strasse finden"
/// normalized.original(8..<14)   // 8..<15, the bytes of "ﬁnden"
/// ```
public struct Normalizer: Hashable, Sendable {
  /// The steps, in the order in which they are applied.
  public let steps: [NormalizationStep]

  /// A normalizer that applies `steps` in order; none changes nothing.
  public init(_ steps: [NormalizationStep]) { self.steps = steps }

  /// The changed text with its alignment to `text`.
  ///
  /// - Complexity: O(n) for each step; ASCII text without capitals costs one look at each byte.
  public func apply(_ text: String) -> NormalizedText {
    var current: [UInt8]?
    var alignment = TextAlignment.identity
    var text = text
    for step in steps {
      let result: NormalizationBuilder
      if let bytes = current {
        result = bytes.withUnsafeBufferPointer { Self.run(step, $0) }
      } else {
        result = text.withUTF8 { Self.run(step, $0) }
      }
      guard result.changed else { continue }
      alignment = alignment.followed(by: result.alignment)
      current = result.bytes
    }
    return NormalizedText(text: current.map { String(decoding: $0, as: UTF8.self) } ?? text, alignment: alignment)
  }

  /// Runs one step; the only place that goes from a step's name to what it does.
  private static func run(_ step: NormalizationStep, _ bytes: UnsafeBufferPointer<UInt8>) -> NormalizationBuilder {
    var builder = NormalizationBuilder(bytes)
    switch step {
    case .nfc: CompositionStep.compose(.nfc, bytes, into: &builder)
    case .nfkc: CompositionStep.compose(.nfkc, bytes, into: &builder)
    case .stripDiacritics: CompositionStep.stripDiacritics(bytes, into: &builder)
    case .caseFold: CaseStep.foldCase(bytes, into: &builder)
    case .lowercase: CaseStep.lowercase(bytes, into: &builder)
    case .whitespace: WhitespaceStep.collapse(bytes, into: &builder)
    }
    return builder
  }
}
