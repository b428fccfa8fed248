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
  /// What the mark-up says about each document.
  let sources: [XMLOutput.Source]
  let marks: [XMLMark]
  let sections: [Range<Int>]
  let format: CorpusFormat
  let file: String
  let readOptions: ReadOptions

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
    readOptions = options
    let handler: any XMLDocumentHandler
    switch options.format {
    case .tei: handler = TEIReader(options: options)
    case .xml: handler = try XMLMapReader(options: options)
    default: throw .badOption(name: "format", found: options.format.rawValue, expected: "tei or xml")
    }
    handler.output.keepsRuns = true
    var ledger = Ledger()
    let (documents, scanner) = try XMLScanner.documents(of: handler, bytes, file, into: &ledger)
    self.documents = documents
    self.ledger = ledger
    sources = handler.output.sources
    marks = scanner.marks
    sections = scanner.sections
  }
}
