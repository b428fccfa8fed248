import Foundation

extension OptionNode {
  /// The lines of a map as YAML, each after `indent`.
  ///
  /// - Precondition: the value is a map.
  package func yaml(indent: String) -> [String] {
    guard case .map(let members) = value else { preconditionFailure("\(kind) is no map") }
    return members.flatMap { member in
      let key = indent + Self.quoted(member.key) + ":"
      if case .map(let inner) = member.value.value, !inner.isEmpty {
        return [key] + member.value.yaml(indent: indent + "  ")
      }
      return ["\(key) \(member.value.flowText)"]
    }
  }

  /// The value on one line.
  private var flowText: String {
    switch value {
    case .scalar(let text, let isPlain): isPlain ? text : Self.quoted(text)
    case .list(let items): "[\(items.map(\.flowText).joined(separator: ", "))]"
    case .map(let members):
      "{\(members.map { "\(Self.quoted($0.key)): \($0.value.flowText)" }.joined(separator: ", "))}"
    }
  }

  /// Everything in a map that is no map itself, by its path: keys joined by `.`.
  package var leaves: [(path: String, text: String)] {
    guard case .map(let members) = value else { return [] }
    return members.flatMap { member -> [(path: String, text: String)] in
      guard case .map = member.value.value else { return [(member.key, member.value.flowText)] }
      return member.value.leaves.map { ("\(member.key).\($0.path)", $0.text) }
    }
  }

  /// A text, quoted where YAML would read it as something else.
  package static func quoted(_ text: String) -> String {
    let isPlain = text.range(of: #"^[A-Za-z_./][A-Za-z0-9_./*-]*$"#, options: .regularExpression) != nil
    if isPlain, !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) {
      return text
    }
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\\", "\"": "\\\(scalar)"
      case "\n": "\\n"
      case "\t": "\\t"
      case "\0"..<" ", "\u{7F}"..<"\u{A0}": String(format: "\\x%02X", scalar.value)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
