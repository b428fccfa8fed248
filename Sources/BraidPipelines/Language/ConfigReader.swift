import Foundation

/// Reads a map of a pipeline file into options; every key must be one that the options have.
struct ConfigReader: FieldVisitor {
  private let members: [ConfigMember]
  private let place: Place
  private let inside: String
  private var known: [String] = []

  /// Reads all of `node` into `value`.
  ///
  /// - Throws: `PipelineError` with the place of the first key or value that doesn't fit.
  static func read<Object: Configurable>(
    _ node: ConfigNode, into value: inout Object, inside: String, except: [String] = []
  ) throws(PipelineError) {
    guard case .map(let members) = node.value else {
      throw .notAMap(node.place, what: inside, found: node.kind)
    }
    var reader = ConfigReader(
      members: members.filter { !except.contains($0.key) }, place: node.place, inside: inside)
    try value.fields(&reader)
    reader.known += except
    try reader.finish()
  }

  private init(members: [ConfigMember], place: Place, inside: String) {
    self.members = members
    self.place = place
    self.inside = inside
  }

  private func finish() throws(PipelineError) {
    for member in members where !known.contains(member.key) {
      throw .unknownKey(
        member.place, key: member.key, inside: inside, nearest: Nearest.name(to: member.key, among: known), known: known
      )
    }
  }

  private mutating func member(_ name: String) -> ConfigMember? {
    known.append(name)
    return members.first { $0.key == name }
  }

  private func scalar(_ member: ConfigMember, _ expected: String) throws(PipelineError) -> String {
    guard case .scalar(let text, _) = member.value.value else {
      throw .badValue(member.value.place, key: member.key, found: member.value.kind, expected: expected)
    }
    return text
  }

  private func bad(_ member: ConfigMember, _ expected: String, nearest: String? = nil) -> PipelineError {
    .badValue(member.value.place, key: member.key, found: member.value.kind, expected: expected, nearest: nearest)
  }

  mutating func field(
    _ name: String, _ value: inout Int, _ range: ClosedRange<Int>, _ about: String
  ) throws(PipelineError) {
    guard let member = member(name) else { return }
    let expected =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = Int(try scalar(member, expected)), range.contains(number) else { throw bad(member, expected) }
    value = number
  }

  mutating func field(
    _ name: String, _ value: inout Double, _ range: ClosedRange<Double>, _ about: String
  ) throws(PipelineError) {
    guard let member = member(name) else { return }
    let expected =
      range.upperBound == .infinity
      ? "a number of at least \(range.lowerBound)" : "a number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = Double(try scalar(member, expected)), range.contains(number) else { throw bad(member, expected) }
    value = number
  }

  mutating func field(_ name: String, _ value: inout Bool, _ about: String) throws(PipelineError) {
    guard let member = member(name) else { return }
    switch try scalar(member, "true or false") {
    case "true": value = true
    case "false": value = false
    default: throw bad(member, "true or false")
    }
  }

  mutating func field(_ name: String, _ value: inout Bool?, _ about: String) throws(PipelineError) {
    var found = false
    try field(name, &found, about)
    if members.contains(where: { $0.key == name }) { value = found }
  }

  mutating func field(
    _ name: String, _ value: inout String, required: Bool, _ about: String
  ) throws(PipelineError) {
    guard let member = member(name) else {
      if required { throw .missingKey(place, key: name, inside: inside, expected: about) }
      return
    }
    let text = try scalar(member, "a text")
    guard !text.isEmpty || !required else { throw bad(member, about) }
    value = text
  }

  mutating func field(_ name: String, _ value: inout String?, _ about: String) throws(PipelineError) {
    guard let member = member(name) else { return }
    value = try scalar(member, "a text")
  }

  mutating func field(
    _ name: String, _ value: inout [String], required: Bool, _ about: String
  ) throws(PipelineError) {
    guard let member = member(name) else {
      if required { throw .missingKey(place, key: name, inside: inside, expected: about) }
      return
    }
    value = try texts(member).map(\.text)
    guard !value.isEmpty || !required else { throw bad(member, about) }
  }

  private func texts(_ member: ConfigMember) throws(PipelineError) -> [(text: String, place: Place)] {
    switch member.value.value {
    case .scalar(let text, _) where !text.isEmpty: return [(text, member.value.place)]
    case .list(let items):
      var texts: [(text: String, place: Place)] = []
      for item in items {
        guard case .scalar(let text, _) = item.value else {
          throw .badValue(item.place, key: member.key, found: item.kind, expected: "a list of texts")
        }
        texts.append((text, item.place))
      }
      return texts
    default: throw bad(member, "a text or a list of texts")
    }
  }

  private mutating func pairs(_ name: String, _ expected: String) throws(PipelineError) -> [ConfigMember]? {
    guard let member = member(name) else { return nil }
    guard case .map(let members) = member.value.value else { throw bad(member, expected) }
    return members
  }

  mutating func field(_ name: String, _ value: inout [String: String], _ about: String) throws(PipelineError) {
    guard let pairs = try pairs(name, "a map of texts") else { return }
    value = [:]
    for pair in pairs { value[pair.key] = try scalar(pair, "a text") }
  }

  mutating func field(_ name: String, _ value: inout [String: Double], _ about: String) throws(PipelineError) {
    guard let pairs = try pairs(name, "a map of numbers") else { return }
    value = [:]
    for pair in pairs {
      guard let number = Double(try scalar(pair, "a number")), number.isFinite else { throw bad(pair, "a number") }
      value[pair.key] = number
    }
  }

  mutating func choice(
    _ name: String, _ value: inout String, of words: [String], required: Bool, _ about: String
  ) throws(PipelineError) {
    guard let member = member(name) else {
      if required { throw .missingKey(place, key: name, inside: inside, expected: about) }
      return
    }
    let expected = "one of " + words.joined(separator: ", ")
    let word = try scalar(member, expected)
    guard words.contains(word) else { throw bad(member, expected, nearest: Nearest.name(to: word, among: words)) }
    value = word
  }

  mutating func choices(
    _ name: String, _ value: inout [String], of words: [String], _ about: String
  ) throws(PipelineError) {
    guard let member = member(name) else { return }
    let texts = try texts(member)
    for (text, place) in texts where !words.contains(text) {
      throw .badValue(
        place, key: name, found: "`\(text)`", expected: "one of " + words.joined(separator: ", "),
        nearest: Nearest.name(to: text, among: words))
    }
    value = texts.map(\.text)
  }

  mutating func object<Object: Configurable>(
    _ name: String, _ value: inout Object, _ about: String
  ) throws(PipelineError) {
    guard let member = member(name) else { return }
    try Self.read(member.value, into: &value, inside: "`\(name)`")
  }

  mutating func object<Object: Configurable>(
    _ name: String, _ value: inout Object?, _ about: String
  ) throws(PipelineError) {
    guard let member = member(name) else { return }
    var object = Object()
    try Self.read(member.value, into: &object, inside: "`\(name)`")
    value = object
  }

  mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], required: Bool, _ about: String
  ) throws(PipelineError) {
    guard let pairs = try pairs(name, about) else {
      guard required else { return }
      throw .missingKey(place, key: name, inside: inside, expected: about)
    }
    value = []
    for pair in pairs {
      var object = Object()
      try Self.read(pair.value, into: &object, inside: "`\(pair.key)`")
      value.append(Named(name: pair.key, value: object, place: pair.place))
    }
  }
}
