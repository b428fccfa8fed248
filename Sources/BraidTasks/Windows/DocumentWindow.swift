package import BraidText

/// A run of a document's tokens that is annotated on its own: the whole document, or a part of a long one.
package struct DocumentWindow: Equatable {
  /// Index of the document.
  package var document: Int
  /// Tokens that are read.
  package var tokens: Range<Int>
  /// Those of them whose predictions count; the others are context.
  package var kept: Range<Int>
  /// Whether it is the whole document.
  package var isWhole: Bool

  /// Cuts a document into windows of at most `longest` tokens.
  ///
  /// The encoder reads sentence by sentence, so that windows of whole sentences need no context. A sentence that is longer
  /// than a window is cut, and each part reads `overlap` tokens of its neighbours.
  ///
  /// - Parameters:
  ///   - document: tokenized.
  ///   - index: its index.
  ///   - longest: tokens of a window, more than twice `overlap`.
  ///   - overlap: tokens of context on each side where a sentence is cut.
  /// - Returns: windows whose `kept` follow one another and cover the document; none without tokens.
  package static func windows(of document: Document, index: Int, longest: Int, overlap: Int) -> [DocumentWindow] {
    let count = document.tokens.count
    guard count > 0 else { return [] }
    guard count > longest else {
      return [DocumentWindow(document: index, tokens: 0..<count, kept: 0..<count, isWhole: true)]
    }
    var windows: [DocumentWindow] = []
    var start = 0
    func add(_ tokens: Range<Int>, _ kept: Range<Int>) {
      windows.append(DocumentWindow(document: index, tokens: tokens, kept: kept, isWhole: false))
    }
    for sentence in document.encodedSentences {
      if sentence.upperBound - start > longest, start < sentence.lowerBound {
        add(start..<sentence.lowerBound, start..<sentence.lowerBound)
        start = sentence.lowerBound
      }
      while sentence.upperBound - start > (start > sentence.lowerBound ? longest - overlap : longest) {
        let end = start + longest - 2 * overlap
        add(max(sentence.lowerBound, start - overlap)..<end + overlap, start..<end)
        start = end
      }
      if start > sentence.lowerBound, start < sentence.upperBound {
        add(max(sentence.lowerBound, start - overlap)..<sentence.upperBound, start..<sentence.upperBound)
        start = sentence.upperBound
      }
    }
    if start < count { add(start..<count, start..<count) }
    return windows
  }

  /// The tokens of a pair's second text that are read beside the window: all of at most `longest`, else those at the same
  /// place, as many as the window's share, so that pairs take time by their length, not by its square.
  ///
  /// - Parameters:
  ///   - count: tokens of the second text.
  ///   - own: tokens of the document.
  ///   - longest: most tokens that are read.
  /// - Returns: a range of the second text's tokens.
  package func second(_ count: Int, own: Int, longest: Int) -> Range<Int> {
    guard count > longest, own > 0 else { return 0..<count }
    let start = min(count - 1, count * tokens.lowerBound / own)
    return start..<min(count, start + longest, max(start + 1, count * tokens.upperBound / own))
  }

  /// The window as a document of its own, with the annotation of the layers `given` only.
  func cut(from document: Document, keeping given: [AnnotationLayer]) -> Document {
    if isWhole { return document }
    let first = document.tokens[tokens.lowerBound].range.lowerBound
    let bytes = first..<document.tokens[tokens.upperBound - 1].range.upperBound
    var window = Document(id: document.id, language: document.language, text: document.string(bytes))
    window.tokens = document.tokens[tokens].map {
      Token($0.range.lowerBound - first..<$0.range.upperBound - first, kind: $0.kind)
    }
    func moved(_ range: Range<Int>) -> Range<Int> {
      range.lowerBound - tokens.lowerBound..<range.upperBound - tokens.lowerBound
    }
    window.sentences = document.encodedSentences(overlapping: tokens).map {
      Sentence(tokens: moved($0.clamped(to: tokens)))
    }
    for layer in given {
      switch layer {
      case .labels(let name): window.labels[name] = document.labels[name]
      case .tags(let name): window.tags[name] = document.tags[name].map { Array($0[tokens]) }
      case .spans(let name):
        window.spans[name] = document.spans[name]?.filter { $0.tokens.clamped(to: tokens) == $0.tokens }.map {
          LabeledSpan(moved($0.tokens), label: $0.label, score: $0.score)
        }
      case .frames:
        window.frames = document.frames.map { frames in
          frames.filter { kept.contains($0.predicate) }.map { Frame(predicate: $0.predicate - tokens.lowerBound) }
        }
      case .translation(let name): window.translations[name] = document.translations[name]
      case .field(let name): window.fields[name] = document.fields[name]
      }
    }
    return window
  }
}
