import BraidCorpora
import Testing

@Suite struct FormatGuessTests {
  @Test(
    arguments: [
      (["{\"text\": \"x\", \"labels\": {}}"], nil, CorpusFormat.jsonl),
      (["{\"body\": \"a long text\", \"class\": \"a\"}"], nil, .jsonl),
      (["__label__a some text", "__label__b other text"], nil, .fasttext),
      (["(3 (2 It) (4 works))"], nil, .trees),
      (["<?xml version=\"1.0\"?>", "<tmx version=\"1.4\">"], nil, .tmx),
      (["<?xml version=\"1.0\"?>", "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">"], nil, .tei),
      (["DESC:manner How did it end ?", "HUM:ind Who came ?"], nil, .trec),
      (
        ["# text = Yes", "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_", "", "1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_"], nil,
        .conllu
      ),
      (["The DT B-NP", "end NN I-NP", "", "Yes UH O"], nil, .conll2000),
      (["EU NNP B-NP B-ORG", "said VBD B-VP O", "", "Yes UH O O"], nil, .conll2003),
      (["Bonn B-LOC", "is O", "", "Yes O"], nil, .conll2003),
      (["the DET", "end NOUN", "", "yes INTJ"], nil, .columns),
      (["a\tb c d", "a\te f g", "b\th i j", "b\tk l m", "a\tb"], nil, .tsv),
      (["Good morning to you\tGuten Morgen euch", "Good night, all\tGute Nacht, alle"], nil, .parallelTSV),
      (["One line.", "", "Another."], nil, .text),
      (["One.", "Two.", "Three.", "Four."], nil, .lines),
    ] as [([String], CorpusFormat?, CorpusFormat)])
  func `the format is known by the first lines`(lines: [String], byName: CorpusFormat?, format: CorpusFormat) {
    #expect(FormatGuess.guess(lines, byName: byName).format == format)
  }

  @Test func `columns of a table are known by what is in them`() {
    let rows = (0..<20).map { "\($0),\"A long text, number \($0)\",\($0 % 2 == 0 ? "good" : "bad")" }
    let guess = FormatGuess.guess(["id,review,class"] + rows, byName: .csv)
    #expect(guess.columns == ["text": "review", "label": "class"])
    #expect(guess.header == true)
    let bare = FormatGuess.guess(rows, byName: .csv)
    #expect(bare.columns == ["text": "2", "label": "3"])
    #expect(bare.header == false)
  }

  @Test func `members of JSON are known by what is in them`() {
    let lines = (0..<20).map {
      "{\"id\": \"\($0)\", \"body\": \"Text number \($0) is long\", \"topic\": \"t\($0 % 3)\"}"
    }
    #expect(FormatGuess.guess(lines, byName: .jsonl).columns == ["text": "body", "label": "topic"])
  }
}
