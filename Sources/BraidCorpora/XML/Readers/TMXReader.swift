import BraidFiles
import BraidText

/// Translation memories, TMX 1.1 to 1.4b: one document a translation unit.
///
/// The text is the segment in the source language, the other segments are translations by their language. Native codes
/// inside segments (`bpt`, `ept`, `it`, `ph`, `ut`) are no text, those of a line break (`<br/>`) are one; highlighted text (`hi`) is.
/// Properties and notes of a unit are fields, several of one name with line breaks between them; those of its variants and of the
/// header, attributes such as dates, and codes are counted, unless translations are put back into the file, which keeps them. A variant
/// that a model wrote, which Braid marks as its own (`creationtool`), is not confirmed until somebody has changed it. White
/// space is text but for lines of the file's own: around a segment, and before an indented line.
///
/// Source: TMX 1.4b specification, <https://www.gala-global.org/tmx-14b>.
package final class TMXReader: XMLDocumentHandler {
  private enum Tag: String, CaseIterable {
    case tmx, header, tu, tuv, seg, prop, note, hi, bpt, ept, it, ph, ut, sub
  }

  /// Made once: each use of `allCases` makes them again.
  private static let tags = Tag.allCases
  package let elementNames = TMXReader.tags.map(\.rawValue)
  package let output = XMLOutput()
  /// Where the segments stand; nil if not asked for.
  var places: TMXPlaces?

  private let options: ReadOptions
  // Events come one after the other, and none of these is in use while another function has its turn.
  @exclusivity(unchecked) private var sourceLanguage: String?
  @exclusivity(unchecked) private var depth = 0
  @exclusivity(unchecked) private var unit: (id: String, language: String?, place: SourceLocation)?
  @exclusivity(unchecked) private var fields: [String: String] = [:]
  @exclusivity(unchecked) private var segments: [(language: String, text: String, isConfirmed: Bool)] = []
  /// The languages of `segments`.
  @exclusivity(unchecked) private var languages: Set<String> = []
  @exclusivity(unchecked) private var language: String?
  @exclusivity(unchecked) private var field: String?
  @exclusivity(unchecked) private var inSegment = false
  @exclusivity(unchecked) private var hasSegment = false
  /// Whether the variant is no model's, or one that somebody has changed.
  @exclusivity(unchecked) private var isConfirmed = true
  /// The line breaks that are codes, by their places in the bytes of the segment.
  @exclusivity(unchecked) private var breaks: [Int] = []
  /// Whether the file says that white space is kept, in the variant or in the segment.
  @exclusivity(unchecked) private var variantIsPreserved = false
  @exclusivity(unchecked) private var isPreserved = false
  /// Elements of native code that are open.
  @exclusivity(unchecked) private var codes = 0
  /// What the outermost of them has in it.
  @exclusivity(unchecked) private var code: [UInt8]?
  @exclusivity(unchecked) private var text = XMLText(.unwrap)
  /// Codes, and attributes that no document has, of the unit at hand.
  @exclusivity(unchecked) private var inlineCodes = 0
  @exclusivity(unchecked) private var otherAttributes = 0

  /// The attribute of a variant that a model wrote.
  static let mark: (attribute: StaticString, value: String) = ("creationtool", "Braid")

  /// A reader of one file.
  package init(options: ReadOptions) { self.options = options }

  package func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    depth += 1
    let tag = element.id < 0 ? nil : Self.tags[element.id]
    if depth == 1, tag != .tmx {
      throw .unexpected(location.place, found: "root element <\(element.name)>", expected: "<tmx>")
    }
    if inSegment {
      let isBreak = codes == 0 && tag == .ph && element.attributes["type"] == "lb"
      if isBreak {
        breakLine()
      } else {
        inlineCodes += 1
        if codes == 0, tag != .hi { code = [] }
      }
      places?.startInline(
        tag == .hi ? .transparent : .code, location.source, standIn: isBreak ? .text("\n") : .nothing)
      if codes > 0 || (tag != .hi) { codes += 1 }
      return
    }
    switch tag {
    case .header: sourceLanguage = element.attributes["srclang"]
    case .tu:
      output.beginRecord(at: location)
      unit = (element.attributes["tuid"] ?? "", element.attributes["srclang"], location.place)
      fields = [:]
      segments = []
      languages = []
      otherAttributes += element.attributes.count - (unit?.id.isEmpty == true ? 0 : 1) - (unit?.language == nil ? 0 : 1)
      places?.beginUnit()
    case .tuv:
      let name = element.attributes[xml: "lang"] ?? element.attributes["lang"]
      language = name.map(LanguageMatch.canonical)
      hasSegment = false
      let space = element.attributes[xml: "space"]
      variantIsPreserved = space == "preserve"
      let isMarked = element.attributes[Self.mark.attribute] == Self.mark.value
      isConfirmed = !isMarked || element.attributes["changeid"] != nil || element.attributes["changedate"] != nil
      otherAttributes += element.attributes.count - 1 - (space == nil ? 0 : 1) - (isMarked ? 1 : 0)
      guard language != nil else {
        throw .unexpected(location.place, found: "<tuv> without a language", expected: "an attribute xml:lang")
      }
      if let language {
        places?.beginVariant(location.source, language: language, counts: isConfirmed || options.unconfirmed)
      }
    case .seg where unit != nil && language != nil:
      inSegment = true
      places?.beginSegment(location.source)
      text.restart(.keep)
      breaks = []
      isPreserved = element.attributes[xml: "space"] == "preserve" || variantIsPreserved
    case .prop where unit != nil && language == nil:
      field = element.attributes["type"]
      text.restart(.collapse)
    case .note where unit != nil && language == nil:
      field = "note"
      text.restart(.collapse)
    case .prop, .note: pass("properties and notes of variants and of the header", at: location.place)
    default: break
    }
  }

  /// Counts something that no document has.
  private func pass(_ what: String, at place: SourceLocation, count: Int = 1) {
    if places == nil { output.ledger.note(.ignored, .values, what, at: place, count: count) }
  }

  package func end(_ id: Int, at location: XMLLocation) throws(CorpusError) {
    depth -= 1
    let tag = id < 0 ? nil : Self.tags[id]
    if inSegment {
      if tag == .seg, codes == 0 {
        let segment = isPreserved ? text.string : withoutLayout(text.bytes)
        places?.endSegment(location.source, text: segment)
        endSegment(segment, at: location)
      } else {
        var standIn = StandIn.nothing
        if codes > 0 { codes -= 1 }
        if codes == 0, let code {
          self.code = nil
          switch StandIn(code: String(decoding: code, as: UTF8.self)) {
          case .lineBreak:
            breakLine()
            standIn = .text("\n")
          case .space: text.append(" ")
          case .nothing, .text: break
          }
        }
        places?.endInline(location.source, standIn: standIn)
      }
      return
    }
    switch tag {
    case .tuv:
      if unit != nil, !hasSegment {
        output.ledger.note(.dropped, .translations, "translation without a segment", at: location.place)
      }
      language = nil
      places?.endVariant(location.source)
    case .prop, .note:
      if let name = field { fields[name] = fields[name].map { $0 + "\n" + text.string } ?? text.string }
      field = nil
    case .tu: endUnit()
    default: break
    }
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) {
    if inSegment ? codes == 0 : field != nil { text.append(bytes, from: nil) }
    if inSegment, codes > 0, code != nil { code?.append(contentsOf: bytes) }
    if inSegment { places?.text(bytes) }
  }

  /// A line break that is a code.
  private func breakLine() {
    breaks.append(text.bytes.count)
    text.append("\n")
  }

  /// A segment without the file's own lines: a line break before an indented line, or an indented end tag, is a space, or none at
  /// an end. Line breaks that are codes are text.
  private func withoutLayout(_ bytes: [UInt8]) -> String {
    var start = bytes.prefix(breaks.first ?? bytes.count).prefix(while: XMLText.isSpace).count
    if !Self.isLayout(bytes[..<start]) { start = 0 }
    let least = max(start, (breaks.last ?? -1) + 1)
    var end = bytes.count - bytes[least...].reversed().prefix(while: XMLText.isSpace).count
    if !Self.isLayout(bytes[end...]) { end = bytes.count }
    var result: [UInt8] = []
    var index = start
    while index < end {
      let isLine = bytes[index] == .lineFeed && !breaks.contains(index) && index + 1 < end
      guard isLine, bytes[index + 1] == .space || bytes[index + 1] == .tab else {
        result.append(bytes[index])
        index += 1
        continue
      }
      while let last = result.last, last == .space || last == .tab { result.removeLast() }
      result.append(.space)
      index += 1
      while index < end, bytes[index] == .space || bytes[index] == .tab { index += 1 }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether white space is the end of a line and the indentation of the next one.
  private static func isLayout(_ space: ArraySlice<UInt8>) -> Bool {
    space.contains(.lineFeed) && (space.last == .space || space.last == .tab)
  }

  private func endSegment(_ segment: String, at location: XMLLocation) {
    inSegment = false
    hasSegment = true
    guard let language else { return }
    if languages.insert(language).inserted {
      segments.append((language, segment, isConfirmed))
    } else {
      output.ledger.note(.dropped, .translations, "second segment in the same language", at: location.place)
    }
  }

  private func endUnit() {
    guard let unit else { return }
    self.unit = nil
    output.endRecord()
    if inlineCodes > 0 { pass("inline codes", at: unit.place, count: inlineCodes) }
    if otherAttributes > 0 {
      pass("attributes of units and variants, such as dates and users", at: unit.place, count: otherAttributes)
    }
    (inlineCodes, otherAttributes) = (0, 0)
    let languages = segments.map(\.language)
    var wanted = options.language ?? unit.language ?? sourceLanguage ?? "*all*"
    if wanted == "*all*", let first = languages.first { wanted = first }
    guard let index = LanguageMatch.index(of: wanted, in: languages) else {
      output.ledger.note(.dropped, .documents, "unit without a segment in the source language", at: unit.place)
      return
    }
    var document = Document(id: unit.id, language: segments[index].language, text: segments[index].text)
    let target = options.targetLanguage.flatMap { LanguageMatch.index(of: $0, in: languages) }
    var unconfirmed: [String] = []
    for (other, segment) in segments.enumerated() where other != index {
      let name = other == target ? options.targetName : segment.language
      if !segment.isConfirmed, !options.unconfirmed {
        guard options.readsPredictions else {
          if segment.text.unlessBlank != nil, places == nil {
            output.ledger.note(
              .ignored, .translations, "not confirmed; \(ReadOptions.readsUnconfirmed)", at: unit.place)
          }
          continue
        }
        unconfirmed.append(name)
      }
      document.translations[name] = AlignedText(segment.text)
    }
    document.fields = fields
    // As a catalogue says it, so that it is said again where it is written; a file that is written back has its marks.
    if options.unconfirmed, places == nil, document.isConfirmed, !document.translations.isEmpty,
      segments.enumerated().allSatisfy({ $0.offset == index || !$0.element.isConfirmed })
    {
      document.fields["flags"] = (["fuzzy"] + POEntry.others(ofFlags: fields["flags"])).joined(separator: ", ")
    }
    output.append(document.predicting(translations: unconfirmed))
    places?.endUnit(source: languages[index])
  }
}

/// Finding a language among those that a file has.
package enum LanguageMatch {
  /// Whether a name has the form of a language tag with a language of two or three letters.
  ///
  /// Source: RFC 5646, section 2.1.
  package static func isTag(_ name: String) -> Bool {
    let parts = name.utf8.split(omittingEmptySubsequences: false) { $0 == .hyphen || $0 == .underscore }
    func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }
    guard let language = parts.first, (2...3).contains(language.count), language.allSatisfy(isLetter) else {
      return false
    }
    return parts.dropFirst().allSatisfy { part in
      (1...8).contains(part.count) && part.allSatisfy { isLetter($0) || (48...57).contains($0) }
    }
  }

  /// A tag as it is usually spelled, since case has no meaning in it: `en-US` for `EN_us`; anything else as it is.
  ///
  /// Source: RFC 5646, section 2.1.1.
  static func canonical(_ tag: String) -> String {
    guard isTag(tag) else { return tag }
    var bytes = tag.utf8.map(normalized)
    var start = 0
    for (number, part) in bytes.split(separator: .hyphen, omittingEmptySubsequences: false).enumerated() {
      let isScript = part.count == 4 && number > 0 && part.allSatisfy { 97...122 ~= $0 }
      let isRegion = part.count == 2 && number > 0
      for index in start..<start + (isScript ? 1 : isRegion ? 2 : 0) where 97...122 ~= bytes[index] {
        bytes[index] -= 32
      }
      // What follows a single letter is its own affair.
      if part.count == 1 { break }
      start += part.count + 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The first of `candidates` that is `wanted`: exactly, without regard to case and `_` for `-`, or by the primary subtag
  /// (`en` finds `en-US`).
  static func index(of wanted: String, in candidates: [String]) -> Int? {
    func first(_ matches: (_ candidate: Substring.UTF8View, _ wanted: Substring.UTF8View) -> Bool) -> Int? {
      candidates.firstIndex { matches($0[...].utf8, wanted[...].utf8) }
    }
    return first { $0.elementsEqual($1, by: isSame) }
      ?? first { primary($0).elementsEqual($1, by: isSame) }
      ?? first { $0.elementsEqual(primary($1), by: isSame) }
  }

  /// Whether two bytes of language tags mean the same: case has no meaning, and `_` stands for `-`.
  private static func isSame(_ one: UInt8, _ other: UInt8) -> Bool {
    one == other || normalized(one) == normalized(other)
  }

  private static func normalized(_ byte: UInt8) -> UInt8 {
    byte == .underscore ? .hyphen : 65...90 ~= byte ? byte + 32 : byte
  }

  /// What the regional spellings of a language have in common: `de` for `de-AT` and `DE`, `sr-Latn` for `sr-Latn-RS`; Chinese, which
  /// is written by region, the whole tag, and anything else itself.
  ///
  /// Source: RFC 5646, section 2.2.
  package static func withoutRegion(_ name: String) -> String {
    guard isTag(name) else { return name }
    let tag = canonical(name)
    let parts = tag.split(separator: "-")
    guard parts[0] != "zh" else { return tag }
    return parts.count > 1 && parts[1].utf8.count == 4 && parts[1].allSatisfy(\.isLetter)
      ? "\(parts[0])-\(parts[1])" : String(parts[0])
  }

  private static func primary(_ tag: Substring.UTF8View) -> Substring.UTF8View {
    tag.prefix { $0 != .hyphen && $0 != .underscore }
  }
}
