package import BraidFiles
import BraidText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lines of a file as UTF-8 bytes, with their numbers, in bounded memory.
///
/// A line ends at LF or CR LF, or at the end of the file. Bytes are checked, and ISO-8859-1 is turned into UTF-8, so that
/// callers may take the lines for valid.
package final class LineSource {
  /// The file as it was given; `-` is standard input.
  package let file: String
  /// What changes with every line, in one value: each change of a property of its own would be checked for exclusive
  /// access, which costs more than the line.
  private struct Current {
    var number = 0
    var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var isCut = false
    var ending: StaticString = ""
    var isContinuation = false
    /// The first line of the record that is being read, 0 before it; nil when records are not measured.
    var recordStart: Int?
    /// Bytes of the record so far.
    var recordBytes = 0
    /// The part of the buffer that was not delivered.
    var start = 0
    var end = 0
    /// Where the part of the buffer ends that is known to be UTF-8.
    var validEnd = 0
    /// What the bytes of the buffer mean.
    var encoding = TextEncoding.utf8
    /// Whether they were converted, so that they are valid UTF-8.
    var isConverted = false
    /// Whether the file begins with a byte order mark.
    var hasMark = false
  }

  /// Bytes of the buffer before a longer line comes.
  private static let firstBuffer = 256 << 10

  /// The longest line that is read where nothing else is said, in bytes.
  package static let longestLine = 64 << 20

  /// Number of the current line; the first is 1.
  package var number: Int { current.number }
  /// The current line without its end; valid until the next `advance`. After `invalidUTF8` it is the line that is not.
  package var bytes: UnsafeBufferPointer<UInt8> { current.bytes }
  /// Whether the current line is only the first part of a line longer than the limit; the next `advance` continues in
  /// it.
  package var isCut: Bool { current.isCut }
  /// What ends the current line: LF, CR LF, or nothing at the end of the file and where a line was cut.
  package var ending: StaticString { current.ending }
  /// Whether the bytes are ISO-8859-1, which is converted line by line.
  package var isLatin1: Bool { current.encoding == .latin1 }
  /// Whether the file begins with a byte order mark of UTF-8, once its first line has been read.
  var hasMark: Bool { current.hasMark }
  /// Whether the current line continues a cut one.
  package var isContinuation: Bool { current.isContinuation }

  // Nobody else has this: callers get copies of its parts.
  @exclusivity(unchecked) private var current = Current()
  private let source: EncodedBytes
  private let replacesInvalid: Bool
  private let limit: Int
  private let cutsLongLines: Bool
  private let refusesCarriageReturns: Bool
  private let recordLimit: Int
  private var buffer: UnsafeMutableBufferPointer<UInt8>
  private var sourceEnded = false
  /// Bytes of the file before `buffer[0]`.
  private var offset = 0
  private var scratch: [UInt8] = []
  private var converted: UnsafeMutableBufferPointer<UInt8>?

  /// Lines of `source`.
  ///
  /// - Parameters:
  ///   - source: Where the bytes come from.
  ///   - encoding: What they mean.
  ///   - replaceInvalid: Whether bytes that are not UTF-8 become U+FFFD and count as repaired; otherwise they are an error.
  ///   - limit: The longest line in bytes.
  ///   - recordLimit: The longest record in bytes, where `beginRecord` says what a record is.
  ///   - cutsLongLines: Whether a longer line is delivered in parts, cut after white space where there is some, instead
  ///     of being an error.
  ///   - refusesCarriageReturns: Whether lines that all end with carriage returns are an error.
  package init(
    _ source: ByteSource, encoding: TextEncoding = .utf8, replaceInvalid: Bool = false,
    limit: Int = LineSource.longestLine, recordLimit: Int = 16 << 20, cutsLongLines: Bool = false,
    refusesCarriageReturns: Bool = true
  ) {
    file = source.file
    self.source = EncodedBytes(source, encoding: encoding, replacesInvalid: replaceInvalid)
    replacesInvalid = replaceInvalid
    self.limit = max(limit, 64)
    self.recordLimit = recordLimit
    self.cutsLongLines = cutsLongLines
    self.refusesCarriageReturns = refusesCarriageReturns
    buffer = .allocate(capacity: Self.firstBuffer)
  }

  /// Lines of a file read as `options` say.
  ///
  /// - Throws: `CorpusError.file`.
  package convenience init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.init(
      try .opening(file, meter: options.meter), encoding: options.encoding, replaceInvalid: options.replaceInvalid,
      recordLimit: options.maximumRecordBytes)
  }

  deinit {
    buffer.deallocate()
    converted?.deallocate()
  }

  /// The place of a byte of the current line, counted from 0; without one, the line.
  package func place(_ byte: Int? = nil) -> SourceLocation {
    SourceLocation(file: file, line: number, column: byte.map { $0 + 1 } ?? 0)
  }

  /// The current line as a string.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Lets a record begin with the next line: lines up to the next call must not be longer than the limit in all.
  package func beginRecord() {
    current.recordStart = 0
    current.recordBytes = 0
  }

  /// The bytes that come next, as far as they are at hand; nothing is taken.
  ///
  /// - Parameter ledger: Where replaced bytes are counted.
  /// - Returns: The bytes, valid until the next line; whether the file ends with them.
  /// - Throws: What reading throws.
  package func ahead(into ledger: inout Ledger) throws(CorpusError) -> (bytes: Bytes, isWhole: Bool) {
    var line = current
    defer { current = line }
    // A pipe may deliver a line at a time, and must not be waited for once there is one.
    while !sourceEnded, line.end - line.start < 1 << 20, !buffer[line.start..<line.end].contains(.lineFeed) {
      try fill(&line, into: &ledger)
    }
    var start = line.start
    if offset + start == 0, buffer[start..<line.end].starts(with: TextEncoding.utf8Mark) { start += 3 }
    return (UnsafeBufferPointer(rebasing: buffer[start..<line.end]), sourceEnded)
  }

  /// Goes to the next line.
  ///
  /// - Parameter ledger: Where replaced bytes are counted.
  /// - Returns: Whether there is one.
  /// - Throws: What reading throws, `invalidUTF8`, `malformedText`, `noLineFeeds`, `badOption`, `lineTooLong` or
  ///   `recordTooLong`.
  @inline(__always)
  package func advance(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    advanceInBuffer() ? true : try advanceSlowly(into: &ledger)
  }

  /// Goes to the next line if it is one as most are: not the first, whole in the buffer, and known to be UTF-8.
  private func advanceInBuffer() -> Bool {
    let start = current.start
    guard let base = buffer.baseAddress, start < current.validEnd, current.number > 0, !current.isCut,
      let found = memchr(base + start, 10, current.validEnd &- start)
    else { return false }
    var count = UnsafeRawPointer(found) - UnsafeRawPointer(base + start)
    guard count <= limit else { return false }
    current.start = start &+ count &+ 1
    if count > 0, base[start &+ count &- 1] == .carriageReturn {
      count &-= 1
      current.ending = "\r\n"
    } else {
      current.ending = "\n"
    }
    if let record = current.recordStart {
      let bytes = current.recordBytes &+ count &+ 1
      guard record == 0 || bytes <= recordLimit else {
        current.start = start
        return false
      }
      if record == 0 { current.recordStart = current.number &+ 1 }
      current.recordBytes = bytes
    }
    current.number &+= 1
    current.isContinuation = false
    current.bytes = Bytes(start: base + start, count: count)
    return true
  }

  @inline(never)
  private func advanceSlowly(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    var line = current
    defer { current = line }
    var searched = 0
    while true {
      let unread = line.end - line.start
      if unread > searched, let base = buffer.baseAddress,
        let found = memchr(base + line.start + searched, 10, unread - searched)
      {
        let length = UnsafeRawPointer(found) - UnsafeRawPointer(base + line.start)
        if length <= limit {
          try deliver(&line, length: length, skip: 1, cut: false, into: &ledger)
          return true
        }
      }
      searched = unread
      if unread > limit {
        guard cutsLongLines else { throw .lineTooLong(SourceLocation(file: file, line: line.number + 1), limit: limit) }
        try deliver(&line, length: cutPosition(line.start), skip: 0, cut: true, into: &ledger)
        return true
      }
      if sourceEnded {
        guard unread > 0 else {
          letGo(&line)
          return false
        }
        if line.number == 0, refusesCarriageReturns, endsLinesWithCarriageReturns(line) {
          throw .noLineFeeds(file: file)
        }
        ledger.add(.lines, 1)
        try deliver(&line, length: unread, skip: 0, cut: false, into: &ledger)
        return true
      }
      try fill(&line, into: &ledger)
    }
  }

  /// Lets the memory of long lines go at the end of the file.
  private func letGo(_ line: inout Current) {
    guard buffer.count > Self.firstBuffer else { return }
    buffer.deallocate()
    buffer = .allocate(capacity: Self.firstBuffer)
    offset += line.start
    (line.start, line.end, line.validEnd) = (0, 0, 0)
    line.bytes = Bytes(start: nil, count: 0)
  }

  /// Whether what is left of the file, which has no line feed, has carriage returns before its end.
  private func endsLinesWithCarriageReturns(_ line: Current) -> Bool {
    buffer[line.start..<line.end].dropLast().count { $0 == .carriageReturn } > 1
  }

  /// Moves on to the next blank line, whatever is wrong with the lines before it; nowhere when the current one is
  /// blank.
  ///
  /// - Parameter ledger: Where replaced bytes are counted.
  /// - Returns: The line it started from.
  package func skipBlock(into ledger: inout Ledger) -> String {
    let first = string
    while !bytes.trimmed.isEmpty {
      do throws(CorpusError) {
        guard try advance(into: &ledger) else { break }
      } catch {
        if error.endsFile { break }
      }
    }
    return first
  }

  /// Where to cut a line of more than `limit` bytes: after white space in its last eighth, else between characters.
  private func cutPosition(_ start: Int) -> Int {
    var position = limit
    while position > limit - limit / 8 {
      let byte = buffer[start + position - 1]
      if byte == .space || byte == .tab { return position }
      position -= 1
    }
    position = limit
    while position > limit - 4, buffer[start + position] & 0xC0 == 0x80 { position -= 1 }
    return position
  }

  private func deliver(
    _ current: inout Current, length: Int, skip: Int, cut: Bool, into ledger: inout Ledger
  ) throws(CorpusError) {
    current.isContinuation = current.isCut
    if !current.isCut { current.number += 1 }
    current.isCut = cut
    var line = UnsafeBufferPointer(rebasing: buffer[current.start..<current.start + length])
    var lineOffset = offset + current.start
    current.start += length + skip
    if current.number == 1, !current.isContinuation, current.encoding == .utf8 {
      if line.count >= 3, line[0] == 0xEF, line[1] == 0xBB, line[2] == 0xBF {
        line = UnsafeBufferPointer(rebasing: line[3...])
        lineOffset += 3
        current.hasMark = !current.isConverted
      }
    }
    current.ending = skip > 0 ? "\n" : ""
    if skip > 0, line.last == .carriageReturn {
      line = UnsafeBufferPointer(rebasing: line.dropLast())
      current.ending = "\r\n"
    }
    switch current.encoding {
    case .utf8:
      if current.isConverted { break }
      guard let bad = UTF8Validation.firstInvalid(line) else { break }
      let place = SourceLocation(file: file, line: current.number, column: bad + 1)
      if !replacesInvalid {
        current.bytes = line
        throw .invalidUTF8(place, byte: line[bad], offset: lineOffset + bad)
      }
      line = replaceInvalid(line, at: place, into: &ledger)
    case .latin1:
      if line.contains(where: { $0 >= 0x80 }) {
        scratch.removeAll(keepingCapacity: true)
        for byte in line {
          if byte < 0x80 {
            scratch.append(byte)
          } else {
            scratch.append(0xC0 | byte >> 6)
            scratch.append(0x80 | byte & 0x3F)
          }
        }
        line = keepScratch()
      }
    default: break
    }
    current.bytes = line
    try measure(&current)
  }

  /// Counts the current line as one of its record; a record of one line is as long as a line may be.
  private func measure(_ current: inout Current) throws(CorpusError) {
    guard let start = current.recordStart else { return }
    if start == 0 { current.recordStart = current.number }
    current.recordBytes += current.bytes.count + 1
    guard start > 0, current.recordBytes > recordLimit else { return }
    // What is skipped behind it is no record.
    current.recordStart = nil
    throw .recordTooLong(SourceLocation(file: file, line: start), limit: recordLimit)
  }

  /// The line with U+FFFD for each maximal ill-formed part.
  private func replaceInvalid(
    _ line: UnsafeBufferPointer<UInt8>, at place: SourceLocation, into ledger: inout Ledger
  ) -> UnsafeBufferPointer<UInt8> {
    scratch.removeAll(keepingCapacity: true)
    var rest = line
    while let bad = UTF8Validation.firstInvalid(rest) {
      scratch.append(contentsOf: rest[..<bad])
      scratch.append(contentsOf: [0xEF, 0xBF, 0xBD])
      rest = UnsafeBufferPointer(rebasing: rest[(bad + UTF8Validation.invalidLength(rest, bad))...])
      ledger.note(.repaired, .characters, "not UTF-8, replaced by U+FFFD", at: place)
    }
    scratch.append(contentsOf: rest)
    return keepScratch()
  }

  /// Moves `scratch` to memory whose address stays.
  private func keepScratch() -> UnsafeBufferPointer<UInt8> {
    if (converted?.count ?? 0) < scratch.count {
      converted?.deallocate()
      converted = .allocate(capacity: scratch.count * 2)
    }
    guard let converted else { return UnsafeBufferPointer(start: nil, count: 0) }
    _ = converted.update(fromContentsOf: scratch)
    return UnsafeBufferPointer(rebasing: converted[..<scratch.count])
  }

  private func fill(_ line: inout Current, into ledger: inout Ledger) throws(CorpusError) {
    if line.start > 0 {
      if let base = buffer.baseAddress { memmove(base, base + line.start, line.end - line.start) }
      offset += line.start
      line.end -= line.start
      line.validEnd = max(0, line.validEnd - line.start)
      line.start = 0
    }
    if line.end == buffer.count {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: buffer.count * 2)
      _ = larger.update(fromContentsOf: buffer[..<line.end])
      buffer.deallocate()
      buffer = larger
    }
    let space = UnsafeMutableBufferPointer(rebasing: buffer[line.end...])
    let count = try source.read(into: space, &ledger)
    (line.encoding, line.isConverted) = (source.encoding, source.isConverted)
    if count == 0 { sourceEnded = true }
    ledger.count(bytes: Bytes(rebasing: buffer[line.end..<line.end + count]), encoding: line.encoding)
    line.end += count
    guard line.encoding == .utf8 else { return }
    let unknown = Bytes(rebasing: buffer[line.validEnd..<line.end])
    line.validEnd += line.isConverted ? unknown.count : UTF8Validation.firstInvalid(unknown) ?? unknown.count
  }
}
