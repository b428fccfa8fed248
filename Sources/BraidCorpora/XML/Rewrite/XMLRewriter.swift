import BraidFiles
public import BraidText

/// Reads the documents of a TEI file, or of any XML file by a map, and writes the file back with annotations in it;
/// everything else stays byte for byte as it was.
///
/// ```swift
/// let rewriter = try XMLRewriter("letter.xml", options: ReadOptions(format: .tei))
/// let annotated = rewriter.documents.map(annotate)
/// let result = try rewriter.rewritten(with: annotated, options: RewriteOptions(style: .inline))
/// ```
///
/// The file is held in memory whole. It must be UTF-8.
public struct XMLRewriter: Sendable {
  /// The documents of the file, in order; annotate copies of them and give these to `rewritten(with:options:)`.
  public let documents: [Document]
  /// What was repaired and dropped while reading.
  public let ledger: Ledger

  let bytes: [UInt8]
  let runs: [[XMLText.Run]]
  let marks: [XMLMark]
  let sections: [Range<Int>]
  let format: CorpusFormat
  let file: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard input; gzip is unpacked.
  ///   - options: The format, `tei` or `xml`, and what it leaves open.
  /// - Throws: `CorpusError` for a file that cannot be read, is not well-formed, not UTF-8 or refused.
  public init(_ path: String, options: ReadOptions) throws(CorpusError) {
    let bytes = try CorpusError.naming { () throws(FileError) in try ByteSource(path).readAll() }
    try self.init(bytes: bytes, file: path, options: options)
  }

  /// Reads bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file, UTF-8.
  ///   - file: Its name for errors.
  ///   - options: The format, `tei` or `xml`, and what it leaves open.
  /// - Throws: `CorpusError` for bytes that are not well-formed, not UTF-8 or refused.
  public init(bytes: [UInt8], file: String, options: ReadOptions) throws(CorpusError) {
    self.bytes = bytes
    self.file = file
    format = options.format
    try Self.check(bytes, file)
    let handler: any XMLDocumentHandler
    switch options.format {
    case .tei: handler = TEIReader(options: options)
    case .xml: handler = try XMLMapReader(options: options)
    default: throw .badOption(name: "format", found: options.format.rawValue, expected: "tei or xml")
    }
    handler.output.keepsRuns = true
    var scanner = XMLScanner(bytes, file: file, handler: handler)
    let end = try scanner.run()
    try handler.finish(at: end)
    var documents: [Document] = []
    while let document = handler.output.next() { documents.append(document) }
    var ledger = Ledger()
    handler.output.takeLedger(into: &ledger)
    for document in documents { ledger.count(document) }
    self.documents = documents
    self.ledger = ledger
    runs = handler.output.runs
    marks = scanner.marks
    sections = scanner.sections
  }

  /// Whether the real parser takes the file, and whether its bytes are UTF-8.
  static func check(_ bytes: [UInt8], _ file: String) throws(CorpusError) {
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
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
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
