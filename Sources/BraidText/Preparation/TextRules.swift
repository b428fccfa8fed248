import BraidFiles

/// What decides, besides a `TextPreparation`, how text is cut and normalized: the linked ICU and the rules of a segmenter.
///
/// A model keeps those with which its training texts were made; with others, some tokens and sentences of the texts that
/// it annotates are not what it learned from.
public struct TextRules: Codable, Hashable, Sendable {
  /// Version of ICU, such as `72.1`; its dictionaries and normalization go with it.
  public var icu: String
  /// Fingerprint of the rules of tokens and sentences, in hexadecimal: ICU's compiled ones, the abbreviations, and what
  /// the patterns keep of a sample; nil when ICU does not give its rules away.
  public var segmentation: String?

  /// Text in which every pattern finds something.
  private static let sample = """
    See https://example.org/a?b=c, www.example.org/d or ftp://example.org. Write to first.last@example.org! @name #tag \
    20% $3.50 5€ -3.5°C 120km/h 10,000 1.000,5 3-4 mm e.g. C++ #1 a@b www. http:// @ #
    """

  /// Rules that were written down.
  public init(icu: String, segmentation: String? = nil) {
    self.icu = icu
    self.segmentation = segmentation
  }

  /// The rules of this program for texts that are prepared in some way.
  ///
  /// - Throws: `TextError.invalidLocale`, `.invalidRule`, or `.icu` when ICU lacks rules.
  public init(_ preparation: TextPreparation) throws(TextError) {
    self.init(icu: ICU.version)
    let options = preparation.segmentation
    var hash = StableHash()
    for kind in [options.unit.boundaries] + (options.sentences == .icu ? [.sentence] : []) {
      let rules = try ICUBreaker(kind, locale: options.locale).compiledRules
      guard !rules.isEmpty else { return }
      hash.add(bytes: rules)
      hash.add(UInt64(rules.count))
    }
    if options.rules != .icu { hash.add("\(options.rules.rawValue) \(TokenRules.version)") }
    for abbreviation in options.abbreviations { hash.add(abbreviation) }
    let scanner = try PatternScanner(options.patterns, keptWords: options.keptWords)
    var matches: [Range<Int>] = []
    Array(Self.sample.utf8).withUnsafeBufferPointer { scanner.scan($0, into: &matches) }
    for match in matches {
      hash.add(UInt64(match.lowerBound))
      hash.add(UInt64(match.upperBound))
    }
    segmentation = String(hash.value, radix: 16)
  }

  /// In what these rules, of a model, differ from those of the program, in words; nil when they do not, as far as is known.
  public func difference(from program: TextRules) -> String? {
    if icu != program.icu { return "ICU \(icu), this program has ICU \(program.icu)" }
    guard let segmentation, let other = program.segmentation, segmentation != other else { return nil }
    return "other rules of tokens and sentences than this program has for ICU \(icu)"
  }
}
