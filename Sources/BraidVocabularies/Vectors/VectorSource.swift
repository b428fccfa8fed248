import BraidFiles

/// The bytes of a file of vectors: lines, words and blocks, streaming.
struct VectorSource {
  private static let longestLine = 1 << 24

  /// The file as it was given.
  let path: String
  /// Number of the last line given out; the first is 1.
  private(set) var number = 0
  /// Index of the first byte of the last line in its slice.
  private(set) var lineStart = 0
  /// How many bytes were given out.
  private(set) var offset = 0
  private let file: ByteSource
  private var buffer: [UInt8] = []
  private var position = 0
  private var ended = false

  /// Opens a file.
  ///
  /// - Throws: `VocabularyError.file`.
  init(_ path: String) throws(VocabularyError) {
    self.path = path
    file = try VocabularyError.naming { () throws(FileError) in try ByteSource(path) }
  }

  /// The format, from the first line and the bytes after it: a header is two numbers, binary has control characters.
  ///
  /// - Throws: `VocabularyError.file`.
  mutating func detectFormat() throws(VocabularyError) -> VectorFormat {
    while buffer.count < 64 << 10, try fill() {}
    let end = buffer.firstIndex(of: 10) ?? buffer.count
    guard Self.numbers(buffer[..<end]) != nil else { return .glove }
    let sample = buffer[min(end + 1, buffer.count)...].prefix(32 << 10)
    let isBinary = sample.contains { $0 < 9 || $0 > 13 && $0 < 32 }
    return isBinary ? .word2vecBinary : .word2vec
  }

  /// The number of words and of dimensions of the first line.
  ///
  /// - Throws: `VocabularyError.file` or `badLine`.
  mutating func header() throws(VocabularyError) -> (count: Int, dimensions: Int) {
    let line = try line() ?? []
    guard let numbers = Self.numbers(line), 1...65_536 ~= numbers.dimensions else {
      throw .badLine(
        file: path, line: 1, column: 0, found: String(decoding: line.prefix(80), as: UTF8.self),
        expected: "the number of words and of dimensions (up to 65536)")
    }
    return numbers
  }

  /// The next line without its end; nil after the last.
  ///
  /// - Throws: `VocabularyError.file` or `badLine` for one of more than 16 MB.
  mutating func line() throws(VocabularyError) -> ArraySlice<UInt8>? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) {
        defer { position = end + 1 }
        offset += end + 1 - position
        return deliver(position..<end)
      }
      let unread = buffer.count - position
      if unread > Self.longestLine {
        throw .badLine(
          file: path, line: number + 1, column: 0, found: "more than \(Self.longestLine) bytes", expected: "a line")
      }
      guard try fill() else {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        offset += buffer.count - position
        return deliver(position..<buffer.count)
      }
      searched = position + unread
    }
  }

  /// The bytes up to the next space, line feeds before them left out.
  ///
  /// - Throws: `VocabularyError.file` or `badBinary` at the end of the file.
  mutating func word() throws(VocabularyError) -> [UInt8] {
    var word: [UInt8] = []
    while word.count < 1 << 16 {
      guard let byte = try take(1, "a word and a space").first else { break }
      if byte == 32 { return word }
      if byte == 10, word.isEmpty { continue }
      word.append(byte)
    }
    throw .badBinary(file: path, offset: offset, found: "a word of more than 65536 bytes", expected: "a space")
  }

  /// The next `count` bytes.
  ///
  /// - Throws: `VocabularyError.file`, or `badBinary` when the file ends first.
  mutating func take(_ count: Int, _ what: String) throws(VocabularyError) -> ArraySlice<UInt8> {
    while buffer.count - position < count {
      guard try fill() else {
        throw .badBinary(file: path, offset: offset, found: "the end of the file", expected: what)
      }
    }
    defer { position += count }
    offset += count
    return buffer[position..<position + count]
  }

  private mutating func deliver(_ range: Range<Int>) -> ArraySlice<UInt8> {
    number += 1
    lineStart = range.lowerBound
    let line = buffer[range]
    return line.last == 13 ? line.dropLast() : line
  }

  /// Reads more; false at the end.
  private mutating func fill() throws(VocabularyError) -> Bool {
    guard !ended else { return false }
    if position > 0 {
      buffer.removeFirst(position)
      position = 0
    }
    let size = 256 << 10
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: size))
    let file = file
    let count = try VocabularyError.naming { () throws(FileError) in
      try buffer.withUnsafeMutableBufferPointer { all throws(FileError) in
        try file.read(into: UnsafeMutableBufferPointer(rebasing: all[start...]))
      }
    }
    buffer.removeLast(size - count)
    ended = count == 0
    return !ended
  }

  private static func numbers(_ line: ArraySlice<UInt8>) -> (count: Int, dimensions: Int)? {
    let parts = line.split { $0 == 32 || $0 == 9 || $0 == 13 }.map { Int(String(decoding: $0, as: UTF8.self)) }
    guard parts.count == 2, let count = parts[0], let dimensions = parts[1], count >= 0, dimensions > 0 else {
      return nil
    }
    return (count, dimensions)
  }
}
