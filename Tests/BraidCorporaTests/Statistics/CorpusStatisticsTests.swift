import BraidCorpora
import BraidFiles
import BraidText
import Testing

@Suite struct CorpusStatisticsTests {
  static func document(_ text: String, label: String? = nil) -> Document {
    var document = Document(words: [text.split(separator: " ").map(String.init)])
    if let label { document.labels["label"] = [Label(label)] }
    return document
  }

  @Test func `sizes, labels, lengths and duplicates are counted by split`() {
    var statistics = CorpusStatistics()
    statistics.begin("train")
    statistics.add(Self.document("a good film", label: "1"))
    statistics.add(Self.document("a bad film with é", label: "0"))
    statistics.add(Self.document("a good film", label: "1"))
    statistics.add(Self.document("unlabelled"))
    statistics.end(ledger: Ledger())
    let split = statistics.splits[0]
    #expect(split.documents == 4)
    #expect(split.sentences == 4)
    #expect(split.tokens == 12)
    // a, good, film, bad, with, é, unlabelled.
    #expect(split.distinctTokens == 7)
    // 11 + 18 + 11 + 10 bytes; é has two.
    #expect(split.bytes == 50)
    #expect(split.labels == ["label": ["1": 2, "0": 1]])
    #expect(split.missingLabels == ["label": 1])
    #expect(split.duplicates == 1)
    #expect(split.sentenceLengths.quantile(0.5) == 3)
    #expect(split.sentenceLengths.quantile(1) == 5)
    #expect(split.sentenceLengths.mean == 3)
  }

  @Test func `texts of an earlier split are leaks, labels it lacks are named`() {
    var statistics = CorpusStatistics()
    for (name, documents) in [
      ("train", [("x y", "1"), ("z", "0")]), ("dev", [("x y", "1"), ("new", "2")]),
      ("test", [("z", "2"), ("x y", "1")]),
    ] {
      statistics.begin(name)
      for (text, label) in documents { statistics.add(Self.document(text, label: label)) }
      statistics.end(ledger: Ledger())
    }
    let leaks = statistics.leaks.map { "\($0.first) \($0.second) \($0.documents)" }.sorted()
    #expect(leaks == ["dev test 1", "train dev 1", "train test 2"])
    #expect(statistics.unseenLabels.map(\.split) == ["dev", "test"])
    #expect(statistics.unseenLabels.allSatisfy { $0.layer == "label" && $0.label == "2" && $0.count == 1 })
    #expect(statistics.unseenLabels.map(\.document) == [2, 1])
    #expect(
      throws: CorpusError.unseenLabel(split: "dev", document: 2, layer: "label", label: "2", known: "train")
    ) { try statistics.check() }
  }

  @Test func `there may be any number of splits`() {
    var statistics = CorpusStatistics()
    for number in 1...130 {
      statistics.begin("part \(number)")
      statistics.add(Self.document("only in \(number)"))
      if [1, 64, 65, 130].contains(number) { statistics.add(Self.document("shared")) }
      statistics.end(ledger: Ledger())
    }
    #expect(statistics.splits.count == 130)
    #expect(
      statistics.leaks.map { "\($0.first), \($0.second)" } == [
        "part 1, part 64", "part 1, part 65", "part 64, part 65", "part 1, part 130", "part 64, part 130",
        "part 65, part 130",
      ])
  }

  @Test func `a label, span, tag or role seen only in dev is an error, then a shared text is`() throws {
    var train = Self.document("a b", label: "1")
    train.tags["pos"] = ["X", "Y"]
    train.spans["entity"] = [LabeledSpan(0..<1, label: "PER")]
    train.frames = [Frame(predicate: 0, arguments: [Argument(role: "ARG0", tokens: 1..<2)])]
    func check(_ layer: String, _ label: String, _ change: (inout Document) -> Void) {
      var statistics = CorpusStatistics()
      statistics.begin("train")
      statistics.add(train)
      statistics.begin("dev")
      var document = train
      change(&document)
      statistics.add(document)
      let expected = CorpusError.unseenLabel(split: "dev", document: 1, layer: layer, label: label, known: "train")
      #expect(throws: layer.isEmpty ? .leak(first: "train", second: "dev", documents: 1, sample: "a b") : expected) {
        try statistics.check()
      }
    }
    check("label", "2") { $0.labels["label"] = [Label("2")] }
    check("pos", "Z") { $0.tags["pos"] = ["X", "Z"] }
    check("entity", "LOC") { $0.spans["entity"] = [LabeledSpan(0..<1, label: "LOC")] }
    check("roles", "ARG7") { $0.frames?[0].arguments[0].role = "ARG7" }
    check("", "") { _ in }
  }

  @Test func `frames, spans and tags are counted by name; a layer with many tags only as a whole`() {
    var document = Document(words: [(0..<300).map { "w\($0)" }])
    document.tags["upos"] = (0..<300).map { $0 < 2 ? nil : "NOUN" }
    document.tags["lemma"] = (0..<300).map { "l\($0)" }
    document.spans["entity"] = [LabeledSpan(0..<2, label: "PER"), LabeledSpan(3..<4, label: "PER")]
    document.frames = [Frame(predicate: 1, sense: "w.01", arguments: [Argument(role: "ARG0", tokens: 2..<3)])]
    var statistics = CorpusStatistics()
    statistics.begin("all")
    statistics.add(document)
    #expect(statistics.splits[0].tags == ["upos": ["NOUN": 298], "lemma": ["*": 300]])
    #expect(statistics.splits[0].spans == ["entity": ["PER": 2]])
    #expect(statistics.splits[0].frames == 1)
    #expect(statistics.splits[0].roles == ["ARG0": 1])
  }

  @Test(arguments: [(0.0, 1), (0.5, 2), (0.75, 3), (0.95, 9), (1.0, 9)])
  func `a quantile is the smallest length that so many do not exceed`(_ share: Double, _ length: Int) {
    var lengths = LengthStatistics()
    for value in [9, 1, 3, 2] { lengths.add(value) }
    #expect(lengths.quantile(share) == length)
    #expect(LengthStatistics().quantile(share) == 0)
  }

  @Test func `what a task predicts is counted by task, not as what the document says`() {
    var document = Document(words: [["a"]])
    document.labels["label"] = [Label("gold")]
    var annotation = Document(text: "")
    annotation.labels["label"] = [Label("guess")]
    document.predictions = ["mood": Prediction([.labels("label")], of: annotation)]
    var statistics = CorpusStatistics()
    statistics.begin("all")
    statistics.add(document)
    #expect(statistics.splits[0].labels == ["label": ["gold": 1]])
    #expect(statistics.splits[0].predictions == ["mood": 1])
  }
}
