package import BraidFiles
package import BraidText

/// The documents of an XML file: feeds the parser bytes until its handler has a document.
package struct XMLDocumentSource: DocumentSource {
  private let bytes: ByteSource
  private let parser: XMLPushParser
  private let handler: any XMLDocumentHandler
  private let buffer: ChunkBuffer
  private var ended = false
  private var brackets: StrayBrackets?
  private let recordLimit: Int
  /// The record that is being read, and how many bytes of it have been.
  private var record: (place: SourceLocation, bytes: Int)?
  /// Thrown once the documents before it are out.
  private var failure: CorpusError?

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - file: A path; `-` is standard input; gzip is unpacked.
  ///   - handler: Makes the documents.
  ///   - repairsBrackets: Whether a `<` that begins no mark-up is taken for text, and counted.
  ///   - limits: What the file may ask for.
  ///   - recordLimit: The longest record in bytes, where the handler says what a record is.
  ///   - meter: Where the bytes that were read are counted.
  /// - Throws: `CorpusError.file`.
  package init(
    _ file: String, handler: any XMLDocumentHandler, repairsBrackets: Bool = false, limits: XMLLimits = XMLLimits(),
    recordLimit: Int = 16 << 20, meter: ReadMeter? = nil
  ) throws(CorpusError) {
    bytes = try .opening(file, meter: meter)
    parser = try XMLPushParser(file: file, handler: handler, limits: limits)
    self.handler = handler
    self.recordLimit = recordLimit
    brackets = repairsBrackets ? StrayBrackets() : nil
    buffer = ChunkBuffer(capacity: 32 << 10)
  }

  package mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    while true {
      if let document = handler.output.next() { return document }
      handler.output.takeLedger(into: &ledger)
      if let failure { throw failure }
      if ended { return nil }
      do { try advance() } catch { failure = error }
    }
  }

  package var continuesRecord: Bool { handler.output.lastContinues }

  // Documents come once the parser is somewhere behind them.
  package var line: Int { 0 }

  private mutating func advance() throws(CorpusError) {
    let count = try CorpusError.naming { () throws(FileError) in try bytes.read(into: buffer.bytes) }
    if count > 0 {
      let piece = Bytes(rebasing: buffer.bytes[..<count])
      handler.output.ledger.count(bytes: piece)
      try feed(piece)
      return try measure(piece.count)
    }
    ended = true
    if let rest = brackets?.finish(), !rest.isEmpty { try feed(rest) }
    try parser.finish()
    try handler.finish(at: parser.location)
  }

  /// Counts what was read of the record that is open; one that began within the last piece has that piece to itself.
  private mutating func measure(_ count: Int) throws(CorpusError) {
    guard let place = handler.output.record else { return record = nil }
    record = record?.place == place ? (place, (record?.bytes ?? 0) + count) : (place, 0)
    guard let record, record.bytes > recordLimit else { return }
    throw .recordTooLong(place, limit: recordLimit)
  }

  private mutating func feed(_ piece: Bytes) throws(CorpusError) {
    guard let (repaired, lines) = brackets?.repair(piece) else { return try parser.feed(piece) }
    for line in lines {
      let place = SourceLocation(file: bytes.file, line: line)
      handler.output.ledger.note(.repaired, .characters, "< that begins no mark-up", at: place)
    }
    try feed(repaired)
  }

  private func feed(_ piece: [UInt8]) throws(CorpusError) {
    var failure: CorpusError?
    piece.withUnsafeBufferPointer { piece in
      do throws(CorpusError) { try parser.feed(piece) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

/// Bytes read at a time.
final class ChunkBuffer {
  /// The memory.
  let bytes: UnsafeMutableBufferPointer<UInt8>

  init(capacity: Int) { bytes = .allocate(capacity: capacity) }

  deinit { bytes.deallocate() }
}
