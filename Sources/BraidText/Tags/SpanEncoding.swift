/// How labelled spans are spelled as one tag a token.
public enum SpanEncoding: String, CaseIterable, Sendable, Codable {
  /// `I-X` inside, `B-X` only where a span directly follows another of the same label, `O` outside.
  case iob1
  /// `B-X` at the start of every span, `I-X` inside, `O` outside; also called BIO.
  case iob2
  /// `B-X` first, `I-X` inside, `E-X` last, `S-X` alone, `O` outside; also called BILOU with `L` and `U`.
  case bioes
}
