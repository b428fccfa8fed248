import BraidFiles

/// Everything that a stage's result depends on, part by part: its options, the data it reads, the stages it uses, the
/// seed, and the program.
struct StageKey: Codable, Equatable {
  /// One thing that the result depends on.
  struct Part: Codable, Equatable {
    /// What there is.
    enum Kind: String, Codable { case option, seed, file, stage, program }

    /// What it is.
    var kind: Kind
    /// Which option, file or stage.
    var name = ""
    /// The option as it stands, or the hash of what it names.
    var value: String

    /// What it is, as messages name it: ``option `size` ``.
    var text: String {
      switch kind {
      case .option: "option `\(name)`"
      case .seed: "the seed"
      case .file: "file \(name)"
      case .stage: "stage `\(name)`"
      case .program: "the program"
      }
    }

    /// Whether the value can be shown to a person.
    var isReadable: Bool { kind == .option || kind == .seed }
  }

  /// The parts, in the order in which differences are looked for.
  var parts: [Part]

  /// What stands for the version of the program.
  var program: String? { parts.last { $0.kind == .program }?.value }

  /// One hash over all parts.
  var digest: String {
    SHA256.hexadecimal(parts.map { "\($0.text.utf8.count) \($0.text) \($0.value.utf8.count) \($0.value)\n" }.joined())
  }

  /// The key of something that a stage makes on its way and that only some of its options and files, and not the seed, have
  /// to do with.
  ///
  /// - Parameters:
  ///   - files: the files that belong to the key.
  ///   - include: whether the option at a path belongs to the key.
  /// - Returns: the key.
  func ofOptions(files: [String] = [], _ include: (String) -> Bool) -> StageKey {
    StageKey(
      parts: parts.filter { part in
        switch part.kind {
        case .option: include(part.name)
        case .file: files.contains(part.name)
        case .seed: false
        case .stage, .program: true
        }
      })
  }

  /// The first thing about which this key differs from an older one; nil when they are equal.
  func difference(from old: StageKey) -> RunReason? {
    let before = Dictionary(old.parts.map { ($0.text, $0.value) }) { first, _ in first }
    for part in parts {
      guard let value = before[part.text] else {
        return .changed(what: part.isReadable ? "\(part.text) is \(part.value), was not there" : "\(part.text) is new")
      }
      guard value != part.value else { continue }
      if part.kind == .stage { return .upstreamChanged(stage: part.name) }
      return .changed(
        what: part.isReadable ? "\(part.text) is \(part.value), was \(value)" : "\(part.text) changed")
    }
    let names = Set(parts.map(\.text))
    if let gone = old.parts.first(where: { !names.contains($0.text) }) { return .changed(what: "\(gone.text) is gone") }
    return parts == old.parts ? nil : .changed(what: "the order of its parts changed")
  }
}
