import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// Documents go from any format to any other that holds the same layers, and come back the same.
struct FormatPairTests {
  /// A set of layers, the documents that have it, and the formats that hold it.
  struct Layers: CustomTestStringConvertible {
    var testDescription: String
    /// The documents.
    var documents: [Document]
    /// The formats.
    var formats: [CorpusFormat]
    /// What must come back, as text that says where two documents differ.
    var essence: @Sendable (Document) -> String
  }

  static let layers: [Layers] = [
    Layers(
      testDescription: "texts", documents: ["A dog.", "Zwei Häuser, “drei” 犬", "x"].map { Document(text: $0) },
      formats: [.lines, .paragraphs, .tsv, .csv, .jsonl, .fasttext, .tei],
      essence: { $0.text }),
    Layers(
      testDescription: "texts with one label, one of them missing",
      documents: [("good", "A dog, \"here\""), (nil, "nothing said"), ("bad:really", "Zwei Häuser")].map {
        label, text in
        var document = Document(text: text)
        if let label { document.labels["label"] = [Label(label)] }
        return document
      }, formats: [.tsv, .csv, .jsonl, .fasttext, .tei],
      essence: { "\($0.text) \($0.labels["label"]?.map(\.name) ?? [])" }),
    Layers(
      testDescription: "texts with translations, one of them missing",
      documents: [("a dog", "ein Hund"), ("nobody translated", nil), ("x \"y\", z", "ä")].map { text, translation in
        var document = Document(text: text)
        if let translation { document.translations["de"] = AlignedText(translation) }
        return document
      }, formats: [.parallel, .parallelTSV, .csv, .jsonl, .tei, .tmx, .xliff, .po],
      essence: { "\($0.text) \($0.translations["de"]?.text ?? "-")" }),
    Layers(
      testDescription: "tokens with tags and spans", documents: [tagged],
      formats: [.columns, .conll2003, .jsonl, .tei],
      essence: { "\(words($0)) \($0.tags["pos"] ?? []) \(spans($0.spans["entity"] ?? []))" }),
    Layers(
      testDescription: "tokens with tags and chunks", documents: [chunked],
      formats: [.conll2000, .conll2003, .columns, .jsonl, .tei],
      essence: { "\(words($0)) \($0.tags["pos"] ?? []) \(spans($0.spans["chunk"] ?? []))" }),
    Layers(
      testDescription: "words with the layers of CoNLL-U", documents: [universal],
      formats: [.conllu, .conllup, .jsonl],
      essence: { document in
        "\(words(document)) \(document.tags.sorted { $0.key < $1.key }) \(document.sentences) \(document.text)"
      }),
    Layers(
      testDescription: "predicates with arguments", documents: [framed],
      formats: [.conll2005, .conll2012, .conllup, .jsonl, .tei],
      essence: { "\(words($0)) \(($0.frames ?? []).map(shown))" }),
    Layers(
      testDescription: "heads with arguments of one word", documents: [dependent], formats: [.conll2009, .jsonl, .tei],
      essence: { "\(words($0)) \($0.tags["head"] ?? []) \(($0.frames ?? []).map(shown))" }),
    Layers(
      testDescription: "all that a model says", documents: [predicted], formats: [.jsonl, .tei],
      essence: { (try? written([$0], WriteOptions(format: .jsonl))) ?? "" }),
  ]

  @Test(arguments: layers)
  func `what two formats hold goes from each to the other`(layers: Layers) throws {
    let expected = layers.documents.map(layers.essence)
    for first in layers.formats {
      let once = try passed(layers.documents, through: first)
      #expect(once.map(layers.essence) == expected, "\(first)")
      for second in layers.formats {
        #expect(try passed(once, through: second).map(layers.essence) == expected, "\(first) to \(second)")
      }
    }
  }

  /// What is read of documents that were written.
  private func passed(_ documents: [Document], through format: CorpusFormat) throws -> [Document] {
    let scratch = try Scratch()
    var reading = ReadOptions(format: format)
    var writing = WriteOptions(format: format)
    (reading.targetLanguage, writing.targetLanguage) = ("de", "de")
    (reading.language, writing.language) = ("en", "en")
    reading.documents = .marker
    reading.strictTags = true
    reading.dropUnused()
    switch format {
    case .columns:
      writing.columns = ["form", "pos", "entity:bio", "chunk:bio"]
      reading.columns = ["form": 1, "pos": 2, "entity:bio": 3, "chunk:bio": 4]
    case .csv where documents.contains { !$0.translations.isEmpty }:
      writing.columns = ["source", "target"]
      reading.columns = ["source": 1, "target": 2]
    default: break
    }
    let writer = try CorpusWriter(scratch.path("x"), options: writing)
    for document in documents { try writer.write(document) }
    try writer.close()
    let reader = try CorpusReader([scratch.path("x")], options: reading)
    var result: [Document] = []
    while let document = try reader.next() { result.append(document) }
    #expect(reader.ledger.losses.isEmpty, "\(format): \(reader.ledger.entries)")
    return result
  }

  private static func words(_ document: Document) -> [[String]] {
    document.sentences.map { document.words($0.tokens) }
  }

  private static func spans(_ spans: [LabeledSpan]) -> [String] {
    spans.map { "\($0.label) \($0.tokens)" }.sorted()
  }

  private static func shown(_ frame: Frame) -> String {
    "\(frame.sense ?? "-") at \(frame.predicate) over \(frame.extent ?? 0..<0): "
      + frame.arguments.map { "\($0.role) \($0.tokens)" }.sorted().joined(separator: ", ")
  }

  private static var tagged: Document {
    var document = Document(words: [["Ann", "Lee", "left", "New", "York", "."], ["Why", "?"]])
    document.tags["pos"] = ["NNP", "NNP", "VBD", "NNP", "NNP", ".", nil, "."]
    document.spans["entity"] = [LabeledSpan(0..<2, label: "PER"), LabeledSpan(3..<5, label: "LOC")]
    return document
  }

  private static var chunked: Document {
    var document = Document(words: [["He", "said", "so", "today"]])
    document.tags["pos"] = ["PRP", "VBD", "RB", "NN"]
    document.spans["chunk"] = [
      LabeledSpan(0..<1, label: "NP"), LabeledSpan(1..<2, label: "VP"), LabeledSpan(2..<3, label: "ADVP"),
      LabeledSpan(3..<4, label: "ADVP"),
    ]
    return document
  }

  private static var universal: Document {
    var document = Document(text: "Vámonos al mar!")
    document.tokens = [Token(0..<8), Token(9..<11), Token(12..<15), Token(15..<16, kind: .punctuation)]
    document.sentences = [
      Sentence(
        tokens: 0..<4, comments: ["# sent_id = s", "# text = Vámonos al mar!"],
        emptyNodes: [EmptyNode(position: 1, index: 1, form: "_", tags: ["deps": "0:root"])])
    ]
    document.tags["upos"] = ["VERB", "ADP", "NOUN", nil]
    document.tags["head"] = ["0", "3", "1", "1"]
    document.tags["misc"] = [nil, nil, "SpaceAfter=No", nil]
    return document
  }

  private static var dependent: Document {
    var document = Document(words: [["She", "gave", "it"], ["Yes"]])
    document.tags["lemma"] = ["she", "give", "it", nil]
    document.tags["head"] = ["2", "0", "2", "0"]
    document.frames = [
      Frame(
        predicate: 1, sense: "give.01",
        arguments: [Argument(role: "A0", tokens: 0..<1), Argument(role: "A1", tokens: 2..<3)])
    ]
    return document
  }

  private static var predicted: Document {
    var document = Document(id: "p", language: "en", words: [["She", "left"]])
    document.tags = ["pos": ["PRP", "VBD"], "ner": ["O", nil]]
    document.tagScores = ["pos": [0.75, 0.5], "ner": [0.25, nil]]
    document.labels["tone"] = [Label("calm", score: 0.75)]
    document.probabilities["tone"] = [Label("calm", score: 0.75), Label("angry", score: 0.25)]
    document.spans["entity"] = [LabeledSpan(0..<1, label: "PER", score: 0.5)]
    var translation = AlignedText("sie ging", score: -0.5)
    translation.alternatives = [AlternativeText("sie ging fort", score: -1.25)]
    document.translations["de"] = translation
    var frame = Frame(
      predicate: 1, sense: "leave.01", arguments: [Argument(role: "ARG0", tokens: 0..<1, score: 0.5)], score: 0.875)
    frame.senseScore = 0.625
    frame.extent = 0..<0
    document.frames = [frame]
    return document
  }

  private static var framed: Document {
    var document = Document(id: "a", words: [["She", "gave", "up", "her", "old", "job", "."], ["Yes"]])
    document.fields["document"] = "a"
    var phrasal = Frame(
      predicate: 1, sense: "give_up.08",
      arguments: [Argument(role: "ARG0", tokens: 0..<1), Argument(role: "ARG1", tokens: 3..<6)])
    phrasal.extent = 1..<3
    document.frames = [
      phrasal, Frame(predicate: 5, sense: "job.01", arguments: [Argument(role: "ARG0", tokens: 3..<4)]),
    ]
    return document
  }
}
