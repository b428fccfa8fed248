import BraidCorpora
import BraidTestSupport
import BraidText
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
      (["<!-- not <tmx> -->", "<t:TEI xmlns:t=\"http://www.tei-c.org/ns/1.0\">"], nil, .tei),
      (["<tmx version=\"1.4\">", "<seg>&lt;b&gt;</seg><note><html></note>"], nil, .tmx),
      (Array(repeating: "<!-- a comment -->", count: 60) + ["<corpus id=\"a\">"], nil, .tiger),
      (["<!DOCTYPE HTML PUBLIC>", "<head>"], nil, .html), (["<letter>"], nil, .xml),
      (["DESC:manner How did it end ?", "HUM:ind Who came ?"], nil, .trec),
      (
        ["# text = Yes", "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_", "", "1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_"], nil,
        .conllu
      ),
      (["The DT B-NP", "end NN I-NP", "", "Yes UH O"], nil, .conll2000),
      (["EU NNP B-NP B-ORG", "said VBD B-VP O", "", "Yes UH O O"], nil, .conll2003),
      (["Bonn B-LOC", "is O", "", "Yes O"], nil, .conll2003),
      (["the DET", "end NOUN", "", "yes INTJ"], nil, .columns),
      (["Empire\tB-location", "State\tI-location", "\t", "Yes\tO"], .conll2012, .conll2003),
      (["Bonn B-LOC", "is O", "far O"], nil, .conll2003),
      (["# text = Bonn is", "1\tBonn\tB-LOC\t-\t-", "2\tis\tO\t-\t-", "", "1\tNo\tO\t-\t-"], nil, .conll2003),
      (["a\tb c d", "a\te f g", "b\th i j", "b\tk l m", "a\tb"], nil, .tsv),
      (["Good morning to you\tGuten Morgen euch", "Good night, all\tGute Nacht, alle"], nil, .parallelTSV),
      (["One line.", "", "Another."], nil, .text), (["{", "  \"text\": \"x\"", "}"], .jsonl, .jsonl),
      (Array(repeating: "Bonn B-LOC", count: 60) + ["damaged"], nil, .conll2003),
      (["Ann\tB_PER", "Lee\tM_PER", "Bo\tE_PER", "saw\tO", "Eve\tS_PER", ".\tO"], .tsv, .conll2003),
      (["Ann\tB-PER", "Lee\tM-PER", "Bo\tE-PER", "saw\tO", "", "Eve\tS-PER", ".\tO"], .tsv, .conll2003),
      (["Ann\tPER-B", "Lee\tPER-I", "saw\tO", "", "Eve\tPER-B"], .tsv, .conll2003),
      (["Ann\tB:PER", "Lee\tI:PER", "saw\tO", "", "Eve\tB:PER"], .tsv, .conll2003),
      (["Ann\tB/PER", "saw\tO"], .tsv, .conll2003),
      (["Ann\tPER", "Lee\tPER", "saw\tO", "", "Eve\tPER", ".\tO"], .tsv, .conll2003),
      (["EU\tNNP\tB-ORG", "rejects\tVBZ\tO", "", "No\tUH\tO"], .tsv, .conll2003),
      (["we\tO", "go\tV", "", "I\tO", "run\tV"], .tsv, .columns),
      (["One.", "Two.", "Three.", "Four."], nil, .lines),
      (["[", "One.", "Two.", "Three."], nil, .lines), (["[[One]] {", "Two.", "Three.", "Four."], nil, .lines),
      (["[", "  {", "    \"id\": 1,"] + Array(repeating: "    \"x\",", count: 9), nil, .jsonl),
    ] as [([String], CorpusFormat?, CorpusFormat)])
  func `the format is known by the first lines`(lines: [String], byName: CorpusFormat?, format: CorpusFormat) {
    #expect(FormatGuess.guess(lines, byName: byName).format == format)
  }

  /// Columns of words, entities, parts of speech, chunks, clauses, trees, senses and predicates; and of the last alone.
  private static let props = [
    "He * PRP (NP*) (S* (S* - - (A0*)", "ran * VBD (VP*) * * 01 run (V*)", ". * . * *) *) - - *",
  ]
  private static let bare = ["-  (A0*)  (A0*)", "run  (V*)  *", "sing  *  (V*)"]
  /// CoNLL-2008 has the relation where CoNLL-2009 has the head that a parser has found.
  private static let conll2008 = [
    "1\tHe\the\tPRP\tPRP\tHe\the\tPRP\t2\tSBJ\t_\tA0", "2\truns\trun\tVBZ\tVBZ\truns\trun\tVBZ\t0\tROOT\trun.01\t_",
    "", "1\tNo\tno\tUH\tUH\tNo\tno\tUH\t0\tROOT\t_",
  ]
  private static let conll2009 = [
    "1\tHe\the\the\tP\tP\t_\t_\t2\t2\tSBJ\tSBJ\t_\t_\tA0",
    "2\truns\trun\trun\tV\tV\t_\t_\t0\t0\tROOT\tROOT\tY\trun.01\t_",
    "", "1\tNo\tno\tno\tUH\tUH\t_\t_\t0\t0\tROOT\tROOT\t_\t_",
  ]
  /// A column whose cells are no brackets.
  private static let propbank = [
    "d 0 0 He PRP (S* - - *", "d 0 1 ran VBD *) run run.01 (V*)", "", "d 1 0 No UH (S*) - -",
  ]

  @Test(
    arguments: [
      (props + ["", "No * UH * * * - -"], .conll2012, .conll2005), (props, nil, .conll2005),
      (bare + ["", "-"], nil, .conll2005),
      (bare.map { "word " + $0 } + ["", "No -"], .conll2012, .conll2005), (conll2008, .conll2012, .conll2008),
      (conll2009, .conll2012, .conll2009), (propbank, nil, .conll2012),
    ] as [([String], CorpusFormat?, CorpusFormat)])
  func `columns of roles are known by what is in them`(lines: [String], byName: CorpusFormat?, format: CorpusFormat) {
    #expect(FormatGuess.guess(lines, byName: byName).format == format)
  }

  @Test func `JSON in an array or over several lines is looked at as one value a line is`() {
    func value(_ number: Int) -> String {
      "  {\n    \"body\": \"Text number \(number), [long]\",\n    \"topic\": \"t\(number % 3)\"\n  }"
    }
    let values = (0..<20).map(value)
    for (text, what) in [
      ("[\n" + values.joined(separator: ",\n") + "\n]", "an array of JSON"),
      (values.map { String($0.dropFirst(2)) }.joined(separator: "\n"), "JSON over several lines"),
    ] {
      for name in [nil, CorpusFormat.jsonl] {
        let guess = FormatGuess.guess(text.split(separator: "\n").map(String.init), byName: name)
        #expect(guess.format == .jsonl && guess.columns == ["text": "body", "label": "topic"], "\(guess)")
        #expect(guess.reason == "\(what); the longest texts in `body`, labels in `topic`")
      }
    }
  }

  @Test func `what JSON calls a label is one, however few records show it`() {
    for label in ["\"neg\"", "[\"neg\"]"] {
      let other = label.replacing("neg", with: "pos")
      let lines = ["{\"text\": \"A film.\", \"label\": \(label)}", "{\"text\": \"A play.\", \"label\": \(other)}"]
      #expect(FormatGuess.guess(lines, byName: .jsonl).columns == ["text": "text", "label": "label"])
    }
  }

  @Test(arguments: [
    ("archive.tar", String(repeating: "a\0", count: 128) + "\0ustar\0", "a tar archive"),
    ("model.bin", "10 3\nword \0\u{1}\0", "a binary file"),
    (
      "vectors.txt", (0..<20).map { "word\($0)" + String(repeating: " 0.25", count: 50) }.joined(separator: "\n"),
      "word vectors"
    ),
  ])
  func `what is no text is refused by name`(name: String, content: String, found: String) throws {
    let scratch = try Scratch()
    try scratch.file(name, content)
    let error = #expect(throws: CorpusError.self) { try FormatGuess(scratch.path(name)) }
    #expect(error?.errorDescription?.contains("found \(found), expected ") == true, "\(error?.errorDescription ?? "")")
  }

  @Test(arguments: [
    ("a.tsv", "label\ttext\n", "`label`, `text`"), ("a.csv", "label,text\n\n \n", "`label`, `text`"),
    ("a.csv", "id;sentence;class", "`id`, `sentence`, `class`"), ("a.tsv", "source\ttarget\n", "`source`, `target`"),
    ("a.tsv", "text\n", "`text`"), ("a.csv", "Text\r\n", "`Text`"), ("a.txt", "\n\nlabel\ttext\n", "`label`, `text`"),
  ])
  func `a header alone is a table without rows`(name: String, content: String, columns: String) throws {
    let scratch = try Scratch()
    try scratch.file(name, content)
    let error = #expect(throws: CorpusError.self) { try FormatGuess(scratch.path(name)) }
    #expect(
      error?.errorDescription?.hasSuffix(
        "found a table without rows, only its header \(columns), expected rows below it")
        == true, "\(error?.errorDescription ?? "")")
    guard let format = CorpusFormat(path: name), format.isTable else { return }
    let (documents, ledger) = try read([scratch.path(name)], ReadOptions(format: format))
    #expect(documents.isEmpty)
    #expect(ledger.entries.map(\.reason) == ["header of a table without rows: \(columns)"] || content.contains(";"))
  }

  @Test(arguments: ["a.tsv", "a.csv", "a.jsonl", "a.txt", "a.conll"])
  func `blank lines alone show no format`(name: String) throws {
    let scratch = try Scratch()
    for content in ["", "\n\n", "  \n\t\n", "\r\n\r\n"] {
      try scratch.file(name, content)
      let error = #expect(throws: CorpusError.self) { try FormatGuess(scratch.path(name)) }
      #expect(error?.errorDescription?.contains("found no text") == true, "\(content.debugDescription)")
    }
  }

  @Test func `one row that may be data is no header`() {
    #expect(FormatGuess.guess(["Good morning\tGuten Morgen"], byName: .tsv).format == .parallelTSV)
    #expect(FormatGuess.guess(["good,1"], byName: .csv).onlyHeader == nil)
  }

  @Test func `a line as long as a book is looked at whole`() throws {
    let scratch = try Scratch()
    let text = String(repeating: "word ", count: 40_000)
    try scratch.file("book.jsonl", "{\"text\": \"\(text)\", \"label\": [[0, 4, \"X\"]]}\n")
    #expect(try FormatGuess(scratch.path("book.jsonl")).format == .jsonl)
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

  @Test(arguments: [
    ("{\"text\": \"bad film\", \"label\": null}", "\"pos\"", "\"neg\""), ("{\"text\": \"bad film\"}", "1", "0"),
    ("{\"text\": \"bad film\", \"label\": true}", "true", "false"),
  ])
  func `labels of JSON are known by all records, whatever the first one has`(first: String, one: String, other: String)
  {
    let others = (0..<20).map { "{\"text\": \"film number \($0)\", \"label\": \($0 % 2 == 0 ? one : other)}" }
    #expect(FormatGuess.guess([first] + others, byName: .jsonl).columns == ["text": "text", "label": "label"])
  }

  @Test func `members of JSON are known by what is in them`() {
    let lines = (0..<20).map {
      "{\"id\": \"\($0)\", \"body\": \"Text number \($0) is long\", \"topic\": \"t\($0 % 3)\"}"
    }
    #expect(FormatGuess.guess(lines, byName: .jsonl).columns == ["id": "id", "text": "body", "label": "topic"])
  }

  @Test func `an ID of JSON lines is that of the document, and other members are fields`() {
    let lines = (0..<20).map { number in
      #"{"id":\#(number),"body":"The text number \#(number).","topic":"\#(number % 2 == 0 ? "a" : "b")","#
        + #""url":"http://x/\#(number)","page":null,"meta":{"date":"2024-01-\#(10 + number)","by":["Ann"]},"tags":["x"]}"#
    }
    #expect(
      FormatGuess.guess(lines, byName: .jsonl).columns == [
        "id": "id", "text": "body", "label": "topic", "field:url": "url", "field:meta.date": "meta.date",
      ])
  }

  @Test func `two columns of text and a column of numbers are a pair and its number`() {
    let rows = (0..<20).map { "\($0),A man reads book \($0),A woman reads book \($0),\(Double($0 % 5) + 0.5)" }
    let guess = FormatGuess.guess(["id,first,second,score"] + rows, byName: .csv)
    #expect(guess.columns == ["text": "first", "text2": "second", "label": "score"])
    #expect(guess.warnings == [])
    let both = rows.enumerated().map { "\($1),\(["yes", "no", "maybe"][$0 % 3])" }
    #expect(
      FormatGuess.guess(["id,first,second,score,answer"] + both, byName: .csv).columns
        == ["text": "first", "text2": "second", "label": "answer", "label:score": "score"])
    let three = (0..<20).map { "A man reads \($0),A girl reads \($0),A boy reads \($0),\($0 % 2 == 0 ? "a" : "b")" }
    let none = FormatGuess.guess(three, byName: .csv)
    #expect(none.columns["text2"] == nil && none.warnings.count == 2)
  }

  @Test func `a text and a column of numbers are a text and its number`() {
    let rows = (0..<20).map { "A man reads book \($0) today\t\(Double($0 % 5) + 0.5)" }
    #expect(FormatGuess.guess(rows, byName: .tsv).columns == ["text": "1", "label": "2"])
  }

  @Test func `a table is looked at as it is read, with semicolons, line breaks in cells and empty labels`() {
    let rows = (0..<20).map { "\($0);\"A text of\nnumber \($0)\";\($0 == 3 ? "" : $0 % 2 == 0 ? "good" : "bad")" }
    let lines = ["nr;body;class"] + rows.flatMap { $0.split(separator: "\n").map(String.init) }
    let guess = FormatGuess.guess(lines, byName: .csv)
    #expect(guess.columns == ["text": "body", "label": "class"])
  }

  @Test(arguments: [
    (CorpusFormat.csv, "'", ","), (.csv, "'", ";"), (.tsv, "'", "\t"), (.tsv, "\"", "\t"),
  ])
  func `quotes that cells are in are found out where the format has others or none`(
    format: CorpusFormat, quote: String, separator: String
  ) {
    func row(_ cells: String...) -> String { cells.map { quote + $0 + quote }.joined(separator: separator) }
    let doubled = quote + quote
    let rows = (0..<20).map {
      row("A text\(separator) of \(doubled)number\(doubled) \($0)", $0 % 2 == 0 ? "a" : "b")
    }
    for header in ["body\(separator)class", row("body", "class")] {
      let guess = FormatGuess.guess([header] + rows, byName: format)
      #expect(guess.quote == quote && guess.columns == ["text": "body", "label": "class"], "\(guess)")
      #expect(guess.reason.contains("their cells in `\(quote)`"))
    }
  }

  @Test func `quotes of some cells, and those that the format has, are no others`() {
    let rows = (0..<20).map { "A text of number \($0)\t\($0 % 2 == 0 ? "a" : "b")" }
    #expect(FormatGuess.guess(rows, byName: .tsv).quote == nil)
    let some = FormatGuess.guess(["\"A \"\"good\"\" text\"\ta", "'A text\tb"] + rows, byName: .tsv)
    #expect(some.quote == nil)
    #expect(
      some.warnings
        == [#"some cells look quoted, such as "A ""good"" text"; if they are, add `quote: '"'`"#])
    let quoted = (0..<20).map { "\"It's a text, number \($0)\",\"\($0 % 2 == 0 ? "a" : "b")\"" }
    #expect(FormatGuess.guess(quoted, byName: .csv).quote == nil)
  }

  @Test func `quotes of the cells that need them are found out where rows are uneven without them`() {
    let lines = [
      "text\tlabel", "\"The food\twas great\"\tpos", "Dull and slow\tneg", "\"I \"\"liked\"\" the", "soup\"\tpos",
      "Bad place\tneg", "Nice people\tpos", "Too loud\tneg",
    ]
    for rows in [lines, Array(lines.dropFirst())] {
      let guess = FormatGuess.guess(rows, byName: .tsv)
      #expect(guess.quote == "\"" && guess.format == .tsv, "\(guess)")
      #expect(guess.reason.contains("their cells in `\"`"))
    }
  }

  private static let reviews = [
    "The food was great\tyes", "Dull and slow\tno", "I liked the soup\tyes", "Bad place\tno", "Nice people\tyes",
    "Too loud\tno",
  ]

  @Test(arguments: ["Review Text\tIs it good?", "\"Review Text\"\t\"Is it good?\""])
  func `a first row above labels of which it has none is a header, whatever it is called`(header: String) {
    for format in [CorpusFormat.tsv, .csv] {
      let lines = ([header] + Self.reviews).map { format == .csv ? $0.replacing("\t", with: ",") : $0 }
      let guess = FormatGuess.guess(lines, byName: format)
      #expect(guess.columns == ["text": "Review Text", "label": "Is it good?"] && guess.header == true, "\(guess)")
      #expect(guess.warnings.count == 1 && guess.warnings[0].contains("is taken for names of columns"))
    }
  }

  @Test(arguments: [
    ("document,tag", "document", "tag"), ("Phrase,Sentiment", "Phrase", "Sentiment"),
    ("input,output", "input", "output"),
    ("tweet,target", "tweet", "target"),
  ])
  func `a header's names are known to init and to a reader alike`(header: String, text: String, label: String) throws {
    let lines = [header, "Good,pos", "Bad film,neg", "Fine film,pos", "Dull film,neg"]
    let guess = FormatGuess.guess(lines, byName: .csv)
    #expect(guess.columns == ["text": text, "label": label] && guess.header == true, "\(guess)")
    let documents = try read(lines.joined(separator: "\n"), ReadOptions(format: .csv)).documents
    #expect(documents.map(\.text) == ["Good", "Bad film", "Fine film", "Dull film"])
    #expect(documents.map { $0.labels["label"]?.first?.name } == ["pos", "neg", "pos", "neg"])
  }

  @Test(arguments: [
    (",text,sentiment", "text", "sentiment"),
    ("Review ID,Review Text,Is it any good?", "Review Text", "Is it any good?"),
    ("Nr., Bericht ,Größe (in cm)", "Bericht", "Größe (in cm)"),
  ])
  func `a first row above numbers of which it has none is a header, whatever it is called`(
    header: String, text: String, label: String
  ) {
    let rows = (0..<20).map { "\($0),A long text of number \($0),\($0 % 2 == 0 ? "good" : "bad")" }
    for lines in [[header] + rows, ["sep=,", header] + rows] {
      let guess = FormatGuess.guess(lines, byName: .csv)
      #expect(guess.columns == ["text": text, "label": label] && guess.header == true, "\(guess)")
      #expect(guess.warnings.isEmpty)
    }
  }

  @Test func `a first row that lacks a number is data`() {
    let rows = (0..<20).map { "A long text of number \($0),\($0 % 5)" }
    let firsts = ["A short text,n/a", "A short text,NaN", "A text that is about as long as others,unclear", "Short.,4"]
    for first in firsts {
      let guess = FormatGuess.guess([first] + rows, byName: .csv)
      #expect(guess.header == false && guess.columns["text"] == "1", "\(guess)")
    }
  }

  @Test(arguments: ["The soup\tyes", "We would have liked the food to be a bit warmer\tso-so"])
  func `a first row with a label that comes again, or with a long text, is data`(row: String) {
    let guess = FormatGuess.guess([row] + Self.reviews, byName: .tsv)
    #expect(
      guess.columns == ["text": "1", "label": "2"] && guess.header == false && guess.warnings.isEmpty, "\(guess)")
  }

  @Test func `columns of one name are called by their numbers, which is said`() {
    let rows = (0..<8).map { "\($0)\tGreat food, number \($0)\t\(["a", "b"][$0 % 2])\t\(["x", "y"][$0 % 2])" }
    let guess = FormatGuess.guess(["id\ttext\tlabel\tlabel"] + rows, byName: .tsv)
    #expect(guess.header == true && guess.columns["text"] == "2" && guess.columns["label"] == "3", "\(guess)")
    #expect(guess.warnings == ["`label` is the name of two columns, which are called by their numbers"])
  }

  @Test func `short words that come again beside short texts are labels, and no translations`() {
    let guess = FormatGuess.guess(["Great\tpos", "Bad\tneg", "Nice\tpos", "Ugly\tneg"], byName: .tsv)
    #expect(guess.format == .tsv && guess.columns == ["text": "1", "label": "2"], "\(guess)")
    #expect(
      FormatGuess.guess(["Open\tÖffnen", "Save\tSichern", "Close\tSchließen"], byName: .tsv).format == .parallelTSV)
  }
}

struct PageAndTreeGuessTests {
  @Test(arguments: [
    ("<!DOCTYPE html>\n<p>x", CorpusFormat.html), ("<html lang=en>", .html),
    ("<?xml version=\"1.0\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\">", .xmi), ("( (S (NP (NN a))))", .ptb),
    ("(TOP (S (NN a)))", .ptb), ("(3 (2 a) (2 b))", .trees),
  ])
  func `pages and trees are known by their first line`(line: String, format: CorpusFormat) {
    #expect(FormatGuess.guess([line], byName: nil).format == format)
  }
}
