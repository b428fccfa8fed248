package import BraidText

/// What an XML reader has finished: documents in order and what happened to the rest.
package final class XMLOutput {
  private var documents: [Document] = []
  private var taken = 0
  /// What was repaired and dropped since it was last taken.
  package var ledger = Ledger()

  /// Whether to remember where the texts came from.
  package var keepsRuns = false
  /// For each document where its text came from, when asked to remember.
  package private(set) var runs: [[XMLText.Run]] = []

  /// Nothing yet.
  package init() {}

  /// Adds a finished document.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - runs: Where its text came from.
  package func append(_ document: Document, runs: [XMLText.Run] = []) {
    documents.append(document)
    if keepsRuns { self.runs.append(runs) }
  }

  /// Takes the next document; nil when there is none yet.
  package func next() -> Document? {
    guard taken < documents.count else {
      documents.removeAll(keepingCapacity: true)
      taken = 0
      return nil
    }
    taken += 1
    return documents[taken - 1]
  }

  /// Takes the ledger.
  package func takeLedger(into other: inout Ledger) {
    guard !ledger.entries.isEmpty || !ledger.read.isEmpty else { return }
    other.merge(ledger)
    ledger = Ledger()
  }
}
