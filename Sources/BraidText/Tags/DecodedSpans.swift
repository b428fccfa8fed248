/// Spans read from tags, with the tags that did not fit.
package struct DecodedSpans: Hashable, Sendable {
  /// The spans, in order.
  package var spans: [LabeledSpan]
  /// Positions of the tags that the encoding does not allow where they stand; each was read as the most likely spans.
  package var broken: [Int]

  /// Spans and the positions of broken tags.
  package init(spans: [LabeledSpan] = [], broken: [Int] = []) {
    self.spans = spans
    self.broken = broken
  }
}
