import BraidText

/// Makes documents of sentences: one each, or one for each document of the file.
struct SentenceDocuments<Sentences: SentenceSource>: DocumentSource {
  private var sentences: Sentences
  private let boundary: DocumentBoundary
  private var waiting: SourceSentence?

  init(_ sentences: Sentences, _ boundary: DocumentBoundary) {
    self.sentences = sentences
    self.boundary = boundary
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    guard boundary == .marker else { return try sentences.nextSentence(into: &ledger)?.document }
    var first = waiting
    waiting = nil
    if first == nil { first = try sentences.nextSentence(into: &ledger) }
    guard let first else { return nil }
    var parts = [first]
    while let sentence = try sentences.nextSentence(into: &ledger) {
      if sentence.startsDocument {
        waiting = sentence
        break
      }
      parts.append(sentence)
    }
    let spaces =
      [first.spaceBefore ?? ""] + parts.dropLast().map { $0.spaceAfter ?? "\n" } + [
        parts[parts.count - 1].spaceAfter ?? ""
      ]
    var document = Document(joining: parts.map(\.document), spaces: spaces)
    if let name = first.documentName { document.id = name }
    return document
  }

  var line: Int { sentences.line }

  /// Of a document of several sentences all that are left are skipped.
  mutating func skip(into ledger: inout Ledger) -> String? {
    let line = sentences.skip(into: &ledger)
    guard boundary == .marker, line != nil else { return line }
    while true {
      do throws(CorpusError) {
        guard let sentence = try sentences.nextSentence(into: &ledger) else { return line }
        if sentence.startsDocument {
          waiting = sentence
          return line
        }
      } catch {
        guard !error.endsFile, sentences.skip(into: &ledger) != nil else { return nil }
      }
    }
  }
}
