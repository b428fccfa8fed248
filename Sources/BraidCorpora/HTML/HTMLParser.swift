import BraidFiles
import BraidText
import CLibXML2

/// What a page may ask of the parser.
struct HTMLLimits: Sendable, Equatable {
  /// Elements inside each other.
  var depth = 1024
  /// Attributes of one element.
  var attributes = 1024
  /// Bytes of the page.
  var bytes = 64 << 20
}

/// An element's start, alive during the event.
struct HTMLElement {
  /// The name, in small letters.
  let name: String
  /// The line in which its tag ends.
  let line: Int
  private let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

  fileprivate init(name: String, line: Int, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) {
    self.name = name
    self.line = line
    self.attributes = attributes
  }

  /// The value of an attribute; empty for one without a value, nil when there is none.
  subscript(name: StaticString) -> String? {
    guard let attributes else { return nil }
    var index = 0
    while let key = attributes[index] {
      if Self.equal(key, name) { return attributes[index + 1].map { String(cString: $0) } ?? "" }
      index += 2
    }
    return nil
  }

  private static func equal(_ key: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
    for index in 0..<name.utf8CodeUnitCount where key[index] != name.utf8Start[index] { return false }
    return key[name.utf8CodeUnitCount] == 0
  }
}

/// Takes the events of a page.
protocol HTMLHandler: AnyObject {
  /// An element starts, in the page or because the rules of HTML say so.
  func start(_ element: HTMLElement)
  /// An element ends.
  func end(_ name: String)
  /// A piece of text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, references resolved.
  ///   - source: Where it stands in the page; nil when that is not known.
  func text(_ bytes: Bytes, from source: Range<Int>?)
}

/// Parses a page in memory with libxml2's HTML parser, which takes whatever browsers take.
///
/// No network and no entities but HTML's own. Scripts and styles bring no event.
final class HTMLParser {
  private let page: [UInt8]
  /// The page as the parser gets it: it knows fewer references than the standard has.
  private var references = HTMLReferences([])
  private let file: String
  private let limits: HTMLLimits
  private let handler: any HTMLHandler
  private var depth = 0
  private var failure: CorpusError?
  /// The end of the text before.
  private var position = 0

  /// A parser for a page in UTF-8.
  init(_ page: [UInt8], file: String, handler: any HTMLHandler, limits: HTMLLimits = HTMLLimits()) {
    self.page = page
    self.file = file
    self.handler = handler
    self.limits = limits
  }

  /// Parses the page.
  ///
  /// - Throws: `refusedXML` for a page beyond the limits; `unexpected` for characters that no page has.
  func run() throws(CorpusError) {
    guard page.count <= limits.bytes else {
      throw .refusedXML(
        SourceLocation(file: file), found: "a page of \(page.count) bytes", expected: "at most \(limits.bytes)")
    }
    try checkBytes()
    guard !page.isEmpty else { return }
    references = HTMLReferences(page)
    let isRun = references.bytes.withUnsafeBytes { bytes -> Bool in
      guard let start = bytes.bindMemory(to: CChar.self).baseAddress,
        let context = htmlCreateMemoryParserCtxt(start, Int32(bytes.count))
      else { return false }
      defer {
        if let document = context.pointee.myDoc { xmlFreeDoc(document) }
        context.pointee.myDoc = nil
        htmlFreeParserCtxt(context)
      }
      let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
      _ = htmlCtxtUseOptions(context, Int32(options))
      _ = xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
      context.pointee._private = Unmanaged.passUnretained(self).toOpaque()
      guard let sax = context.pointee.sax else { return false }
      sax.pointee = Self.callbacks()
      _ = htmlParseDocument(context)
      return true
    }
    if let failure { throw failure }
    guard isRun else { throw .file(.unreadable(file: file, reason: "no memory for an HTML parser")) }
  }

  /// Refuses what is no page, and tags that take the parser longer than their length.
  private func checkBytes() throws(CorpusError) {
    var line = 1
    var lineStart = 0
    var index = 0
    // What lies before it was looked at as the attributes of a tag.
    var checked = 0
    while index < page.count {
      let byte = page[index]
      if byte == .lineFeed {
        line += 1
        lineStart = index + 1
      }
      if byte == 0 {
        throw .unexpected(
          SourceLocation(file: file, line: line, column: index - lineStart + 1), found: "a byte 0", expected: "text")
      }
      if byte == .less, index >= checked, index + 1 < page.count, 97...122 ~= page[index + 1] | 0x20 {
        let count = attributes(behind: index + 1, upTo: &checked)
        guard count <= limits.attributes else {
          throw .refusedXML(
            SourceLocation(file: file, line: line, column: index - lineStart + 1),
            found: "an element with \(count) attributes", expected: "at most \(limits.attributes)")
        }
      }
      index += 1
    }
  }

  /// How many attributes the tag has that begins at `start`, or a few more: what is between white space outside of quotes.
  private func attributes(behind start: Int, upTo end: inout Int) -> Int {
    var count = 0
    var quote: UInt8?
    var wasSpace = false
    var index = start
    while index < page.count {
      let byte = page[index]
      if let open = quote {
        if byte == open {
          quote = nil
          wasSpace = true
        }
      } else if byte == .greater {
        break
      } else if byte == .quote || byte == .apostrophe {
        quote = byte
        wasSpace = false
      } else if XMLText.isSpace(byte) || byte == .slash {
        wasSpace = true
      } else {
        if wasSpace { count += 1 }
        wasSpace = false
      }
      index += 1
      if count > limits.attributes { break }
    }
    end = index
    return count
  }
}

// What libxml2 calls.
extension HTMLParser {
  private static func parser(_ raw: UnsafeMutableRawPointer?) -> (HTMLParser, xmlParserCtxtPtr)? {
    guard let context = raw?.assumingMemoryBound(to: xmlParserCtxt.self), let own = context.pointee._private else {
      return nil
    }
    return (Unmanaged<HTMLParser>.fromOpaque(own).takeUnretainedValue(), context)
  }

  private static func callbacks() -> xmlSAXHandler {
    var sax = xmlSAXHandler()
    sax.startElement = { raw, name, attributes in
      guard let (parser, context) = HTMLParser.parser(raw), let name else { return }
      let line = context.pointee.input.map { Int($0.pointee.line) } ?? 0
      parser.starts(context, HTMLElement(name: String(cString: name), line: line, attributes: attributes))
    }
    sax.endElement = { raw, name in
      guard let (parser, _) = HTMLParser.parser(raw), let name else { return }
      parser.ends(String(cString: name))
    }
    sax.characters = { raw, text, count in
      guard let (parser, context) = HTMLParser.parser(raw), let text else { return }
      parser.says(context, Bytes(start: text, count: Int(count)))
    }
    sax.ignorableWhitespace = sax.characters
    // Errors are what browsers forgive.
    sax.serror = { _, _ in }
    return sax
  }

  private func starts(_ context: xmlParserCtxtPtr, _ element: HTMLElement) {
    guard failure == nil else { return }
    depth += 1
    guard depth <= limits.depth else {
      failure = .refusedXML(
        SourceLocation(file: file, line: element.line),
        found: "\(depth) elements inside each other", expected: "at most \(limits.depth)")
      return xmlStopParser(context)
    }
    handler.start(element)
  }

  private func ends(_ name: String) {
    guard failure == nil else { return }
    depth -= 1
    handler.end(name)
  }

  private func says(_ context: xmlParserCtxtPtr, _ text: Bytes) {
    guard failure == nil, !text.isEmpty else { return }
    guard let source = source(of: text, context) else { return handler.text(text, from: nil) }
    position = source.upperBound
    references.pieces(of: text, at: source) { handler.text($0, from: $1) }
  }

  /// Where a text stands in the bytes of the parser that it has just read: its own bytes, or a reference.
  private func source(of text: Bytes, _ context: xmlParserCtxtPtr) -> Range<Int>? {
    guard let input = context.pointee.input, let current = input.pointee.cur, let base = input.pointee.base else {
      return nil
    }
    let bytes = references.bytes
    let end = Int(input.pointee.consumed) + (current - base)
    guard end > position, end <= bytes.count else { return nil }
    if let source = literal(text, endingAt: end) { return source }
    // The longest name of a character has 31 letters.
    let reference = bytes[max(position, end - 34)..<end].lastIndex(of: UInt8(ascii: "&")).map { $0..<end }
    if bytes[end - 1] == UInt8(ascii: ";"), let reference { return reference }
    // The `&` of what turned out to be no reference; the rest follows.
    if let source = literal(text, endingAt: position + text.count) { return source }
    // A long text comes in pieces, before its last character is taken from the input.
    for more in 1...4 where text.count > 64 { if let source = literal(text, endingAt: end + more) { return source } }
    return reference
  }

  /// Where a text stands literally, behind all that was read before.
  private func literal(_ text: Bytes, endingAt end: Int) -> Range<Int>? {
    let start = end - text.count
    guard start >= position, end <= references.bytes.count,
      text.indices.allSatisfy({ references.bytes[start + $0] == text[$0] })
    else { return nil }
    return start..<end
  }
}
