/// The linked ICU's own boundary rules, run over UTF-8 bytes without ICU.
///
/// ICU gives its compiled rules away (`ubrk_getBinaryRules`): a state machine over character categories, with the
/// tailorings of the locale inside. Run directly over the bytes, with ASCII categories at hand, it finds the very same
/// boundaries several times faster than through ICU's text interfaces. The layout of the compiled rules is ICU's own
/// business, so it is only taken when magic number and format version are the known ones, every state and category is in
/// range, and a self-test finds no difference; else there are no `BreakRules` and ICU itself is asked.
///
/// Words of scripts that ICU cuts by dictionary (Thai, Chinese, …) only have their outer boundaries here:
/// `Segment.needsDictionary` says so.
struct BreakRules: Sendable {
  /// One step of the machine: what lies between two boundaries.
  struct Segment {
    /// One past the last byte.
    var end: Int
    /// ICU's rule status.
    var status: Int32
    /// Whether ICU would cut this further by a dictionary.
    var needsDictionary: Bool
    /// Whether the end of the text had a say in where the segment ends.
    var reachedEnd: Bool
  }

  /// Category of each code point.
  let categories: [UInt8]
  /// Rows of `width` entries: accepting (0 or 1), index into `statuses`, next row's offset for each category.
  let rows: [UInt16]
  /// Rule status by index.
  let statuses: [Int32]
  /// Entries in a row.
  let width: Int
  /// First category that belongs to a dictionary.
  let firstDictionaryCategory: UInt8
  /// Offset of the row in which a text, or the text after a boundary, starts.
  let startRow: Int

  /// The row that each ASCII byte leads to from within a skippable stretch; `Self.unskippable` where the byte is none
  /// of a skippable stretch. See `skippableTargets`.
  let skippable: [UInt16]
  /// ASCII bytes before which a space stands alone.
  let endsSpace: [Bool]

  /// Rule status of a space that stands alone.
  let spaceStatus: Int32

  /// Marks bytes that are not skippable.
  static let unskippable = UInt16.max

  /// Category of the end of the text, and of its start, as ICU numbers them.
  private static let endCategory = 1
  private static let startCategory = 2
  /// Entries of a row before the next states.
  static let head = 2

  /// No rules at all: a machine that is never run, because ICU answers everything.
  static let none = BreakRules()

  private init() {
    categories = [0]
    rows = [0]
    statuses = [0]
    width = 1
    firstDictionaryCategory = .max
    startRow = 0
    skippable = [Self.unskippable]
    endsSpace = [Bool](repeating: false, count: 256)
    spaceStatus = 0
  }

  /// Reads ICU's compiled rules; nil when they are not of the one known layout.
  init?(compiled bytes: [UInt8]) {
    func word(_ offset: Int) -> Int {
      guard offset >= 0, offset + 4 <= bytes.count else { return -1 }
      return Int(bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) })
    }
    // Header: magic, format version, length, number of categories, then offset and length of each part.
    guard bytes.count >= 80, word(0) == 0xB1A0, bytes[4] == 6, word(8) <= bytes.count else { return nil }
    let categoryCount = word(12)
    let table = word(16)
    let trie = word(32)
    let trieLength = word(36)
    let statusTable = word(48)
    let statusLength = word(52) / 4
    guard (3...255).contains(categoryCount), trie >= 80, trieLength > 0, trie + trieLength <= bytes.count,
      table >= 80, table + word(20) <= bytes.count, statusTable >= 80, statusTable + 4 * statusLength <= bytes.count
    else { return nil }
    // State table: states, bytes a row, first dictionary category, look-ahead slots, flags; then the rows.
    let stateCount = word(table)
    let rowLength = word(table + 4)
    let flags = word(table + 16)
    let unit = flags & 4 != 0 ? 1 : 2
    width = categoryCount + Self.head
    guard stateCount >= 2, word(table + 12) == 0, rowLength >= unit * (3 + categoryCount),
      20 + stateCount * rowLength <= word(20), stateCount * width <= Int(UInt16.max),
      let expanded = ICU.expandTrie(bytes[trie..<trie + trieLength]),
      expanded.allSatisfy({ $0 < categoryCount }),
      // ASCII never needs a dictionary.
      expanded.prefix(128).allSatisfy({ Int($0) < word(table + 8) })
    else { return nil }
    categories = expanded
    firstDictionaryCategory = UInt8(clamping: word(table + 8))

    var statuses: [Int32] = [0]
    var rows = [UInt16](repeating: 0, count: stateCount * width)
    for state in 0..<stateCount {
      func entry(_ index: Int) -> Int {
        let offset = table + 20 + state * rowLength + index * unit
        return unit == 1 ? Int(bytes[offset]) : Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
      }
      // No rule with a look-ahead mark has been let in, so a row accepts or it does not.
      guard entry(0) <= 1, entry(1) == 0 else { return nil }
      rows[state * width] = UInt16(entry(0))
      let group = entry(2)
      guard group < statusLength else { return nil }
      let last = group + word(statusTable + 4 * group)
      guard last >= group, last < statusLength else { return nil }
      let status = Int32(truncatingIfNeeded: word(statusTable + 4 * last))
      let index = statuses.firstIndex(of: status) ?? statuses.count
      if index == statuses.count { statuses.append(status) }
      rows[state * width + 1] = UInt16(index)
      for category in 0..<categoryCount {
        let next = entry(3 + category)
        guard next < stateCount else { return nil }
        rows[state * width + Self.head + category] = UInt16(next * width)
      }
    }
    self.statuses = statuses
    self.rows = rows
    let start = flags & 2 != 0 ? Int(rows[width + Self.head + Self.startCategory]) : width
    guard start != 0 else { return nil }
    startRow = start
    skippable = Self.skippableTargets(rows, categories, start: start)
    let space = Int(rows[start + Self.head + Int(categories[0x20])])
    let accepts = rows[space] == 1
    endsSpace = (0..<256).map { byte in
      accepts && byte < 0x80 && rows[space + Self.head + Int(expanded[byte])] == 0
    }
    spaceStatus = statuses[Int(rows[space + 1])]
  }

  /// Runs `body` on the machine with its tables at hand.
  @inline(__always)
  func withMachine<Result>(_ body: (BreakMachine) -> Result) -> Result {
    categories.withUnsafeBufferPointer { categories in
      rows.withUnsafeBufferPointer { rows in
        statuses.withUnsafeBufferPointer { statuses in
          guard let categories = categories.baseAddress, let rows = rows.baseAddress,
            let statuses = statuses.baseAddress
          else { preconditionFailure("the tables of break rules are never empty") }
          return skippable.withUnsafeBufferPointer { skippable in
            endsSpace.withUnsafeBufferPointer { endsSpace in
              guard let skippable = skippable.baseAddress, let endsSpace = endsSpace.baseAddress else {
                preconditionFailure("the tables of break rules are never empty")
              }
              return body(
                BreakMachine(
                  categories: categories, rows: rows, statuses: statuses,
                  firstDictionaryCategory: firstDictionaryCategory, startRow: startRow,
                  endEntry: Self.head + Self.endCategory, skippable: skippable, endsSpace: endsSpace,
                  spaceStatus: spaceStatus))
            }
          }
        }
      }
    }
  }
}
