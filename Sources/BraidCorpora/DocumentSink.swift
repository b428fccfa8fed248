import BraidFiles
package import BraidText

/// Takes documents and writes them in one format.
package protocol DocumentSink {
  /// Writes one document.
  ///
  /// - Throws: `file`, or `cannotExpress` for a document the format cannot hold.
  mutating func write(_ document: Document) throws(CorpusError)

  /// Writes documents that are bytes of the format already.
  ///
  /// - Throws: `file`.
  mutating func write(encoded bytes: Bytes) throws(CorpusError)

  /// Writes what is left.
  ///
  /// - Returns: the files, which are to be put in their places together.
  /// - Throws: `file`.
  mutating func finish() throws(CorpusError) -> [CorpusFile]

  /// What only the file as a whole shows to be lost, with the documents that had it.
  var lost: [DocumentContent: Int] { get }
}

/// A sink whose file may be handed over document by document.
protocol StreamedSink: DocumentSink {
  /// The file.
  var file: CorpusFile { get }
}

/// A sink that remembers nothing of a document that is refused, such as that it was the first one; it has little to remember.
protocol RevertingSink: DocumentSink {
  /// Writes one document. What it changes before it throws is taken back.
  ///
  /// - Throws: As `write`.
  mutating func put(_ document: Document) throws(CorpusError)
}

extension RevertingSink {
  mutating func write(_ document: Document) throws(CorpusError) {
    let before = self
    do throws(CorpusError) { try put(document) } catch {
      self = before
      throw error
    }
  }
}

extension DocumentSink {
  package var lost: [DocumentContent: Int] { [:] }

  /// A format whose documents depend on each other has none that are encoded by themselves.
  package mutating func write(encoded bytes: Bytes) throws(CorpusError) {
    preconditionFailure("\(Self.self) encodes documents itself")
  }
}
