import BraidCorpora
import BraidFiles

/// A property's value as a field of options declares it.
enum FieldValue {
  /// The default that a field with this value has; nil when it is absent.
  static func standard(_ value: Any) -> OptionNode.Value? {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional { return mirror.children.first.flatMap { standard($0.value) } }
    switch value {
    case let value as Int: return .scalar("\(value)", isPlain: true)
    case let value as Double: return .scalar("\(value)", isPlain: true)
    case let value as Bool: return .scalar("\(value)", isPlain: true)
    case let value as String: return .scalar(value, isPlain: false)
    case let value as any RawRepresentable: return standard(value.rawValue)
    default: break
    }
    guard mirror.displayStyle == .collection else { return nil }
    return .list(mirror.children.compactMap { standard($0.value).map { OptionNode(value: $0) } })
  }

  /// A property of options.
  struct Property {
    /// The struct that it belongs to.
    var owner: String
    var name: String
    var value: Any
  }

  /// The properties of options; those of options among them whose fields stand beside the others are in their place.
  static func properties(of options: any Configurable, fields: Set<String>) -> [Property] {
    Mirror(reflecting: options).children.flatMap { child -> [Property] in
      let property = Property(owner: "\(type(of: options))", name: child.label ?? "", value: child.value)
      guard !fields.contains(property.name), let inner = child.value as? any Configurable else { return [property] }
      let own = (try? FieldCollector.fields(of: inner).map(\.name)) ?? []
      return fields.isSuperset(of: own) ? properties(of: inner, fields: fields) : [property]
    }
  }
}
