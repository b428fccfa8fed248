/// How an entry is written so that a line holds it: `\\`, `\t`, `\n`, `\r`, and `\s` for a space where one separates.
enum EntryEscape {
  private static let pairs: [(byte: UInt8, letter: UInt8)] = [(92, 92), (9, 116), (10, 110), (13, 114), (32, 115)]

  /// Appends the escaped form of `bytes`.
  static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8], spaces: Bool = false) {
    for byte in bytes {
      if byte == 92 || byte < 32 || byte == 32 && spaces, let pair = pairs.first(where: { $0.byte == byte }) {
        text.append(92)
        text.append(pair.letter)
      } else {
        text.append(byte)
      }
    }
  }

  /// The bytes that an escaped form stands for; nil when a backslash has none of the known letters after it.
  static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.contains(92) else { return Array(text) }
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in text {
      if isEscaped {
        guard let pair = pairs.first(where: { $0.letter == byte }) else { return nil }
        bytes.append(pair.byte)
        isEscaped = false
      } else if byte == 92 {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    return isEscaped ? nil : bytes
  }
}
