/// An XML handler that makes documents.
package protocol XMLDocumentHandler: XMLHandler {
  /// Where finished documents go.
  var output: XMLOutput { get }

  /// The file has ended, well-formed.
  ///
  /// - Parameter location: The end of the file.
  /// - Throws: What is missing.
  func finish(at location: XMLLocation) throws(CorpusError)
}

extension XMLDocumentHandler {
  package func finish(at location: XMLLocation) throws(CorpusError) {}
}
