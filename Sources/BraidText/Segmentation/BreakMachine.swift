/// The state machine of `BreakRules` with its tables at hand; lives inside `withMachine`.
struct BreakMachine {
  /// Category of each code point.
  let categories: UnsafePointer<UInt8>
  /// The rows of `BreakRules`.
  let rows: UnsafePointer<UInt16>
  /// Rule status by index.
  let statuses: UnsafePointer<Int32>
  /// First category that belongs to a dictionary.
  let firstDictionaryCategory: UInt8
  /// Offset of the first row.
  let startRow: Int
  /// Entry of a row for the end of the text.
  let endEntry: Int
  /// Targets of skippable bytes; see `BreakRules.skippableTargets`.
  let skippable: UnsafePointer<UInt16>
  /// Bytes before which a space stands alone, 256 of them.
  let endsSpace: UnsafePointer<Bool>
  /// Rule status of such a space.
  let spaceStatus: Int32

  /// The segment that starts at `start`, a boundary of well-formed UTF-8 text.
  ///
  /// The machine runs until it stops; the segment ends where it last accepted, at least one character on.
  /// - Precondition: `0 <= start < bytes.count`.
  @inline(__always)
  func segment(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> BreakRules.Segment {
    var row = startRow
    var position = start
    var end = start
    var status = 0
    var category: UInt8 = 0
    var highest: UInt8 = 0
    var reachedEnd = false
    while true {
      guard position < bytes.count else {
        reachedEnd = true
        row = Int(rows[row &+ endEntry])
        if rows[row] == 1 {
          end = position
          status = Int(rows[row &+ 1])
        }
        break
      }
      let byte = bytes[position]
      if byte < 0x80 {
        category = categories[Int(byte)]
        position &+= 1
        row = Int(rows[row &+ BreakRules.head &+ Int(category)])
        if row == Int(skippable[Int(byte)]) {
          // A skippable stretch: only its last byte counts. Skippable rows accept.
          var last = byte
          while position < bytes.count {
            let next = bytes[position]
            guard next < 0x80, skippable[Int(next)] != BreakRules.unskippable else { break }
            last = next
            position &+= 1
          }
          row = Int(skippable[Int(last)])
          end = position
          status = Int(rows[row &+ 1])
          continue
        }
      } else {
        let (scalar, length) = Self.decode(bytes, position)
        category = categories[Int(scalar)]
        position &+= length
        highest = max(highest, category)
        row = Int(rows[row &+ BreakRules.head &+ Int(category)])
      }
      if rows[row] == 1 {
        end = position
        status = Int(rows[row &+ 1])
      }
      if row == 0 { break }
    }
    if end == start {
      end = start &+ Self.length(bytes, start)
      status = 0
    }
    return BreakRules.Segment(
      end: end, status: statuses[status], needsDictionary: highest >= firstDictionaryCategory, reachedEnd: reachedEnd)
  }

  /// The character at `index` and its length; U+FFFD and 1 where the bytes are no character.
  @inline(__always)
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (scalar: UInt32, length: Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, 1) }
    let left = bytes.count &- index
    func tail(_ offset: Int) -> UInt32 { UInt32(bytes[index &+ offset] & 0x3F) }
    if first < 0xE0 {
      guard left >= 2, first >= 0xC2 else { return (0xFFFD, 1) }
      return ((first & 0x1F) << 6 | tail(1), 2)
    }
    if first < 0xF0 {
      guard left >= 3 else { return (0xFFFD, 1) }
      return ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3)
    }
    guard left >= 4, first < 0xF5 else { return (0xFFFD, 1) }
    let scalar = (first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3)
    return (min(scalar, 0x10FFFF), 4)
  }

  /// The length of the character at `index`.
  @inline(__always)
  static func length(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int { decode(bytes, index).length }
}
