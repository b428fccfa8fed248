import BraidFiles
import BraidText
import Foundation

/// Plain text: one document a file or a paragraph, cut between sentences where it is larger than a document may be.
struct TextSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions
  private let file: String
  private var number = 0
  private var ended = false
  /// The end of the last line, when it has not been added to the text yet.
  private var ending: StaticString = ""
  /// What lies behind a cut.
  private var rest: [UInt8] = []
  /// Finds where to cut; opened when the first text is too long.
  private var segmenter: TextSegmenter?

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    self.file = file
    lines = LineSource(
      try .opening(file, meter: options.meter), encoding: options.encoding, replaceInvalid: options.replaceInvalid,
      limit: min(options.maximumDocumentBytes ?? ReadOptions.standardDocumentBytes, 256 << 10), cutsLongLines: true,
      refusesCarriageReturns: false)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    guard !ended else { return nil }
    let byParagraph = options.format == .paragraphs
    var text = rest
    rest = []
    while true {
      guard try lines.advance(into: &ledger) else {
        ended = true
        if !byParagraph { addEnding(to: &text) }
        if text.isEmpty, byParagraph || number > 0 { return nil }
        break
      }
      if byParagraph, lines.bytes.trimmed.isEmpty, !lines.isCut, !lines.isContinuation {
        ending = ""
        if text.isEmpty { continue }
        break
      }
      addEnding(to: &text)
      text.append(contentsOf: lines.bytes)
      ending = lines.ending
      if text.count >= options.maximumDocumentBytes ?? ReadOptions.standardDocumentBytes {
        try cut(&text, into: &ledger)
        break
      }
    }
    number += 1
    var document = Document(language: options.language, text: String(decoding: text, as: UTF8.self))
    document.id = byParagraph || number > 1 || !ended ? "\(file)#\(number)" : file
    return document
  }

  /// Paragraphs end at the next blank line; a text that is a whole file is lost.
  mutating func skip(into ledger: inout Ledger) -> String? {
    guard options.format == .paragraphs else { return nil }
    ending = ""
    return lines.skipBlock(into: &ledger)
  }

  /// Keeps what lies behind the last cut of `text` for the next document.
  private mutating func cut(_ text: inout [UInt8], into ledger: inout Ledger) throws(CorpusError) {
    if segmenter == nil { segmenter = try options.openSegmenter() }
    guard let segmenter else { return }
    let cut = text.withUnsafeBufferPointer { segmenter.lastCut(in: $0) }
    rest = Array(text[cut.position...])
    text.removeSubrange(cut.position...)
    let place = lines.place()
    ledger.note(.repaired, .documents, "longer than the maximum document size, cut", at: place)
    switch cut.boundary {
    case .sentence: break
    case .word:
      ledger.note(.repaired, .sentences, "longer than the maximum document size, cut between words", at: place)
    case .character: ledger.note(.repaired, .tokens, "longer than the maximum document size, cut", at: place)
    }
  }

  private mutating func addEnding(to text: inout [UInt8]) {
    text.append(contentsOf: UnsafeBufferPointer(start: ending.utf8Start, count: ending.utf8CodeUnitCount))
    ending = ""
  }
}

extension ReadOptions {
  /// The rules of words and sentences.
  ///
  /// - Throws: `badOption` for rules that ICU does not know.
  func openSegmenter() throws(CorpusError) -> TextSegmenter {
    do throws(TextError) { return try TextSegmenter(segmentation) } catch {
      throw .badOption(name: "segmentation", found: error.localizedDescription, expected: "rules that ICU knows")
    }
  }
}
