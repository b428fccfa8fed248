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
    case "xmi": self = .xmi
    case "html", "htm", "xhtml": self = .html
    case "mrg": self = .ptb
    default: return nil
    }
  }

  /// The usual ending of the format's files, with its point; empty for what is a folder.
  package var fileEnding: String {
    switch self {
    case .text, .lines, .paragraphs, .fasttext, .trec, .trees, .parallel: ".txt"
    case .tsv, .parallelTSV, .webanno: ".tsv"
    case .csv: ".csv"
    case .jsonl, .doccano, .prodigy: ".jsonl"
    case .labelStudio: ".json"
    case .columns, .conll2000, .conll2003, .conll2005, .conll2008, .conll2009, .conll2012: ".conll"
    case .conllu: ".conllu"
    case .conllup: ".conllup"
    case .ptb: ".mrg"
    case .tmx: ".tmx"
    case .xliff: ".xlf"
    case .po: ".po"
    case .xml, .tei, .tiger, .semeval, .propbankFrames: ".xml"
    case .xmi: ".xmi"
    case .html: ".html"
    case .brat, .aligned: ""
    }
  }
}
