import BraidFiles
package import BraidText

/// How well the tokens that rules find in raw text agree with those that a corpus has: what a model will meet that learns
/// from the one and is given the other.
///
/// Tokens agree when they are the same bytes of the text; the words of a multiword token are one token.
package final class TokenAgreement {
  /// Documents that are compared when nothing else is said.
  package static let sample = 1000
  /// Bytes of the longest difference that is listed.
  private static let longest = 60

  /// Documents that were compared.
  package private(set) var documents = 0
  /// Tokens that are in both.
  package private(set) var correct = 0
  /// Tokens of the corpus.
  package private(set) var gold = 0
  /// Tokens that the rules found.
  package private(set) var found = 0

  /// Finds tokens in raw text.
  private let segment: (inout Document) throws(TextError) -> Void
  private var differences: [[UInt8]: Int] = [:]
  /// Whether tokens stand side by side without a space, as only those of real text do.
  private var isRealText = false

  /// Tokens by the rules of `preparation`.
  ///
  /// - Throws: `TextError` for rules that ICU does not know.
  package init(_ preparation: TextPreparation) throws(TextError) {
    let segmenter = try TextSegmenter(preparation.segmentation)
    segment = { document throws(TextError) in try segmenter.segment(&document) }
  }

  /// Tokens that something else finds, such as a trained segmenter.
  package init(by segment: @escaping (inout Document) throws(TextError) -> Void) { self.segment = segment }

  /// Whether there is something to say: the corpus has texts of its own, not words joined by spaces.
  package var isMeaningful: Bool { isRealText && gold > 0 }

  /// Whether the rules find the corpus's tokens and no others: tokens of a reader that cut the text by these rules do not differ.
  package var isExact: Bool { correct == gold && correct == found }

  /// Share of the found tokens that the corpus has, 0 to 100.
  package var precision: Double { found > 0 ? 100 * Double(correct) / Double(found) : 0 }
  /// Share of the corpus's tokens that were found, 0 to 100.
  package var recall: Double { gold > 0 ? 100 * Double(correct) / Double(gold) : 0 }
  /// The harmonic mean of both, 0 to 100.
  package var f1: Double { gold + found > 0 ? 200 * Double(correct) / Double(gold + found) : 0 }

  /// The commonest differences: the tokens of the corpus with `|` between them, those found, and how often.
  package func commonest(_ count: Int = 10) -> [(gold: String, found: String, count: Int)] {
    differences.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key) }
      .prefix(count).map { key, count in
        let parts = key.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        return (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self), count)
      }
  }

  /// Compares a document's tokens with those of the rules; one without tokens is left out.
  ///
  /// - Throws: `TextError.textTooLong`.
  package func add(_ document: Document) throws(TextError) {
    guard !document.tokens.isEmpty else { return }
    var raw = Document(text: document.text)
    try segment(&raw)
    var ranges: [Range<Int>] = []
    for token in document.tokens where !token.range.isEmpty && token.range != ranges.last {
      if ranges.last?.upperBound == token.range.lowerBound { isRealText = true }
      ranges.append(token.range)
    }
    // A trained segmenter takes tokens apart as well.
    let foundRanges = raw.tokens.reduce(into: [Range<Int>]()) { if $0.last != $1.range { $0.append($1.range) } }
    documents += 1
    gold += ranges.count
    found += foundRanges.count
    compare(ranges, foundRanges, Array(document.text.utf8))
  }

  private func compare(_ gold: [Range<Int>], _ found: [Range<Int>], _ text: [UInt8]) {
    var (left, right) = (0, 0)
    while left < gold.count || right < found.count {
      if left < gold.count, right < found.count, gold[left] == found[right] {
        correct += 1
        left += 1
        right += 1
        continue
      }
      // All tokens that hang together by overlaps.
      let first = (left, right)
      var end = min(
        left < gold.count ? gold[left].lowerBound : .max, right < found.count ? found[right].lowerBound : .max)
      end += 1
      while true {
        if left < gold.count, gold[left].lowerBound < end {
          end = max(end, gold[left].upperBound)
          left += 1
        } else if right < found.count, found[right].lowerBound < end {
          end = max(end, found[right].upperBound)
          right += 1
        } else {
          break
        }
      }
      let pieces = [gold[first.0..<left], found[first.1..<right]].map { ranges in
        Array(ranges.map { text[$0] }.joined(separator: Array("|".utf8)))
      }
      let key = pieces[0] + [0] + pieces[1]
      if key.count <= Self.longest { differences[key, default: 0] += 1 }
    }
  }
}

extension TokenAgreement {
  /// The shares in a line: `F1 93.02 of the corpus's own tokens (precision …, recall …; first 1,000 documents)`.
  package var summary: String {
    "tokens F1 \(Self.percent(f1)) (precision \(Self.percent(precision)), recall \(Self.percent(recall)); "
      + "first \(documents.counted("document")))"
  }

  /// The commonest differences in a line; nil when there are none.
  package func listing(_ count: Int = 10) -> String? {
    let common = commonest(count)
    guard !common.isEmpty else { return nil }
    return "commonest differences, the corpus's tokens first: "
      + common.map { "`\($0.gold)` `\($0.found)` (\($0.count.grouped))" }.joined(separator: ", ")
  }

  private static func percent(_ share: Double) -> String {
    let hundredths = Int((share * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
