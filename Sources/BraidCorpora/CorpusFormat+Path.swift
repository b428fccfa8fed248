extension CorpusFormat {
  /// The format that a file is written in: the given one, else that of its ending, else Braid's JSONL.
  package static func output(_ path: String, given: CorpusFormat?) -> CorpusFormat {
    given ?? CorpusFormat(path: path) ?? .jsonl
  }

  /// The format that a file's ending stands for or, where several have the ending, its first bytes; nil when it stands for
  /// none.
  package init?(recognizing path: String) {
    guard let format = CorpusFormat(path: path) else { return nil }
    self = format == .tsv && WebAnnoSource.begins(path) ? .webanno : format
  }

  /// The format that a file's ending stands for; nil when it stands for none or for several.
  ///
  /// A last `.gz` does not count: `train.conllu.gz` is CoNLL-U.
  public init?(path: String) {
    var parts = path.split(separator: "/").last?.split(separator: ".", omittingEmptySubsequences: false) ?? []
    if parts.last == "gz" { parts.removeLast() }
    guard parts.count > 1, let ending = parts.last else { return nil }
    switch ending {
    case "txt", "text": self = .text
    case "lines": self = .lines
    case "tsv": self = .tsv
    case "csv": self = .csv
    case "jsonl", "ndjson", "json": self = .jsonl
    case "conllu": self = .conllu
    case "conllup": self = .conllup
    case "conll", "gold_conll": self = .conll2012
    case "tmx": self = .tmx
    case "xlf", "xliff": self = .xliff
    case "po", "pot": self = .po
    case "tei": self = .tei
    case "ann": self = .brat
    default: return nil
    }
  }
}
