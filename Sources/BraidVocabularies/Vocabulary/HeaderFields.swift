/// `NAME=VALUE NAME=VALUE …`, as the first lines of vocabularies and counts have them.
enum HeaderFields {
  /// The fields of a line by name, or the index of the first byte of one that is no such field.
  static func read(_ line: ArraySlice<UInt8>) -> (fields: [String: String], bad: Int?) {
    var fields: [String: String] = [:]
    for field in line.split(separator: 32) {
      guard let equals = field.firstIndex(of: 61), let value = EntryEscape.bytes(field[(equals + 1)...]) else {
        return (fields, field.startIndex)
      }
      fields[String(decoding: field[..<equals], as: UTF8.self)] = String(decoding: value, as: UTF8.self)
    }
    return (fields, nil)
  }

  /// Appends fields in their order, and the end of the line.
  static func append(_ fields: [(name: String, value: String)], to text: inout [UInt8]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { text.append(32) }
      text.append(contentsOf: field.name.utf8)
      text.append(61)
      EntryEscape.append(field.value.utf8, to: &text, spaces: true)
    }
    text.append(10)
  }
}
