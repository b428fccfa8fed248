import BraidFiles

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
    /// The only token: `S-`, also `U-` and `W-`.
    case single

    init?(_ letter: UInt8) {
      switch letter {
      case UInt8(ascii: "B"): self = .begin
      case UInt8(ascii: "I"), UInt8(ascii: "M"): self = .inside
      case UInt8(ascii: "E"), UInt8(ascii: "L"): self = .end
      case UInt8(ascii: "S"), UInt8(ascii: "U"), UInt8(ascii: "W"): self = .single
      default: return nil
      }
    }
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

  /// Whether both are the same, labels by their bytes.
  package static func == (first: Self, second: Self) -> Bool {
    first.mark == second.mark && first.label.isExactly(second.label)
  }

  /// Takes a tag apart; nil for one that is neither `O` nor a mark and a label as the notation joins them.
  package init?(_ tag: String, _ notation: SpanNotation = .usual) {
    let bytes = tag.utf8
    guard !SpanNotation.isOutside(tag) else {
      self = .outside
      return
    }
    guard let first = bytes.first, let last = bytes.last else { return nil }
    switch notation {
    case .markFirst(let separator):
      guard bytes.count > 2, bytes[bytes.index(after: bytes.startIndex)] == separator, let mark = Mark(first) else {
        return nil
      }
      self.init(mark, String(tag[bytes.index(bytes.startIndex, offsetBy: 2)...]))
    case .markLast(let separator):
      let end = bytes.index(bytes.endIndex, offsetBy: -2, limitedBy: bytes.startIndex) ?? bytes.startIndex
      guard bytes.count > 2, bytes[end] == separator, let mark = Mark(last) else { return nil }
      self.init(mark, String(tag[..<end]))
    case .markOnly:
      guard bytes.count == 1, let mark = Mark(first) else { return nil }
      self.init(mark, "")
    case .labelOnly: self.init(.inside, tag)
    }
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
