package import BraidFiles

/// Gradient sign dropout: for each shared weight a sign is drawn, the likelier the more of the gradients have it, and the
/// gradients of the other sign are dropped.
///
/// The sign is positive with probability `½ (1 + Σ g_i / Σ |g_i|)`. Source: Chen et al. 2020 (GradDrop), section 3.1, equation 1,
/// algorithm 1; on the gradients of the shared weights rather than of one layer's output.
package struct GradDrop: GradientRule {
  package static let name = "graddrop"
  package static let about = "for each weight one sign is drawn, the other gradients dropped"

  /// Share of the dropped gradients that stays.
  package var leak = 0.0

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("leak", &leak, 0...1, "share of the dropped gradients that stays")
  }

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix { .signs(leak: leak) }
}
