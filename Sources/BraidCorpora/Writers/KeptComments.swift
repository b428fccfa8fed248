import BraidFiles
import BraidText

/// The comments that a sentence of CoNLL-U was read with, and what of the document as it is now they say otherwise.
struct KeptComments {
  /// What a comment says that is not so any more, by what it begins with.
  enum Meaning {
    case otherName(String)
    case otherText(String)
  }

  /// Each with its `#`.
  let comments: [String]
  /// The text of the sentence as `# text` has it: words and white space. What else stands between them MISC says.
  let text: ArraySlice<UInt8>
  /// Whether one says that a document starts.
  let hasDocument: Bool
  /// Whether one gives the sentence an id.
  let hasSentenceName: Bool
  /// Whether the document has no id, or one of the comments that are written has it.
  let isNamed: Bool
  /// What the comment begins with in whose place the id is written; nil for none.
  private let nameKey: String?

  private static let textKey = "# text = "

  /// The comments of a sentence.
  ///
  /// - Parameters:
  ///   - sentence: The sentence, which has tokens.
  ///   - document: Its document.
  ///   - text: The document's text.
  ///   - isFirst: Whether the sentence is the document's first, whose comments name it.
  ///   - isSentence: Whether `# sent_id` names a document, which is a sentence among such ones.
  init(_ sentence: Sentence, of document: Document, _ text: [UInt8], isFirst: Bool, isSentence: Bool) {
    let start = document.tokens[sentence.tokens.lowerBound].range.lowerBound
    let end = max(start, document.tokens[sentence.tokens.upperBound - 1].range.upperBound)
    self.text = Self.plain(text[start..<end], sentence, document)
    let comments = sentence.comments.map { $0.utf8.first == .hash ? $0 : "# " + $0 }
    self.comments = comments
    hasDocument = comments.contains { $0.utf8.starts(with: DocumentStart.comment.utf8) }
    hasSentenceName = comments.contains { $0.utf8.starts(with: DocumentStart.sentenceKey.utf8) }
    let id = document.id
    guard isFirst, !id.isEmpty, !comments.isEmpty else {
      (isNamed, nameKey) = (id.isEmpty, nil)
      return
    }
    let names = ["# newdoc id = \(id)", DocumentStart.sentenceKey + id]
    let hasName = comments.contains { comment in names.contains { comment.isExactly($0) } }
    if hasName {
      nameKey = nil
    } else if hasSentenceName, isSentence {
      nameKey = DocumentStart.sentenceKey
    } else {
      nameKey = hasDocument ? DocumentStart.comment : nil
    }
    isNamed = hasName || nameKey != nil
  }

  /// A sentence's text without what stands between words and is no white space.
  private static func plain(
    _ text: ArraySlice<UInt8>, _ sentence: Sentence, _ document: Document
  ) -> ArraySlice<UInt8> {
    var plain: [UInt8] = []
    var (start, end) = (text.startIndex, text.startIndex)
    for token in sentence.tokens {
      let range = document.tokens[token].range
      if end < range.lowerBound, range.lowerBound <= text.endIndex {
        let gap = text[end..<range.lowerBound]
        if !gap.isWhiteSpace {
          plain += text[start..<end]
          if gap.hasWhiteSpace { plain.append(.space) }
          start = range.lowerBound
        }
      }
      end = max(end, range.upperBound)
    }
    return start == text.startIndex ? text : ArraySlice(plain + text[start...])
  }

  /// What a comment says that is not so any more; nil for one that stays as it is.
  func meaning(of comment: String) -> Meaning? {
    if let nameKey, comment.utf8.starts(with: nameKey.utf8) {
      return .otherName(nameKey == DocumentStart.comment ? "# newdoc id = " : nameKey)
    }
    guard comment.utf8.starts(with: Self.textKey.utf8) else { return nil }
    let isSame = comment.utf8.withContiguousStorageIfAvailable {
      $0.dropFirst(Self.textKey.utf8.count).elementsEqual(text)
    }
    guard isSame != true else { return nil }
    let found = comment.utf8.dropFirst(Self.textKey.utf8.count)
    // White space is spelled in other ways, too.
    func words(_ bytes: some Collection<UInt8>) -> [[UInt8]] {
      bytes.split { $0 == .space || 9...13 ~= $0 }.map { Array($0) }
    }
    return words(found) == words(text) ? nil : .otherText(Self.textKey)
  }
}
