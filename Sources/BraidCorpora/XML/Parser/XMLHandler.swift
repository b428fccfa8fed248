package import BraidFiles

/// Where the parser is; shared between a parser and its handler.
package final class XMLLocation {
  /// The file as it was given.
  package let file: String
  // Numbers that are read and written one by one.
  /// Line, the first is 1.
  @exclusivity(unchecked) package var line = 1
  /// Character in the line, the first is 1.
  @exclusivity(unchecked) package var column = 1
  /// The bytes of the file that the event stands for; nil from a parser that does not know.
  @exclusivity(unchecked) package var source: Range<Int>?

  /// Whether the event is a text that a reference stands for.
  @exclusivity(unchecked) package var isReference = false
  /// Line in which the last start tag begins, and its character there; 0 where that is not known.
  @exclusivity(unchecked) package var startLine = 1
  @exclusivity(unchecked) package var startColumn = 1

  /// The start of `file`.
  package init(file: String) { self.file = file }

  /// Where the last start tag begins.
  package var start: SourceLocation { SourceLocation(file: file, line: startLine, column: startColumn) }

  /// The place as errors and ledgers name it.
  package var place: SourceLocation { SourceLocation(file: file, line: line, column: column) }
}

/// Takes the events of an XML parser.
package protocol XMLHandler: AnyObject {
  /// The local names of elements that the handler wants to know by number.
  var elementNames: [String] { get }

  /// An element starts.
  ///
  /// - Parameters:
  ///   - element: Its name and attributes.
  ///   - location: Where its start tag ends.
  /// - Throws: What is wrong with it.
  func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError)

  /// An element ends.
  ///
  /// - Parameters:
  ///   - id: Index of its local name among `elementNames`; -1 for any other.
  ///   - location: Where its end tag ends.
  /// - Throws: What is wrong with it.
  func end(_ id: Int, at location: XMLLocation) throws(CorpusError)

  /// A piece of text, entities expanded; one text may come in many pieces.
  ///
  /// - Parameters:
  ///   - bytes: Valid UTF-8, alive during the call.
  ///   - location: Where it ends.
  /// - Throws: What is wrong with it.
  func text(_ bytes: Bytes, at location: XMLLocation) throws(CorpusError)
}

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
