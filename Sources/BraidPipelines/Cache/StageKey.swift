/// Everything that a stage's result depends on, part by part: its options, the data it reads, the stages it uses, the
/// seed, and the program.
struct StageKey: Codable, Equatable {
  /// One thing that the result depends on.
  struct Part: Codable, Equatable {
    /// What it is, as messages name it: ``option `size` ``.
    var name: String
    /// The option as it stands, or the hash of what it names.
    var value: String
    /// Whether the value can be shown to a person.
    var isReadable: Bool
  }

  /// The parts, in the order in which differences are looked for.
  var parts: [Part]

  /// One hash over all parts.
  var digest: String {
    SHA256.hexadecimal(parts.map { "\($0.name.utf8.count) \($0.name) \($0.value.utf8.count) \($0.value)\n" }.joined())
  }

  /// The first thing about which this key differs from an older one, in words; nil when they are equal.
  func difference(from old: StageKey) -> String? {
    let before = Dictionary(old.parts.map { ($0.name, $0.value) }) { first, _ in first }
    for part in parts {
      guard let value = before[part.name] else {
        return part.isReadable ? "\(part.name) is \(part.value), was not there" : "\(part.name) is new"
      }
      guard value != part.value else { continue }
      return part.isReadable ? "\(part.name) is \(part.value), was \(value)" : "\(part.name) changed"
    }
    let names = Set(parts.map(\.name))
    if let gone = old.parts.first(where: { !names.contains($0.name) }) { return "\(gone.name) is gone" }
    return parts == old.parts ? nil : "the order of its parts changed"
  }
}
