/// A value of a pipeline file, a model folder or the command line, with the place it stands at.
package struct OptionNode: Sendable, Equatable {
  /// The kinds of value.
  package enum Value: Sendable, Equatable {
    /// A number, a truth value or a text; `isPlain` when it was written without quotes.
    case scalar(String, isPlain: Bool)
    case list([OptionNode])
    case map([OptionMember])
  }

  package var value: Value
  package var place: SourceLocation

  package init(value: Value, place: SourceLocation = SourceLocation(file: "")) {
    self.value = value
    self.place = place
  }

  /// The kind of value, as messages name it.
  package var kind: String {
    switch value {
    case .scalar(let text, _): text.isEmpty ? "empty" : "`\(Self.shortened(text))`"
    case .list(let items): items.isEmpty ? "an empty list" : "a list"
    case .map: "a map"
    }
  }

  /// The beginning of a text that is no value but a whole file, say.
  private static func shortened(_ text: String) -> String {
    text.count > 80 ? "\(text.prefix(80))…" : text
  }

  /// The same value with everything in it at one place.
  package func placed(at place: SourceLocation) -> OptionNode {
    switch value {
    case .scalar: OptionNode(value: value, place: place)
    case .list(let items): OptionNode(value: .list(items.map { $0.placed(at: place) }), place: place)
    case .map(let members):
      OptionNode(
        value: .map(
          members.map { OptionMember(key: $0.key, place: place, value: $0.value.placed(at: place)) }), place: place)
    }
  }

  /// The value of a key of a map; nil when there is none, or this is no map.
  package subscript(_ key: String) -> OptionNode? {
    guard case .map(let members) = value else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// Where something stands in a map: the key or the item `name` of the option at a path of keys, else the option itself, else
  /// the innermost map on the path that is there; nil when not even the first key is.
  package func place(of path: [String], naming name: String? = nil) -> SourceLocation? {
    guard let key = path.first else { return name.flatMap(place) ?? place }
    guard let inner = self[key] else { return nil }
    return inner.place(of: Array(path.dropFirst()), naming: name) ?? inner.place
  }

  /// The path of keys to the first text that is `text`, and where it stands; nil when there is none.
  package func path(to text: String) -> (keys: [String], place: SourceLocation)? {
    switch value {
    case .scalar(let own, _): return own.isExactly(text) ? ([], place) : nil
    case .list(let items): return items.lazy.compactMap { $0.path(to: text) }.first
    case .map(let members):
      return members.lazy.compactMap { member in
        member.value.path(to: text).map { ([member.key] + $0.keys, $0.place) }
      }.first
    }
  }

  /// Where a key of a map or an item of a list stands.
  private func place(naming name: String) -> SourceLocation? {
    switch value {
    case .scalar: nil
    case .list(let items):
      items.first { if case .scalar(let text, _) = $0.value { text.isExactly(name) } else { false } }?.place
    case .map(let members): members.first { $0.key.isExactly(name) }?.place
    }
  }
}

/// One key of a map with its value.
package struct OptionMember: Sendable, Equatable {
  package let key: String
  package var place: SourceLocation
  package var value: OptionNode

  package init(key: String, place: SourceLocation = SourceLocation(file: ""), value: OptionNode) {
    self.key = key
    self.place = place
    self.value = value
  }
}

extension OptionNode: Codable {
  /// Reads any JSON value but null; members come in the order of their names.
  package init(from decoder: any Decoder) throws {
    let place = SourceLocation(file: "")
    if let container = try? decoder.container(keyedBy: Key.self) {
      let members = try container.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
        OptionMember(key: $0.stringValue, place: place, value: try container.decode(OptionNode.self, forKey: $0))
      }
      self.init(value: .map(members), place: place)
    } else if var container = try? decoder.unkeyedContainer() {
      var items: [OptionNode] = []
      while !container.isAtEnd { items.append(try container.decode(OptionNode.self)) }
      self.init(value: .list(items), place: place)
    } else {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.init(value: .scalar(text, isPlain: false), place: place)
      } else if let flag = try? container.decode(Bool.self) {
        self.init(value: .scalar("\(flag)", isPlain: true), place: place)
      } else if let number = try? container.decode(Int.self) {
        self.init(value: .scalar("\(number)", isPlain: true), place: place)
      } else {
        self.init(value: .scalar("\(try container.decode(Double.self))", isPlain: true), place: place)
      }
    }
  }

  /// Writes the value as JSON: plain scalars as numbers and truth values where they are such.
  package func encode(to encoder: any Encoder) throws {
    switch value {
    case .map(let members):
      var container = encoder.container(keyedBy: Key.self)
      for member in members { try container.encode(member.value, forKey: Key(stringValue: member.key)) }
    case .list(let items):
      var container = encoder.unkeyedContainer()
      for item in items { try container.encode(item) }
    case .scalar(let text, let isPlain):
      var container = encoder.singleValueContainer()
      if isPlain, let flag = Bool(text) {
        try container.encode(flag)
      } else if isPlain, let number = Int(text) {
        try container.encode(number)
      } else if isPlain, let number = Double(text), number.isFinite {
        try container.encode(number)
      } else {
        try container.encode(text)
      }
    }
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
