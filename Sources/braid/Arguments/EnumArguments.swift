public import ArgumentParser
public import BraidCorpora
public import BraidTasks
public import BraidText
public import BraidVocabularies

extension CorpusFormat: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}
extension DocumentBoundary: ExpressibleByArgument {}
extension SentenceSplitting: ExpressibleByArgument {}
extension TokenRules: ExpressibleByArgument {}
extension TokenUnit: ExpressibleByArgument {}
extension TokenPattern: ExpressibleByArgument {}
extension RewriteOptions.Style: ExpressibleByArgument {}
extension SpanEncoding: ExpressibleByArgument {}
extension CellBreaks: ExpressibleByArgument {}
extension NormalizationStep: ExpressibleByArgument {}
extension ColumnSeparator: ExpressibleByArgument {}
extension VocabularyOptions.Kind: ExpressibleByArgument {}
extension OffsetUnit: ExpressibleByArgument {}
extension BLEUTokens: ExpressibleByArgument {}
