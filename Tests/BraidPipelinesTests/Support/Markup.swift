import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page taken apart by an XML parser, which accepts nothing that is not closed, quoted and escaped.
final class Markup: NSObject, XMLParserDelegate {
  /// The elements in the order in which they begin: name and attributes.
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  /// All text outside style sheets and scripts, a space after each element.
  private(set) var text = ""
  private var open: [String] = []

  /// Takes `page` apart.
  ///
  /// - Throws: where the page is not well-formed.
  init(_ page: String) throws {
    super.init()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw parser.parserError ?? CocoaError(.fileReadCorruptFile, userInfo: ["line": parser.lineNumber])
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append((name, attributes))
    open.append(name)
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
    text += " "
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if open.last != "style", open.last != "script" { text += string }
  }

  /// The elements of one name.
  func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }

  /// The values of an attribute, wherever it stands.
  func values(of attribute: String) -> [String] { elements.compactMap { $0.attributes[attribute] } }
}
