import BraidFiles
public import BraidText

/// Deals the documents of a corpus out to parts, by chance but always the same for the same seed.
///
/// Two passes: `add` every document, then `assignment`. Shares are met as exactly as whole records allow, in the whole
/// corpus or in each stratum; documents of one group go to one part, and so do those of one record, such as a message of PO and
/// its plural.
public struct CorpusSplitter: Sendable {
  /// A part and its share of the documents.
  public struct Part: Sendable, Equatable {
    /// The part's name.
    public var name: String
    /// Its share, relative to those of the others.
    public var share: Double

    /// A part.
    public init(name: String, share: Double) {
      self.name = name
      self.share = share
    }
  }

  /// What is kept in proportion or together.
  public enum Unit: Sendable, Equatable {
    /// Each document on its own.
    case documents
    /// Each document on its own, every label of a layer in proportion; documents without a label are a stratum.
    case stratified(layer: String)
    /// Documents with the same value stay together: `id` up to a last `#`, `-` or `_` and digits is `source`, anything
    /// else a field.
    case grouped(by: String)
  }

  /// The parts.
  public let parts: [Part]
  private let unit: Unit
  /// The number of each record's stratum or group.
  private var keys: [Int32] = []
  /// The record of each document.
  private var records: [Int32] = []
  /// What a plural says of the message before it.
  private var last: (id: String, text: String, domain: String?)?
  private var numbers = ExactDictionary<Int32>()

  /// A splitter.
  ///
  /// - Parameters:
  ///   - parts: At least one, shares above 0.
  ///   - unit: What is kept in proportion or together.
  /// - Throws: `CorpusError.badOption` for no parts, a share that is not above 0, or a name used twice.
  public init(parts: [Part], unit: Unit = .documents) throws(CorpusError) {
    guard !parts.isEmpty else { throw .badOption(name: "parts", found: "none", expected: "NAME=SHARE,…") }
    if let bad = parts.first(where: { !($0.share > 0 && $0.share.isFinite) }) {
      throw .badOption(name: "parts", found: "\(bad.name)=\(bad.share)", expected: "a share above 0")
    }
    let names = parts.map(\.name)
    if let twice = names.first(where: { name in names.count(where: { $0 == name }) > 1 }) {
      throw .badOption(name: "parts", found: "\(twice) twice", expected: "each name once")
    }
    self.parts = parts
    self.unit = unit
  }

  /// Takes the next document into account.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - continuesRecord: Whether it is of the same record as the one before, as a further segment of a unit is. That a document
  ///     is the plural of the message before it is known by its fields.
  public mutating func add(_ document: Document, continuesRecord: Bool = false) {
    let continues = !keys.isEmpty && (continuesRecord || isPlural(document))
    last = (document.id, document.text, document.fields[POEntry.domain])
    records.append(Int32(continues ? keys.count - 1 : keys.count))
    guard !continues else { return }
    let key =
      switch unit {
      case .documents: ""
      case .stratified(let layer):
        (document.labels[layer] ?? []).map(\.name).sortedExactly().joined(separator: "\u{0}")
      case .grouped(let name):
        switch name {
        case "id": document.id
        case "source": Self.source(document.id)
        default: document.fields[name] ?? ""
        }
      }
    if let number = numbers[key] {
      keys.append(number)
    } else {
      keys.append(Int32(numbers.count))
      numbers[key] = Int32(numbers.count)
    }
  }

  /// Whether a document is the plural of the message before it.
  private func isPlural(_ document: Document) -> Bool {
    guard let singular = document.fields[POEntry.singular], let last else { return false }
    return last.text.utf8.elementsEqual(singular.utf8) && last.id.utf8.elementsEqual(document.id.utf8)
      && last.domain.map { ExactString($0) } == document.fields[POEntry.domain].map { ExactString($0) }
  }

  /// Whether documents differ in the layer or field that the unit names; without it no document has one.
  public var isUnitFound: Bool { unit == .documents || keys.isEmpty || numbers.contains { !$0.key.isEmpty } }

  /// How many strata or groups there are.
  public var keyCount: Int { numbers.count }

  /// The part of each document, in the order in which they were added.
  ///
  /// - Parameter random: Where chance comes from.
  /// - Returns: An index into `parts` for each document.
  public func assignment(using random: inout some RandomNumberGenerator) -> [Int] {
    var members = [[Int]](repeating: [], count: numbers.count)
    for (record, key) in keys.enumerated() { members[Int(key)].append(record) }
    let parts = if case .grouped = unit { assignGroups(members, &random) } else { assignEach(members, &random) }
    return records.map { parts[Int($0)] }
  }

  private func assignEach(_ members: [[Int]], _ random: inout some RandomNumberGenerator) -> [Int] {
    var result = [Int](repeating: 0, count: keys.count)
    // What rounding took from a part in one stratum goes to it in the next.
    var owed = [Double](repeating: 0, count: parts.count)
    for var records in members {
      Self.shuffle(&records, &random)
      var next = 0
      for (part, size) in sizes(records.count, owed: &owed).enumerated() {
        for record in records[next..<next + size] { result[record] = part }
        next += size
      }
    }
    return result
  }

  private func assignGroups(_ members: [[Int]], _ random: inout some RandomNumberGenerator) -> [Int] {
    var order = Array(members.indices)
    Self.shuffle(&order, &random)
    // The largest first, so that small ones can even out; chance decides among equals.
    let rank = order.enumerated().reduce(into: [Int](repeating: 0, count: order.count)) { $0[$1.element] = $1.offset }
    order.sort {
      members[$0].count != members[$1].count ? members[$0].count > members[$1].count : rank[$0] < rank[$1]
    }
    let total = parts.reduce(0) { $0 + $1.share }
    var left = parts.map { $0.share / total * Double(keys.count) }
    var result = [Int](repeating: 0, count: keys.count)
    for group in order {
      var part = 0
      for other in parts.indices where left[other] > left[part] { part = other }
      left[part] -= Double(members[group].count)
      for record in members[group] { result[record] = part }
    }
    return result
  }

  /// Whole numbers that add up to `count`, nearest to the shares and what is owed.
  private func sizes(_ count: Int, owed: inout [Double]) -> [Int] {
    let total = parts.reduce(0) { $0 + $1.share }
    let wanted = parts.indices.map { parts[$0].share / total * Double(count) + owed[$0] }
    var sizes = wanted.map { max(0, Int($0.rounded(.down))) }
    while sizes.reduce(0, +) > count, let most = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) { sizes[most] -= 1 }
    while sizes.reduce(0, +) < count {
      var part = 0
      for other in parts.indices where wanted[other] - Double(sizes[other]) > wanted[part] - Double(sizes[part]) {
        part = other
      }
      sizes[part] += 1
    }
    for part in parts.indices { owed[part] = wanted[part] - Double(sizes[part]) }
    return sizes
  }

  /// Fisher and Yates's shuffle, spelled out so that it stays the same in every version of Swift.
  private static func shuffle(_ values: inout [Int], _ random: inout some RandomNumberGenerator) {
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, Int(random.next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
  }

  /// The part of an id that names the source: without a last `#`, `-`, `_` or `.` and the digits after it.
  private static func source(_ id: String) -> String {
    let utf8 = id.utf8
    var end = utf8.endIndex
    while end > utf8.startIndex, (48...57).contains(utf8[utf8.index(before: end)]) { end = utf8.index(before: end) }
    guard end < utf8.endIndex, end > utf8.startIndex,
      [0x23, 0x2D, 0x5F, 0x2E].contains(utf8[utf8.index(before: end)])
    else { return id }
    return String(id[..<utf8.index(before: end)])
  }
}
