import BraidFiles
import BraidText

/// The name of a JSON member, where it stands in the text.
struct JSONName {
  /// What is written between the quotes, alive as long as the text.
  fileprivate let bytes: Bytes
  /// The name, when it is written with escapes.
  fileprivate let decoded: String?

  /// A name as it is written.
  init(_ bytes: Bytes) {
    self.bytes = bytes
    decoded = nil
  }

  /// A name that was written with escapes.
  init(decoded: String) {
    bytes = Bytes(start: nil, count: 0)
    self.decoded = decoded
  }

  /// The name.
  var string: String { decoded ?? bytes.string }

  /// Whether a name is an ASCII literal.
  @inline(__always)
  static func ~= (literal: StaticString, name: JSONName) -> Bool {
    guard let decoded = name.decoded else { return name.bytes.equals(literal) }
    return decoded.utf8.elementsEqual(Bytes(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }
}

extension Dictionary where Key == String {
  /// The name that a new value is kept under: its own, or with a number where there is one that differs in bytes alone, which
  /// the dictionary takes for the same; nil where that very name is there.
  func newName(_ name: String) -> String? {
    guard let index = index(forKey: name) else { return name }
    guard !keys[index].isExactly(name) else { return nil }
    var number = 2
    while self["\(name) \(number)"] != nil { number += 1 }
    return "\(name) \(number)"
  }
}

extension Ledger {
  /// Counts a value whose name differs from another's in bytes alone.
  mutating func note(renamed name: String?, at place: SourceLocation) {
    guard let name else { return }
    note(
      .repaired, .values, "name that differs from another in bytes alone, kept with a number: `\(name.prefix(40))`",
      at: place)
  }
}
