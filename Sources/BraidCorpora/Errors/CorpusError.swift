public import BraidFiles
public import BraidText

/// What can be wrong with a corpus file, and where.
public enum CorpusError: Error, Sendable, Equatable {
  /// The file cannot be opened, read or written, whatever it holds.
  case file(FileError)
  /// Braid does not write this format.
  case notWritable(CorpusFormat)
  /// A byte that is not UTF-8, at a byte offset counted from the start of the (uncompressed) file.
  case invalidUTF8(SourceLocation, byte: UInt8, offset: Int)
  /// The file starts with the byte order mark of another encoding.
  case wrongEncoding(file: String, found: String)
  /// The lines of a file end with carriage returns only.
  case noLineFeeds(file: String)
  /// Bytes that are not text in the encoding that the options name, or the byte order mark.
  case malformedText(file: String, encoding: TextEncoding)
  /// A line longer than the reader takes, in bytes.
  case lineTooLong(SourceLocation, limit: Int)
  /// A record of several lines longer than the reader takes, in bytes; the place is that of its first line.
  case recordTooLong(SourceLocation, limit: Int)
  /// A row with another number of columns than its table; `looksQuoted` where cells begin with a quote that no option names.
  case raggedColumns(SourceLocation, found: Int, expected: Int, looksQuoted: Bool = false)
  /// A column asked for that the header or the row does not have.
  case noSuchColumn(SourceLocation, column: String, header: [String])
  /// A quoted field without its closing quote; the place is that of the opening one.
  case unclosedQuote(SourceLocation)
  /// Brackets that do not match; the place is that of the bracket or of the end.
  case unbalancedBrackets(SourceLocation, found: String, expected: String)
  /// A tag that may not follow the one before it.
  case brokenTags(SourceLocation, tag: String, previous: String, encoding: SpanEncoding)
  /// Parallel or aligned files of different length, in lines.
  case lineCountsDiffer(first: String, firstLines: Int, second: String, secondLines: Int)
  /// JSON that is not well-formed.
  case malformedJSON(SourceLocation, found: String, expected: String)
  /// A JSON member that is absent or of another type than its layer needs.
  case wrongField(SourceLocation, field: String, found: String, expected: String)
  /// A label of `layer` that a split has and the split `known` has not; the first `document` with it counts from 1.
  case unseenLabel(split: String, document: Int, layer: String, label: String, known: String)
  /// Texts that two splits share.
  case leak(first: String, second: String, documents: Int, sample: String)
  /// More was lost or repaired than the reader allows; `share` and `limit` are in 0...1.
  case aboveThreshold(action: Ledger.Action, unit: Ledger.Unit, share: Double, limit: Double, samples: [SourceLocation])
  /// XML that is not well-formed; `reason` is the parser's.
  case malformedXML(SourceLocation, reason: String)
  /// XML that asks for more than an untrusted file may: external or parameter entities, expansion, depth, size.
  case refusedXML(SourceLocation, found: String, expected: String)
  /// Anything else in the file that does not follow its format.
  case unexpected(SourceLocation, found: String, expected: String)
  /// A document has no such layer, or holds something that the format to be written cannot express.
  case cannotExpress(CorpusFormat, document: String, what: String)
  /// Files that should be the shards of one corpus, each once and as it was written.
  case shards(file: String, found: String, expected: String)
  /// An option that the format cannot do anything with.
  case badOption(name: String, found: String, expected: String)
  /// The same of an option for writing.
  case badWriteOption(name: String, found: String, expected: String)
}

extension CorpusError {
  /// Runs `body`; what goes wrong with a file there is an error of this module.
  ///
  /// - Throws: `CorpusError.file`.
  static func naming<Result>(_ body: () throws(FileError) -> Result) throws(CorpusError) -> Result {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }
}

extension ByteSource {
  /// Opens a file with the errors of this module.
  ///
  /// - Throws: `CorpusError.file`.
  static func opening(_ file: String, meter: ReadMeter? = nil) throws(CorpusError) -> ByteSource {
    try CorpusError.naming { () throws(FileError) in try ByteSource(file, meter: meter) }
  }
}
