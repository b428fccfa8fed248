import BraidText
import Foundation

/// Finds equal texts among any number of them, in bounded memory.
///
/// Of each text 88 bits of a hash and its position go to a nameless temporary file, 16 bytes a text. Among a thousand
/// million different texts two are taken for equal with a probability of 2 in a thousand million.
final class DuplicateFinder {
  private struct Record {
    var hash: UInt64
    /// 24 more bits of the hash, then 40 bits of the position.
    var rest: UInt64

    var position: Int { Int(rest & (1 << 40 - 1)) }
    func isSame(as other: Record) -> Bool { hash == other.hash && rest >> 40 == other.rest >> 40 }
  }

  /// Records that are sorted at once: 64 MB.
  private static let most = 4 << 20
  private static let buffered = 1 << 16

  private let path: String
  private let descriptor: Int32
  private var buffer: [Record] = []
  private var written = 0

  /// A finder whose temporary file lies in `folder`.
  ///
  /// - Throws: `PipelineError.unreadable` when it can't be made.
  init(folder: String) throws {
    path = folder + "/duplicates.braid-temporary"
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path) }
    unlink(path)
    buffer.reserveCapacity(Self.buffered)
  }

  deinit { close(descriptor) }

  private static func failure(_ path: String) -> PipelineError {
    .unreadable(path: path, reason: String(cString: strerror(errno)))
  }

  /// Adds the text at `position`; positions rise.
  ///
  /// - Throws: `PipelineError.unreadable` when the temporary file can't be written.
  func add(_ texts: [String], similar: Bool, position: Int) throws {
    var first = Hasher()
    var second = Hasher()
    second.combine(1)
    for text in texts {
      var text = similar ? Self.letters(text) : text
      text.withUTF8 { bytes in
        for value in [bytes.count] {
          first.combine(value)
          second.combine(value)
        }
        first.combine(bytes: UnsafeRawBufferPointer(bytes))
        second.combine(bytes: UnsafeRawBufferPointer(bytes))
      }
    }
    let rest = UInt64(bitPattern: Int64(second.finalize())) & ~(1 << 40 - 1) | UInt64(position)
    buffer.append(Record(hash: UInt64(bitPattern: Int64(first.finalize())), rest: rest))
    if buffer.count == Self.buffered { try flush() }
  }

  /// The letters and digits of a text in lower case.
  private static func letters(_ text: String) -> String {
    var letters = String.UnicodeScalarView()
    for scalar in text.inLowerCase.unicodeScalars {
      let isKept =
        scalar.isASCII
        ? (48...57).contains(scalar.value) || (97...122).contains(scalar.value)
        : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if isKept { letters.append(scalar) }
    }
    return String(letters)
  }

  private func flush() throws {
    try buffer.withUnsafeBytes { bytes in
      var rest = bytes
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = write(descriptor, start, rest.count)
        guard count > 0 || errno == EINTR else { throw Self.failure(path) }
        rest = UnsafeRawBufferPointer(rebasing: rest[max(0, count)...])
      }
    }
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  /// Calls `body` with every text that is equal to an earlier one.
  ///
  /// - Parameter body: gets the position of the text, of the one equal to it before it, and of the first one.
  /// - Throws: `PipelineError.unreadable` when the temporary file can't be written or read.
  func forEach(_ body: (_ position: Int, _ previous: Int, _ first: Int) -> Void) throws {
    try flush()
    let passes = max(1, (written + Self.most - 1) / Self.most)
    for pass in 0..<passes {
      var records = try records(ofPass: pass, of: passes)
      records.sort { ($0.hash, $0.rest) < ($1.hash, $1.rest) }
      var start = 0
      for index in records.indices.dropFirst() {
        if records[index].isSame(as: records[start]) {
          body(records[index].position, records[index - 1].position, records[start].position)
        } else {
          start = index
        }
      }
    }
  }

  /// The records whose hash falls into one of `passes` equal ranges.
  private func records(ofPass pass: Int, of passes: Int) throws -> [Record] {
    var kept: [Record] = []
    // Ranges differ a little in size; an array that had to grow would take three times the memory for a moment.
    kept.reserveCapacity(written / passes + written / passes / 16 + 1024)
    var chunk = [Record](repeating: Record(hash: 0, rest: 0), count: Self.buffered)
    var next = 0
    while next < written {
      let wanted = min(chunk.count, written - next) * MemoryLayout<Record>.stride
      let offset = next * MemoryLayout<Record>.stride
      let count = chunk.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, wanted, off_t(offset)) }
      if count < 0, errno == EINTR { continue }
      let whole = count / MemoryLayout<Record>.stride
      guard whole > 0 else { throw Self.failure(path) }
      for record in chunk[..<whole] where record.hash.multipliedFullWidth(by: UInt64(passes)).high == pass {
        kept.append(record)
      }
      next += whole
    }
    return kept
  }
}
