import BraidFiles
import BraidText

/// The encoding of a file that is written back, where it is not UTF-8: the file is rewritten in UTF-8, and what stands around
/// the changes gets its bytes again.
struct SourceEncoding {
  /// The file in UTF-8; the declaration of its encoding is white space, so that nobody believes it.
  let text: [UInt8]
  private let name: String
  /// The mark of the order of bytes, which is no text.
  private let mark: [UInt8]
  /// The declaration, in UTF-8.
  private let declaration: (range: Range<Int>, bytes: [UInt8])?
  private let isXML: Bool
  private let file: String

  /// Finds the encoding of a file by its byte order mark or declaration; nil for UTF-8.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name for errors.
  ///   - format: Its format, XML or PO.
  ///   - encoding: What the user says.
  /// - Throws: `wrongEncoding` for one that is not known, or whose bytes would not be the same again; `malformedText`.
  init?(_ bytes: [UInt8], file: String, format: CorpusFormat, encoding: TextEncoding) throws(CorpusError) {
    isXML = format != .po
    self.file = file
    let found = try Self.found(bytes, isXML: isXML, encoding, file)
    guard let found else { return nil }
    (name, mark) = found
    let content = Array(bytes.dropFirst(mark.count))
    guard let converter = ICUConverter(name) else { throw .wrongEncoding(file: file, found: name) }
    guard var text = converter.converted(content) else {
      throw .wrongEncoding(file: file, found: "bytes that are not \(name)")
    }
    // Some encodings write one text in several ways.
    guard ICUEncoder.encoded(text, as: name, references: false) == content else {
      throw .wrongEncoding(file: file, found: "\(name) that cannot be written again byte for byte")
    }
    declaration = Self.declaration(text, isXML: isXML).map { ($0, Array(text[$0])) }
    if let range = declaration?.range { text.replaceSubrange(range, with: repeatElement(.space, count: range.count)) }
    self.text = text
  }

  /// The file that was rewritten, in its encoding; characters that this lacks are references in XML.
  ///
  /// - Throws: `wrongEncoding` for such a character in a catalogue.
  func encoded(_ rewritten: [UInt8]) throws(CorpusError) -> [UInt8] {
    var rewritten = rewritten
    if let (range, bytes) = declaration { rewritten.replaceSubrange(range, with: bytes) }
    guard let encoded = ICUEncoder.encoded(rewritten, as: name, references: isXML) else {
      throw .wrongEncoding(file: file, found: "\(name), which lacks a character of what goes in")
    }
    return mark + encoded
  }

  /// The name and the byte order mark; nil for UTF-8.
  private static func found(
    _ bytes: [UInt8], isXML: Bool, _ asked: TextEncoding, _ file: String
  ) throws(CorpusError) -> (name: String, mark: [UInt8])? {
    for (name, mark) in [("UTF-16BE", [0xFE, 0xFF]), ("UTF-16LE", [0xFF, 0xFE])] as [(String, [UInt8])]
    where bytes.starts(with: mark) { return (name, mark) }
    if bytes.starts(with: TextEncoding.utf8Mark) { return nil }
    guard isXML else {
      if let range = declaration(bytes, isXML: false) {
        let line = String(decoding: bytes[range], as: UTF8.self)
        return POSource.encoding(declaredIn: line).map { ($0.rawValue, []) }
      }
      return asked == .utf8 ? nil : (asked.rawValue, [])
    }
    // A declaration of two bytes a character says so before it can be read.
    for (name, start) in [("UTF-16BE", [0, 0x3C, 0, 0x3F]), ("UTF-16LE", [0x3C, 0, 0x3F, 0])] as [(String, [UInt8])]
    where bytes.starts(with: start) { return (name, []) }
    guard let range = declaration(bytes, isXML: true) else { return asked == .utf8 ? nil : (asked.rawValue, []) }
    let name =
      bytes[range].split(omittingEmptySubsequences: false) { $0 == .quote || $0 == .apostrophe }
      .dropFirst().first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard !["utf-8", "utf8", "us-ascii", "ascii"].contains(name.lowercased()) else { return nil }
    guard ICUConverter(name) != nil else { throw .wrongEncoding(file: file, found: name) }
    return (name, [])
  }

  /// Where a file declares its encoding: `encoding="…"` in XML, `charset=…` in the header of a catalogue.
  private static func declaration(_ text: [UInt8], isXML: Bool) -> Range<Int>? {
    guard isXML else {
      let head = text.prefix(1 << 14)
      guard let start = head.firstRange(of: Array("charset=".utf8))?.lowerBound else { return nil }
      let end = head[(start + 8)...].firstIndex {
        !(48...57 ~= $0 || 97...122 ~= $0 | 0x20 || "-_:.+".utf8.contains($0))
      }
      return start..<(end ?? head.endIndex)
    }
    guard text.starts(with: "<?xml".utf8), let end = text.firstIndex(of: .greater),
      let start = text[..<end].firstRange(of: Array("encoding".utf8))?.lowerBound,
      let open = text[start..<end].firstIndex(where: { $0 == .quote || $0 == .apostrophe }),
      let close = text[(open + 1)..<end].firstIndex(of: text[open])
    else { return nil }
    return start..<close + 1
  }
}

extension ICUConverter {
  /// A text as a whole; nil when there is a byte in it that is not in the encoding.
  fileprivate func converted(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    var position = 0
    while true {
      let done = bytes.withUnsafeBufferPointer { bytes in
        piece.withUnsafeMutableBufferPointer { convert(Bytes(rebasing: bytes[position...]), isLast: true, into: $0) }
      }
      guard let done, done.malformed == 0 else { return nil }
      position += done.read
      result += piece[..<done.written]
      if done.read == 0, done.written == 0 || position == bytes.count { return result }
    }
  }
}
