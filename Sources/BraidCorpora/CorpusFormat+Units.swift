extension CorpusFormat {
  /// Layers that a writer of this format leaves out, however many a document has; tables may be told to write more columns.
  package var unitsLeftOut: Set<Ledger.Unit> {
    let layers: Set<Ledger.Unit> = [.labels, .tags, .spans, .frames, .arguments, .translations]
    switch self {
    case .jsonl, .tei: return []
    case .tsv, .csv, .fasttext, .trec: return layers.subtracting([.labels])
    case .parallel, .parallelTSV: return layers.subtracting([.translations])
    case .columns, .conll2000, .conll2003: return layers.subtracting([.tags, .spans])
    case .conllu: return layers.subtracting([.tags])
    case .conllup, .conll2012: return layers.subtracting([.tags, .spans, .frames, .arguments])
    case .brat: return [.tags, .translations]
    default: return layers
    }
  }
}
