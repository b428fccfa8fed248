import BraidFiles
import BraidText

/// XLIFF 1.2 and 2.x: one document a `trans-unit` (1.2) or a segment (2.x).
///
/// The text is the source, the target is a translation in the file's target language. Codes (`ph`, `bpt`, `x`, …) are no
/// text, but for a text that stands in for one (`equiv-text`, `equiv`); those of a line break, by their type, stand-in or native code
/// (`<br/>`), are white space; marked text (`g`, `pc`, `mrk`) is text; `cp` is the character it names. A target whose state says that it
/// needs work, or that is not approved, is no translation unless the options ask for it; one that marks segments, but not all
/// of its source, is none. The field `translate` is what the unit says, and `no` where an element around it does. Alternative
/// translations, matches, notes and whatever has another namespace are passed over, and so are `ignorable` parts, which are what
/// stands between segments; all of it is counted, unless translations are put back into the file, which keeps it.
///
/// Sources: XLIFF 1.2 <https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html>; XLIFF 2.2
/// <https://docs.oasis-open.org/xliff/xliff-core/v2.2/xliff-core-v2.2-part1.html>, section 4.
package final class XLIFFReader: XMLDocumentHandler {
  enum Tag: String, CaseIterable {
    case xliff, file, unit, segment, ignorable, source, target, group, body, header, notes, note, originalData, data
    case skeleton
    case transUnit = "trans-unit"
    case binUnit = "bin-unit"
    case segSource = "seg-source"
    case altTrans = "alt-trans"
    case ph, pc, sc, ec, cp, mrk, sm, em
    case g, x, bx, ex, bpt, ept, it, sub
  }

  /// Made once: each use of `allCases` makes them again.
  private static let tags = Tag.allCases
  package let elementNames = XLIFFReader.tags.map(\.rawValue)
  package let output = XMLOutput()
  /// Where the segments stand; nil if not asked for.
  var places: XLIFFPlaces?

  private let options: ReadOptions
  private var checks = XLIFFChecks()
  private var core = ""
  var isOld: Bool { core.hasSuffix(":1.2") || core.hasSuffix(":1.1") || core.isEmpty }
  private var sourceLanguage: String?
  private var targetLanguage: String?
  private var file = ""
  private var unit = ""
  /// Whether the unit has had a segment.
  private var hasSegment = false
  /// What its unit is called.
  private var unitName: String?
  /// Its attribute `translate`.
  private var unitTranslate: String?
  private var segment = ""
  private var fields: [String: String] = [:]
  /// Codes of the segment at hand.
  private var inlineCodes = 0
  /// The state of the segment, as its attribute says it.
  private var state: String?
  private var source: String?
  private var target: String?
  /// For each open element, whether white space is kept in it, and its `xml:lang`, both inherited.
  private var keeps: [Bool] = []
  private var languages: [String?] = []
  /// For each open element, whether its content may be translated, which is inherited; nil where nothing says so.
  private var translates: [Bool?] = []
  /// Open elements below one that is passed over, itself included.
  private var skipped = 0
  /// Open inline elements whose content is code.
  var codes = 0
  /// The native code of the outermost of them, where nothing else says what it stands for.
  private var code: String?
  /// The native codes of a unit of 2.x, by their ids, and the id of the one at hand.
  private var originalData: [String: String] = [:]
  private var dataID: String?
  private var inText = false
  var text = XMLText(.unwrap)
  /// The segments with a text that are marked in `seg-source`, and those in the target, by their `mid`.
  private var sourceMarks: Set<String> = []
  private var targetMarks: Set<String> = []
  /// Whether segments are marked in the target at all.
  private var hasTargetMarks = false
  /// An open inline element.
  struct Mark {
    /// The `mid` of one that marks a segment.
    var mid: String?
    /// Where it begins in the text.
    var start: Int
    /// What is said of whether its content may be translated, and ends with it.
    var statement: String?
  }
  var marks: [Mark] = []
  /// What markers that are open say of whether their content may be translated, the innermost last.
  var statements: [Statement] = []
  var isSource = false
  private var inSegmentedSource = false
  /// Open elements that are passed over around a segment of it that is read.
  private var skippedAround = 0
  /// The `mid` of that segment.
  private var sourceMark = ""

  /// A reader of one file.
  package init(options: ReadOptions) { self.options = options }

  package func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    let attributes = element.attributes
    let tag = element.id < 0 ? nil : Self.tags[element.id]
    if keeps.isEmpty {
      guard tag == .xliff else {
        throw .unexpected(location.place, found: "root element <\(element.name)>", expected: "<xliff>")
      }
      try begin(element, at: location)
    }
    let keepsSpace = attributes[xml: "space"].map { $0 == "preserve" } ?? keeps.last ?? false
    let language = attributes[xml: "lang"] ?? languages.last ?? nil
    keeps.append(keepsSpace)
    languages.append(language)
    translates.append(XLIFFPlaces.translates(attributes["translate"]) ?? translates.last ?? nil)
    if inSegmentedSource, !inText, tag == .mrk, (element.namespace ?? "") == core, let mid = Self.segment(attributes) {
      sourceMark = mid
      (skippedAround, skipped) = (skipped, 0)
      beginText(attributes, isSource: true, keepsSpace: keepsSpace, at: location)
      return
    }
    if skipped > 0 || (element.namespace ?? "") != core {
      if skipped == 0, !inSegmentedSource {
        pass("elements of other namespaces, such as matches and metadata", at: location)
      }
      if tag == .note { pass("notes", at: location) }
      skipped += 1
      if inSegmentedSource, !inText { places?.passInline(id: attributes["id"]) }
      if inText { places?.startInline(.code, location.source, id: nil) }
      return
    }
    if inText {
      try inline(tag, element, at: location)
      return
    }
    if !isOld, let tag {
      try checks.start(
        tag, element, at: location, language: language, keeps: keepsSpace, languages: (sourceLanguage, targetLanguage))
    }
    switch tag {
    case .file:
      file = attributes["original"] ?? attributes["id"] ?? ""
      if isOld {
        sourceLanguage = attributes["source-language"]
        targetLanguage = attributes["target-language"]
        places?.setLanguage(targetLanguage, location.source)
      }
    case .unit, .transUnit:
      output.beginRecord(at: location)
      unit = attributes["id"] ?? ""
      hasSegment = false
      unitName = attributes["resname"] ?? attributes["name"]
      unitTranslate = attributes["translate"]
      originalData = [:]
      statements = []
      places?.beginUnit()
      if isOld { beginSegment(attributes, at: location) }
    case .segment:
      beginSegment(attributes, at: location)
      segment = attributes["id"] ?? ""
    case .source, .target:
      beginText(attributes, isSource: tag == .source, keepsSpace: keepsSpace, at: location)
      if tag == .target, let state = attributes["state"] { (self.state, fields["state"]) = (state, state) }
    case .segSource:
      skipped = 1
      inSegmentedSource = true
      places?.beginSegmentedSource(location.source)
    case .altTrans, .binUnit, .notes, .note, .data, .header, .skeleton:
      skipped = 1
      switch tag {
      case .note: pass("notes", at: location)
      case .data:
        dataID = attributes["id"]
        code = ""
      case .altTrans: pass("alternative translations", at: location)
      case .binUnit, .header, .skeleton: pass("headers, skeletons and binary units", at: location)
      default: break
      }
    case .ignorable: pass("what stands between segments", at: location)
    case nil: pass("other elements, such as contexts and counts", at: location)
    default: break
    }
  }

  package func end(_ id: Int, at location: XMLLocation) throws(CorpusError) {
    keeps.removeLast()
    languages.removeLast()
    translates.removeLast()
    let tag = id < 0 ? nil : Self.tags[id]
    if skipped > 0 {
      skipped -= 1
      if skipped == 0, let id = dataID {
        originalData[id] = code
        (dataID, code) = (nil, nil)
      }
      if inText { places?.endInline(location.source) }
      if skipped == 0, tag == .segSource {
        inSegmentedSource = false
        places?.endSegmentedSource(location.source)
      }
      return
    }
    if inText {
      if inSegmentedSource, marks.isEmpty {
        (inText, skipped) = (false, skippedAround)
        if text.string.unlessBlank != nil { sourceMarks.insert(sourceMark) }
        places?.endProtection(of: text.bytes, before: location.source)
        places?.endPart(location.source, text: text.string)
      } else if tag == .source || tag == .target {
        inText = false
        if tag == .source { source = text.string } else { target = text.string }
        if isSource { places?.endProtection(of: text.bytes, before: location.source) }
        places?.endText(location.source, isTarget: tag == .target)
      } else {
        var standIn = StandIn.nothing
        if codes > 0 { codes -= 1 }
        if codes == 0, let code {
          self.code = nil
          standIn = StandIn(code: code)
          append(standIn)
        }
        let mark = marks.popLast()
        if let mark, let mid = mark.mid, text.position > mark.start { targetMarks.insert(mid) }
        places?.endInline(
          location.source, standIn: characters(of: standIn), at: text.position..<text.position)
        if let name = mark?.statement { endStatement(name, behind: location.source) }
      }
      return
    }
    if !isOld, let tag { try checks.end(tag, at: location) }
    if tag == .segment || tag == .transUnit { try endSegment(at: location) }
    if tag == .unit || tag == .transUnit { output.endRecord() }
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) {
    if inText, codes == 0, skipped == 0 { text.append(bytes, from: nil) }
    if code != nil { code?.append(bytes.string) }
    if inText { places?.text(bytes) }
  }

  /// Begins a source, a target or a segment that is marked in a source.
  private func beginText(_ attributes: XMLAttributes, isSource: Bool, keepsSpace: Bool, at location: XMLLocation) {
    inText = true
    self.isSource = isSource
    codes = 0
    marks = []
    text = XMLText(keepsSpace ? .keep : .unwrap)
    places?.beginText(
      location.source, space: attributes[xml: "space"], isTranslatable: (translates.last ?? nil) ?? true)
    if isSource { continueStatements() }
  }

  /// Counts something that no document has.
  private func pass(_ what: String, at location: XMLLocation, count: Int = 1) {
    if places == nil { output.ledger.note(.ignored, .values, what, at: location.place, count: count) }
  }

  private func begin(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    core = element.namespace ?? ""
    let version = element.attributes["version"] ?? ""
    guard core.isEmpty || core.hasPrefix("urn:oasis:names:tc:xliff:document:") else {
      throw .unexpected(location.place, found: "namespace \(core)", expected: "urn:oasis:names:tc:xliff:document:…")
    }
    guard version.hasPrefix("1.") || version.hasPrefix("2.") else {
      throw .unexpected(location.place, found: "XLIFF version \"\(version)\"", expected: "1.x or 2.x")
    }
    sourceLanguage = element.attributes["srcLang"]
    targetLanguage = element.attributes["trgLang"]
    guard !isOld else { return }
    places?.setLanguage(targetLanguage, location.source)
    try XLIFFChecks.language(sourceLanguage, "srcLang", at: location)
    if targetLanguage != nil { try XLIFFChecks.language(targetLanguage, "trgLang", at: location) }
  }

  private func inline(_ tag: Tag?, _ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    if !isOld, let tag { try checks.codes.start(tag, element, at: location) }
    let segment = tag == .mrk ? Self.segment(element.attributes) : nil
    if segment != nil, !isSource { hasTargetMarks = true }
    if tag != .cp, segment == nil, !inSegmentedSource { inlineCodes += 1 }
    let start = text.position
    let (statement, pair) = startStatement(tag, element.attributes, location.source)
    marks.append(Mark(mid: segment, start: start, statement: statement))
    let transparent: Bool
    var standIn = StandIn.nothing
    switch tag {
    case .pc, .mrk, .g: transparent = true
    default: transparent = false
    }
    var isCharacter = false
    if tag == .cp, codes == 0 {
      let character = try XLIFFChecks.character(element.attributes["hex"], at: location)
      // One that XML can hold may stand there as it is; of half a surrogate pair only the code can stand there.
      isCharacter = XMLEscape.isAllowed(character) && character != "\u{FFFD}"
      text.append(String(character))
      if !isCharacter { standIn = .text(String(character)) }
    } else if codes == 0, tag != .mrk {
      standIn = self.standIn(tag, element.attributes)
      append(standIn)
      // What stands in an element of 1.2 is its native code.
      let isSaid = standIn != .nothing || element.attributes["equiv-text"] != nil
      if isOld, !transparent, !isSaid { code = "" }
    }
    places?.startInline(
      isCharacter ? .character : transparent ? .transparent : .code, location.source, id: element.attributes["id"],
      standIn: characters(of: standIn), pair: pair, at: start..<max(start, text.position))
    // Below a code everything is code; a transparent element elsewhere leaves no trace.
    if codes > 0 || !transparent { codes += 1 }
  }

  /// What a code stands for, as its attributes say.
  private func standIn(_ tag: Tag?, _ attributes: XMLAttributes) -> StandIn {
    let type = attributes[isOld ? "ctype" : "subType"] ?? ""
    if isOld ? ["lb", "pb"].contains(type) || type.hasSuffix("-br") : ["xlf:lb", "xlf:pb"].contains(type) {
      return .lineBreak
    }
    let isAlone = tag == .ph || tag == .x
    guard !isOld else { return StandIn(equivalent: attributes["equiv-text"], code: nil, isAlone: isAlone) }
    // What editors show may be the native code, where the other is only its name.
    if let code = attributes["disp"].map({ StandIn(code: $0) }), code != .nothing { return code }
    let data = attributes["dataRef"] ?? attributes["dataRefStart"]
    return StandIn(
      equivalent: attributes["equiv"] ?? attributes["equivStart"], code: data.flatMap { originalData[$0] },
      isAlone: isAlone)
  }

  /// A stand-in as the text has it: a line break is one where white space is kept.
  private func characters(of standIn: StandIn) -> StandIn {
    standIn == .lineBreak && text.whitespace == .keep ? .text("\n") : standIn
  }

  private func append(_ standIn: StandIn) {
    switch standIn {
    case .nothing: break
    case .lineBreak: if text.whitespace == .keep { text.append("\n") } else { text.breakLine() }
    case .space: Self.space.withUnsafeBufferPointer { text.append($0, from: nil) }
    case .text(let string): text.append(string)
    }
  }

  private static let space: [UInt8] = [.space]

  private func beginSegment(_ attributes: XMLAttributes, at location: XMLLocation) {
    places?.beginSegment(location.source, isApproved: attributes["approved"] == "yes")
    source = nil
    target = nil
    (sourceMarks, targetMarks, hasTargetMarks) = ([], [], false)
    segment = ""
    fields = [:]
    if !file.isEmpty { fields["file"] = file }
    state = attributes["state"]
    fields["state"] = state
    if let old = XLIFFStates.old(attributes["subState"]) {
      // A state of 1.2 that says nothing against the translation, in one that does.
      if XLIFFStates.needsWork(state), !XLIFFStates.needsWork(old) { fields[XLIFFStates.approved] = "no" }
      fields["state"] = old
    } else if attributes["subState"] != nil {
      pass("sub-states other than those of XLIFF 1.2", at: location)
    }
    if isOld { fields[XLIFFStates.approved] = attributes["approved"] }
    fields["translate"] = translates.last == false ? "no" : attributes["translate"] ?? unitTranslate
    if let unitName { fields["name"] = unitName }
  }

  private func endSegment(at location: XMLLocation) throws(CorpusError) {
    guard let source else {
      throw .unexpected(location.place, found: "unit \(unit) without <source>", expected: "a source text")
    }
    if inlineCodes > 0 { pass("inline codes", at: location, count: inlineCodes) }
    inlineCodes = 0
    // An id that Braid has made up is none of the document's, whose own is the name.
    let isMadeUp = segment.isEmpty && XLIFFSink.isMadeUp(unit)
    let id = isMadeUp ? fields["name"] ?? "" : segment.isEmpty ? unit : "\(unit)/\(segment)"
    var document = Document(id: id, language: options.language ?? sourceLanguage, text: source)
    document.fields = fields
    if isMadeUp { document.fields["name"] = nil }
    let isWhole = !hasTargetMarks || targetMarks.isSuperset(of: sourceMarks)
    if target?.unlessBlank != nil, !isWhole {
      output.ledger.note(.ignored, .translations, "target without all segments of its source", at: location.place)
    }
    let isConfirmed = options.unconfirmed || XLIFFStates.isConfirmed(fields)
    if let target, isWhole {
      if isConfirmed || options.readsPredictions {
        document.translations[options.targetName(in: targetLanguage)] = AlignedText(target)
        if target.unlessBlank != nil {
          options.noteTarget(in: targetLanguage, at: location.place, into: &output.ledger)
        }
      } else if target.unlessBlank != nil, places == nil {
        output.ledger.note(
          .ignored, .translations, "not confirmed; \(ReadOptions.readsUnconfirmed)", at: location.place)
      }
    }
    document = document.naming(target: targetLanguage)
    let finished = isConfirmed ? document : document.predictingTranslations
    if hasSegment { output.append(continuing: finished) } else { output.append(finished) }
    hasSegment = true
    places?.endSegment(state: state, text: target)
  }

  /// The `mid` of an element that marks a segment; nil for another mark.
  private static func segment(_ attributes: XMLAttributes) -> String? {
    attributes["mtype"] == "seg" ? attributes["mid"] ?? "" : nil
  }
}
