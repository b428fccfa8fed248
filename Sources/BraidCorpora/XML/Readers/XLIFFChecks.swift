import BraidFiles
import BraidText

/// The rules of XLIFF 2.x that a reader of texts depends on: identifiers, languages, codes, and where texts may stand.
///
/// A reader is no validator: what touches neither texts nor their names is not looked at, so files with faults in notes,
/// extensions, modules or what an editor may do with codes are read.
struct XLIFFChecks {
  private var files: Set<ExactString> = []
  private var units: Set<ExactString> = []
  private var groups: Set<ExactString> = []
  private var segments: Set<ExactString> = []
  private var fileHasContent = false
  private var unitHasSegment = false
  private var hasFile = false
  private var inPart = false
  private var sources = 0
  private var targets = 0
  private var parts = 0
  private var orders: Set<Int> = []
  private var keepsSource = false
  /// The codes of the unit.
  var codes = XLIFFCodes()

  /// Checks the start of a core element outside of texts.
  ///
  /// - Parameters:
  ///   - tag: what it is.
  ///   - element: its attributes.
  ///   - location: where it stands.
  ///   - inherited: the `xml:lang` that applies to it.
  ///   - keeps: whether `xml:space` keeps its white space.
  ///   - languages: `srcLang` and `trgLang` of the file.
  /// - Throws: `unexpected`.
  mutating func start(
    _ tag: XLIFFReader.Tag, _ element: XMLElement, at location: XMLLocation, language inherited: String?, keeps: Bool,
    languages: (source: String?, target: String?)
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
      parts = 0
      orders = []
      codes = XLIFFCodes()
      try Self.unique(id, in: &units, element, at: location)
    case .data: try codes.addData(element, at: location)
    case .segment, .ignorable:
      if tag == .segment { unitHasSegment = true }
      inPart = true
      parts += 1
      sources = 0
      targets = 0
      if id != nil { try Self.unique(id, in: &segments, element, at: location) }
      try Self.state(element, at: location)
    case .source:
      sources += 1
      guard sources == 1, inPart else {
        throw .unexpected(location.place, found: "another <source>", expected: "one <source> in each <segment>")
      }
      keepsSource = keeps
      codes.begin(target: false)
      if let inherited { try Self.language(inherited, is: languages.source ?? "", "srcLang", at: location) }
    case .target:
      targets += 1
      guard targets == 1, sources == 1 else {
        throw .unexpected(
          location.place, found: "a misplaced <target>", expected: "one <target> after the <source> of a <segment>")
      }
      guard let language = languages.target else {
        throw .unexpected(location.place, found: "<target> in a file without trgLang", expected: "trgLang on <xliff>")
      }
      guard keeps == keepsSource else {
        throw .unexpected(
          location.place, found: "<target> with another xml:space", expected: "the xml:space of its <source>")
      }
      codes.begin(target: true)
      if let inherited { try Self.language(inherited, is: language, "trgLang", at: location) }
      try order(element.attributes["order"], at: location)
    default: break
    }
  }

  /// Checks the end of a core element outside of texts.
  mutating func end(_ tag: XLIFFReader.Tag, at location: XMLLocation) throws(CorpusError) {
    switch tag {
    case .segment, .ignorable:
      inPart = false
      guard sources == 1 else {
        throw .unexpected(location.place, found: "<\(tag.rawValue)> without <source>", expected: "a source text")
      }
    case .unit:
      guard unitHasSegment else {
        throw .unexpected(location.place, found: "<unit> without <segment>", expected: "at least one <segment>")
      }
      if let last = orders.max(), last > parts {
        throw .unexpected(
          location.place, found: "order \(last) in a unit of \(parts.counted("segment"))", expected: "1 to \(parts)")
      }
      try codes.end(at: location)
    case .file where !fileHasContent:
      throw .unexpected(location.place, found: "<file> without content", expected: "a <unit> or <group>")
    case .xliff where !hasFile:
      throw .unexpected(location.place, found: "<xliff> without <file>", expected: "at least one <file>")
    default: break
    }
  }

  /// Checks that a language is there and is shaped as BCP 47 says.
  static func language(_ tag: String?, _ name: String, at location: XMLLocation) throws(CorpusError) {
    let parts = (tag ?? "").utf8.split(separator: .hyphen, omittingEmptySubsequences: false)
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
    _ found: String, is expected: String, _ name: String, at location: XMLLocation
  ) throws(CorpusError) {
    guard found.lowercased() == expected.lowercased() else {
      throw .unexpected(location.place, found: "language \(found)", expected: "\(expected), the file's \(name)")
    }
  }

  /// Takes the place of a target among those of its unit, its own number where none is given.
  private mutating func order(_ given: String?, at location: XMLLocation) throws(CorpusError) {
    let place = given.map { Int($0) ?? 0 } ?? parts
    guard place > 0, orders.insert(place).inserted else {
      throw .unexpected(
        location.place, found: "a second target of order \(given ?? "\(place)")", expected: "each place once, from 1")
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

  /// Checks that an identifier is there, is an NMTOKEN and was not given before.
  static func unique(
    _ id: String?, in seen: inout Set<ExactString>, _ element: XMLElement, at location: XMLLocation
  ) throws(CorpusError) {
    guard let id, !id.isEmpty, id.utf8.allSatisfy(isNameByte) else {
      throw .unexpected(location.place, found: "<\(element.name)> without a valid id", expected: "an NMTOKEN")
    }
    guard seen.insert(ExactString(id)).inserted else {
      throw .unexpected(location.place, found: "<\(element.name) id=\"\(id)\"> twice", expected: "unique ids")
    }
  }

  /// Whether a byte may stand in an NMTOKEN; all above ASCII are accepted.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...58, 65...90, 97...122, 0x2D, 0x2E, 0x5F, 0x80...: return true
    default: return false
    }
  }
}
