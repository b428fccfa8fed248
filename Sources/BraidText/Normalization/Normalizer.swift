/// One declared change of text; a `Normalizer` applies a list of them in order.
public enum NormalizationStep: String, Codable, CaseIterable, Sendable {
  /// Unicode normalization form C: canonical composition.
  case nfc
  /// Unicode normalization form KC: compatibility composition (`ﬁ` becomes `fi`, full width becomes half width).
  case nfkc
  /// Full case folding, the same for every language: `Straße` becomes `strasse`.
  case caseFold = "case-fold"
  /// Lower case, final sigma included, by the rules of the locale: `I` becomes `ı` in Turkish and Azerbaijani, and in
  /// Lithuanian keeps its dot below other marks.
  case lowercase
  /// Takes the marks off Latin, Greek and Cyrillic letters (`é` becomes `e`, `й` becomes `и`); vowel signs of other
  /// scripts stay, and so do letters with no mark of their own, such as `ø`.
  case stripDiacritics = "strip-diacritics"
  /// One space for every run of white space, line ends included, and none at both ends.
  case whitespace
}

/// Text after normalization, and where each part of it came from.
public struct NormalizedText: Hashable, Sendable {
  /// The normalized text.
  public let text: String
  /// From the original to the normalized text.
  public let alignment: TextAlignment

  /// The UTF-8 byte range of the original text that gave the bytes `range` of the normalized text.
  public func original(_ range: Range<Int>) -> Range<Int> { alignment.original(range) }
}

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

  /// Whose lower case it is.
  private let casing: LowerCasing

  /// A normalizer that applies `steps` in order; none changes nothing.
  ///
  /// - Parameters:
  ///   - steps: The steps.
  ///   - locale: BCP 47 language tag of the text; nil for rules that hold for most languages.
  public init(_ steps: [NormalizationStep], locale: String? = nil) {
    self.steps = steps
    casing = LowerCasing(locale: locale)
  }

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
        result = bytes.withUnsafeBufferPointer { run(step, $0) }
      } else {
        result = text.withUTF8 { run(step, $0) }
      }
      guard result.changed else { continue }
      alignment = alignment.followed(by: result.alignment)
      current = result.bytes
    }
    return NormalizedText(text: current.map { String(decoding: $0, as: UTF8.self) } ?? text, alignment: alignment)
  }

  /// Runs one step; the only place that goes from a step's name to what it does.
  private func run(_ step: NormalizationStep, _ bytes: UnsafeBufferPointer<UInt8>) -> NormalizationBuilder {
    var builder = NormalizationBuilder(bytes)
    switch step {
    case .nfc: CompositionStep.compose(.nfc, bytes, into: &builder)
    case .nfkc: CompositionStep.compose(.nfkc, bytes, into: &builder)
    case .stripDiacritics: CompositionStep.stripDiacritics(bytes, into: &builder)
    case .caseFold: CaseStep.foldCase(bytes, into: &builder)
    case .lowercase: CaseStep.lowercase(bytes, casing, into: &builder)
    case .whitespace: WhitespaceStep.collapse(bytes, into: &builder)
    }
    return builder
  }
}
