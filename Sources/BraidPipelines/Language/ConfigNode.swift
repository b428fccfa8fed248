/// A value of a pipeline file with the place it stands at.
struct ConfigNode: Sendable {
  /// The kinds of value.
  enum Value: Sendable {
    /// A number, a truth value or a text; `isPlain` when it was written without quotes.
    case scalar(String, isPlain: Bool)
    case list([ConfigNode])
    case map([ConfigMember])
  }

  var value: Value
  var place: Place

  /// The kind of value, as messages name it.
  var kind: String {
    switch value {
    case .scalar(let text, _): text.isEmpty ? "empty" : "`\(text)`"
    case .list: "a list"
    case .map: "a map"
    }
  }
}

extension ConfigNode {
  /// The same value with everything in it at one place.
  func placed(at place: Place) -> ConfigNode {
    switch value {
    case .scalar: ConfigNode(value: value, place: place)
    case .list(let items): ConfigNode(value: .list(items.map { $0.placed(at: place) }), place: place)
    case .map(let members):
      ConfigNode(
        value: .map(
          members.map { ConfigMember(key: $0.key, place: place, value: $0.value.placed(at: place)) }), place: place)
    }
  }

  /// The value of a key of a map; nil when there is none, or this is no map.
  subscript(_ key: String) -> ConfigNode? {
    guard case .map(let members) = value else { return nil }
    return members.first { $0.key == key }?.value
  }
}

/// One key of a map with its value.
struct ConfigMember: Sendable {
  let key: String
  var place: Place
  var value: ConfigNode
}
