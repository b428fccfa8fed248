/// A file format that Braid reads, writes, or both.
public enum CorpusFormat: String, CaseIterable, Sendable, Codable {
  /// Plain text, one document a file; very large files are cut into several documents between sentences.
  case text
  /// Plain text, one document a line.
  case lines
  /// Plain text, one document a paragraph: a run of lines between blank lines.
  case paragraphs
  /// Tab-separated columns, one document a row, no quoting.
  case tsv
  /// Comma-separated columns with RFC 4180 quoting, one document a row.
  case csv
  /// JSON objects, one a line, over several lines or in an array; Braid's own hold every layer of a document. Exports of
  /// doccano, Prodigy, Label Studio and spaCy and tagged tokens are recognized by their first object.
  case jsonl
  /// doccano's JSONL: spans as `[start, end, label]`, labels; read as `jsonl`.
  case doccano
  /// Prodigy's JSONL tasks; read as `jsonl`.
  case prodigy
  /// Label Studio's tasks, an array of JSON; read as `jsonl`.
  case labelStudio = "label-studio"
  /// fastText: `__label__NAME` words anywhere in the line, the rest is text.
  case fasttext
  /// Columns separated by spaces or tabs, one token a line, with a declared role for each column.
  case columns
  /// CoNLL-2000 chunking: word, part of speech, chunk tag.
  case conll2000
  /// CoNLL-2002 and 2003 named entities: word, (part of speech, chunk tag,) entity tag.
  case conll2003
  /// CoNLL-2004 and 2005 `props`, alone or after columns of words and syntax.
  case conll2005
  /// CoNLL-2008 dependencies with semantic roles; read as `conll2009`.
  case conll2008
  /// CoNLL-2009 (and 2008) dependencies with semantic roles.
  case conll2009
  /// CoNLL-2011 and 2012 `gold_conll`, and the shorter columns of the public PropBank releases.
  case conll2012
  /// CoNLL-U: words with lemma, tags, features and dependencies; ranges, empty nodes and comments kept.
  case conllu
  /// CoNLL-U Plus: columns named by `# global.columns`, Universal PropBank's roles included.
  case conllup
  /// Penn-bracketed trees whose node names are labels, as the Stanford Sentiment Treebank has them.
  case trees
  /// Penn Treebank: bracketed constituents above parts of speech.
  case ptb
  /// TREC question types: `COARSE:fine token token …`.
  case trec
  /// Files of as many lines, one of texts, others of tags or labels, such as `seq.in`, `seq.out` and `label` of slot-filling
  /// sets; a folder with them.
  case aligned
  /// Parallel text in two files of aligned lines.
  case parallel
  /// Parallel text in one file of tab-separated columns.
  case parallelTSV = "parallel-tsv"
  /// Translation memories, TMX 1.1 to 1.4.
  case tmx
  /// XLIFF 1.2 and 2.x.
  case xliff
  /// gettext PO catalogues.
  case po
  /// Any XML by a declared map from elements and attributes to document fields.
  case xml
  /// TEI P5.
  case tei
  /// TIGER-XML treebanks.
  case tiger
  /// SemEval aspect-based sentiment XML of 2014 to 2016.
  case semeval
  /// PropBank frame files.
  case propbankFrames = "propbank-frames"
  /// brat standoff: a folder of `.txt` and `.ann` pairs.
  case brat
  /// WebAnno TSV 3, as INCEpTION and WebAnno export it: a file a document.
  case webanno
  /// UIMA CAS as XMI, as INCEpTION, WebAnno and DKPro have it: a file a document, with its type system beside it.
  case xmi
  /// HTML pages: a document for each block of text, or each page.
  case html

  /// The formats that can be written; all can be read.
  public static let writable = allCases.filter { $0 != .xml }

  /// Whether a document keeps what each task predicts under the task's name; others have one place a layer.
  package var holdsPredictions: Bool { self == .jsonl }

  /// Whether it has a place for the probability of every label, not only of the one that was chosen.
  package var holdsProbabilities: Bool { [.jsonl, .tei].contains(self) }

  /// Whether translations are put into its files, beside the sources.
  package var takesTranslations: Bool { [.xliff, .po, .tmx].contains(self) }

  /// Whether its files can be written back with what was found out about them.
  package var isRewritten: Bool { takesTranslations || [.tei, .xml, .html].contains(self) }

  /// Whether it has columns to choose, when it is written.
  var hasColumns: Bool {
    switch self {
    case .tsv, .csv, .parallelTSV, .columns, .conll2000, .conll2003, .aligned: true
    default: false
    }
  }

  /// Whether it has tokens in sentences and nothing else, so that a text without them cannot be written.
  package var hasOnlyTokens: Bool {
    switch self {
    case .columns, .conll2000, .conll2003, .conll2005, .conll2008, .conll2009, .conll2012, .conllu, .conllup,
      .trees, .ptb, .tiger, .propbankFrames, .webanno:
      true
    default: false
    }
  }
}
