#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line of a text file of vectors: a word, then numbers.
enum VectorLine {
  /// Where the last `count` numbers start; nil when there are not so many. Words may hold spaces.
  static func valuesStart(_ line: ArraySlice<UInt8>, _ count: Int) -> Int? {
    var end = line.endIndex
    while end > line.startIndex, line[end - 1] == 32 { end -= 1 }
    var left = count
    while left > 0 {
      let start = end
      while end > line.startIndex, line[end - 1] != 32 { end -= 1 }
      guard end > line.startIndex, end < start else { return nil }
      left -= 1
      if left == 0 { return end - 1 > line.startIndex ? end : nil }
      end -= 1
    }
    return nil
  }

  /// The numbers of a line's end.
  ///
  /// - Throws: `VocabularyError.badLine` at the first that is no finite number.
  static func values(
    _ text: ArraySlice<UInt8>, _ count: Int, in source: borrowing VectorSource
  ) throws(VocabularyError) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count)
    var digits: [CChar] = []
    var start = text.startIndex
    for index in text.startIndex...text.endIndex where index == text.endIndex || text[index] == 32 {
      defer { start = index + 1 }
      if index == start { continue }
      digits.removeAll(keepingCapacity: true)
      for byte in text[start..<index] { digits.append(CChar(bitPattern: byte)) }
      digits.append(0)
      let value = digits.withUnsafeMutableBufferPointer { buffer -> Float? in
        guard let base = buffer.baseAddress else { return nil }
        var end: UnsafeMutablePointer<CChar>?
        let value = strtof(base, &end)
        return end == base + (index - start) && value.isFinite ? value : nil
      }
      guard let value else {
        throw .badLine(
          file: source.path, line: source.number, column: start - source.lineStart + 1,
          found: String(decoding: text[start..<index], as: UTF8.self), expected: "a number")
      }
      values.append(value)
    }
    return values
  }
}
