public import BraidCorpora
import BraidFiles
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
    let found = try StarterGrouping.corpora(files)
    var notes = found.leftOut.map(Self.note)
    var corpora: [StarterCorpus] = []
    var failure: PipelineError?
    for var corpus in found.corpora {
      do {
        do {
          try Self.inspect(&corpus, encoding)
        } catch let error as CorpusError {
          let leftOut = corpus.leaveOutUnreadable()
          guard !leftOut.isEmpty else { throw error }
          notes += leftOut.map(Self.note)
          try Self.inspect(&corpus, encoding)
        }
      } catch let error as CorpusError {
        // Where some rows were read, the guess was right and a row is not.
        let advice =
          "If it is \(corpus.guess.format.rawValue), this record is wrong; else write its `read` stage by hand."
        let reason = "looked like \(corpus.guess.format.rawValue), but \(error.errorDescription ?? "")"
        let wrong = PipelineError.stage(
          name: corpus.name, reason: reason,
          advice: [error.recoverySuggestion, advice].compactMap(\.self).joined(separator: " "))
        guard corpus.isFound else { throw wrong }
        failure = failure ?? wrong
        notes.append("left out \(corpus.files): \(reason)")
        continue
      }
      notes += Self.notes(corpus)
      corpora.append(corpus)
    }
    if corpora.isEmpty, let failure { throw failure }
    let empty = corpora.filter(\.hasNoWords)
    if let first = empty.first, empty.count == corpora.count {
      throw PipelineError.stage(
        name: first.name, reason: "\(Self.empty(first)), so that there is nothing to learn",
        advice: "Give files with texts; `braid stats` counts what they have.")
    }
    notes += empty.map { "left out \($0.files): \(Self.empty($0))" }
    corpora.removeAll(where: \.hasNoWords)
    var writer = StarterWriter(name: name, corpora: corpora, kinds: kinds)
    let small = corpora.filter { $0.isTooSmall && $0.parts["dev"] == nil && writer.learns($0) }
    if let first = small.first {
      guard small.count < corpora.count else {
        throw PipelineError.stage(
          name: first.name, reason: Self.tooSmall(first),
          advice: "Give more documents, or a second file whose name says that it is the part `dev`.")
      }
      notes += small.map { "left out \($0.files): \(Self.tooSmall($0))" }
      let names = Set(small.map(\.name))
      corpora.removeAll { names.contains($0.name) }
      writer = StarterWriter(name: name, corpora: corpora, kinds: kinds)
    }
    text = writer.text()
    self.notes = notes + writer.notes
    // What does not pass the decoder is a mistake of this type, and better found now than by the user.
    _ = try Pipeline(text: text, file: "\(name).yaml", kinds: kinds)
  }

  /// Why there is nothing in a corpus.
  private static func empty(_ corpus: StarterCorpus) -> String {
    let read = "as \(corpus.guess.format.rawValue)"
    return corpus.documents == 0
      ? "\(read) it has no documents" : "\(read) it has \(corpus.documents.counted("document")) without any words"
  }

  /// Why a corpus can't be learned from.
  private static func tooSmall(_ corpus: StarterCorpus) -> String {
    let (number, them) = corpus.documents == 1 ? ("1 document", "it") : ("2 documents with a label each", "them")
    return "has \(number), so that none is left to score what is learned from \(them)"
  }

  /// Looks at what a corpus has, in the encoding that is given or else found.
  private static func inspect(_ corpus: inout StarterCorpus, _ encoding: TextEncoding?) throws {
    corpus.encoding = encoding ?? .utf8
    do {
      try corpus.inspect()
    } catch CorpusError.invalidUTF8 where encoding == nil {
      corpus.encoding = .latin1
      try corpus.inspect()
    }
    try corpus.cutFewTexts()
  }

  /// That a file of a folder is left out, and why.
  private static func note(_ file: (path: String, error: CorpusError)) -> String {
    "left out \(file.path): \(file.error.errorDescription ?? "it cannot be read")"
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

extension StarterCorpus {
  /// Its files, for messages.
  fileprivate var files: String { parts.values.flatMap(\.self).sorted().joined(separator: ", ") }
}
