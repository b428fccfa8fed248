import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// One record of a format, as large as wanted.
struct GrowingRecord: CustomTestStringConvertible, Sendable {
  /// The format, and what grows.
  let name: String
  /// How it is read.
  let options: ReadOptions
  /// The smaller size, in what grows.
  let size: Int
  /// The file with a record of that size.
  let text: @Sendable (_ size: Int) -> String

  init(
    _ format: CorpusFormat, _ grows: String, size: Int = 3000, _ change: (inout ReadOptions) -> Void = { _ in },
    _ text: @escaping @Sendable (_ size: Int) -> String
  ) {
    name = "\(format.rawValue): \(grows)"
    self.size = size
    self.text = text
    var options = ReadOptions(format: format)
    change(&options)
    self.options = options
  }

  /// Shown as the argument of a test.
  var testDescription: String { name }

  /// `part` once for each number.
  static func each(_ count: Int, _ part: (Int) -> String) -> String { (1...count).map(part).joined() }

  /// Every format that is read, and in formats of many parts each part that can grow.
  static let all: [GrowingRecord] = [
    GrowingRecord(.text, "words without a full stop") { each($0) { "w\($0) " } },
    GrowingRecord(.lines, "words") { each($0) { "w\($0) " } },
    GrowingRecord(.lines, "tokens", { $0.pretokenized = true }) { each($0) { "w\($0) " } },
    GrowingRecord(.paragraphs, "lines") { each($0) { "line \($0)\n" } },
    GrowingRecord(.tsv, "text", { $0.columns = ["label": 1, "text": 2] }) {
      "a\t" + each($0) { "w\($0) " } + "\n"
    },
    GrowingRecord(.csv, "lines in quotes", { $0.columns = ["label": 1, "text": 2] }) {
      "a,\"" + each($0) { "w\($0) \"\"x\"\"\n" } + "\"\n"
    },
    GrowingRecord(.csv, "columns") { "text," + each($0) { "c\($0)," } + "z\n" + each($0 + 1) { "\($0)," } + "1\n" },
    GrowingRecord(.jsonl, "members") { "{\"text\":\"x\"" + each($0) { ",\"k\($0)\":1" } + "}\n" },
    GrowingRecord(.jsonl, "words") { "{\"tokens\":[\"x\"" + each($0) { ",\"w\($0)\"" } + "]}\n" },
    GrowingRecord(.jsonl, "labels") {
      "{\"text\":\"x\",\"labels\":{\"l\":[\"x\"" + each($0) { ",\"w\($0)\"" } + "]}}\n"
    },
    GrowingRecord(.jsonl, "probabilities") {
      "{\"text\":\"x\",\"probabilities\":{\"l\":{\"x\":0" + each($0) { ",\"w\($0)\":0.5" } + "}}}\n"
    },
    GrowingRecord(.jsonl, "layers") {
      "{\"text\":\"x\",\"labels\":{\"l\":[]" + each($0) { ",\"w\($0)\":[\"a\"]" } + "}}\n"
    },
    GrowingRecord(.jsonl, "sentences, tags, spans and frames") { size in
      "{\"text\":\"" + each(size) { _ in "a " } + "\",\"tokens\":[[0,1]"
        + each(size - 1) { ",[\(2 * $0),\(2 * $0 + 1)]" } + "],\"sentences\":[[0,1]"
        + each(size - 1) { ",[\($0),\($0 + 1)]" } + "],\"tags\":{\"t\":[\"T\"" + each(size - 1) { _ in ",\"T\"" }
        + "]},\"spans\":{\"s\":[{\"tokens\":[0,1],\"label\":\"S\"}"
        + each(size - 1) { ",{\"tokens\":[\($0),\($0 + 1)],\"label\":\"S\"}" }
        + "]},\"frames\":[{\"predicate\":0}"
        + each(size - 1) { ",{\"predicate\":\($0),\"arguments\":[{\"role\":\"A\",\"tokens\":[0,1]}]}" } + "]}\n"
    },
    GrowingRecord(.jsonl, "spans by characters") { size in
      "[{\"text\":\"" + each(size) { _ in "a " } + "\",\"label\":[[0,1,\"S\"]"
        + each(size - 1) { ",[\(2 * $0),\(2 * $0 + 1),\"S\"]" } + "]}]\n"
    },
    GrowingRecord(.jsonl, "members of tags") { "{\"tokens\":[\"x\"]" + each($0) { ",\"k\($0)\":[\"B-X\"]" } + "}\n" },
    GrowingRecord(.webanno, "rows") { size in
      "#FORMAT=WebAnno TSV 3.3\n#T_SP=X|y\n\n#Text=" + each(size) { _ in "a " } + "\n"
        + each(size) { "1-\($0)\t\(2 * $0 - 2)-\(2 * $0 - 1)\ta\tx[1]|y\t\n" }
    },
    GrowingRecord(.fasttext, "labels") { each($0) { "__label__l\($0) " } + "text\n" },
    GrowingRecord(.fasttext, "words") { "__label__l " + each($0) { "w\($0) " } + "\n" },
    GrowingRecord(.columns, "rows", { $0.columns = ["form": 1, "entity:bio": 2] }) {
      each($0) { "w\($0)\tB-E\($0 % 7)\n" }
    },
    GrowingRecord(.conll2000, "rows") { each($0) { "w\($0) NN B-NP\n" } },
    GrowingRecord(.conll2003, "rows") { each($0) { "w\($0) NN B-NP B-PER\n" } },
    GrowingRecord(.conll2005, "rows") { each($0) { $0 == 1 ? "w x (V*)\n" : "w - *\n" } },
    GrowingRecord(.conll2009, "rows") {
      each($0) { "\($0)\tw\tw\tw\tN\tN\t_\t_\t0\t0\tR\tR\t" + ($0 == 1 ? "Y\tw.01\t_\n" : "_\t_\tA1\n") }
    },
    GrowingRecord(.conll2008, "rows") {
      each($0) { "\($0)\tw\tw\tN\tN\tw\tw\tN\t0\tR\t" + ($0 == 1 ? "w.01\t_\n" : "_\tA1\n") }
    },
    GrowingRecord(.conll2012, "rows") {
      "#begin document (a); part 000\n"
        + each($0) {
          "a 0 \($0 - 1) w NN * " + ($0 == 1 ? "w 01" : "- -") + " - - (E) " + ($0 == 1 ? "(V*)" : "(A*)") + " -\n"
        }
        + "\n#end document\n"
    },
    GrowingRecord(.conllu, "words") { each($0) { "\($0)\tw\tl\tN\tN\tA=B\t0\troot\t_\t_\n" } + "\n" },
    GrowingRecord(.conllu, "multiword tokens") {
      each($0) {
        "\(2 * $0 - 1)-\(2 * $0)\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n\(2 * $0 - 1)\tde\tl\tN\tN\t_\t0\troot\t_\t_\n"
          + "\(2 * $0)\tle\tl\tN\tN\t_\t0\troot\t_\t_\n"
      } + "\n"
    },
    GrowingRecord(.conllu, "comments") { each($0) { "# c\($0)\n" } + "1\tw\tl\tN\tN\t_\t0\troot\t_\t_\n\n" },
    GrowingRecord(.conllup, "words and arguments") {
      "# global.columns = ID FORM UP:PRED UP:ARGHEADS\n" + each($0) { "\($0)\tw\tw.01\tA0:1|A1:2-2\n" } + "\n"
    },
    GrowingRecord(.trees, "right-branching, as deep as it has words", size: 1500) {
      each($0) { _ in "(a w " } + "(b w" + each($0 + 1) { _ in ")" } + "\n"
    },
    GrowingRecord(.trees, "words under one node") { "(a" + each($0) { _ in " (b w)" } + ")\n" },
    GrowingRecord(.trees, "lines") { "(a\n" + each($0) { _ in "(b w)\n" } + ")\n" },
    GrowingRecord(.ptb, "right-branching, as deep as it has words", size: 1500) {
      each($0) { _ in "(a (b w) " } + "(b w)" + each($0) { _ in ")" } + "\n"
    },
    GrowingRecord(.ptb, "words and traces under one node") { "(a" + each($0) { _ in " (b w) (-NONE- *)" } + ")\n" },
    GrowingRecord(.trec, "words") { "DESC:x" + each($0) { " w\($0)" } + "\n" },
    GrowingRecord(.parallelTSV, "words", { $0.targetLanguage = "de" }) {
      each($0) { "w\($0) " } + "\t" + each($0) { "w\($0) " } + "\n"
    },
    GrowingRecord(.tmx, "languages") {
      "<tmx version=\"1.4\"><header srclang=\"en\"/><body><tu><tuv xml:lang=\"en\"><seg>x</seg></tuv>"
        + each($0) { "<tuv xml:lang=\"l\($0)\"><seg>x</seg></tuv>" } + "</tu></body></tmx>"
    },
    GrowingRecord(.tmx, "properties and codes") {
      "<tmx version=\"1.4\"><header srclang=\"en\"/><body><tu>" + each($0) { "<prop type=\"p\($0)\">v</prop>" }
        + "<tuv xml:lang=\"en\"><seg>" + each($0) { "w<ph x=\"\($0)\"/> " } + "</seg></tuv></tu></body></tmx>"
    },
    GrowingRecord(.xliff, "codes") {
      "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file original=\"a\" source-language=\"en\" "
        + "target-language=\"de\" datatype=\"plaintext\"><body><trans-unit id=\"1\"><source>"
        + each($0) { "w<x id=\"\($0)\"/> " } + "</source></trans-unit></body></file></xliff>"
    },
    GrowingRecord(.xliff, "segments of a unit") {
      "<xliff version=\"2.1\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" srcLang=\"en\" trgLang=\"fr\"><file id=\"f\">"
        + "<unit id=\"u\">" + each($0) { "<segment id=\"s\($0)\"><source>w</source><target>v</target></segment>" }
        + "</unit></file></xliff>"
    },
    GrowingRecord(.po, "lines of a message") {
      "msgid \"\"\n" + each($0) { "\"w\($0) \"\n" } + "msgstr \"\"\n" + each($0) { "\"v\($0) \"\n" }
    },
    GrowingRecord(.po, "references") { each($0) { "#: file.c:\($0)\n" } + "msgid \"a\"\nmsgstr \"b\"\n" },
    GrowingRecord(
      .xml, "spans", { $0.fields = ["document": "review", "text": "body", "id": "@id", "spans.bold": "b"] }
    ) { "<c><review id=\"1\"><body>" + each($0) { "w <b>x\($0)</b> " } + "</body></review></c>" },
    GrowingRecord(.tei, "words with attributes") {
      "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>" + each($0) { "<w lemma=\"l\($0)\" pos=\"N\">w</w> " }
        + "</p></body></text></TEI>"
    },
    GrowingRecord(.tei, "sentences") {
      "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>" + each($0) { "<s><w pos=\"N\">w\($0)</w></s> " }
        + "</p></body></text></TEI>"
    },
    GrowingRecord(.tei, "names") {
      "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>" + each($0) { "<persName>n\($0)</persName> " }
        + "</p></body></text></TEI>"
    },
    GrowingRecord(.tiger, "words") {
      "<corpus id=\"c\"><head/><body><s id=\"s1\"><graph root=\"n\"><terminals>"
        + each($0) { "<t id=\"t\($0)\" word=\"w\" pos=\"N\" lemma=\"l\"/>" } + "</terminals><nonterminals>"
        + each($0) { "<nt id=\"n\($0)\" cat=\"NP\"><edge idref=\"t\($0)\" label=\"x\"/></nt>" }
        + "</nonterminals></graph></s></body></corpus>"
    },
    GrowingRecord(.semeval, "aspects") {
      "<sentences><sentence id=\"7\"><text>" + each($0) { _ in "w " } + "</text><aspectTerms>"
        + each($0) { "<aspectTerm term=\"w\" polarity=\"positive\" from=\"\(2 * $0 - 2)\" to=\"\(2 * $0 - 1)\"/>" }
        + "</aspectTerms></sentence></sentences>"
    },
    GrowingRecord(.xmi, "tokens and spans") { size in
      "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:c=\"http:///uima/cas.ecore\" xmi:version=\"2.0\">"
        + each(size) {
          "<Token xmi:id=\"t\($0)\" sofa=\"1\" begin=\"\(2 * $0 - 2)\" end=\"\(2 * $0 - 1)\"/><Mood sofa=\"1\" "
            + "begin=\"\(2 * $0 - 2)\" end=\"\(2 * $0 - 1)\" value=\"v\"/>"
        } + "<c:Sofa xmi:id=\"1\" sofaString=\"" + each(size) { _ in "a " } + "\"/></xmi:XMI>"
    },
    GrowingRecord(.html, "elements within a line") { "<p>" + each($0) { "w <b>x\($0)</b> &amp; " } },
    GrowingRecord(.html, "elements that nobody ends", size: 100) { each($0) { _ in "<b>w<i>x" } },
    GrowingRecord(.html, "attributes", size: 250) { "<p" + each($0) { " a\($0)=b" } + ">w" },
    GrowingRecord(.html, "marks") { "<p>" + each($0) { "<mark data-label=\"x\($0)\">w</mark> " } },
    GrowingRecord(.propbankFrames, "arguments of an example") {
      "<frameset><predicate lemma=\"take\"><roleset id=\"take.01\" name=\"g\"><roles><role n=\"0\" f=\"PAG\" descr=\"t\"/>"
        + "</roles><example name=\"x\" src=\"s\"><text>" + each($0) { _ in "w " } + "</text><propbank>"
        + "<rel relloc=\"0\">w</rel>" + each($0 - 1) { "<arg type=\"ARG0\" start=\"\($0)\" end=\"\($0)\">w</arg>" }
        + "</propbank></example></roleset></predicate></frameset>"
    },
  ]
}

@Suite struct DoublingTests {
  /// Seconds of this thread's work on a file.
  private func work(_ path: String, _ options: ReadOptions) throws -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    let reader = try CorpusReader([path], options: options)
    var documents = 0
    while try reader.next() != nil { documents += 1 }
    #expect(documents > 0)
    return now() - start
  }

  /// Measures time, so that it is a command of its own on a quiet machine: `DOUBLING=1 Tests/run --filter DoublingTests`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["DOUBLING"] != nil), arguments: GrowingRecord.all)
  func `a record of twice the size takes at most 2.3 times the work to read`(record: GrowingRecord) throws {
    let scratch = try Scratch()
    // Four times the size, 2.3 times 2.3 the work: a square shows more clearly, and noise less.
    let small = try scratch.file("small", record.text(record.size))
    let large = try scratch.file("large", record.text(4 * record.size))
    var ratio = Double.infinity
    for _ in 0..<5 where ratio > 2.3 * 2.3 {
      let base = try (0..<3).map { _ in try work(small, record.options) }.min() ?? 0
      ratio = min(ratio, try work(large, record.options) / max(base, 1e-3))
    }
    #expect(ratio <= 2.3 * 2.3)
  }

  @Test func `every format that is read has a record that grows`() {
    let formats = Set(GrowingRecord.all.map(\.options.format))
    // The files of `parallel` and `aligned` are lines; those of `brat` are a pair.
    let pairs: Set<CorpusFormat> = [.parallel, .aligned, .brat]
    // What tools export is read as `jsonl`.
    let exports: Set<CorpusFormat> = [.doccano, .prodigy, .labelStudio]
    #expect(formats.union(pairs).union(exports) == Set(CorpusFormat.allCases))
  }
}
