public import BraidFiles

extension CorpusError {
  /// Where in a corpus something is wrong; nil for errors that are about no place in a file.
  public var place: SourceLocation? {
    switch self {
    case .file(let error): error.readFile.map { SourceLocation(file: $0) }
    case .wrongEncoding(let file, _), .noLineFeeds(let file), .malformedText(let file, _): SourceLocation(file: file)
    case .invalidUTF8(let place, _, _), .lineTooLong(let place, _), .recordTooLong(let place, _),
      .raggedColumns(let place, _, _, _),
      .noSuchColumn(let place, _, _), .unclosedQuote(let place), .unbalancedBrackets(let place, _, _),
      .brokenTags(let place, _, _, _), .malformedJSON(let place, _, _), .wrongField(let place, _, _, _),
      .malformedXML(let place, _), .refusedXML(let place, _, _),
      .unexpected(let place, _, _):
      place
    case .lineCountsDiffer(let first, let lines, _, _): SourceLocation(file: first, line: lines)
    case .notWritable, .unseenLabel, .leak, .aboveThreshold, .cannotExpress, .shards, .badOption, .badWriteOption: nil
    }
  }

  /// The same about a document without a name, by its number in the input, from 1.
  package func numbered(_ number: Int) -> CorpusError {
    guard case .cannotExpress(let format, "", let what) = self else { return self }
    return .cannotExpress(format, document: "#\(number)", what: what)
  }

  /// Whether nothing that follows in the file can be read either.
  package var endsFile: Bool {
    switch self {
    case .invalidUTF8, .recordTooLong, .raggedColumns, .unclosedQuote, .unbalancedBrackets, .brokenTags, .malformedJSON,
      .wrongField,
      .unexpected:
      false
    default: true
    }
  }
}

extension FileError {
  /// The file that could not be read; nil when it is one that could not be written.
  fileprivate var readFile: String? {
    switch self {
    case .unreadable(let file, _), .interrupted(let file, _), .truncatedGzip(let file, _), .damagedGzip(let file, _):
      file
    case .unwritable: nil
    }
  }
}
