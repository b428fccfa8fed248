import BraidFiles
import BraidText

/// Parts of a source that must not be translated.
extension XLIFFReader {
  /// Begins a part of the source that must not be translated, if an element says so.
  ///
  /// Sources: XLIFF 2.1, section 4.7.3.1.1 (`translate` of markers),
  /// <https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html>; XLIFF 1.2, section 2.4 (`mtype="protected"`).
  ///
  /// - Returns: The name of the part that ends where the element ends; nil for none.
  func startProtection(_ tag: Tag?, _ attributes: XMLAttributes, _ source: Range<Int>?) -> String? {
    guard places != nil, isSource, codes == 0 else { return nil }
    let isProtected = attributes["translate"] == "no" || (isOld && attributes["mtype"] == "protected")
    let name: String
    switch tag {
    case .mrk where isProtected: name = "\(marks.count)"
    case .sm where isProtected: name = "#" + (attributes["id"] ?? "")
    case .em: return protections.keys.first { $0.isExactly("#" + (attributes["startRef"] ?? "")) }
    default: return nil
    }
    protections[name] = text.position
    places?.startProtected(name, source)
    return tag == .mrk ? name : nil
  }

  /// Ends a part that must not be translated.
  func endProtection(_ name: String, behind tag: Range<Int>? = nil, before end: Range<Int>? = nil) {
    guard let start = protections[name] else { return }
    if tag != nil { protections[name] = nil }
    var found = String(decoding: text.bytes[min(start, text.bytes.count)...], as: UTF8.self)
    // White space at the end that is not in the text yet.
    if text.position > text.bytes.count { found += " " }
    places?.endProtected(name, text: found, behind: tag, before: end)
  }

  /// Begins the parts again that the last segment has not ended.
  func continueProtections() {
    for name in protections.keys.sorted() {
      protections[name] = 0
      places?.startProtected(name)
    }
  }

  /// Ends the parts that go on in the next segment.
  func endProtections(_ tag: Range<Int>?) {
    for name in protections.keys.sorted() { endProtection(name, before: tag) }
  }
}
