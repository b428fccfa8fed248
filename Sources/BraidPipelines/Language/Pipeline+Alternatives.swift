import BraidFiles

extension Pipeline {
  /// The settings that a setting with a list of values stands for: `KEY=[A,B]` for `KEY=A` and `KEY=B`; any other setting
  /// for itself.
  ///
  /// A new `kind` of loss weights, schedule or rule for conflicts replaces all options of the old one.
  ///
  /// - Throws: `PipelineError` for what is no setting.
  public static func alternatives(_ setting: String) throws(PipelineError) -> [String] {
    let place = SourceLocation(file: "--set \(setting)", line: 0, column: 0)
    guard let equals = setting.firstIndex(of: "=") else {
      throw .badValue(place, key: "--set", found: "`\(setting)`", expected: "KEY=VALUE")
    }
    let key = String(setting[..<equals])
    let text = String(setting[setting.index(after: equals)...])
    guard text.hasPrefix("["), case .list(let items) = try ConfigParser.parse(text, file: place.file).value else {
      return [setting]
    }
    guard !items.isEmpty else {
      throw .badValue(place, key: "--set", found: "an empty list", expected: "the values to try")
    }
    let path = key.split(separator: ".", omittingEmptySubsequences: false)
    let isRule =
      path.count > 2 && path.last == "kind" && ["weights", "schedule", "conflict"].contains(path[path.count - 2])
    return items.map { item in
      let value = item.inline
      return isRule ? "\(path.dropLast().joined(separator: "."))={kind: \(value)}" : "\(key)=\(value)"
    }
  }
}

extension OptionNode {
  /// The value in one line of YAML.
  fileprivate var inline: String {
    switch value {
    case .scalar(let text, let isPlain): isPlain ? text : Self.quoted(text)
    case .list(let items): "[" + items.map(\.inline).joined(separator: ", ") + "]"
    case .map(let members):
      "{" + members.map { "\(Self.quoted($0.key)): \($0.value.inline)" }.joined(separator: ", ") + "}"
    }
  }
}
