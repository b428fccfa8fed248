import BraidFiles
import BraidText
import Foundation

extension POSource {
  /// Lines at the start of a catalogue among which its header says `charset=`.
  static let headerLines = 60

  /// The encoding that a catalogue's header declares; nil for UTF-8, none, one that is not known, and for what can be read
  /// only once.
  ///
  /// - Throws: `CorpusError.file`.
  static func encoding(of file: String) throws(CorpusError) -> TextEncoding? {
    guard !FileSystem.isStream(file) else { return nil }
    let lines = LineSource(
      try .opening(file), replaceInvalid: true, limit: 1 << 16, cutsLongLines: true, refusesCarriageReturns: false)
    var ledger = Ledger()
    while lines.number < headerLines, try lines.advance(into: &ledger) {
      let line = lines.string
      if line.range(of: "charset=", options: .caseInsensitive) != nil { return encoding(declaredIn: line) }
    }
    return nil
  }

  /// The encoding that a line of a header declares; nil for UTF-8, none and one that is not known.
  static func encoding(declaredIn line: String) -> TextEncoding? {
    let line = line.lowercased()
    guard let start = line.range(of: "charset=")?.upperBound else { return nil }
    let name = line[start...].prefix { $0.isLetter || $0.isNumber || "-_:.+".contains($0) }
    let encoding = TextEncoding(rawValue: String(name))
    // What is ASCII may hold UTF-8 all the same.
    return encoding == .utf8 || encoding.rawValue == "us-ascii" || !encoding.isKnown ? nil : encoding
  }
}
