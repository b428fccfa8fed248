import BraidFiles
import BraidText

extension XMLScanner {
  /// The documents of a file in memory, which the real parser takes first: this one only knows where things stand.
  ///
  /// - Parameters:
  ///   - handler: Makes the documents.
  ///   - bytes: The file, UTF-8.
  ///   - file: Its name for errors.
  ///   - ledger: Where what was repaired and dropped is counted; the documents are counted, too.
  /// - Returns: The documents, and the scanner with what it has found.
  /// - Throws: `CorpusError` for bytes that are not well-formed, not UTF-8 or refused.
  static func documents(
    of handler: any XMLDocumentHandler, _ bytes: [UInt8], _ file: String, into ledger: inout Ledger
  ) throws(CorpusError) -> (documents: [Document], scanner: XMLScanner) {
    try check(bytes, file)
    var scanner = XMLScanner(bytes, file: file, handler: handler)
    let end = try scanner.run()
    try handler.finish(at: end)
    var documents: [Document] = []
    while let document = handler.output.next() { documents.append(document) }
    handler.output.takeLedger(into: &ledger)
    for index in documents.indices {
      documents[index].dropBlankValues()
      ledger.count(documents[index])
    }
    return (documents, scanner)
  }

  /// Whether the real parser takes the file, and whether its bytes are UTF-8.
  private static func check(_ bytes: [UInt8], _ file: String) throws(CorpusError) {
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw .wrongEncoding(file: file, found: "UTF-16")
    }
    if let name = encoding(bytes), !["utf-8", "utf8", "us-ascii", "ascii"].contains(name.lowercased()) {
      throw .wrongEncoding(file: file, found: name)
    }
    let parser = try XMLPushParser(file: file, handler: XMLIgnorer())
    var failure: CorpusError?
    bytes.withUnsafeBufferPointer {
      do throws(CorpusError) {
        try parser.feed($0)
        try parser.finish()
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// The encoding that the XML declaration names.
  private static func encoding(_ bytes: [UInt8]) -> String? {
    let start = bytes.starts(with: TextEncoding.utf8Mark) ? 3 : 0
    guard bytes[start...].starts(with: Array("<?xml".utf8)), let end = bytes[start...].firstIndex(of: .greater) else {
      return nil
    }
    let parts = bytes[start..<end].split(whereSeparator: { $0 == .quote || $0 == .apostrophe })
    guard
      let index = parts.firstIndex(where: { part in
        part.filter { !XMLText.isSpace($0) && $0 != .equals }.suffix(8).elementsEqual("encoding".utf8)
      }), index + 1 < parts.count
    else { return nil }
    return String(decoding: parts[index + 1], as: UTF8.self)
  }
}

/// Takes no notice: for finding out whether a file is well-formed and harmless.
final class XMLIgnorer: XMLHandler {
  let elementNames: [String] = []
  func start(_ element: XMLElement, at location: XMLLocation) {}
  func end(_ id: Int, at location: XMLLocation) {}
  func text(_ bytes: Bytes, at location: XMLLocation) {}
}
