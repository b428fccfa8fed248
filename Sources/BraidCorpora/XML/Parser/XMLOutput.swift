package import BraidFiles
package import BraidText

/// What an XML reader has finished: documents in order and what happened to the rest.
package final class XMLOutput {
  // Neither reader nor source keeps one of these in use while the other has its turn.
  @exclusivity(unchecked) private var documents: [Document] = []
  @exclusivity(unchecked) private var taken = 0
  /// What was repaired and dropped since it was last taken.
  @exclusivity(unchecked) package var ledger = Ledger()

  /// Whether to remember where the texts came from.
  @exclusivity(unchecked) package var keepsRuns = false

  /// What the mark-up of a file says about a document.
  package struct Source: Sendable {
    /// Where its text came from.
    package var runs: [XMLText.Run] = []
    /// The bytes of the start tags of its tokens, by their indices.
    package var tokenTags: [Int: Range<Int>] = [:]
    /// What is not from the mark-up.
    package var additions: TEIAdditions = []
    /// Spans of an earlier run.
    package var predictedSpans: [TEIPredictedSpan] = []

    /// Nothing but where the text came from, if that is known.
    package init(runs: [XMLText.Run] = []) { self.runs = runs }
  }

  /// For each document what the mark-up says about it, when asked to remember.
  @exclusivity(unchecked) package private(set) var sources: [Source] = []

  /// Where the record begins that is being read; nil between records.
  @exclusivity(unchecked) package private(set) var record: SourceLocation?

  /// Places in `documents` of those of the same record as the one before.
  @exclusivity(unchecked) private var continuing: Set<Int> = []
  /// Whether the document that was taken last is of the same record as the one before.
  @exclusivity(unchecked) private(set) var lastContinues = false

  private static let none = Document(text: "")

  /// Nothing yet.
  package init() {}

  /// A record begins: what of the file makes a document, or several, and is kept until they are finished.
  package func beginRecord(at location: XMLLocation) { record = location.start }

  /// The record has ended, with a document or without one.
  package func endRecord() { record = nil }

  /// Adds a finished document that is of the same record as the one before, such as a further segment of a unit.
  func append(continuing document: Document) {
    continuing.insert(documents.count)
    append(document)
  }

  /// Adds a finished document; what is blank in it is counted where it ends, if that is known.
  package func append(_ document: Document, _ source: Source = Source(), at location: XMLLocation? = nil) {
    var document = document
    if let location, document.isAnnotated { document.dropBlankValues().note(in: &ledger, at: location.place) }
    documents.append(document)
    if keepsRuns { sources.append(source) }
  }

  /// Takes the next document; nil when there is none yet.
  package func next() -> Document? {
    guard taken < documents.count else {
      documents.removeAll(keepingCapacity: true)
      continuing = []
      taken = 0
      return nil
    }
    lastContinues = !continuing.isEmpty && continuing.contains(taken)
    taken += 1
    // Whoever takes the document has it alone, so that changing it copies nothing.
    var document = Self.none
    swap(&document, &documents[taken - 1])
    return document
  }

  /// Takes the ledger.
  package func takeLedger(into other: inout Ledger) {
    guard !ledger.entries.isEmpty || !ledger.read.isEmpty else { return }
    other.merge(ledger)
    ledger = Ledger()
  }
}
