import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Foundation
import Testing

struct TableTests {
  @Test func `a table of two columns is a label and a text`() throws {
    let documents = try read(Sample("tsv").text, ReadOptions(format: .tsv)).documents
    #expect(documents.map(\.text) == ["A warm , funny film .", "No “plot” ."])
    #expect(documents[0].labels == ["label": [Label("1")]])
    #expect(documents[0].tokens.isEmpty)
  }

  @Test func `texts that are tokens already are taken so`() throws {
    var options = ReadOptions(format: .tsv)
    options.pretokenized = true
    #expect(try read(Sample("tsv").text, options).documents[1].words(0..<3) == ["No", "“plot”", "."])
  }

  @Test func `columns go by number or by name`() throws {
    var options = ReadOptions(format: .tsv)
    options.columns = ["text": "body", "stars": "rating", "id": 1, "field:who": "name"]
    let (documents, _) = try read("n\trating\tbody\tname\n7\t\tok\tAnn\n8\t5\tgood\t\n", options)
    #expect(documents.map(\.id) == ["7", "8"])
    #expect(documents.map(\.text) == ["ok", "good"])
    #expect(documents[0].labels.isEmpty, "an empty label is missing")
    #expect(documents[1].labels["stars"] == [Label("5")])
    #expect(documents.map(\.fields) == [["who": "Ann"], [:]])
  }

  @Test func `a column of second texts makes pairs, which a table and JSONL give back`() throws {
    var options = ReadOptions(format: .tsv)
    options.columns = ["text": 1, "text2": 2, "label:same": 3]
    let (documents, _) = try read("A man sleeps.\tA man is asleep.\tyes\nA dog.\t\tno\n", options)
    #expect(documents.map(\.text) == ["A man sleeps.", "A dog."])
    #expect(documents.map { $0.second?.text } == ["A man is asleep.", nil])
    #expect(documents.map { $0.labels["same"]?.first?.name } == ["yes", "no"])
    let lines = try written(documents, WriteOptions(format: .jsonl))
    #expect(try read(lines, ReadOptions(format: .jsonl)).documents == documents)
  }

  @Test func `a header names the second text of a pair`() throws {
    var options = ReadOptions(format: .tsv)
    options.header = true
    let document = try #require(
      try read("text\ttext2\tlabel\nA cat sits.\tA cat is sitting.\tyes\n", options).documents.first)
    #expect(document.text == "A cat sits." && document.second?.text == "A cat is sitting.")
    #expect(document.fields.isEmpty)
  }

  @Test func `a header names the columns when nothing is asked for`() throws {
    var options = ReadOptions(format: .csv)
    options.header = true
    let documents = try read(Sample("csv").text, options).documents
    #expect(documents.map(\.text) == ["He said \"yes\",\nthen left", "plain"])
    #expect(documents.map { $0.labels["label"]?.first?.name } == ["good", "bad"])
  }

  @Test(
    arguments: [
      ("label\ttext\n1\tgood\n", [:], ["good"]),
      ("Label\tText\n1\tgood\n", ["label": 1, "text": 2], ["good"]),
      ("1\ttext\n1\tgood\n", [:], ["text", "good"]), ("text\ngood\n", [:], ["good"]),
    ] as [(String, [String: ColumnRef], [String])])
  func `a first row of nothing but names is a header without being called one`(
    table: String, columns: [String: ColumnRef], texts: [String]
  ) throws {
    var options = ReadOptions(format: .tsv)
    options.columns = columns
    #expect(try read(table, options).documents.map(\.text) == texts)
    options.header = false
    #expect(try read(table, options).documents.count == table.count { $0 == "\n" })
  }

  @Test(arguments: [
    (CorpusFormat.tsv, "a\tb\nc\n", ":2: found 1 column, expected 2"),
    (.csv, "a,\"b\nc\n", ":1:3: found a quote that is never closed"),
    (.csv, "a,\"b\"x\n", ":1:6: found text after a closing quote"),
  ])
  func `rows that do not fit are errors with their place`(format: CorpusFormat, text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: format)) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test func `a column that is not there is an error that lists the header`() throws {
    var options = ReadOptions(format: .tsv)
    options.columns = ["text": "body"]
    let error = #expect(throws: CorpusError.self) { try read("a\tb\nc\td\n", options) }
    #expect(error?.errorDescription?.hasSuffix("found no column body, only a, b") == true)
  }

  @Test func `parallel tables have a source and a target`() throws {
    var options = ReadOptions(format: .parallelTSV)
    options.targetLanguage = "de"
    let (documents, _) = try read("a dog\tein Hund\na cat\t\n", options)
    #expect(documents.map(\.text) == ["a dog", "a cat"])
    #expect(documents[0].translations == ["de": AlignedText("ein Hund")])
    #expect(documents[1].translations.isEmpty)
  }

  @Test(arguments: [
    ("Text,Label\nGood,pos\n", "Good", "pos"), ("sentence,label\nGood,pos\n", "Good", "pos"),
    ("ID,Review,Sentiment\n7,Good,pos\n", "Good", "pos"), ("\"class\",\"title\",\"text\"\npos,T,Good\n", "Good", "pos"),
    ("sep=,\nlabel,text\npos,Good\n", "Good", "pos"), ("sep=;\nlabel;text\npos;Good\n", "Good", "pos"),
    ("SEP=|\nlabel|text\npos|Good\n", "Good", "pos"),
    ("Phrase,Sentiment\nGood,pos\n", "Good", "pos"), ("tag,document\npos,Good\n", "Good", "pos"),
    ("label, text\npos,Good\n", "Good", "pos"), (" Text ,\tStars, Label\nGood,5,pos\n", "Good", "pos"),
  ])
  func `a header is known in any case and by the usual names`(table: String, text: String, label: String) throws {
    let documents = try read(table, ReadOptions(format: .csv)).documents
    #expect(documents.map(\.text) == [text])
    #expect(documents[0].labels == ["label": [Label(label)]])
  }

  @Test(arguments: [
    "source,target\nYes,Oui\nOh yes,Oui\n", "input,output\nA dog sits there,Un chien est là\n",
    "text,target\ncat,Katze\ndog,Hund\n", "sep=;\nid;text;target\n1;cat;Katze\n2;dog;Hund\n",
  ])
  func `a target is a translation beside a source, or where its values do not come again`(table: String) throws {
    let documents = try read(table, ReadOptions(format: .csv)).documents
    #expect(documents[0].translations["target"] != nil && documents[0].labels.isEmpty)
  }

  @Test func `columns with other names are fields`() throws {
    let documents = try read("class,title,text\npos,T,Good\n", ReadOptions(format: .csv)).documents
    #expect(documents[0].fields == ["title": "T"])
  }

  @Test func `more than two columns without names are an error that shows them`() throws {
    let error = #expect(throws: CorpusError.self) { try read("a\tb\tc\nd\te\tf\n", ReadOptions(format: .tsv)) }
    #expect(error?.errorDescription?.contains(":1: 3 columns: a, b, c, expected which one holds what") == true)
  }

  @Test func `column names go in any case of letters`() throws {
    var options = ReadOptions(format: .csv)
    options.columns = ["text": "Body", "label": "stars"]
    #expect(try read("Stars,body\n5,ok\n", options).documents.map(\.text) == ["ok"])
  }

  @Test(arguments: [
    (CorpusFormat.csv, Optional("'"), "text,label\n'a, b',x\n'it''s',y\n", ["a, b", "it's"]),
    (.csv, "'", "text;label\n'a; b';x\n\"c;y\n", ["a; b", "\"c"]),
    (.csv, "none", "text,label\n\"a\",x\n\"b,y\n", ["\"a\"", "\"b"]),
    (.tsv, "\"", "text\tlabel\n\"a\tb\"\tx\n\"c\nd\"\ty\n", ["a\tb", "c\nd"]),
    (.tsv, nil, "text\tlabel\n\"a\"\tx\n\"b\ty\n", ["\"a\"", "\"b"]),
    (.parallelTSV, "|", "|a\tb|\tx\n", ["a\tb"]),
  ])
  func `cells are in the quotes that are named`(format: CorpusFormat, quote: String?, table: String, texts: [String])
    throws
  {
    var options = ReadOptions(format: format)
    options.quote = quote
    #expect(try read(table, options).documents.map(\.text) == texts)
  }

  @Test(arguments: ["a", "\"\"", "", " ", "é", ";"])
  func `a quote character that can be none is refused`(quote: String) {
    var (reading, writing) = (ReadOptions(format: .csv), WriteOptions(format: .csv))
    (reading.quote, reading.separator) = (quote, .semicolon)
    (writing.quote, writing.separator) = (quote, .semicolon)
    #expect(reading.problem?.key == "quote" && writing.problem?.key == "quote")
    #expect(throws: CorpusError.self) { try written([Document(text: "a")], writing) }
  }

  @Test(
    arguments: [(.csv, nil, ","), (.csv, .semicolon, ";"), (.tsv, .pipe, "|"), (.parallelTSV, .comma, ",")]
      as [(CorpusFormat, ColumnSeparator?, String)])
  func `a quote character that stands between columns is refused`(
    format: CorpusFormat, separator: ColumnSeparator?, quote: String
  ) throws {
    var (reading, writing) = (ReadOptions(format: format), WriteOptions(format: format))
    (reading.quote, reading.separator) = (quote, separator)
    (writing.quote, writing.separator) = (quote, separator)
    let expected = "one mark of ASCII that separates nothing, or none"
    #expect(
      throws: CorpusError.badOption(name: "quote", found: "`\(quote)`", expected: expected)
    ) { try read("text\tlabel\na\tx\n", reading) }
    let scratch = try Scratch()
    #expect(throws: CorpusError.badWriteOption(name: "quote", found: "`\(quote)`", expected: expected)) {
      try CorpusWriter(scratch.path("x"), options: writing)
    }
    #expect(try scratch.names.isEmpty)
  }

  @Test func `what cells are in is not taken for what stands between them`() throws {
    var options = ReadOptions(format: .csv)
    options.quote = ";"
    #expect(try read("text,label\n;a,b;,x\n;c;,y\n", options).documents.map(\.text) == ["a,b", "c"])
    let error = #expect(throws: CorpusError.self) { try read("sep=;\ntext;label\na;x\n", options) }
    #expect(error?.errorDescription?.hasPrefix("option quote: found `;`, expected one mark") == true)
  }

  @Test func `labels without characters between separators are counted, as in JSON`() throws {
    var options = ReadOptions(format: .csv)
    options.labelSeparator = "|"
    let (documents, ledger) = try read("text,label\nx,a||b\ny,|\nz,c\n", options)
    #expect(documents.map { $0.labels["label"]?.map(\.name) } == [["a", "b"], [], ["c"]])
    #expect(
      ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.unit) \($0.places.map(\.line))" }
        == ["1 labels [2]"])
  }

  @Test(arguments: ["spans:entity", "tags:pos", "tokens", "what:ever", "entity:bio"])
  func `a part that no cell can hold is refused by name`(name: String) throws {
    var options = ReadOptions(format: .csv)
    options.columns = ["text": 1, name: 2]
    #expect(throws: CorpusError.self) { try read("a,b\n", options) }
  }

  @Test(arguments: [
    ("id;text;note\n1;Good, really;a\n2;Bad;b\n", ["Good, really", "Bad"]),
    ("id\ttext\tnote\n1\tGood, really\ta\n2\tBad\tb\n", ["Good, really", "Bad"]),
    ("label;text\npos;\"Good; really\"\n", ["Good; really"]), ("\u{FEFF}text;label\nGood;pos\n", ["Good"]),
    ("text,label\n\"a;b\",x\n", ["a;b"]), ("a; b\nc; d\n", ["a; b", "c; d"]),
    ("label;text\npos;\"two\nlines\"\nneg;one\n", ["two\nlines", "one"]),
  ])
  func `what stands between the columns of CSV is found out from its first rows`(table: String, texts: [String]) throws
  {
    #expect(try read(table, ReadOptions(format: .csv)).documents.map(\.text) == texts)
  }

  @Test func `a separator that was found out is told, one that is named is taken`() throws {
    let table = "id;text\n1;Good, really\n2;Bad, too\n"
    let (_, ledger) = try read(table, ReadOptions(format: .csv))
    #expect(ledger.entries.contains { $0.action == .recognized && $0.reason == "columns separated by semicolons" })
    var options = ReadOptions(format: .csv)
    options.separator = .comma
    #expect(try read("a\tb,c\nd\te,f\n", options).documents.map(\.text) == ["c", "f"])
  }

  @Test(arguments: [
    ("nr,comment\n1,Good\n2,Bad\n", ["Good", "Bad"]), ("author,review\nAnn,Good\nBob,Bad\n", ["Good", "Bad"]),
    ("review,written on\nGood,Monday\n", ["Good"]), ("good,review\ngood,review\n", ["review", "review"]),
  ])
  func `a row of names above other values is a header`(table: String, texts: [String]) throws {
    #expect(try read(table, ReadOptions(format: .csv)).documents.map(\.text) == texts)
  }

  @Test(arguments: [
    "comment_text,toxic\na,1\n", "inhalt,nummer\nGut,1\n", "my_text,kind\nGood film,x\nBad film,y\n",
    "words,kind\nI liked the good film,x\nI saw a bad film,y\nWe all went home soon,z\n",
    "Review,Is it good?\nGood film,y\nBad film,n\nNice film,y\nDull film,n\nGood song,y\nBad song,n\n",
  ])
  func `a first row that may be names of which none is known is told and never taken for data`(table: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(table, ReadOptions(format: .csv)) }
    #expect(
      error?.errorDescription?.contains("a first row that looks like names of columns: ") == true,
      "\(error?.errorDescription ?? "")")
    var options = ReadOptions(format: .csv)
    options.header = false
    #expect(try read(table, options).documents.count == table.split(separator: "\n").count)
    options.header = nil
    options.columns = ["text": 1, "label": 2]
    #expect(try !read(table, options).documents.isEmpty)
  }

  @Test(arguments: [
    "pos\tGood\nneg\tI saw a bad film\nneg\tWe all went home soon\npos\tI liked the good film\n",
    "Good\tpos\nI saw a bad film\tneg\nWe all went home soon\tneg\n",
    "so-so\tGood film\nneg\tI saw a bad film\nneg\tWe all went home soon\nneg\tI did not like it\n",
    "1\tGood\n0\tI saw a bad film\n0\tWe all went home soon\n0\tI did not like it\n",
    "dog\tHund\nred dog\troter Hund\nthe cat\tdie Katze\na house\tein Haus\n",
  ])
  func `a first row that is as short as a header and may be data is data`(table: String) throws {
    #expect(try read(table, ReadOptions(format: .tsv)).documents.count == table.split(separator: "\n").count)
  }

  @Test func `a header with a name twice is told to have it`() throws {
    let table = "id\ttext\tlabel\tlabel\n1\tGreat\ta\tx\n"
    let error = #expect(throws: CorpusError.self) { try read(table, ReadOptions(format: .tsv)) }
    #expect(error?.errorDescription?.contains("names of columns, of which `label` is there twice") == true)
  }

  @Test(arguments: [
    ("pos\tGood\nneg\t\"Bad\tdull\"\n", true), ("pos\t\"Good\"\nneg\tBad\tdull\n", true), ("pos\tGood\nneg\n", false),
  ])
  func `uneven rows with cells that look quoted are told to be so`(table: String, looksQuoted: Bool) throws {
    let error = #expect(throws: CorpusError.self) { try read(table, ReadOptions(format: .tsv)) }
    #expect(error?.errorDescription?.contains(":2: found ") == true, "\(error?.errorDescription ?? "")")
    #expect(error?.recoverySuggestion?.contains("give `quote`") == looksQuoted)
    guard looksQuoted, table.hasSuffix("\"\n") else { return }
    var options = ReadOptions(format: .tsv)
    options.quote = "\""
    #expect(try read(table, options).documents.map(\.text) == ["Good", "Bad\tdull"])
  }

  @Test(arguments: ["# sent_id = 1\n", ""]) func `a treebank that is called a table is told to be none`(comment: String)
    throws
  {
    let table = comment + "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n"
    let error = #expect(throws: CorpusError.self) { try read(table, ReadOptions(format: .tsv)) }
    #expect(error?.errorDescription?.hasSuffix("which has the ten columns of CoNLL-U, expected conllu") == true)
  }

  @Test(arguments: [
    ("premise,hypothesis,gold_label\na,b,x\n", ["a", "b", "x"]),
    ("sentence1,sentence2,label\na,b,x\n", ["a", "b", "x"]), ("label,text_b,text_a\nx,b,a\n", ["a", "b", "x"]),
    ("id,question1,question2,label\n1,a,b,x\n", ["a", "b", "x"]), ("premise,hypothesis\na,b\n", ["a", "b", ""]),
    ("text,text2,label\na,b,x\n", ["a", "b", "x"]),
  ])
  func `pairs of texts are known by what their columns are called`(table: String, values: [String]) throws {
    let document = try #require(try read(table, ReadOptions(format: .csv)).documents.first)
    #expect([document.text, document.second?.text ?? "", document.labels["label"]?.first?.name ?? ""] == values)
  }

  @Test func `names above numbers of which none is that of a text ask for it`() throws {
    let error = #expect(throws: CorpusError.self) { try read("nr,inhalt\n1,Gut\n2,Naja\n", ReadOptions(format: .csv)) }
    #expect(
      error?.errorDescription?.hasSuffix(
        "columns of which none is called what texts are: nr, inhalt, expected which one holds what, such as text=nr")
        == true,
      "\(error?.errorDescription ?? "")")
    var options = ReadOptions(format: .csv)
    options.columns = ["text": 2]
    #expect(try read("nr,inhalt\n1,Gut\n2,Naja\n", options).documents.map(\.text) == ["Gut", "Naja"])
  }

  @Test(arguments: [TextEncoding.latin1, .windows1252, .utf8])
  func `names of columns are known in every encoding, also those above numbers`(encoding: TextEncoding) throws {
    let table = "Nr.,Größe (cm), Bericht ,Gut?\n1,180,Köln ist schön,ja\n2,\"170,5\",Ulm nicht,nein\n3,,Bonn auch,ja\n"
    let bytes = encoding == .utf8 ? Data(table.utf8) : Data(table.unicodeScalars.map { UInt8($0.value) })
    let scratch = try Scratch()
    try bytes.write(to: URL(fileURLWithPath: scratch.path("t.csv")))
    var options = ReadOptions(format: .csv)
    options.encoding = encoding
    options.columns = ["text": 3, "label": 4]
    let documents = try read([scratch.path("t.csv")], options).documents
    #expect(documents.map(\.text) == ["Köln ist schön", "Ulm nicht", "Bonn auch"])
    #expect(documents.map { $0.labels["label"] } == [[Label("ja")], [Label("nein")], [Label("ja")]])
  }

  @Test func `columns without a name are fields that are called by their numbers`() throws {
    let unnamed = try read(",text,sentiment\n1,Good,pos\n2,Bad,neg\n", ReadOptions(format: .csv)).documents
    #expect(unnamed.map(\.fields) == [["column 1": "1"], ["column 1": "2"]])
    var options = ReadOptions(format: .csv)
    options.header = true
    let two = try read("text,label,,\nGood,pos,a,b\n", options).documents
    #expect(two.map(\.fields) == [["column 3": "a", "column 4": "b"]])
  }
}
