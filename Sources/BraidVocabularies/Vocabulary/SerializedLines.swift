/// The lines of a vocabulary's text, with their numbers.
struct SerializedLines {
  /// The file's name, for messages.
  let file: String
  /// Number of the last line given out; the first is 1.
  private(set) var number = 0
  private var rest: ArraySlice<UInt8>

  /// The lines of `bytes`.
  init(_ bytes: [UInt8], file: String) {
    self.file = file
    rest = bytes[...]
  }

  /// The next line without its end; nil after the last.
  mutating func next() -> ArraySlice<UInt8>? {
    guard !rest.isEmpty else { return nil }
    number += 1
    var line: ArraySlice<UInt8>
    if let end = rest.firstIndex(of: 10) {
      line = rest[..<end]
      rest = rest[(end + 1)...]
    } else {
      line = rest
      rest = []
    }
    if line.last == 13 { line = line.dropLast() }
    return line
  }

  /// The entry and the count of a line.
  ///
  /// - Throws: `VocabularyError.badLine`.
  func entry(_ line: ArraySlice<UInt8>) throws(VocabularyError) -> (entry: [UInt8], count: Int) {
    guard let tab = line.lastIndex(of: 9), let count = Int(String(decoding: line[(tab + 1)...], as: UTF8.self)),
      count >= 0
    else { throw bad(line, expected: "an entry, a tab and its count") }
    let text = line[..<tab]
    guard !text.contains(9), let entry = EntryEscape.bytes(text) else {
      throw bad(line, expected: "tabs and backslashes of the entry written \\t and \\\\")
    }
    return (entry, count)
  }

  /// An error about the last line given out.
  func bad(_ line: ArraySlice<UInt8>, column: Int = 0, expected: String) -> VocabularyError {
    .badLine(
      file: file, line: max(number, 1), column: column, found: String(decoding: line, as: UTF8.self), expected: expected
    )
  }
}
