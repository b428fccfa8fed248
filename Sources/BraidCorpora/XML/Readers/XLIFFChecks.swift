/// The rules of XLIFF 2.x that a reader of texts depends on: identifiers, languages, and where texts may stand.
///
/// A reader is no validator: what touches neither texts nor their names is not looked at.
struct XLIFFChecks {
  private var files: Set<String> = []
  private var units: Set<String> = []
  private var groups: Set<String> = []
  private var segments: Set<String> = []
  private var fileHasContent = false
  private var unitHasSegment = false
  private var hasFile = false
  private var inSegment = false
  private var sources = 0
  private var targets = 0

  /// Checks the start of a core element outside of texts.
  mutating func start(
    _ tag: XLIFFReader.Tag, _ element: XMLElement, at location: XMLLocation, targetLanguage: String?
  ) throws(CorpusError) {
    let id = element.attributes["id"]
    switch tag {
    case .file:
      hasFile = true
      fileHasContent = false
      units = []
      groups = []
      try Self.unique(id, in: &files, element, at: location)
    case .group:
      fileHasContent = true
      try Self.unique(id, in: &groups, element, at: location)
    case .unit:
      fileHasContent = true
      unitHasSegment = false
      segments = []
      try Self.unique(id, in: &units, element, at: location)
    case .segment, .ignorable:
      if tag == .segment { unitHasSegment = true }
      inSegment = tag == .segment
      sources = 0
      targets = 0
      if id != nil { try Self.unique(id, in: &segments, element, at: location) }
      try Self.state(element, at: location)
    case .source:
      sources += 1
      guard sources == 1, inSegment else {
        throw .unexpected(location.place, found: "another <source>", expected: "one <source> in each <segment>")
      }
    case .target:
      targets += 1
      guard targets == 1, sources == 1 else {
        throw .unexpected(
          location.place, found: "a misplaced <target>", expected: "one <target> after the <source> of a <segment>")
      }
      guard let targetLanguage else {
        throw .unexpected(location.place, found: "<target> in a file without trgLang", expected: "trgLang on <xliff>")
      }
      try Self.language(element.attributes[xml: "lang"] ?? targetLanguage, is: targetLanguage, at: location)
    default: break
    }
  }

  /// Checks the end of a core element outside of texts.
  mutating func end(_ tag: XLIFFReader.Tag, at location: XMLLocation) throws(CorpusError) {
    switch tag {
    case .segment: inSegment = false
    case .unit where !unitHasSegment:
      throw .unexpected(location.place, found: "<unit> without <segment>", expected: "at least one <segment>")
    case .file where !fileHasContent:
      throw .unexpected(location.place, found: "<file> without content", expected: "a <unit> or <group>")
    case .xliff where !hasFile:
      throw .unexpected(location.place, found: "<xliff> without <file>", expected: "at least one <file>")
    default: break
    }
  }

  /// Checks that a language is there and is shaped as BCP 47 says.
  static func language(_ tag: String?, _ name: String, at location: XMLLocation) throws(CorpusError) {
    let parts = (tag ?? "").utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
    let good = parts.allSatisfy { part in
      1...8 ~= part.count
        && part.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    }
    let first = parts.first?.count ?? 0
    guard tag != nil, good, first >= 2 || (first == 1 && parts.count > 1) else {
      throw .unexpected(
        location.place, found: tag.map { "\(name) \"\($0)\"" } ?? "no \(name)", expected: "a BCP 47 language tag")
    }
  }

  /// The character that a `cp` element stands for.
  static func character(_ hex: String?, at location: XMLLocation) throws(CorpusError) -> Unicode.Scalar {
    let digits = hex ?? ""
    guard 4...6 ~= digits.utf8.count, let value = UInt32(digits, radix: 16), value <= 0x10FFFF else {
      throw .unexpected(
        location.place, found: "<cp hex=\"\(digits)\"/>", expected: "four to six hexadecimal digits of a code point")
    }
    // Half a surrogate pair is no character; the replacement character stands for it.
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static func language(
    _ found: String, is expected: String, at location: XMLLocation
  ) throws(CorpusError) {
    guard found.lowercased() == expected.lowercased() else {
      throw .unexpected(location.place, found: "language \(found)", expected: "\(expected), the file's trgLang")
    }
  }

  private static func state(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    let states = ["initial", "translated", "reviewed", "final"]
    if let state = element.attributes["state"] {
      guard states.contains(state) else {
        throw .unexpected(location.place, found: "state \"\(state)\"", expected: states.joined(separator: ", "))
      }
    } else if element.attributes["subState"] != nil {
      throw .unexpected(location.place, found: "subState without state", expected: "both attributes")
    }
  }

  private static func unique(
    _ id: String?, in seen: inout Set<String>, _ element: XMLElement, at location: XMLLocation
  ) throws(CorpusError) {
    guard let id, !id.isEmpty, !id.utf8.contains(where: { XMLText.isSpace($0) }) else {
      throw .unexpected(location.place, found: "<\(element.name)> without a valid id", expected: "an NMTOKEN")
    }
    guard seen.insert(id).inserted else {
      throw .unexpected(location.place, found: "<\(element.name) id=\"\(id)\"> twice", expected: "unique ids")
    }
  }
}
