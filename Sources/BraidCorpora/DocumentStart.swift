import BraidFiles
import BraidText

/// Where a document starts in files of sentences: a line `-DOCSTART-` of column files, a comment `# newdoc` of CoNLL-U.
enum DocumentStart {
  /// What begins the line of column files.
  static let mark = "-DOCSTART-"
  /// The comment of the sentence that follows: a document that is a sentence keeps with it that a document starts there.
  static let comment = "# newdoc"

  /// Whether a cell begins with the mark, in large or small letters.
  static func isMark(_ cell: some Collection<UInt8>) -> Bool {
    guard cell.first == .hyphen else { return false }
    let start = cell.prefix(mark.utf8.count)
    return start.count == mark.utf8.count && zip(start, mark.utf8).allSatisfy { $0 == $1 || $0 == $1 | 0x20 }
  }
}

extension Sentence {
  /// Whether its comments say that a document starts with it.
  var startsDocument: Bool {
    comments.contains { $0.utf8.starts(with: DocumentStart.comment.utf8) }
  }

  /// Whether its comments say nothing else.
  var onlyStartsDocument: Bool {
    comments.count == 1 && comments[0].utf8.elementsEqual(DocumentStart.comment.utf8)
  }
}

/// Whether a document that is written starts one of the file, or is the next sentence of it.
///
/// Sentences that are documents have no start of their own once one of them had it.
struct DocumentStarts {
  /// Whether the document before is a sentence of one that was marked.
  private var isContinued = false

  /// Takes the next document.
  ///
  /// - Returns: whether it is a sentence of the document that the one before is of.
  mutating func continues(_ document: Document) -> Bool {
    let sentences = document.sentences.lazy.filter { !$0.tokens.isEmpty }
    let isSentence = document.id.isEmpty && sentences.prefix(2).count < 2
    let isMarked = sentences.first?.startsDocument == true
    if isMarked || !isSentence { isContinued = isMarked && isSentence }
    return isSentence && !isMarked && isContinued
  }
}
