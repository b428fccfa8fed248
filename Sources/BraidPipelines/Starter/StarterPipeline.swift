public import BraidCorpora
public import BraidTasks

/// A first pipeline for data files: it reads them, trains what they have labels for, and scores it; or, when there are no
/// labels, prepares them.
public struct StarterPipeline {
  /// The pipeline file.
  public let text: String
  /// What was guessed, a line each.
  public let notes: [String]

  /// Looks at files and writes a pipeline for them.
  ///
  /// - Parameters:
  ///   - files: paths of data files, and of folders of them.
  ///   - name: the pipeline's name.
  ///   - encoding: how their bytes spell characters; nil for UTF-8, and ISO-8859-1 for what is not UTF-8.
  ///   - kinds: the kinds of task, of which each proposes tasks for what it suits.
  /// - Throws: `PipelineError` or `CorpusError` when a file can't be read or is not what it seems to be.
  public init(files: [String], name: String, encoding: TextEncoding? = nil, kinds: TaskKinds = .shipped) throws {
    var corpora = try StarterGrouping.corpora(files)
    var notes: [String] = []
    for index in corpora.indices {
      corpora[index].encoding = encoding ?? .utf8
      do {
        do {
          try corpora[index].inspect()
        } catch CorpusError.invalidUTF8 where encoding == nil {
          corpora[index].encoding = .latin1
          try corpora[index].inspect()
        }
        try corpora[index].cutFewTexts()
      } catch let error as CorpusError {
        // Where some rows were read, the guess was right and a row is not.
        let advice =
          "If it is \(corpora[index].guess.format.rawValue), this record is wrong; else write its `read` stage by hand."
        throw PipelineError.stage(
          name: corpora[index].name,
          reason: "looked like \(corpora[index].guess.format.rawValue), but \(error.errorDescription ?? "")",
          advice: [error.recoverySuggestion, advice].compactMap(\.self).joined(separator: " "))
      }
      notes += Self.notes(corpora[index])
    }
    var writer = StarterWriter(name: name, corpora: corpora, kinds: kinds)
    for corpus in corpora where corpus.isTooSmall && corpus.parts["dev"] == nil && writer.learns(corpus) {
      let (number, them) = corpus.documents == 1 ? ("1 document", "it") : ("2 documents with a label each", "them")
      throw PipelineError.stage(
        name: corpus.name, reason: "has \(number), so that none is left to score what is learned from \(them)",
        advice: "Give more documents, or a second file whose name says that it is the part `dev`.")
    }
    text = writer.text()
    self.notes = notes + writer.notes
    // What does not pass the decoder is a mistake of this type, and better found now than by the user.
    _ = try Pipeline(text: text, file: "\(name).yaml", kinds: kinds)
  }

  private static func notes(_ corpus: StarterCorpus) -> [String] {
    let parts = ["train", "dev", "test"].compactMap { part in
      corpus.parts[part].map { "\(part): \($0.joined(separator: ", "))" }
    }
    var notes = ["\(corpus.name): \(corpus.guess.format.rawValue), by \(corpus.guess.reason)"]
    if corpus.encoding == .latin1 {
      notes.append(
        "  not UTF-8, read as iso-8859-1; if letters are wrong in `braid stats`, give --encoding, such as windows-1252")
    }
    if corpus.languages == nil, let language = corpus.language {
      notes.append("  language: \(language)")
    } else if corpus.languages == nil, !corpus.isTokenized {
      notes.append("  language: not clear, cut by the rules of `\(corpus.locale)`; if it is another, change `locale`")
    }
    return notes + (parts + corpus.agreement).map { "  " + $0 } + corpus.guess.warnings.map { "  warning: " + $0 }
  }
}
