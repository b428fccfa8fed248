import BraidFiles
import BraidText

/// Where a document starts in files of sentences: a line `-DOCSTART-` of column files, a comment `# newdoc` of CoNLL-U.
enum DocumentStart {
  /// What begins the line of column files.
  static let mark = "-DOCSTART-"
  /// The comment of the sentence that follows: a document that is a sentence keeps with it that a document starts there.
  static let comment = "# newdoc"

  /// What begins the comment with the id of a sentence.
  static let sentenceKey = "# sent_id = "

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

  /// Whether its `# sent_id` is this id.
  func isNamed(_ id: String) -> Bool {
    let comment = DocumentStart.sentenceKey + id
    return comments.contains { $0.isExactly(comment) }
  }

  /// The id of its `# newdoc`.
  var documentName: String? {
    let key = "\(DocumentStart.comment) id = "
    let found = comments.first { $0.utf8.starts(with: key.utf8) }
    return found.map { String(decoding: $0.utf8.dropFirst(key.utf8.count), as: UTF8.self) }?.unlessBlank
  }

  /// Whether its comments say nothing else.
  var onlyStartsDocument: Bool {
    comments.count == 1 && comments[0].utf8.elementsEqual(DocumentStart.comment.utf8)
  }
}

/// Whether a document that is written starts one of the file, or is the next sentence of it.
///
/// Sentences that are documents have no start of their own once one of them had it. A document is a sentence if it has one, and no
/// id but that of its `# sent_id`, or one that CoNLL-2012 gives.
struct DocumentStarts {
  /// Whether the document before is a sentence of one that was marked.
  private var isContinued = false
  /// Whether the input says that a document starts with the one taken last.
  private(set) var isMarked = false
  /// The document and part of CoNLL-2012 that the one taken last is a sentence of.
  private(set) var group: String?

  /// Takes the next document.
  ///
  /// - Returns: whether it is a sentence of the document that the one before is of.
  mutating func continues(_ document: Document) -> Bool {
    let sentences = document.sentences.lazy.filter { !$0.tokens.isEmpty }
    let first = sentences.first
    let isSingle = sentences.prefix(2).count < 2
    let group = isSingle ? document.sentenceGroup : nil
    let isSentence =
      isSingle && (document.id.isEmpty || group != nil || first?.isNamed(document.id) == true)
    let isNewGroup = group.map { self.group?.utf8.elementsEqual($0.utf8) != true } ?? false
    isMarked = isNewGroup || first?.startsDocument == true
    self.group = group
    if isMarked || !isSentence { isContinued = isMarked && isSentence }
    return isSentence && !isMarked && isContinued
  }
}

extension Document {
  /// The document and part of CoNLL-2012 that its id says it is a sentence of; nil for any other.
  fileprivate var sentenceGroup: String? {
    guard let name = fields["document"] else { return nil }
    let group = fields["part"].map { name + "/" + $0 } ?? name
    return id.utf8.starts(with: (group + "/").utf8) ? group : nil
  }
}
