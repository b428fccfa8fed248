public import BraidFiles

/// What can be wrong with a vocabulary, a subword model or a file of vectors, and where.
public enum VocabularyError: Error, Sendable, Equatable {
  /// The file cannot be opened, read or written, whatever it holds.
  case file(FileError)
  /// A line is not what the format says. `column` is a byte, the first is 1; 0 means the whole line.
  case badLine(file: String, line: Int, column: Int, found: String, expected: String)
  /// An entry occurs a second time.
  case duplicate(file: String, line: Int, entry: String)
  /// The file holds another kind of vocabulary.
  case wrongKind(file: String, found: String, expected: String)
  /// A binary file of vectors is not what its header says, at a byte offset.
  case badBinary(file: String, offset: Int, found: String, expected: String)
  /// An option that can't be used.
  case badOption(name: String, found: String, expected: String)
  /// Files that should be the counts of all parts of one corpus, each once.
  case shards(file: String, found: String, expected: String)
  /// There is nothing to build a vocabulary from.
  case empty(what: String)
}

extension VocabularyError {
  /// Runs `body`; what goes wrong with a file there is an error of this module.
  ///
  /// - Throws: `VocabularyError.file`.
  static func naming<Result>(_ body: () throws(FileError) -> Result) throws(VocabularyError) -> Result {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }
}
