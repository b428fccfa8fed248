/// A sense of a predicate in PropBank, with the roles that it has.
public struct Roleset: Hashable, Sendable {
  /// One numbered role.
  public struct Role: Hashable, Sendable {
    /// The number, `0` for `ARG0`; `m` for a modifier.
    public var number: String
    /// The function, such as `PAG` (agent) or `PPT` (patient).
    public var function: String
    /// What fills the role, in English.
    public var description: String
  }

  /// A word that can express the roleset.
  public struct Alias: Hashable, Sendable {
    /// The word.
    public var word: String
    /// Its part of speech: `v`, `n`, `j`, `l` and so on.
    public var partOfSpeech: String
  }

  /// The sense, such as `give.01`.
  public var id: String
  /// The lemma of the file's predicate.
  public var lemma: String
  /// What it means, in English.
  public var name: String
  /// The roles, in the order of the file.
  public var roles: [Role] = []
  /// The words that express it.
  public var aliases: [Alias] = []

  /// The rolesets of PropBank frame files.
  ///
  /// - Parameter paths: Frame files.
  /// - Returns: The rolesets in the order of the files.
  /// - Throws: `CorpusError` for a file that cannot be read or is no frame file.
  public static func read(_ paths: [String]) throws(CorpusError) -> [Roleset] {
    var all: [Roleset] = []
    for path in paths {
      let reader = PropBankFramesReader(options: ReadOptions(format: .propbankFrames))
      var source = try XMLDocumentSource(path, handler: reader)
      var ledger = Ledger()
      while try source.next(into: &ledger) != nil {}
      all += reader.rolesets
    }
    return all
  }
}
