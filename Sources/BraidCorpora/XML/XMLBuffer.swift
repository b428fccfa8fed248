import BraidText

/// XML of one document while it is written.
struct XMLBuffer {
  private var bytes: [UInt8] = []
  /// The first character that XML 1.0 cannot hold.
  private var unfit: Unicode.Scalar?

  /// Appends markup as it is.
  mutating func markup(_ text: String) { bytes += text.utf8 }

  /// Appends text, escaped; `codeName` is that of elements for characters that XML cannot hold.
  mutating func text(_ text: String, codeName: String? = nil) {
    let bad = XMLEscape.append(text, to: &bytes, codeName: codeName)
    unfit = unfit ?? bad
  }

  /// Appends an attribute; none for nil.
  mutating func attribute(_ name: String, _ value: String?) {
    guard let value else { return }
    markup(" \(name)=\"")
    let bad = XMLEscape.append(value, to: &bytes, quoted: true)
    unfit = unfit ?? bad
    markup("\"")
  }

  /// Appends what another one holds.
  mutating func append(_ other: XMLBuffer) {
    bytes += other.bytes
    unfit = unfit ?? other.unfit
  }

  /// Gives out what was written, and starts over.
  ///
  /// - Throws: `cannotExpress` for a character that XML 1.0 cannot hold.
  mutating func take(_ format: CorpusFormat, of document: Document) throws(CorpusError) -> [UInt8] {
    defer { self = XMLBuffer() }
    guard let unfit else { return bytes }
    let digits = String(unfit.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    throw .cannotExpress(format, document: document.id, what: "the character \(code)")
  }
}
