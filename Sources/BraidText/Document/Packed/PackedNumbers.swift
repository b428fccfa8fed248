/// Whole numbers that are read from the first to the last, small ones in few bytes: seven bits a byte, the lowest first, the
/// high bit where more follow.
///
/// Blocks of bytes stay where they are when numbers are added, so that growing takes no second copy.
struct PackedNumbers: Sendable {
  private static let blockBytes = 16 << 10
  /// Most bytes of one number.
  private static let longest = 10

  private var full: [[UInt8]] = []
  private var last: [UInt8] = []

  /// Bytes of all numbers.
  var byteCount: Int { full.reduce(last.count) { $0 + $1.count } }

  /// Adds a number.
  mutating func append(_ number: UInt64) {
    if last.count + Self.longest > Self.blockBytes {
      full.append(last)
      last = []
      last.reserveCapacity(Self.blockBytes)
    }
    var rest = number
    while rest >= 0x80 {
      last.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    last.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Reads the numbers, the first one first.
  struct Reader {
    private let numbers: PackedNumbers
    private var block = 0
    private var position = 0
    private var bytes: [UInt8]

    init(_ numbers: PackedNumbers) {
      self.numbers = numbers
      bytes = numbers.full.first ?? numbers.last
    }

    /// The next number.
    ///
    /// - Precondition: there is one.
    mutating func next() -> UInt64 {
      if position == bytes.count {
        block += 1
        position = 0
        bytes = block < numbers.full.count ? numbers.full[block] : numbers.last
      }
      var number: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        let byte = bytes[position]
        position += 1
        number |= UInt64(byte & 0x7F) << shift
        guard byte & 0x80 != 0 else { return number }
        shift += 7
      }
    }
  }
}
