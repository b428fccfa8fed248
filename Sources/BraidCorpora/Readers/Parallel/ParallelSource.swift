import BraidText

/// Two files whose lines are translations of each other.
///
/// A blank line on the target side is a missing translation.
struct ParallelSource: DocumentSource {
  private let source: LineSource
  private let target: LineSource
  private let options: ReadOptions

  init(_ first: String, _ second: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    source = try LineSource(first, options: options)
    target = try LineSource(second, options: options)
  }

  var line: Int { source.number }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    let hasSource = try source.advance(into: &ledger)
    let hasTarget = try target.advance(into: &ledger)
    guard hasSource == hasTarget else {
      let longer = hasSource ? source : target
      while try longer.advance(into: &ledger) {}
      throw .lineCountsDiffer(
        first: source.file, firstLines: source.number, second: target.file, secondLines: target.number)
    }
    guard hasSource else { return nil }
    var document = options.document(source.bytes)
    if !target.bytes.trimmed.isEmpty {
      let translation = options.document(target.bytes)
      document.translations[options.targetName] = AlignedText(translation.text, tokens: translation.tokens)
    }
    return document
  }

  /// Brings the file that was not read up to the line of the other.
  mutating func skip(into ledger: inout Ledger) -> String? {
    let line = source.number > target.number ? source.string : target.string
    guard source.number > target.number else { return line }
    do throws(CorpusError) { _ = try target.advance(into: &ledger) } catch { if error.endsFile { return nil } }
    return line
  }
}
