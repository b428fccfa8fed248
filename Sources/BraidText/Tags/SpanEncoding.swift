import BraidFiles

/// How labelled spans are spelled as one tag a token.
public enum SpanEncoding: String, CaseIterable, Sendable, Codable {
  /// `I-X` inside, `B-X` only where a span directly follows another of the same label, `O` outside.
  case iob1
  /// `B-X` at the start of every span, `I-X` inside, `O` outside; also called BIO.
  case iob2
  /// `B-X` first, `I-X` inside, `E-X` last, `S-X` alone, `O` outside; also called BILOU with `L` and `U`.
  case bioes
}

/// Spans read from tags, with the tags that did not fit.
package struct DecodedSpans: Hashable, Sendable {
  /// The spans, in order.
  package var spans: [LabeledSpan] = []
  /// Positions of the tags that the encoding does not allow where they stand; each was read as the most likely spans.
  package var broken: [Int] = []
  /// Positions of the tags that are none of the notation; they are in no span.
  package var unknown: [Int] = []
}

extension SpanEncoding {
  /// The spans that `tags` spell.
  ///
  /// A tag that may not stand where it does is listed in `broken` and read the way the CoNLL evaluation script reads it:
  /// a span that starts without a start tag starts there, one that ends without an end tag ends before the next. A
  /// missing tag counts as outside, and so does one that is `unknown`.
  ///
  /// - Parameters:
  ///   - tags: One tag a token of one sentence.
  ///   - notation: How the tags join marks and labels.
  ///   - first: Index of the sentence's first token; it is added to every position in the result.
  /// - Returns: The spans and the positions of tags that do not fit.
  /// - Complexity: O(*n*).
  package func spans(
    of tags: some Sequence<String?>, notation: SpanNotation = .usual, first: Int = 0
  ) -> DecodedSpans {
    spans(of: tags, first: first) { SpanTag($0, notation) }
  }

  /// The same for tags that are taken apart already.
  package func spans(of tags: some Sequence<SpanTag?>, first: Int) -> DecodedSpans {
    spans(of: tags, first: first) { $0 }
  }

  /// The same for tags that `parse` takes apart.
  package func spans(of tags: [String?], parse: (String) -> SpanTag?) -> DecodedSpans {
    spans(of: tags, first: 0, parse)
  }

  /// The spans of a sentence all of whose tags fit.
  ///
  /// - Parameters:
  ///   - count: How many tags there are.
  ///   - tag: A tag; `.outside` where it is missing, nil for one that is none.
  /// - Returns: nil when a tag does not fit.
  package func fittingSpans(count: Int, tag: (Int) -> SpanTag?) -> [LabeledSpan]? {
    var spans: [LabeledSpan] = []
    var previous = SpanTag.outside
    var start = 0
    for position in 0..<count {
      guard let tag = tag(position), allows(tag, after: previous) else { return nil }
      let open = previous.mark == .begin || previous.mark == .inside
      if !(open && (tag.mark == .inside || tag.mark == .end) && tag.label.isExactly(previous.label)) {
        if open { spans.append(LabeledSpan(start..<position, label: previous.label)) }
        start = position
      }
      if tag.mark == .end || tag.mark == .single {
        spans.append(LabeledSpan(start..<position + 1, label: tag.label))
      }
      previous = tag
    }
    guard allowsEnd(after: previous) else { return nil }
    if previous.mark == .begin || previous.mark == .inside {
      spans.append(LabeledSpan(start..<count, label: previous.label))
    }
    return spans
  }

  @inline(__always)
  private func spans<Tag>(
    of tags: some Sequence<Tag?>, first: Int, _ parse: (Tag) -> SpanTag?
  ) -> DecodedSpans {
    var result = DecodedSpans()
    var previous = SpanTag.outside
    var start = first
    var position = first
    for text in tags {
      var tag = SpanTag.outside
      if let text {
        if let parsed = parse(text) {
          tag = parsed
          if !allows(tag, after: previous) { result.broken.append(position) }
        } else {
          result.unknown.append(position)
        }
      }
      let open = previous.mark == .begin || previous.mark == .inside
      let goesOn = open && (tag.mark == .inside || tag.mark == .end) && tag.label.isExactly(previous.label)
      if !goesOn {
        if open { result.spans.append(LabeledSpan(start..<position, label: previous.label)) }
        start = position
      }
      position += 1
      if tag.mark == .end || tag.mark == .single {
        result.spans.append(LabeledSpan(start..<position, label: tag.label))
      }
      previous = tag
    }
    if previous.mark == .begin || previous.mark == .inside {
      if !allowsEnd(after: previous) { result.broken.append(position - 1) }
      result.spans.append(LabeledSpan(start..<position, label: previous.label))
    }
    return result
  }

  /// One tag for each token in `range`.
  ///
  /// A span that overlaps an earlier one, or leaves the range, cannot be spelled and is left out.
  ///
  /// - Parameters:
  ///   - spans: Spans in any order; of those that overlap the one that starts first is kept, of these the longest.
  ///   - range: Indices of a sentence's tokens.
  /// - Returns: The tags, and how many spans were left out.
  package func tags(for spans: [LabeledSpan], in range: Range<Int>) -> (tags: [String], leftOut: Int) {
    var tags = [String](repeating: "O", count: range.count)
    var leftOut = 0
    var end = range.lowerBound
    var lastLabel: String?
    let ordered = spans.sorted {
      ($0.tokens.lowerBound, -$0.tokens.count) < ($1.tokens.lowerBound, -$1.tokens.count)
    }
    for span in ordered {
      guard !span.tokens.isEmpty, span.tokens.lowerBound >= end, span.tokens.upperBound <= range.upperBound else {
        leftOut += 1
        continue
      }
      let follows = span.tokens.lowerBound == end && lastLabel.isExactly(span.label)
      for token in span.tokens {
        let isFirst = token == span.tokens.lowerBound
        let isLast = token == span.tokens.upperBound - 1
        let mark: SpanTag.Mark =
          switch self {
          case .iob1: isFirst && follows ? .begin : .inside
          case .iob2: isFirst ? .begin : .inside
          case .bioes: isFirst ? (isLast ? .single : .begin) : (isLast ? .end : .inside)
          }
        tags[token - range.lowerBound] = SpanTag(mark, span.label).description
      }
      end = span.tokens.upperBound
      lastLabel = span.label
    }
    return (tags, leftOut)
  }

  /// Whether `tag` may follow `previous` in a sentence; the tag before the first is `.outside`.
  package func allows(_ tag: SpanTag, after previous: SpanTag) -> Bool {
    let sameLabel = tag.label.isExactly(previous.label)
    switch self {
    case .iob1:
      switch tag.mark {
      case .outside, .inside: return true
      case .begin: return previous.mark != .outside && sameLabel
      case .end, .single: return false
      }
    case .iob2:
      switch tag.mark {
      case .outside, .begin: return true
      case .inside: return previous.mark != .outside && sameLabel
      case .end, .single: return false
      }
    case .bioes:
      let open = previous.mark == .begin || previous.mark == .inside
      switch tag.mark {
      case .outside, .begin, .single: return !open
      case .inside, .end: return open && sameLabel
      }
    }
  }

  /// Whether a sentence may end with `tag`.
  package func allowsEnd(after tag: SpanTag) -> Bool {
    self != .bioes || (tag.mark != .begin && tag.mark != .inside)
  }

  /// The encoding in which a sentence's tags are allowed; nil when it has no span to tell from.
  ///
  /// Tags that break every encoding give the one with the fewest broken tags, IOB2 first.
  package static func detected(in tags: [String?], notation: SpanNotation = .usual) -> SpanEncoding? {
    guard tags.contains(where: { $0.flatMap { SpanTag($0, notation) }.map { $0.mark != .outside } ?? false }) else {
      return nil
    }
    var best: (encoding: SpanEncoding, broken: Int)?
    for encoding in [SpanEncoding.iob2, .iob1, .bioes] {
      let broken = encoding.spans(of: tags, notation: notation).broken.count
      if broken < best?.broken ?? .max { best = (encoding, broken) }
    }
    return best?.encoding
  }
}
