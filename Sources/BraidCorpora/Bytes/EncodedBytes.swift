import BraidFiles
import BraidText

/// The bytes of a file whose encoding is what its byte order mark says, else what the options say: as they are for UTF-8 and
/// ISO-8859-1, converted to UTF-8 for any other.
final class EncodedBytes {
  /// What the bytes given out mean.
  private(set) var encoding: TextEncoding
  /// Whether they were converted.
  private(set) var isConverted = false

  private let source: ByteSource
  private let replacesInvalid: Bool
  private var converter: ICUConverter?
  private var isOpened = false
  /// The encoding of the file, where it is converted.
  private var original = TextEncoding.utf8
  private var raw: [UInt8] = []
  /// The part of `raw` that has not been converted.
  private var rest = 0..<0
  private var sourceEnded = false
  private var ended = false

  init(_ source: ByteSource, encoding: TextEncoding, replacesInvalid: Bool) {
    self.source = source
    self.encoding = encoding
    self.replacesInvalid = replacesInvalid
  }

  /// Reads the next bytes.
  ///
  /// - Parameters:
  ///   - buffer: Where they go; at least a few bytes.
  ///   - ledger: Where replaced sequences, and a byte order mark, are counted.
  /// - Returns: How many there are; 0 at the end.
  /// - Throws: `file`; `malformedText` for what is not in the encoding; `badOption` for one that ICU does not know.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>, _ ledger: inout Ledger) throws(CorpusError) -> Int {
    if isOpened, converter == nil {
      return try CorpusError.naming { () throws(FileError) in try source.read(into: buffer) }
    }
    if !isOpened {
      let count = try open(buffer, &ledger)
      if converter == nil { return count }
    }
    return try convert(into: buffer, &ledger)
  }

  /// Reads the first bytes, which show the encoding.
  private func open(
    _ buffer: UnsafeMutableBufferPointer<UInt8>, _ ledger: inout Ledger
  ) throws(CorpusError) -> Int {
    isOpened = true
    var count = 0
    // A pipe may deliver one byte at a time.
    while count < 4 {
      let more = try CorpusError.naming { () throws(FileError) in
        try source.read(into: UnsafeMutableBufferPointer(rebasing: buffer[count...]))
      }
      if more == 0 { break }
      count += more
    }
    let first = Bytes(rebasing: buffer[..<count])
    if let marked = TextEncoding(byteOrderMark: first) {
      ledger.note(
        .recognized, .lines, "\(marked.rawValue), by its byte order mark", at: SourceLocation(file: source.file))
      encoding = marked
    } else if encoding != .utf8, first.count >= 3, first[0] == 0xEF, first[1] == 0xBB, first[2] == 0xBF {
      ledger.note(.recognized, .lines, "utf-8, by its byte order mark", at: SourceLocation(file: source.file))
      encoding = .utf8
    }
    guard encoding != .utf8, encoding != .latin1 else { return count }
    guard let opened = ICUConverter(encoding.rawValue) else {
      throw .badOption(name: "encoding", found: encoding.rawValue, expected: "an encoding that ICU knows")
    }
    (converter, original, encoding, isConverted) = (opened, encoding, .utf8, true)
    raw = Array(first)
    rest = 0..<count
    return count
  }

  private func convert(
    into buffer: UnsafeMutableBufferPointer<UInt8>, _ ledger: inout Ledger
  ) throws(CorpusError) -> Int {
    while !ended, let converter {
      if rest.isEmpty, !sourceEnded {
        if raw.count < Self.chunk { raw = Array(repeating: 0, count: Self.chunk) }
        let count = try fill()
        sourceEnded = count == 0
        rest = 0..<count
      }
      let done = raw.withUnsafeBufferPointer { raw in
        converter.convert(Bytes(rebasing: raw[rest]), isLast: sourceEnded, into: buffer)
      }
      guard let done, done.malformed == 0 || replacesInvalid else {
        throw .malformedText(file: source.file, encoding: original)
      }
      ledger.note(
        .repaired, .characters, "not \(original.rawValue), replaced by U+FFFD",
        at: SourceLocation(file: source.file), count: done.malformed)
      rest = rest.lowerBound + done.read..<rest.upperBound
      if done.written > 0 { return done.written }
      ended = sourceEnded && rest.isEmpty
    }
    return 0
  }

  private static let chunk = 64 << 10

  private func fill() throws(CorpusError) -> Int {
    try raw.withUnsafeMutableBufferPointer { raw throws(CorpusError) in
      try CorpusError.naming { () throws(FileError) in try source.read(into: raw) }
    }
  }
}
