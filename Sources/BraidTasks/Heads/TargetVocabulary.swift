import BraidText
package import BraidVocabularies

/// What a translation head writes with: words of the target text.
package struct TargetVocabulary: Sendable, Equatable {
  /// The words, with `<unk>`, `<s>` and `</s>`.
  package let words: Vocabulary
  let start: Int32
  let end: Int32

  /// A target vocabulary over `words`.
  ///
  /// - Throws: `TaskError.badVocabulary` when a special symbol is missing.
  package init(_ words: Vocabulary, task: String) throws(TaskError) {
    guard let start = words.id(Vocabulary.start), let end = words.id(Vocabulary.end), words.unknownID != nil else {
      throw .badVocabulary(task: task, reason: "it lacks <unk>, <s> or </s>")
    }
    self.words = words
    self.start = start
    self.end = end
  }

  /// Reads a target vocabulary from its text.
  ///
  /// - Throws: `TaskError.badVocabulary` with the line that can't be read.
  package init(serialized: String, task: String) throws(TaskError) {
    let words: Vocabulary
    do {
      words = try Vocabulary(serialized: serialized)
    } catch {
      throw .badVocabulary(task: task, reason: error.errorDescription ?? "")
    }
    try self.init(words, task: task)
  }

  /// The vocabulary as text.
  package var serialized: String { words.serialized }

  /// Number of pieces, special symbols included.
  package var count: Int { words.count }

  /// The ids of a text's tokens; without tokens, of what stands between spaces.
  func encode(_ text: AlignedText, lowercase: Bool) -> [Int32] {
    text.words.map { words.id(lowercase ? $0.lowercased() : $0) ?? words.unknownID ?? 0 }
  }

  /// The text of ids, joined by spaces.
  func decode(_ ids: [Int32]) -> String { ids.map { words.word($0) }.joined(separator: " ") }
}
