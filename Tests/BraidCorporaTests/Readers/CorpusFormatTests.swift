import BraidCorpora
import Testing

@Suite struct CorpusFormatTests {
  @Test(arguments: [
    ("a/b.conllu", CorpusFormat.conllu), ("b.conllu.gz", .conllu), ("x.tsv", .tsv), ("x.gold_conll.gz", .conll2012),
    ("x.txt", .text), ("x.jsonl", .jsonl), ("a.tsv/b", nil), ("x", nil), ("gz", nil), ("", nil), ("x.xml", nil),
  ])
  func `a file's ending tells its format`(_ path: String, _ format: CorpusFormat?) {
    #expect(CorpusFormat(path: path) == format)
  }
}
