import BraidFiles
import BraidText

/// Goes through a well-formed file again, byte by byte, and gives the events of a parser together with the bytes of the
/// file that each stands for; also keeps where all mark-up is.
///
/// The file must have passed `XMLPushParser` before: nothing is checked twice. UTF-8 only.
struct XMLScanner {
  /// All tags, comments and processing instructions after the document type, in order.
  private(set) var marks: [XMLMark] = []
  /// Contents of CDATA sections, in order.
  private(set) var sections: [Range<Int>] = []

  private let bytes: [UInt8]
  private let location: XMLLocation
  private let handler: any XMLHandler
  private let ids: [String: Int]
  private var entities: [String: [UInt8]] = [:]
  /// The namespaces of prefixes in each open element; the empty prefix stands for none.
  private var namespaces: [[String: String]] = [[:]]
  private var index = 0
  /// The bytes whose lines and characters are counted.
  private var counted = 0
  /// The characters of the line before those bytes end.
  private var column = 0

  /// A scanner of the bytes of `file`.
  init(_ bytes: [UInt8], file: String, handler: any XMLHandler) {
    self.bytes = bytes
    self.handler = handler
    location = XMLLocation(file: file)
    ids = Dictionary(handler.elementNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Gives all events.
  ///
  /// - Returns: Where the file ends.
  /// - Throws: What the handler throws, and `refusedXML` for an entity with mark-up in it.
  mutating func run() throws(CorpusError) -> XMLLocation {
    if bytes.starts(with: TextEncoding.utf8Mark) { (index, counted) = (3, 3) }
    while index < bytes.count {
      if bytes[index] == .less { try markup() } else { try text() }
    }
    locate()
    return location
  }

  /// Finds out line and column of a byte behind those that were asked for before, of the next one where none is said.
  private mutating func locate(_ offset: Int? = nil) {
    while counted < offset ?? index {
      if bytes[counted] == .lineFeed {
        location.line += 1
        column = 0
      } else if !UTF8.isContinuation(bytes[counted]) {
        column += 1
      }
      counted += 1
    }
    location.column = column + 1
  }

  private func has(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { return false }
    return true
  }

  /// One past the next occurrence of `text`.
  private func past(_ text: StaticString, from start: Int) -> Int {
    let count = text.utf8CodeUnitCount
    var at = start
    while at + count <= bytes.count {
      var offset = 0
      while offset < count, bytes[at + offset] == text.utf8Start[offset] { offset += 1 }
      if offset == count { return at + count }
      at += 1
    }
    return bytes.count
  }

  private mutating func markup() throws(CorpusError) {
    let start = index
    if has("<!--") {
      index = past("-->", from: index + 4)
      marks.append(XMLMark(kind: .other, range: start..<index))
    } else if has("<![CDATA[") {
      let end = past("]]>", from: index + 9)
      let content = start + 9..<end - 3
      sections.append(content)
      index = content.lowerBound
      try literal(to: content.upperBound)
      index = end
    } else if has("<?") {
      index = past("?>", from: index + 2)
      marks.append(XMLMark(kind: .other, range: start..<index))
    } else if has("<!") {
      doctype()
    } else if has("</") {
      index = past(">", from: index)
      marks.append(XMLMark(kind: .end, range: start..<index))
      let name = Self.local(bytes[start + 2..<index - 1].prefix { !XMLText.isSpace($0) })
      locate()
      location.source = start..<index
      if namespaces.count > 1 { namespaces.removeLast() }
      try handler.end(ids[name] ?? -1, at: location)
    } else {
      try tag()
    }
  }

  private static func local(_ name: ArraySlice<UInt8>) -> String {
    let start = name.lastIndex(of: .colon).map { $0 + 1 } ?? name.startIndex
    return String(decoding: name[start...], as: UTF8.self)
  }

  /// Text up to the next mark-up.
  private mutating func text() throws(CorpusError) {
    while index < bytes.count, bytes[index] != .less {
      guard bytes[index] == .ampersand else {
        var end = index
        while end < bytes.count, bytes[end] != .less, bytes[end] != .ampersand { end += 1 }
        try literal(to: end)
        continue
      }
      let start = index
      index = past(";", from: index)
      let text = try expansion(start..<index)
      location.isReference = true
      defer { location.isReference = false }
      try give(text, start..<index)
    }
  }

  /// Characters that stand for themselves, line ends aside.
  private mutating func literal(to end: Int) throws(CorpusError) {
    while index < end {
      let start = index
      while index < end, bytes[index] != .carriageReturn { index += 1 }
      if index > start { try give(Array(bytes[start..<index]), start..<index) }
      if index < end {
        let length = index + 1 < end && bytes[index + 1] == .lineFeed ? 2 : 1
        index += length
        try give([10], index - length..<index)
      }
    }
  }

  private mutating func give(_ text: [UInt8], _ source: Range<Int>) throws(CorpusError) {
    locate()
    location.source = source
    var failure: CorpusError?
    text.withUnsafeBufferPointer {
      do throws(CorpusError) { try handler.text($0, at: location) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// What a reference such as `&amp;` or `&#65;` stands for.
  private mutating func expansion(_ range: Range<Int>) throws(CorpusError) -> [UInt8] {
    let name = bytes[range].dropFirst().dropLast()
    if let character = Self.character(name) { return character }
    if let text = entities[String(decoding: name, as: UTF8.self)] { return text }
    locate(range.lowerBound)
    throw .refusedXML(
      location.place, found: "entity &\(String(decoding: name, as: UTF8.self)); with mark-up in it",
      expected: "entities that are plain text, for writing into the file")
  }

  /// The character of a predefined or numeric reference, without `&` and `;`.
  private static func character(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    switch String(decoding: name, as: UTF8.self) {
    case "amp": return [.ampersand]
    case "lt": return [.less]
    case "gt": return [.greater]
    case "quot": return [.quote]
    case "apos": return [.apostrophe]
    case let text where text.hasPrefix("#x"):
      return UInt32(text.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init).flatMap {
        UTF8.encode($0).map { Array($0) }
      }
    case let text where text.hasPrefix("#"):
      return UInt32(text.dropFirst(1)).flatMap(Unicode.Scalar.init).flatMap { UTF8.encode($0).map { Array($0) } }
    default: return nil
    }
  }
}

extension XMLScanner {
  private mutating func tag() throws(CorpusError) {
    let start = index
    index += 1
    let name = word()
    var pieces: [(local: String, prefix: String?, value: [UInt8])] = []
    var scope = namespaces[namespaces.count - 1]
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] != .greater, bytes[index] != .slash else { break }
      let attribute = word()
      skipSpace()
      index += 1
      skipSpace()
      guard index < bytes.count else { break }
      let quote = bytes[index]
      let first = index + 1
      index = first
      while index < bytes.count, bytes[index] != quote { index += 1 }
      let value = try attributeValue(first..<index)
      index += 1
      let text = String(decoding: attribute, as: UTF8.self)
      guard text != "xmlns", !text.hasPrefix("xmlns:") else {
        scope[String(text.dropFirst(text == "xmlns" ? 5 : 6))] = String(decoding: value, as: UTF8.self)
        continue
      }
      let colon = attribute.firstIndex(of: .colon)
      pieces.append((Self.local(attribute), colon.map { String(decoding: attribute[..<$0], as: UTF8.self) }, value))
    }
    let isEmpty = index < bytes.count && bytes[index] == .slash
    // Where the real parser is when it says so.
    locate()
    index = past(">", from: index)
    marks.append(XMLMark(kind: isEmpty ? .other : .start, range: start..<index))
    location.source = start..<index
    if !isEmpty { namespaces.append(scope) }
    try give(name, pieces, scope)
    if isEmpty {
      locate()
      try handler.end(ids[Self.local(name)] ?? -1, at: location)
    }
  }

  /// Lays the attributes out as libxml2 does, and gives the element.
  private func give(
    _ name: ArraySlice<UInt8>, _ pieces: [(local: String, prefix: String?, value: [UInt8])], _ scope: [String: String]
  ) throws(CorpusError) {
    let local = Self.local(name)
    let prefix = name.firstIndex(of: .colon).map { String(decoding: name[..<$0], as: UTF8.self) }
    var memory: [UInt8] = []
    var offsets: [Int?] = []
    func put(_ text: String?) {
      offsets.append(text == nil ? nil : memory.count)
      if let text { memory += Array(text.utf8) + [0] }
    }
    put(local)
    put(prefix)
    put(scope[prefix ?? ""].flatMap { $0.isEmpty ? nil : $0 })
    for piece in pieces {
      put(piece.local)
      put(piece.prefix)
      offsets += [nil, memory.count, memory.count + piece.value.count]
      memory += piece.value + [0]
    }
    var failure: CorpusError?
    memory.withUnsafeBufferPointer { memory in
      guard let base = memory.baseAddress else { return }
      let pointers: [UnsafePointer<UInt8>?] = offsets.map { $0.map { base + $0 } }
      pointers.withUnsafeBufferPointer { pointers in
        guard let first = pointers[0], let start = pointers.baseAddress else { return }
        let element = XMLElement(
          id: ids[local] ?? -1, local: first, prefix: pointers[1], namespace: pointers[2],
          attributes: XMLAttributes(base: start + 3, count: pieces.count))
        do throws(CorpusError) { try handler.start(element, at: location) } catch { failure = error }
      }
    }
    if let failure { throw failure }
  }

  private mutating func attributeValue(_ range: Range<Int>) throws(CorpusError) -> [UInt8] {
    var value: [UInt8] = []
    var at = range.lowerBound
    while at < range.upperBound {
      switch bytes[at] {
      case .ampersand:
        let end = past(";", from: at)
        let isNumeric = bytes[at + 1] == .hash
        let text = try expansion(at..<end)
        value += isNumeric ? text : text.map { XMLText.isSpace($0) ? 32 : $0 }
        at = end
      case 13:
        value.append(.space)
        at += at + 1 < range.upperBound && bytes[at + 1] == .lineFeed ? 2 : 1
      case .tab, 10:
        value.append(.space)
        at += 1
      default:
        value.append(bytes[at])
        at += 1
      }
    }
    return value
  }

  private mutating func word() -> ArraySlice<UInt8> {
    let start = index
    while index < bytes.count, !XMLText.isSpace(bytes[index]), ![0x3E, 0x2F, 0x3D].contains(bytes[index]) { index += 1 }
    return bytes[start..<index]
  }

  private mutating func skipSpace() {
    while index < bytes.count, XMLText.isSpace(bytes[index]) { index += 1 }
  }

  /// Passes over the document type, and keeps the entities that are plain text.
  private mutating func doctype() {
    var inSubset = false
    while index < bytes.count {
      if has("<!--") {
        index = past("-->", from: index + 4)
      } else if has("<?") {
        index = past("?>", from: index + 2)
      } else if has("<!ENTITY") {
        entity()
      } else {
        switch bytes[index] {
        case .quote, .apostrophe:
          let quote = bytes[index]
          index += 1
          while index < bytes.count, bytes[index] != quote { index += 1 }
        case .openBracket: inSubset = true
        case .closeBracket: inSubset = false
        case .greater where !inSubset:
          index += 1
          return
        default: break
        }
        index += 1
      }
    }
  }

  private mutating func entity() {
    index += 8
    skipSpace()
    let name = word()
    skipSpace()
    guard index < bytes.count, bytes[index] == .quote || bytes[index] == .apostrophe else { return }
    let quote = bytes[index]
    index += 1
    let start = index
    while index < bytes.count, bytes[index] != quote { index += 1 }
    if let value = plain(bytes[start..<index]) {
      // The first declaration counts.
      let key = String(decoding: name, as: UTF8.self)
      entities[key] = entities[key] ?? value
    }
    index = past(">", from: index)
  }

  /// The text of an entity; nil when there is mark-up or another entity in it.
  private func plain(_ value: ArraySlice<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    var at = value.startIndex
    while at < value.endIndex {
      if value[at] == .ampersand {
        guard let end = value[at...].firstIndex(of: .semicolon), let character = Self.character(value[at + 1..<end])
        else { return nil }
        // `&#60;` in an entity begins a tag, `&lt;` does not.
        if value[at + 1] == .hash, character == [.less] || character == [.ampersand] { return nil }
        text += character
        at = end + 1
      } else {
        if value[at] == .less { return nil }
        text.append(value[at])
        at += 1
      }
    }
    return text
  }
}
