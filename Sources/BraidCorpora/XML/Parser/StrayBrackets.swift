import BraidFiles
import BraidText

/// Finds `<` that begin no mark-up, and puts `&lt;` in their place.
///
/// For formats whose files are known to hold such; all others leave them to the parser, which refuses them.
struct StrayBrackets {
  private enum State: Equatable {
    case text
    /// After a `<` that ended a piece.
    case bracket
    /// After `<!`, with the bytes that followed.
    case declaration([UInt8])
    /// In a comment or a CDATA section, with how many bytes of its end mark were met.
    case quoted(end: [UInt8], met: Int)
  }

  private var state = State.text
  /// Line of the next byte, the first is 1.
  private var line = 1

  /// The bytes of `piece` as they should be parsed, and the lines of each `<` that was no mark-up.
  mutating func repair(_ piece: Bytes) -> (bytes: [UInt8], lines: [Int]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(piece.count + 16)
    var lines: [Int] = []
    for byte in piece {
      switch state {
      case .text:
        if byte == .less { state = .bracket } else { bytes.append(byte) }
      case .bracket:
        if byte == 0x21 {
          bytes += [0x3C, byte]
          state = .declaration([])
        } else if Self.starts(byte) {
          bytes += [0x3C, byte]
          state = .text
        } else {
          bytes += Array("&lt;".utf8)
          lines.append(line)
          if byte == .less { continue }
          bytes.append(byte)
          state = .text
        }
      case .declaration(let before):
        bytes.append(byte)
        let met = before + [byte]
        if met == Array("--".utf8) {
          state = .quoted(end: Array("-->".utf8), met: 0)
        } else if met == Array("[CDATA[".utf8) {
          state = .quoted(end: Array("]]>".utf8), met: 0)
        } else if Array("--".utf8).starts(with: met) || Array("[CDATA[".utf8).starts(with: met) {
          state = .declaration(met)
        } else {
          state = .text
        }
      case .quoted(let end, let met):
        bytes.append(byte)
        if byte == end[met] {
          state = met + 1 == end.count ? .text : .quoted(end: end, met: met + 1)
        } else if byte != end[0] || met < 2 {
          state = .quoted(end: end, met: byte == end[0] ? 1 : 0)
        }
      }
      if byte == .lineFeed { line += 1 }
    }
    return (bytes, lines)
  }

  /// What is left at the end of the file.
  mutating func finish() -> [UInt8] {
    defer { state = .text }
    return state == .bracket ? [0x3C] : []
  }

  /// Whether a byte can follow `<` in mark-up; `!` aside.
  private static func starts(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte >= 0x80 || byte == .slash || byte == 0x3F
      || byte == .underscore || byte == .colon
  }
}
