import BraidFiles
import BraidText
import CLibXML2

/// A push parser for untrusted XML over libxml2's SAX2 interface: bytes go in, events come out.
///
/// No network, no external entity, no DTD from disk, no parameter entity, no default attributes; everything that a hostile
/// file can blow up has a limit. A parser that has thrown stays failed.
package final class XMLPushParser {
  /// Version of the linked libxml2, such as `2.9.14`.
  package static var libraryVersion: String {
    // Digits: major version, two for the minor, two for the patch.
    guard let number = Int(String(cString: braid_libxml2_version()).prefix { $0.isNumber }) else { return "unknown" }
    return "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
  }

  /// An element whose end tag has not come.
  private struct OpenElement {
    let name: UnsafePointer<UInt8>
    let line: Int
    let column: Int
  }

  private let handler: any XMLHandler
  private let limits: XMLLimits
  private let current: XMLLocation
  private let context: xmlParserCtxtPtr
  // The parser calls its handler with none of these in use, and nothing else changes them.
  @exclusivity(unchecked) private var names: XMLNameCache

  @exclusivity(unchecked) private var failure: CorpusError?
  /// The first complaint of libxml2 itself.
  @exclusivity(unchecked) private var complaint: (code: Int, message: String, line: Int, column: Int)?
  /// The elements that are open: their names and where their tags begin.
  @exclusivity(unchecked) private var open: [OpenElement] = []
  @exclusivity(unchecked) private var hasRoot = false
  /// Whether there are no more bytes.
  @exclusivity(unchecked) private var isAtEnd = false
  @exclusivity(unchecked) private var entities = 0
  @exclusivity(unchecked) private var fed = 0
  @exclusivity(unchecked) private var delivered = 0
  @exclusivity(unchecked) private var expanded = 0
  @exclusivity(unchecked) private var silent = 0
  @exclusivity(unchecked) private var spoke = false

  /// A parser for one file.
  ///
  /// - Parameters:
  ///   - file: The name for error messages.
  ///   - handler: Gets the events.
  ///   - limits: What the file may ask for.
  /// - Throws: `CorpusError.file` when libxml2 has no memory.
  package init(file: String, handler: any XMLHandler, limits: XMLLimits = XMLLimits()) throws(CorpusError) {
    self.handler = handler
    self.limits = limits
    current = XMLLocation(file: file)
    names = XMLNameCache(handler.elementNames, limits: limits)
    Self.denyExternalEntities
    var sax = Self.callbacks()
    guard let context = xmlCreatePushParserCtxt(&sax, nil, nil, 0, nil) else {
      throw .file(.unreadable(file: file, reason: "no memory for an XML parser"))
    }
    self.context = context
    _ = xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    context.pointee._private = Unmanaged.passUnretained(self).toOpaque()
  }

  deinit {
    if let document = context.pointee.myDoc { xmlFreeDoc(document) }
    context.pointee.myDoc = nil
    xmlFreeParserCtxt(context)
  }

  /// Parses some more bytes.
  ///
  /// - Parameter bytes: The next bytes of the file.
  /// - Throws: What is wrong with the file, from libxml2, from a limit or from the handler.
  package func feed(_ bytes: Bytes) throws(CorpusError) {
    var rest = bytes
    while !rest.isEmpty {
      let piece = rest.slice(0..<min(rest.count, Self.piece))
      rest = rest.slice(piece.count..<rest.count)
      fed += piece.count
      spoke = false
      _ = piece.withMemoryRebound(to: CChar.self) {
        xmlParseChunk(context, $0.baseAddress, Int32($0.count), 0)
      }
      try check()
      silent = spoke ? 0 : silent + piece.count
      if silent > limits.silence {
        throw refused("more than \(limits.silence) bytes without an element or text", "smaller tags and comments")
      }
    }
  }

  /// Says that there are no more bytes.
  ///
  /// - Throws: As `feed(_:)`; a file that ends early is an error.
  package func finish() throws(CorpusError) {
    isAtEnd = true
    _ = xmlParseChunk(context, nil, 0, 1)
    try check()
    if let last = open.last { throw unclosed(last) }
    guard hasRoot else { throw .malformedXML(place, reason: "there is no root element") }
  }

  /// The error for an element that the file ends in.
  private func unclosed(_ element: OpenElement) -> CorpusError {
    .malformedXML(
      SourceLocation(file: current.file, line: element.line, column: element.column),
      reason: "the file ends inside <\(String(cString: element.name))>, which begins here")
  }

  /// Where the parser is.
  package var location: XMLLocation {
    locate()
    return current
  }

  /// Bytes given to libxml2 at a time.
  private static let piece = 32 << 10

  /// What libxml2 takes of one tag or text, in bytes (`XML_MAX_LOOKUP_LIMIT`).
  private static let longestToken = 10_000_000

  /// Makes libxml2 refuse to open anything, once in the process.
  private static let denyExternalEntities: Void = xmlSetExternalEntityLoader { _, _, _ in nil }
}

extension XMLPushParser {
  private func check() throws(CorpusError) {
    if let failure { throw failure }
    if complaint != nil { throw malformed() }
    if context.pointee.wellFormed == 0 || context.pointee.nsWellFormed == 0 { throw malformed() }
  }

  private func malformed() -> CorpusError {
    let error: CorpusError
    if let complaint, isAtEnd, let found = truncated(complaint.code) {
      error = found
    } else if let complaint, complaint.code == Int(XML_ERR_INTERNAL_ERROR.rawValue), complaint.message.contains("Huge")
    {
      // Its own limit of a tag, a text or a comment, which it calls an internal error.
      error = .refusedXML(
        SourceLocation(file: current.file, line: complaint.line, column: complaint.column),
        found: "a tag, a text or a comment of more than \(Self.longestToken) bytes", expected: "a shorter one")
    } else if let complaint {
      error = .malformedXML(
        SourceLocation(file: current.file, line: complaint.line, column: complaint.column), reason: complaint.message)
    } else {
      error = .malformedXML(place, reason: "not well-formed")
    }
    failure = error
    return error
  }

  /// What a complaint about the last bytes of a file means: that it ends too early; nil for any other.
  private func truncated(_ code: Int) -> CorpusError? {
    let isIn = { (codes: [xmlParserErrors]) in codes.contains { Int($0.rawValue) == code } }
    if isIn([XML_ERR_ATTRIBUTE_NOT_FINISHED, XML_ERR_SPACE_REQUIRED]) {
      locate()
      locateStart(context)
      return .malformedXML(current.start, reason: "the file ends inside a tag, which begins here")
    }
    if !hasRoot, isIn([XML_ERR_DOCUMENT_END, XML_ERR_DOCUMENT_EMPTY]) {
      return .malformedXML(place, reason: fed == 0 ? "the file is empty" : "there is no root element")
    }
    guard let last = open.last,
      isIn([
        XML_ERR_DOCUMENT_END, XML_ERR_GT_REQUIRED, XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_PI_NOT_FINISHED,
        XML_ERR_CDATA_NOT_FINISHED,
      ])
    else { return nil }
    return unclosed(last)
  }

  private func refused(_ found: String, _ expected: String) -> CorpusError {
    let error = failure ?? .refusedXML(place, found: found, expected: expected)
    failure = error
    return error
  }

  /// Where libxml2 is.
  private var place: SourceLocation {
    locate()
    return current.place
  }

  @inline(__always) private func locate() {
    guard let input = context.pointee.input else { return }
    current.line = Int(input.pointee.line)
    current.column = Int(input.pointee.col)
  }

  /// Finds out where the tag begins that the parser is at the end of: a `<` stands nowhere else in it.
  private func locateStart(_ inner: xmlParserCtxtPtr) {
    (current.startLine, current.startColumn) = (current.line, current.column)
    guard inner == context, let input = context.pointee.input?.pointee, let base = input.base, let end = input.cur
    else {
      return
    }
    var (byte, lines) = (end, 0)
    repeat {
      guard byte > base else { return }
      byte -= 1
      if byte.pointee == .lineFeed { lines += 1 }
    } while byte.pointee != .less
    current.startLine -= lines
    // Where its line begins may not be at hand any more.
    current.startColumn = lines == 0 ? max(1, current.column - (end - byte)) : 0
  }

  /// Stops the parser; `inner` is the context that libxml2 makes for the content of an entity.
  private func stop(_ inner: xmlParserCtxtPtr, _ error: CorpusError) {
    if failure == nil { failure = error }
    xmlStopParser(inner)
    if inner != context { xmlStopParser(context) }
  }

  private var limitOfDelivery: Int { max(limits.amplificationFloor, limits.amplification * fed) }

  /// Counts what an entity or attributes add; false when the file is a bomb.
  private func deliver(_ inner: xmlParserCtxtPtr, _ count: Int) -> Bool {
    delivered += count
    guard delivered > limitOfDelivery else { return true }
    stop(
      inner,
      .refusedXML(
        place, found: "entities that expand \(fed) bytes to more than \(delivered)",
        expected: "at most \(limits.amplification) times as much"))
    return false
  }
}

// What libxml2 calls.
extension XMLPushParser {
  private static func parser(_ raw: UnsafeMutableRawPointer?) -> (XMLPushParser, xmlParserCtxtPtr)? {
    guard let context = raw?.assumingMemoryBound(to: xmlParserCtxt.self), let own = context.pointee._private else {
      return nil
    }
    return (Unmanaged<XMLPushParser>.fromOpaque(own).takeUnretainedValue(), context)
  }

  private static func callbacks() -> xmlSAXHandler {
    var sax = xmlSAXHandler()
    sax.initialized = UInt32(XML_SAX2_MAGIC)
    sax.startDocument = { xmlSAX2StartDocument($0) }
    sax.endDocument = { xmlSAX2EndDocument($0) }
    sax.internalSubset = { xmlSAX2InternalSubset($0, $1, $2, $3) }
    sax.hasExternalSubset = { xmlSAX2HasExternalSubset($0) }
    sax.hasInternalSubset = { xmlSAX2HasInternalSubset($0) }
    sax.isStandalone = { xmlSAX2IsStandalone($0) }
    sax.resolveEntity = { _, _, _ in nil }
    sax.getParameterEntity = { _, _ in nil }
    sax.getEntity = { raw, name in XMLPushParser.parser(raw).flatMap { $0.entity(raw, name, $1) } }
    sax.entityDecl = { raw, name, kind, publicID, systemID, content in
      guard let (parser, context) = XMLPushParser.parser(raw) else { return }
      parser.declares(context, kind: Int(kind)) { xmlSAX2EntityDecl(raw, name, kind, publicID, systemID, content) }
    }
    sax.unparsedEntityDecl = { raw, _, _, _, _ in
      guard let (parser, context) = XMLPushParser.parser(raw) else { return }
      parser.declares(context, kind: Int(XML_EXTERNAL_GENERAL_UNPARSED_ENTITY.rawValue)) {}
    }
    sax.startElementNs = { raw, local, prefix, namespace, _, _, count, defaulted, attributes in
      guard let (parser, context) = XMLPushParser.parser(raw), let local else { return }
      parser.starts(context, local, prefix, namespace, Int(count), Int(defaulted), attributes)
    }
    sax.endElementNs = { raw, local, _, _ in
      guard let (parser, context) = XMLPushParser.parser(raw), let local else { return }
      parser.ends(context, local)
    }
    sax.characters = { raw, text, count in
      guard let (parser, context) = XMLPushParser.parser(raw), let text else { return }
      parser.says(context, Bytes(start: text, count: Int(count)))
    }
    sax.ignorableWhitespace = sax.characters
    sax.cdataBlock = sax.characters
    sax.comment = { raw, _ in XMLPushParser.parser(raw)?.0.spoke = true }
    sax.processingInstruction = { raw, _, _ in XMLPushParser.parser(raw)?.0.spoke = true }
    sax.reference = { raw, name in
      guard let (parser, context) = XMLPushParser.parser(raw) else { return }
      parser.lacks(context, name.map { String(cString: $0) } ?? "")
    }
    sax.serror = { raw, error in
      guard let (parser, context) = XMLPushParser.parser(raw), let error else { return }
      parser.complains(
        context, code: Int(error.pointee.code), level: error.pointee.level,
        message: error.pointee.message.map { String(cString: $0) } ?? "", line: Int(error.pointee.line),
        column: Int(error.pointee.int2))
    }
    return sax
  }

  private func starts(
    _ inner: xmlParserCtxtPtr, _ local: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?,
    _ namespace: UnsafePointer<UInt8>?, _ count: Int, _ defaulted: Int,
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  ) {
    guard failure == nil else { return }
    spoke = true
    hasRoot = true
    guard open.count < limits.depth else {
      return stop(
        inner,
        .refusedXML(place, found: "\(open.count + 1) elements inside each other", expected: "at most \(limits.depth)"))
    }
    guard let id = names.id(local) else {
      return stop(
        inner,
        .refusedXML(
          place, found: "element names without end",
          expected: "at most \(limits.names) names of at most \(limits.nameLength) bytes"))
    }
    // The attributes that only the DTD gives come last, and are not passed on; their number still counts.
    let values = XMLAttributes(base: attributes.map { UnsafePointer($0) }, count: count - defaulted)
    if count > 0, !deliver(inner, values.bytes + 64 * defaulted) { return }
    locate()
    locateStart(inner)
    open.append(OpenElement(name: local, line: current.startLine, column: current.startColumn))
    let element = XMLElement(id: id, local: local, prefix: prefix, namespace: namespace, attributes: values)
    do { try handler.start(element, at: current) } catch { stop(inner, error) }
  }

  private func ends(_ inner: xmlParserCtxtPtr, _ local: UnsafePointer<UInt8>) {
    guard failure == nil else { return }
    spoke = true
    _ = open.popLast()
    locate()
    do { try handler.end(names.id(local) ?? -1, at: current) } catch { stop(inner, error) }
  }

  private func says(_ inner: xmlParserCtxtPtr, _ text: Bytes) {
    guard failure == nil else { return }
    spoke = true
    guard deliver(inner, text.count) else { return }
    locate()
    do { try handler.text(text, at: current) } catch { stop(inner, error) }
  }

  private func entity(
    _ raw: UnsafeMutableRawPointer?, _ name: UnsafePointer<UInt8>?, _ inner: xmlParserCtxtPtr
  ) -> xmlEntityPtr? {
    guard failure == nil, let entity = xmlSAX2GetEntity(raw, name) else { return nil }
    // Counted apart from what is delivered: an attribute expands its entities before anybody sees it.
    expanded += Int(entity.pointee.length) + 1
    guard expanded > limitOfDelivery else { return entity }
    stop(
      inner,
      .refusedXML(
        place, found: "entities that expand \(fed) bytes to more than \(expanded)",
        expected: "at most \(limits.amplification) times as much"))
    return nil
  }

  private func declares(_ inner: xmlParserCtxtPtr, kind: Int, _ declare: () -> Void) {
    guard failure == nil else { return }
    spoke = true
    entities += 1
    if kind != Int(XML_INTERNAL_GENERAL_ENTITY.rawValue) {
      let found =
        kind == Int(XML_INTERNAL_PARAMETER_ENTITY.rawValue) || kind == Int(XML_EXTERNAL_PARAMETER_ENTITY.rawValue)
        ? "a parameter entity" : "an external entity"
      return stop(inner, .refusedXML(place, found: found, expected: "only entities with their text in the file"))
    }
    guard entities <= limits.entities else {
      return stop(
        inner, .refusedXML(place, found: "\(entities) entities declared", expected: "at most \(limits.entities)"))
    }
    declare()
  }

  private func lacks(_ inner: xmlParserCtxtPtr, _ name: String) {
    guard failure == nil else { return }
    stop(
      inner,
      .refusedXML(
        place, found: "entity &\(name);, which the file itself does not declare",
        expected: "the characters, or a declaration in the file"))
  }

  private func complains(
    _ inner: xmlParserCtxtPtr, code: Int, level: xmlErrorLevel, message: String, line: Int, column: Int
  ) {
    guard complaint == nil, level != XML_ERR_NONE, code != Int(XML_ERR_OK.rawValue) else { return }
    let undeclared = code == Int(XML_WAR_UNDECLARED_ENTITY.rawValue)
    guard level != XML_ERR_WARNING || undeclared else { return }
    var text = message[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    complaint = (code, String(text), line, column)
  }
}
