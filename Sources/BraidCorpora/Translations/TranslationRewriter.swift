import BraidFiles
public import BraidText

/// Reads the documents of an XLIFF file, a PO catalogue or a translation memory, and writes the file back with translations
/// in it; everything else stays byte for byte as it was.
///
/// ```swift
/// let rewriter = try TranslationRewriter("manual.xlf", options: ReadOptions(format: .xliff))
/// let result = try rewriter.rewritten(with: rewriter.documents.map(translate))
/// ```
///
/// A translation that stands there is kept, unless it was not read as one: it is fuzzy, its state says that it needs work, or it has
/// not all segments of its source; the last gives way to no model. One by a model is marked as the
/// format says: `needs-review-translation` and `mt-suggestion` in XLIFF 1.2, `initial` in XLIFF 2.x, fuzzy in PO, Braid's own in TMX.
///
/// The file is held in memory whole. It must be UTF-8.
public struct TranslationRewriter: Sendable {
  /// The documents of the file, in order; give translated copies of them to `rewritten(with:targetLanguage:)`.
  public let documents: [Document]
  /// What was repaired and dropped while reading.
  public let ledger: Ledger

  enum Places: Sendable {
    case xliff([XLIFFPlaces.Segment], isOld: Bool)
    case tmx([TMXPlaces.Unit])
    case po(POPlaces)
  }

  let bytes: [UInt8]
  let places: Places
  let format: CorpusFormat
  let file: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard input; gzip is unpacked.
  ///   - options: The format, `xliff`, `po` or `tmx`, and what it leaves open.
  /// - Throws: `CorpusError` for a file that cannot be read, does not follow its format or is not UTF-8.
  public init(_ path: String, options: ReadOptions) throws(CorpusError) {
    let bytes = try CorpusError.naming { () throws(FileError) in try ByteSource(path).readAll() }
    try self.init(bytes: bytes, file: path, options: options)
  }

  /// Reads bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file, UTF-8.
  ///   - file: Its name for errors.
  ///   - options: The format, `xliff`, `po` or `tmx`, and what it leaves open.
  /// - Throws: `CorpusError` for bytes that do not follow the format or are not UTF-8.
  public init(bytes: [UInt8], file: String, options: ReadOptions) throws(CorpusError) {
    self.bytes = bytes
    self.file = file
    format = options.format
    var documents: [Document]
    var ledger = Ledger()
    switch options.format {
    case .xliff:
      let reader = XLIFFReader(options: options)
      let found = XLIFFPlaces()
      reader.places = found
      documents = try XMLScanner.documents(of: reader, bytes, file, into: &ledger).documents
      places = .xliff(found.segments, isOld: reader.isOld)
    case .tmx:
      let reader = TMXReader(options: options)
      let found = TMXPlaces()
      reader.places = found
      documents = try XMLScanner.documents(of: reader, bytes, file, into: &ledger).documents
      places = .tmx(found.units)
    case .po:
      var parser = POParser(options: options)
      parser.places = POPlaces()
      documents = try Self.documents(of: &parser, bytes, file)
      parser.takeLedger(into: &ledger)
      for index in documents.indices {
        documents[index].dropBlankValues()
        ledger.count(documents[index])
      }
      places = .po(parser.places ?? POPlaces())
    default:
      throw .badOption(name: "format", found: options.format.rawValue, expected: "xliff, po or tmx")
    }
    self.documents = documents
    self.ledger = ledger
  }

  /// The documents of a catalogue.
  private static func documents(
    of parser: inout POParser, _ bytes: [UInt8], _ file: String
  ) throws(CorpusError) -> [Document] {
    var documents: [Document] = []
    var number = 0
    var index = bytes.starts(with: TextEncoding.utf8Mark) ? 3 : 0
    while index < bytes.count {
      number += 1
      let end = bytes[index...].firstIndex(of: .lineFeed) ?? bytes.count
      let place = SourceLocation(file: file, line: number)
      var failure: CorpusError?
      bytes[index..<end].withUnsafeBufferPointer { line in
        do throws(CorpusError) {
          if let bad = UTF8Validation.firstInvalid(line) {
            throw .invalidUTF8(
              SourceLocation(file: file, line: number, column: bad + 1), byte: line[bad], offset: index + bad)
          }
          let content = line.last == .carriageReturn ? line.slice(0..<line.count - 1) : line
          if number <= POSource.headerLines, let encoding = POSource.encoding(declaredIn: content.string) {
            throw .wrongEncoding(file: file, found: encoding.rawValue)
          }
          try parser.add(content, at: place, offset: index)
        } catch { failure = error }
      }
      if let failure { throw failure }
      while let document = parser.next() { documents.append(document) }
      index = end + 1
    }
    try parser.finish()
    while let document = parser.next() { documents.append(document) }
    return documents
  }
}
