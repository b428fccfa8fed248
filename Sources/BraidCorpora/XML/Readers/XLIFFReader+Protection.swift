import BraidFiles
import BraidText

/// Parts of a source that must not be translated.
extension XLIFFReader {
  /// What a marker says of its content.
  struct Statement {
    /// The marker's name among those that are open.
    var name: String
    /// Whether the content must not be translated.
    var isProtected: Bool
  }

  /// Begins what a marker says of whether its content may be translated; the innermost marker counts, then the unit.
  ///
  /// Sources: XLIFF 2.1, section 4.7.3.1.1 (`translate` of markers),
  /// <https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html>; XLIFF 1.2, section 2.4 (`mtype="protected"`);
  /// ITS in XLIFF 1.2 (`mtype="x-its-translate-yes"`), <https://www.w3.org/International/its/wiki/XLIFF_1.2_Mapping>.
  ///
  /// - Returns: The name of the statement that ends where the element ends, and that of the one whose start or end the element
  ///   is, if both are elements of their own; nil for none.
  func startStatement(
    _ tag: Tag?, _ attributes: XMLAttributes, _ source: Range<Int>?
  ) -> (ending: String?, pair: String?) {
    guard places != nil, isSource, codes == 0 else { return (nil, nil) }
    switch tag {
    case .mrk:
      guard let isProtected = protects(attributes) else { return (nil, nil) }
      let name = "\(marks.count)"
      begin(Statement(name: name, isProtected: isProtected), at: source?.lowerBound)
      return (name, nil)
    case .sm:
      guard let isProtected = protects(attributes) else { return (nil, nil) }
      let name = "#" + (attributes["id"] ?? "")
      begin(Statement(name: name, isProtected: isProtected), at: source?.lowerBound)
      return (nil, name)
    case .em:
      let name = "#" + (attributes["startRef"] ?? "")
      let isKnown = statements.contains { $0.name.isExactly(name) }
      return isKnown ? (name, name) : (nil, nil)
    default: return (nil, nil)
    }
  }

  /// Ends what a marker says.
  func endStatement(_ name: String, behind tag: Range<Int>?) {
    guard let index = statements.lastIndex(where: { $0.name.isExactly(name) }) else { return }
    statements.remove(at: index)
    places?.setProtected(statements.last?.isProtected, at: tag?.upperBound, position: text.position)
  }

  /// Says of the source that begins what the last one has not ended.
  func continueStatements() { places?.setProtected(statements.last?.isProtected, at: nil, position: 0) }

  private func begin(_ statement: Statement, at byte: Int?) {
    statements.append(statement)
    places?.setProtected(statement.isProtected, at: byte, position: text.position)
  }

  /// Whether a marker says that its content must not be translated; nil when it says neither.
  private func protects(_ attributes: XMLAttributes) -> Bool? {
    if let translates = XLIFFPlaces.translates(attributes["translate"]) { return !translates }
    guard isOld, let type = attributes["mtype"] else { return nil }
    return ["protected": true, "x-its-translate-yes": false][type]
  }
}
