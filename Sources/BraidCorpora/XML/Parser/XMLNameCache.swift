/// The numbers of element names, by the address at which a parser keeps them.
///
/// A parser keeps one copy of each name, so its address is as good as the name, and much faster to compare.
struct XMLNameCache {
  private let wanted: [String: Int]
  private let limits: XMLLimits
  private var known: [UnsafePointer<UInt8>: Int] = [:]
  /// The last name met for each hash of an address.
  private var recent: [(UnsafePointer<UInt8>?, Int)]

  init(_ names: [String], limits: XMLLimits) {
    wanted = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    self.limits = limits
    recent = Array(repeating: (nil, -1), count: 256)
  }

  /// The number of a name, -1 for one that is not wanted; nil when there are too many names, or one too long.
  mutating func id(_ name: UnsafePointer<UInt8>) -> Int? {
    let address = UInt(bitPattern: name)
    let slot = Int(truncatingIfNeeded: (address ^ (address >> 8)) & 255)
    if recent[slot].0 == name { return recent[slot].1 }
    if let id = known[name] {
      recent[slot] = (name, id)
      return id
    }
    var length = 0
    while name[length] != 0 {
      length += 1
      if length > limits.nameLength { return nil }
    }
    guard known.count < limits.names else { return nil }
    let id = wanted[String(cString: name)] ?? -1
    known[name] = id
    recent[slot] = (name, id)
    return id
  }
}
