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
