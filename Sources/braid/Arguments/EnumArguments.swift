public import ArgumentParser
public import BraidCorpora
public import BraidTasks
public import BraidText
public import BraidTraining
public import BraidVocabularies

extension CorpusFormat: ExpressibleByArgument {}
extension DocumentBoundary: ExpressibleByArgument {}
extension SentenceSplitting: ExpressibleByArgument {}
extension TokenRules: ExpressibleByArgument {}
extension TokenUnit: ExpressibleByArgument {}
extension TokenPattern: ExpressibleByArgument {}
extension RewriteOptions.Style: ExpressibleByArgument {}
extension SpanEncoding: ExpressibleByArgument {}
extension CellBreaks: ExpressibleByArgument {}
extension NormalizationStep: ExpressibleByArgument {}
extension VocabularyOptions.Kind: ExpressibleByArgument {}
extension OffsetUnit: ExpressibleByArgument {}
extension BLEUTokens: ExpressibleByArgument {}
extension AffinityMeasure: ExpressibleByArgument {}

extension ColumnSeparator: ExpressibleByArgument {
  /// The separator of its name, or the character itself.
  public init?(argument: String) {
    let character = Array((argument == "\\t" ? "\t" : argument).utf8)
    guard let separator = Self(rawValue: argument) ?? Self.allCases.first(where: { [$0.byte] == character }) else {
      return nil
    }
    self = separator
  }
}

extension TextEncoding: ExpressibleByArgument {
  /// The encoding of that name; one that is not known is refused with the other options.
  public init?(argument: String) { self.init(rawValue: argument) }

  /// The name.
  public var defaultValueDescription: String { rawValue }
}
