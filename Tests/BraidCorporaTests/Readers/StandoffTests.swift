import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Annotations beside the text: brat's folders and WebAnno TSV 3.
struct StandoffTests {
  private func brat(_ text: String, _ annotations: String?) throws -> (Document, Ledger) {
    let scratch = try Scratch()
    let path = try scratch.file("news.txt", text)
    if let annotations { _ = try scratch.file("news.ann", annotations) }
    let (documents, ledger) = try read([path], ReadOptions(format: .brat))
    #expect(documents.count == 1)
    return (documents[0], ledger)
  }

  @Test func `text-bound annotations are spans, events are frames`() throws {
    let (document, ledger) = try brat(
      "Änna Berg moved\nto Oslo today.",
      """
      T1\tPER 0 9\tÄnna Berg
      T2\tMove 10 15\tmoved
      T3\tLOC 19 23\tOslo
      E1\tMove:T2 Who:T1 Where:T3 When:T4
      T4\tTime 24 29\ttoday

      """)
    #expect(document.id == "news")
    #expect(document.text == "Änna Berg moved\nto Oslo today.")
    #expect(
      document.spans == [
        "entity": [
          LabeledSpan(0..<2, label: "PER"), LabeledSpan(4..<5, label: "LOC"), LabeledSpan(5..<6, label: "Time"),
        ]
      ])
    #expect(
      document.frames == [
        Frame(
          predicate: 2, sense: "Move",
          arguments: [
            Argument(role: "Who", tokens: 0..<2), Argument(role: "Where", tokens: 4..<5),
            Argument(role: "When", tokens: 5..<6),
          ])
      ])
    #expect(ledger.entries.isEmpty)
  }

  @Test(arguments: ["", "b.ann"])
  func `annotations without a text are an error with their name, and others are read`(path: String) throws {
    let scratch = try Scratch()
    for name in ["a.txt", "c.txt"] { _ = try scratch.file(name, "Ann left.") }
    _ = try scratch.file("a.ann", "T1\tPER 0 3\tAnn\n")
    _ = try scratch.file("b.ann", "T1\tPER 0 3\tBob\n")
    let reader = try CorpusReader([scratch.path(path)], options: ReadOptions(format: .brat))
    var ids: [String] = []
    var reasons: [String] = []
    while reasons.count < 2 {
      do throws(CorpusError) {
        guard let document = try reader.next() else { break }
        ids.append(document.id)
      } catch {
        reasons.append(error.errorDescription ?? "")
        #expect(reader.skip(after: error) != nil)
      }
    }
    #expect(reasons.count == 1)
    #expect(reasons.first?.contains("b.ann: found annotations without their text") == true)
    #expect(reasons.first?.hasSuffix("b.txt") == true)
    guard path.isEmpty else { return }
    #expect(ids == ["a", "c"])
    #expect(
      reader.ledger.entries.map { "\($0.action) \($0.count) \($0.reason)" }
        == ["recognized 1 text without an .ann beside it, not annotated"])
  }

  @Test func `a folder without texts is an error with its name`() throws {
    let scratch = try Scratch()
    _ = try scratch.file("annotation.conf", "[entities]\nPER\n")
    let error = #expect(throws: CorpusError.self) { try read([scratch.path("")], ReadOptions(format: .brat)) }
    #expect(error?.errorDescription?.contains(": found a folder without texts, expected texts such as a.txt") == true)
  }

  @Test func `an export of WebAnno is known by its first line, whatever its name`() throws {
    let scratch = try Scratch()
    #expect(CorpusFormat(recognizing: try scratch.file("a.tsv", Sample("webanno").text)) == .webanno)
    #expect(CorpusFormat(recognizing: try scratch.file("b.tsv", "pos\tgood\n")) == .tsv)
    #expect(CorpusFormat(recognizing: scratch.path("nowhere.tsv")) == .tsv)
  }

  @Test func `an event may be an argument, and parts of a span may lie apart`() throws {
    let (document, ledger) = try brat(
      "left and right arm hurt\nbadly",
      """
      T1\tArm 0 4;15 18\tleft arm
      T2\tArm 9 18\tright arm
      T3\tBoth 19 23;24 29\thurt badly
      T4\tHurt 19 23\thurt
      T5\tVery 24 29\tbadly
      E1\tHurt:T4 What:T1
      E2\tVery:T5 Of:E1
      """)
    #expect(
      document.spans["entity"] == [
        LabeledSpan(0..<4, label: "Arm"), LabeledSpan(2..<4, label: "Arm"), LabeledSpan(4..<6, label: "Both"),
      ])
    #expect(document.frames?.map(\.predicate) == [4, 5])
    #expect(document.frames?[1].arguments == [Argument(role: "Of", tokens: 4..<5)])
    #expect(
      ledger.entries.filter { $0.action == .repaired }.map { "\($0.count) \($0.reason)" }
        == ["1 discontinuous, taken from its first to its last part"])
  }

  @Test func `a mention whose text contradicts its offsets is counted, however its white space is written`() throws {
    let (document, ledger) = try brat(
      "Anna met\nBob Lee",
      """
      T1\tPER 1 5\tAnna
      T2\tPER 9 16\tBob  Lee
      T3\tPER 0 4;9 12\tAnna Bob
      T4\tMeet 5 8\tmeet
      T5\tPER 0 4
      E1\tMeet:T4 Who:T2
      """)
    #expect(document.spans["entity"]?.first == LabeledSpan(0..<1, label: "PER"))
    #expect(
      ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.unit): \($0.reason)" }
        == ["2 values: text of a span, which differs from what stands at its offsets"])
  }

  @Test func `a discontinuous span is written again as it was, by way of JSONL too`() throws {
    let annotations = "T1\tArm 0 4;15 18\tleft arm\nT2\tArm 9 18\tright arm\n"
    let (document, _) = try brat("left and right arm hurt", annotations)
    let scratch = try Scratch()
    let lines = try CorpusWriter(scratch.path("x.jsonl"), options: WriteOptions(format: .jsonl))
    try lines.write(document)
    try lines.close()
    let again = try read([scratch.path("x.jsonl")], ReadOptions(format: .jsonl)).documents
    for (folder, document) in zip(["a", "b"], [document] + again) {
      let writer = try CorpusWriter(scratch.path(folder), options: WriteOptions(format: .brat))
      try writer.write(document)
      try writer.close()
      #expect(try scratch.text("\(folder)/news.ann") == annotations)
    }
  }

  @Test func `what no layer holds is counted by its kind`() throws {
    let (_, ledger) = try brat(
      "a b",
      """
      T1\tX 0 1\ta
      T2\tX 2 3\tb
      R1\tPart Arg1:T1 Arg2:T2
      *\tEquiv T1 T2
      A1\tNegation T1
      M1\tCertainty T2 Low
      N1\tReference T1 Wiki:1\ta
      #1\tAnnotatorNotes T1\twhy?
      """)
    #expect(
      ledger.entries.map { "\($0.action) \($0.count) \($0.unit): \($0.reason)" } == [
        "ignored 1 values: relations (R), kept in the field brat",
        "ignored 1 values: equivalences (*), kept in the field brat",
        "ignored 2 values: attributes (A, M), kept in the field brat",
        "ignored 1 values: normalizations (N), kept in the field brat",
        "ignored 1 values: notes (#), kept in the field brat",
      ])
  }

  /// The annotations that a folder has after it was read and written, and what was left out.
  private func again(
    _ text: String, _ annotations: String, to format: CorpusFormat = .brat,
    _ change: (inout Document) -> Void = { _ in }
  ) throws -> (annotations: String, configuration: String, left: String?) {
    var (document, _) = try brat(text, annotations)
    change(&document)
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: format))
    try writer.write(document)
    try writer.close()
    let left = writer.leftOut.note(format)
    guard format == .brat else { return ("", "", left) }
    let file = { (name: String) in try String(contentsOfFile: scratch.path("out/\(name)"), encoding: .utf8) }
    return (try file("news.ann"), try file("annotation.conf"), left)
  }

  private static let everything = """
    T7\tPER 0 3\tAnn
    T3\tLOC 12 17;21 26\tNorth Korea
    T2\tMeet 4 7\tmet
    E1\tMeet:T2 Who:T7 Where:T3
    R1\tLives Arg1:T7 Arg2:T3
    *\tAlias T7 T3
    A1\tNegation E1
    A2\tCertainty E1 Low
    N1\tReference T7 Wiki:1\tAnn
    #1\tAnnotatorNotes R1\twhy?
    T9\tLOC 17 20\tand

    """

  @Test func `what brat has and no layer holds is written again, byte for byte`() throws {
    let text = "Ann met in  Northand Korea."
    let again = try again(text, Self.everything)
    #expect(again.annotations == Self.everything)
    #expect(again.left == "left out, no place in brat (counted in documents): sentences (1), tokens (1)")
    #expect(
      again.configuration == """
        # Written by Braid.
        [entities]
        LOC
        PER

        [relations]
        Lives\tArg1:<ANY>, Arg2:<ANY>

        [events]
        Meet\tWhere*:<ANY>, Who*:<ANY>

        [attributes]
        Certainty\tArg:<ANY>, Value:Low
        Negation\tArg:<ANY>

        """)
    // A format without a place for them says so.
    #expect(try self.again(text, Self.everything, to: .conllu).left?.contains("fields:brat (1)") == true)
  }

  @Test func `a mention whose text contradicts its offsets keeps its lines, with the text at its offsets`() throws {
    let lines = """
      T1\tX 0 5\tHullo
      T2\tY 6 9\tbig
      T3\tZ 10 15;16 20\tworlds here
      T4\tGo 21 25\tgone
      T5\tY 26 29\t
      E1\tGo:T4 Who:T1
      R1\trel Arg1:T1 Arg2:T2
      A1\tNeg T3
      A2\tNeg T5
      #1\tAnnotatorNotes T1\tnote

      """
    let right = lines.replacing("Hullo", with: "Hello").replacing("worlds", with: "world")
      .replacing("gone", with: "went")
    let text = "Hello big world\nhere went off"
    #expect(try again(text, lines).annotations == right)
    // What another step has changed is not what the lines are about.
    let changed = try again("Hello big", "T1\tX 0 5\tHullo\nA1\tNeg T1\n") { document in
      let old = document
      document = Document(id: old.id, text: "Hallo big", tokens: old.tokens, sentences: old.sentences)
      (document.spans, document.fields) = (old.spans, old.fields)
    }
    #expect(changed.annotations == "T2\tX 0 5\tHallo\n")
  }

  @Test func `lines about what a document no longer has are left out, and new spans and frames have new numbers`()
    throws
  {
    let text = "Ann met in  Northand Korea."
    let again = try again(text, Self.everything) { document in
      document.spans["entity"]?.removeAll { $0.label == "PER" }
      document.spans["entity"]?.append(LabeledSpan(1..<2, label: "X", score: 0.5))
    }
    #expect(
      again.annotations == """
        T3\tLOC 12 17;21 26\tNorth Korea
        T9\tLOC 17 20\tand
        T10\tX 4 7\tmet
        #2\tAnnotatorNotes T10\tscore 0.5
        T11\tPredicate 4 7\tmet
        T12\tArgument 0 3\tAnn
        T13\tArgument 12 26\tNorthand Korea
        E2\tPredicate:T11 Who:T12 Where:T13
        #3\tAnnotatorNotes E2\tMeet

        """)
    #expect(again.left?.contains("fields:brat (1)") == true)
  }

  @Test func `an event that a relation is about stays with its own type, and scores and labels are not said twice`()
    throws
  {
    let lines = """
      T1\tPER 0 3\tAnn
      T2\tGo 4 8\tleft
      E1\tGo:T2 Who:T1
      #1\tAnnotatorNotes T1\tscore 0.5
      #2\tAnnotatorNotes T1\tlabels:tone: calm

      """
    #expect(try again("Ann left", lines).annotations == lines)
    let changed = try again("Ann left", lines) { document in
      document.spans["entity"]?[0].score = 0.25
      document.labels["tone"] = [Label("loud")]
    }
    #expect(
      changed.annotations == """
        T1\tPER 0 3\tAnn
        T2\tGo 4 8\tleft
        E1\tGo:T2 Who:T1
        #3\tAnnotatorNotes T1\tscore 0.25
        #4\tAnnotatorNotes T1\tlabels:tone: loud

        """)
  }

  @Test func `a label is a note of an annotation that is there, also where another has gone`() throws {
    let changed = try again("Ann left", "T1\tPER 0 3\tAnn\nR1\tSame Arg1:T1 Arg2:T1\n") { document in
      document.spans["entity"] = [LabeledSpan(1..<2, label: "X")]
      document.labels["tone"] = [Label("calm")]
    }
    #expect(changed.annotations == "T2\tX 4 8\tleft\n#1\tAnnotatorNotes T2\tlabels:tone: calm\n")
  }

  @Test func `a text without annotations is not annotated, one with an empty file has none`() throws {
    #expect(try brat("a", nil).0.spans.isEmpty)
    #expect(try brat("a", "").0.spans == ["entity": []])
    #expect(try brat("", "").0.text.isEmpty)
  }

  @Test(arguments: [
    ("T1\tX 0\ta", ":1: found T1 X 0 a"), ("T1\tX 3 1\ta", ":1: found"), ("E1\tX", ":1: found E1 X"),
    ("\nQ1\tX", ":2: found a line that begins with Q"),
  ])
  func `a line that is no annotation is an error with its place`(line: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try brat("abc", line) }
    #expect(error?.errorDescription?.contains("news.ann" + reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test func `a folder is all its texts, and what Braid writes comes back`() throws {
    var document = Document(id: "one", words: [["Anna", "Berg", "sings"], ["😀", "Oslo"]])
    document.spans["entity"] = [LabeledSpan(0..<2, label: "PER"), LabeledSpan(4..<5, label: "LOC")]
    document.frames = [Frame(predicate: 2, sense: "sing.01", arguments: [Argument(role: "ARG0", tokens: 0..<2)])]
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .brat))
    try writer.write(document)
    try writer.write(Document(id: "two", text: "no more"))
    try writer.close()
    let (documents, _) = try read([scratch.path("out")], ReadOptions(format: .brat))
    #expect(documents.map(\.id) == ["one", "two"])
    #expect(documents[0].text == document.text)
    #expect(documents[0].spans == document.spans)
    #expect(documents[0].frames == document.frames)
    #expect(documents[1].text.utf8.elementsEqual("no more".utf8))
  }

  private static let webanno = """
    #FORMAT=WebAnno TSV 3.3
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value
    #T_SP=webanno.custom.Referent|type|new
    #T_RL=webanno.custom.Coref|kind|BT_webanno.custom.Referent


    #Text=😀 Anna Berg\\tsings.
    1-1\t0-2\t😀\tSYM\t_\t_\t_\t_\t_\t
    1-2\t3-7\tAnna\tNNP\tPER[1]|X\\|Y\tperson[2]|*[3]\tnew[2]|*[3]\tcoref\t2-1[0_2]\t
    1-3\t8-12\tBerg\tNNP\tPER[1]\tperson[2]|*[3]\tnew[2]|*[3]\t_\t_\t
    1-3.1\t8-10\tBe\t_\tPART\t_\t_\t_\t_\t
    1-3.2\t10-10\t\t_\tZERO\t_\t_\t_\t_\t
    1-4\t13-18\tsings\tVBZ\t_\t_\t_\t_\t_\t
    1-5\t18-19\t.\t*\t*\t_\t_\t_\t_\t

    #Text=She
    2-1\t21-24\tShe\tPRP\t_\t_\t_\t_\t_\t

    """

  @Test func `a span of WebAnno with a gap is told once, with its count`() throws {
    // The first has a gap of one token, the second two, the third none.
    let (documents, ledger) = try read(
      """
      #FORMAT=WebAnno TSV 3.3
      #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value


      #Text=left and right arm hurt
      1-1\t0-4\tleft\tA[1]|B[2]\t
      1-2\t5-8\tand\t_\t
      1-3\t9-14\tright\tB[2]\t
      1-4\t15-18\tarm\tA[1]|C[3]\t
      1-5\t19-23\thurt\tB[2]|C[3]\t

      """, ReadOptions(format: .webanno))
    #expect(
      documents[0].spans["entity"] == [
        LabeledSpan(0..<4, label: "A"), LabeledSpan(0..<5, label: "B"), LabeledSpan(3..<5, label: "C"),
      ])
    #expect(
      ledger.entries.filter { $0.action == .repaired }.map { "\($0.action) \($0.count) \($0.unit): \($0.reason)" }
        == ["repaired 2 spans: discontinuous, taken from its first to its last part"])
  }

  @Test func `WebAnno's tokens, sentences, stacked and numbered annotations are read`() throws {
    let (documents, ledger) = try read(Self.webanno, ReadOptions(format: .webanno))
    let document = try #require(documents.first)
    #expect(document.text == "😀 Anna Berg\tsings.\n She")
    #expect(document.words(0..<6) == ["😀", "Anna", "Berg", "sings", ".", "She"])
    #expect(document.sentences == [Sentence(tokens: 0..<5), Sentence(tokens: 5..<6)])
    #expect(document.tags == ["pos": ["SYM", "NNP", "NNP", "VBZ", nil, "PRP"]])
    #expect(
      document.spans == [
        "entity": [
          LabeledSpan(1..<3, label: "PER"), LabeledSpan(1..<2, label: "X|Y"), LabeledSpan(2..<3, label: "PART"),
        ],
        "Referent.type": [LabeledSpan(1..<3, label: "person")],
        "Referent.new": [LabeledSpan(1..<3, label: "new")],
      ])
    let entries = ledger.entries.filter { $0.action != .recognized }.map { "\($0.action) \($0.count) \($0.reason)" }
    #expect(
      entries == [
        "ignored 2 annotation whose value is not set", "ignored 2 relations, chains and slots", "ignored 1 zero-width",
        "repaired 1 span that cuts tokens, widened to the whole of them",
      ])
    #expect(document.isConsistent)
    #expect(ledger.entries.allSatisfy { $0.places.allSatisfy { $0.line > 0 } })
  }

  @Test func `features that nothing sets are no layers, and what has no features is spans by its type`() throws {
    let (documents, ledger) = try read(
      """
      #FORMAT=WebAnno TSV 3.3
      #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
      #T_SP=webanno.custom.Mark|
      #T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType


      #Text=Ann met Bob
      1-1\t0-3\tAnn\t*\tPER\t*\t*->1-1\tnam\t
      1-2\t4-7\tmet\t*\t*\t_\t_\t_\t
      1-3\t8-11\tBob\t_\t_\t_\t*->1-2\tnam\t

      """, ReadOptions(format: .webanno))
    #expect(
      documents.first?.spans == [
        "entity": [LabeledSpan(0..<1, label: "PER")], "Mark": [LabeledSpan(0..<1, label: "Mark")],
      ])
    #expect(
      ledger.entries.map { "\($0.action) \($0.count) \($0.reason), line \($0.places.first?.line ?? 0)" } == [
        "ignored 4 relations, chains and slots, line 8", "ignored 1 annotation whose value is not set, line 9",
      ])
  }

  @Test(arguments: [CorpusFormat.html, .tei, .brat, .xmi])
  func `of what is learned from, spans with a score are predictions, unless they are asked for`(
    format: CorpusFormat
  ) throws {
    let scratch = try Scratch()
    let path = scratch.path(format == .brat ? "out" : "out.\(format.rawValue)")
    var document = Document(id: "a", words: [["Ann", "met", "Bo"]])
    let (gold, guess) = (LabeledSpan(0..<1, label: "PER"), LabeledSpan(2..<3, label: "PER", score: 0.5))
    document.spans["entity"] = [gold, guess]
    let writer = try CorpusWriter(path, options: WriteOptions(format: format))
    try writer.write(document)
    try writer.close()
    var options = ReadOptions(format: format)
    #expect(try read([path], options).documents.first?.spans == ["entity": [gold, guess]])
    let (documents, ledger) = try read([path], options.forLearning)
    #expect(documents.first?.spans == ["entity": [gold]])
    #expect(documents.first?.predictions.values.map(\.annotation.spans) == [["entity": [guess]]])
    let counted = ledger.entries.filter { $0.reason.hasPrefix("with a score") }
    #expect(counted.map(\.count) == [1] && counted.allSatisfy { $0.action == .recognized })
    options.unconfirmed = true
    let (asked, others) = try read([path], options.forLearning)
    #expect(asked.first?.spans == ["entity": [gold, guess]])
    #expect(!others.entries.contains { $0.reason.hasPrefix("with a score") })
  }

  @Test(arguments: [
    ("1-1\t0-2", ":1: found a file that does not begin with #FORMAT=WebAnno TSV 3"),
    ("#FORMAT=WebAnno TSV 3.2\n#T_SP=X|v\n\n#Text=a\n1-1\t0-1\ta\n", ":5: found 3 columns, expected 4"),
    ("#FORMAT=WebAnno TSV 3.2\n\n#Text=a\n1-1\t1-0\ta\t\n", ":4: found 1-0, expected offsets such as 0-4"),
    ("#FORMAT=WebAnno TSV 3.2\n\n#Text= a\n1-1\t0-1\ta\t\n", ":4: found a token at 0, expected one at 1"),
  ])
  func `a file that is no WebAnno TSV 3 is an error with its place`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .webanno)) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test func `opinions of SemEval 2016 are spans with polarity and category, and labels of the sentence`() throws {
    let xml = """
      <Reviews><Review rid="1"><sentences>
      <sentence id="1:0"><text>Judging from “it”, the pad thai was great.</text><Opinions>
      <Opinion target="pad thai" category="FOOD#QUALITY" polarity="positive" from="23" to="31"/>
      <Opinion target="NULL" category="FOOD#QUALITY" polarity="positive" from="0" to="0"/>
      <Opinion target="pad thai" category="FOOD#PRICES" polarity="negative" from="23" to="31"/>
      </Opinions></sentence><sentence id="1:1" OutOfScope="TRUE"><text>Well.</text></sentence>
      </sentences><Opinions><Opinion category="FOOD#QUALITY" polarity="positive"/></Opinions></Review></Reviews>
      """
    let (documents, ledger) = try read(xml, ReadOptions(format: .semeval))
    #expect(documents.map(\.id) == ["1:0", "1:1"])
    let tokens = try #require(documents[0].spans["aspect"]?.first?.tokens)
    #expect(documents[0].words(tokens) == ["pad", "thai"])
    #expect(documents[0].spans["aspect"]?.map(\.label) == ["positive", "negative"])
    #expect(documents[0].spans["aspect-category"]?.map(\.label) == ["FOOD#QUALITY", "FOOD#PRICES"])
    #expect(documents[0].labels["category"]?.map(\.name) == ["FOOD#QUALITY", "FOOD#PRICES"])
    #expect(
      documents[0].labels["category-polarity"]?.map(\.name) == ["FOOD#QUALITY:positive", "FOOD#PRICES:negative"])
    #expect(documents[1].spans == ["aspect": [], "aspect-category": []] && documents[1].labels["category"] == [])
    #expect(ledger.entries.map(\.reason).contains("opinions about a whole review"))
    #expect(documents.map { $0.fields["OutOfScope"] } == [nil, "TRUE"])
    let again = try written(documents, WriteOptions(format: .semeval))
    #expect(again.contains("<sentence id=\"1:1\" OutOfScope=\"TRUE\">"))
    #expect(try read(again, ReadOptions(format: .semeval)).documents[1].fields == ["OutOfScope": "TRUE"])
    let other = xml.replacing("target=\"NULL\"", with: "target=\"NULL\" source=\"x\"")
    #expect(
      try read(other, ReadOptions(format: .semeval)).ledger.entries.map(\.reason).contains(
        "attributes without a place, such as source of <Opinion>"))
  }

  @Test func `a pattern that names both files of a pair, and brat's settings, is each pair once`() throws {
    let scratch = try Scratch()
    let names = ["a.ann", "a.txt", "annotation.conf", "b.txt"]
    for name in names { try scratch.file(name, name == "a.ann" ? "T1\tX 0 1\ta" : "a b") }
    let (documents, _) = try read(names.map(scratch.path), ReadOptions(format: .brat))
    #expect(documents.map(\.id) == ["a", "b"])
    #expect(documents.map { $0.spans["entity"]?.count } == [1, nil])
  }

  @Test func `a span named Argument is a span unless a frame that Braid wrote refers to it`() throws {
    let (own, _) = try brat("He left", "T1\tArgument 0 2\tHe\n")
    #expect(own.spans["entity"] == [LabeledSpan(0..<1, label: "Argument")])
    let (written, _) = try brat(
      "He left", "T1\tPredicate 3 7\tleft\nT2\tArgument 0 2\tHe\nE1\tPredicate:T1 ARG0:T2\n")
    #expect(written.spans["entity"] == [])
    #expect(written.frames == [Frame(predicate: 1, arguments: [Argument(role: "ARG0", tokens: 0..<1)])])
  }

  @Test func `an id that stands twice is an error with its place`() throws {
    let error = #expect(throws: CorpusError.self) { try brat("a b", "T1\tX 0 1\ta\nT1\tX 2 3\tb\n") }
    #expect(
      error?.errorDescription?.contains("news.ann:2: found a second T1") == true, "\(error?.errorDescription ?? "")")
  }
}
