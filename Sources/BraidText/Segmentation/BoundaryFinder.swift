/// Boundaries of one kind in whole texts, without tokens or rules of the user; for checks and measurements.
package final class BoundaryFinder {
  private let boundaries: Boundaries

  /// Whether Braid's own machine is at work.
  package var isFast: Bool { boundaries.isFast }

  /// Why it is not though it is wanted; nil when it is.
  package var fastPathProblem: FastPathProblem? { boundaries.problem }

  /// Opens the rules of a locale.
  ///
  /// - Parameters:
  ///   - kind: What to find.
  ///   - locale: BCP 47 language tag.
  ///   - fastPath: Whether Braid's own machine is wanted.
  ///   - compiledRules: What it runs; nil for the linked ICU's own.
  /// - Throws: What opening ICU's rules throws.
  package init(
    _ kind: ICUBreaker.Kind, locale: String, fastPath: Bool = true, compiledRules: [UInt8]? = nil
  ) throws(TextError) {
    boundaries = try Boundaries(kind, locale: locale, fastPath: fastPath, compiledRules: compiledRules)
  }

  /// Every boundary but the start, in UTF-8 bytes.
  package func boundaries(of text: String) -> [Int] {
    var text = text
    var ends: [Int] = []
    text.withUTF8 { bytes in boundaries.forEachSegment(bytes) { range, _, _ in ends.append(range.upperBound) } }
    return ends
  }

  /// Every segment's end and ICU's rule status.
  package func forEachSegment(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (_ end: Int, _ status: Int32) -> Void) {
    boundaries.forEachSegment(bytes) { range, status, _ in body(range.upperBound, status) }
  }
}
