package import BraidText

/// The documents of an XML file: feeds the parser bytes until its handler has a document.
package struct XMLDocumentSource: DocumentSource {
  private let bytes: ByteSource
  private let parser: XMLPushParser
  private let handler: any XMLDocumentHandler
  private var buffer: [UInt8]
  private var ended = false
  /// Thrown once the documents before it are out.
  private var failure: CorpusError?

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - file: A path; `-` is standard input; gzip is unpacked.
  ///   - handler: Makes the documents.
  /// - Throws: `CorpusError.unreadable`.
  package init(_ file: String, handler: any XMLDocumentHandler) throws(CorpusError) {
    bytes = try ByteSource(file)
    parser = try XMLPushParser(file: file, handler: handler)
    self.handler = handler
    buffer = [UInt8](repeating: 0, count: 32 << 10)
  }

  package mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    while true {
      if let document = handler.output.next() { return document }
      handler.output.takeLedger(into: &ledger)
      if let failure { throw failure }
      if ended { return nil }
      do { try advance() } catch { failure = error }
    }
  }

  private mutating func advance() throws(CorpusError) {
    var failure: CorpusError?
    var count = 0
    buffer.withUnsafeMutableBufferPointer { buffer in
      do throws(CorpusError) {
        count = try bytes.read(into: buffer)
        if count > 0 { try parser.feed(Bytes(rebasing: buffer[..<count])) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    if count == 0 {
      ended = true
      try parser.finish()
      try handler.finish(at: parser.end)
    }
  }
}
