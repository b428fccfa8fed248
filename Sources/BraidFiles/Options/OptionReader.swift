import Foundation

/// Reads a map of keys and values into options; every key must be one that the options have.
package struct OptionReader: FieldVisitor {
  private let members: [OptionMember]
  private let place: SourceLocation
  private let inside: String
  private var known: [String] = []
  /// Required keys that are not there, which may stand there under a wrong name, and the error about the first.
  private var missing: (names: [String], error: OptionError)?

  /// Reads all of `node` into `value`.
  ///
  /// - Parameters:
  ///   - node: a map.
  ///   - value: the options; what the map does not have stays as it is.
  ///   - inside: what the map is, as messages name it.
  ///   - except: keys that are read elsewhere.
  /// - Throws: `OptionError` with the place of the first key or value that doesn't fit.
  package static func read<Object: Configurable>(
    _ node: OptionNode, into value: inout Object, inside: String, except: [String] = []
  ) throws(OptionError) {
    guard case .map(let members) = node.value else {
      throw .notAMap(node.place, what: inside, found: node.kind)
    }
    var reader = OptionReader(
      members: members.filter { !except.contains($0.key) }, place: node.place, inside: inside)
    try value.fields(&reader)
    reader.known += except
    try reader.finish()
    if let problem = value.problem { throw reader.error(problem) }
  }

  private func error(_ problem: OptionProblem) -> OptionError {
    let place = members.first { $0.key == problem.key }?.value.place ?? place
    guard let found = problem.found else {
      return .missingKey(place, key: problem.key, inside: inside, expected: problem.expected)
    }
    return .badValue(place, key: problem.key, found: found, expected: problem.expected, nearest: problem.nearest)
  }

  private init(members: [OptionMember], place: SourceLocation, inside: String) {
    self.members = members
    self.place = place
    self.inside = inside
  }

  private func finish() throws(OptionError) {
    let unknown = members.filter { !known.contains($0.key) }
    if let member = unknown.first {
      // One key that is not known, and one that is not there: it is that one.
      let names = missing?.names ?? []
      let meant = unknown.count == 1 && names.count == 1 ? names.first : nil
      throw .unknownKey(
        member.place, key: member.key, inside: inside,
        nearest: SpellingSuggestion.name(for: member.key, among: known) ?? meant, known: known)
    }
    if let missing { throw missing.error }
  }

  /// Notes that a required key is not there.
  private mutating func miss(_ name: String, _ about: String) {
    let error = missing?.error ?? .missingKey(place, key: name, inside: inside, expected: about)
    missing = ((missing?.names ?? []) + [name], error)
  }

  private mutating func member(_ name: String) -> OptionMember? {
    known.append(name)
    return members.first { $0.key == name }
  }

  private func scalar(_ member: OptionMember, _ expected: String) throws(OptionError) -> String {
    guard case .scalar(let text, _) = member.value.value else {
      throw .badValue(member.value.place, key: member.key, found: member.value.kind, expected: expected)
    }
    return text
  }

  private func bad(_ member: OptionMember, _ expected: String, nearest: String? = nil) -> OptionError {
    .badValue(member.value.place, key: member.key, found: member.value.kind, expected: expected, nearest: nearest)
  }

  package mutating func field(
    _ name: String, _ value: inout Int, _ range: ClosedRange<Int>, _ about: String
  ) throws(OptionError) {
    guard let member = member(name) else { return }
    let expected =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = Int(try scalar(member, expected)), range.contains(number) else { throw bad(member, expected) }
    value = number
  }

  package mutating func field(
    _ name: String, _ value: inout Int?, _ range: ClosedRange<Int>, _ about: String
  ) throws(OptionError) {
    var number = value ?? range.lowerBound
    try field(name, &number, range, about)
    if members.contains(where: { $0.key == name }) { value = number }
  }

  package mutating func field(
    _ name: String, _ value: inout Double, _ range: ClosedRange<Double>, _ about: String
  ) throws(OptionError) {
    guard let member = member(name) else { return }
    let expected =
      range.upperBound == .infinity
      ? "a number of at least \(range.lowerBound)" : "a number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = Double(try scalar(member, expected)), range.contains(number) else { throw bad(member, expected) }
    value = number
  }

  package mutating func field(_ name: String, _ value: inout Bool, _ about: String) throws(OptionError) {
    guard let member = member(name) else { return }
    switch try scalar(member, "true or false") {
    case "true": value = true
    case "false": value = false
    default: throw bad(member, "true or false")
    }
  }

  package mutating func field(_ name: String, _ value: inout Bool?, _ about: String) throws(OptionError) {
    var found = false
    try field(name, &found, about)
    if members.contains(where: { $0.key == name }) { value = found }
  }

  package mutating func field(
    _ name: String, _ value: inout String, required: Bool, _ about: String
  ) throws(OptionError) {
    guard let member = member(name) else {
      if required { miss(name, about) }
      return
    }
    let text = try scalar(member, "a text")
    guard !text.isEmpty || !required else { throw bad(member, about) }
    value = text
  }

  package mutating func field(_ name: String, _ value: inout String?, _ about: String) throws(OptionError) {
    guard let member = member(name) else { return }
    value = try scalar(member, "a text")
  }

  package mutating func field(
    _ name: String, _ value: inout [String], required: Bool, _ about: String
  ) throws(OptionError) {
    guard let member = member(name) else {
      if required { miss(name, about) }
      return
    }
    value = try texts(member).map(\.text)
    guard !value.isEmpty || !required else { throw bad(member, about) }
  }

  private func texts(_ member: OptionMember) throws(OptionError) -> [(text: String, place: SourceLocation)] {
    switch member.value.value {
    case .scalar(let text, _) where !text.isEmpty: return [(text, member.value.place)]
    case .list(let items):
      var texts: [(text: String, place: SourceLocation)] = []
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

  private mutating func pairs(_ name: String, _ expected: String) throws(OptionError) -> [OptionMember]? {
    guard let member = member(name) else { return nil }
    guard case .map(let members) = member.value.value else { throw bad(member, expected) }
    return members
  }

  package mutating func field(_ name: String, _ value: inout [String: String], _ about: String) throws(OptionError) {
    guard let pairs = try pairs(name, "a map of texts") else { return }
    value = [:]
    for pair in pairs { value[pair.key] = try scalar(pair, "a text") }
  }

  package mutating func field(_ name: String, _ value: inout [String: [String]], _ about: String) throws(OptionError) {
    guard let pairs = try pairs(name, "a map of texts or lists of texts") else { return }
    value = [:]
    for pair in pairs {
      let texts = try texts(pair).map(\.text)
      guard !texts.isEmpty else { throw bad(pair, "a text or a list of texts") }
      value[pair.key] = texts
    }
  }

  package mutating func field(_ name: String, _ value: inout ExactDictionary<Double>, _ about: String)
    throws(OptionError)
  {
    guard let pairs = try pairs(name, "a map of numbers") else { return }
    value = ExactDictionary()
    for pair in pairs {
      guard let number = Double(try scalar(pair, "a number")), number.isFinite else { throw bad(pair, "a number") }
      value[pair.key] = number
    }
  }

  package mutating func choice(
    _ name: String, _ value: inout String?, of words: [String], required: Bool, _ about: String
  ) throws(OptionError) {
    guard let member = member(name) else {
      if required, value == nil { miss(name, about) }
      return
    }
    let expected = "one of " + words.joined(separator: ", ")
    let word = try scalar(member, expected)
    guard words.contains(word) else {
      throw bad(member, expected, nearest: SpellingSuggestion.name(for: word, among: words))
    }
    value = word
  }

  package mutating func choices(
    _ name: String, _ value: inout [String], of words: [String], _ about: String
  ) throws(OptionError) {
    guard let member = member(name) else { return }
    let texts = try texts(member)
    for (text, place) in texts where !words.contains(text) {
      throw .badValue(
        place, key: name, found: "`\(text)`", expected: "one of " + words.joined(separator: ", "),
        nearest: SpellingSuggestion.name(for: text, among: words))
    }
    value = texts.map(\.text)
  }

  package mutating func object<Object: Configurable>(
    _ name: String, _ value: inout Object, _ about: String
  ) throws(OptionError) {
    guard let member = member(name) else { return }
    try Self.read(member.value, into: &value, inside: "`\(name)`")
  }

  package mutating func object<Object: Configurable>(
    _ name: String, _ value: inout Object?, _ about: String
  ) throws(OptionError) {
    guard let member = member(name) else { return }
    var object = Object()
    try Self.read(member.value, into: &object, inside: "`\(name)`")
    value = object
  }

  package mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], new: () -> Object, required: Bool, _ about: String
  ) throws(OptionError) {
    guard let pairs = try pairs(name, about) else {
      if required { miss(name, about) }
      return
    }
    value = []
    for pair in pairs {
      var object = new()
      try Self.read(pair.value, into: &object, inside: "`\(pair.key)`")
      value.append(Named(name: pair.key, value: object, place: pair.place))
    }
  }

  package mutating func variant(
    _ name: String, _ word: inout String?, _ value: inout (any Configurable)?, of variants: [OptionVariant],
    _ about: String
  ) throws(OptionError) {
    let before = word
    try choice(name, &word, of: variants.map(\.word), required: true, about)
    // The keys of a variant are known with it alone.
    if word == nil, let missing { throw missing.error }
    if word != before || value == nil { value = variants.first { $0.word == word }?.make() }
    try value?.fields(&self)
    if missing == nil, let problem = value?.problem { throw error(problem) }
  }
}
