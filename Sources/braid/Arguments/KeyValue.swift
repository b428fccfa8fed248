import ArgumentParser

/// `KEY=VALUE` on the command line.
enum KeyValue {
  /// Both sides of the first equals sign.
  ///
  /// - Throws: `ValidationError` when there is none or a side is empty.
  static func parse(_ text: String, option: String, example: String) throws -> (key: String, value: String) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex, text.index(after: equals) < text.endIndex
    else {
      throw ValidationError("\(option) \(text): expected KEY=VALUE, such as \(example).")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  /// A path that may have a name before it, `NAME=PATH`; without one the file's name without endings.
  static func named(_ text: String) -> (name: String, path: String) {
    if let equals = text.firstIndex(of: "="), equals > text.startIndex, !text[..<equals].contains("/") {
      return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
    let file = text.split(separator: "/").last.map(String.init) ?? text
    return (file, text)
  }
}
