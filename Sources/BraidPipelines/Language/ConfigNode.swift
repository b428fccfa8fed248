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
  let place: Place

  /// The kind of value, as messages name it.
  var kind: String {
    switch value {
    case .scalar(let text, _): text.isEmpty ? "empty" : "`\(text)`"
    case .list: "a list"
    case .map: "a map"
    }
  }
}

/// One key of a map with its value.
struct ConfigMember: Sendable {
  let key: String
  let place: Place
  var value: ConfigNode
}
