/// One tag of a span encoding, taken apart: `B-NP` is the mark `begin` of the label `NP`.
package struct SpanTag: Hashable, Sendable {
  /// What a tag says about its token's place in a span.
  package enum Mark: UInt8, Sendable {
    /// In no span: `O`.
    case outside
    /// First token: `B-`.
    case begin
    /// Inside: `I-`, also `M-`.
    case inside
    /// Last token: `E-`, also `L-`.
    case end
    /// The only token: `S-`, also `U-`.
    case single
  }

  /// Its place in the span.
  package var mark: Mark
  /// The span's label; empty outside.
  package var label: String

  /// The tag of no span.
  package static let outside = SpanTag(.outside, "")

  /// A tag.
  package init(_ mark: Mark, _ label: String) {
    self.mark = mark
    self.label = label
  }

  /// Takes a tag apart; nil for one that is neither `O` nor a known letter, a hyphen and a label.
  package init?(_ tag: String) {
    let bytes = tag.utf8
    guard let first = bytes.first else { return nil }
    if bytes.count == 1 {
      guard first == 0x4F else { return nil }
      self = .outside
      return
    }
    guard bytes[bytes.index(after: bytes.startIndex)] == 0x2D, bytes.count > 2 else { return nil }
    switch first {
    case 0x42: mark = .begin
    case 0x49, 0x4D: mark = .inside
    case 0x45, 0x4C: mark = .end
    case 0x53, 0x55: mark = .single
    default: return nil
    }
    label = String(tag[bytes.index(bytes.startIndex, offsetBy: 2)...])
  }

  /// The tag as it is written, such as `B-NP`.
  package var description: String {
    switch mark {
    case .outside: "O"
    case .begin: "B-" + label
    case .inside: "I-" + label
    case .end: "E-" + label
    case .single: "S-" + label
    }
  }
}
