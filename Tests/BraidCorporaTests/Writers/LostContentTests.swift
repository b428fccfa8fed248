import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// Whatever a document has comes back when it is read again, or is named by the writer, with the number of documents that had
/// it: each format, each kind of content.
@Suite struct LostContentTests {
  /// A document, and what it has: each content as text that says where two documents differ.
  struct Whole: CustomTestStringConvertible {
    var testDescription: String
    var document: Document
    /// The contents, by the names that a message gives them.
    var contents: [String: @Sendable (Document) -> String]
    /// Whether it is what a model says.
    var isPredicted = false
  }

  static let wholes = [layers, surroundings, details]

  @Test(arguments: wholes, CorpusFormat.writable)
  func `what a document has comes back or is named`(whole: Whole, format: CorpusFormat) throws {
    // What a model says is there for Label Studio, and left aside and counted when its files are read.
    guard format != .labelStudio || !whole.isPredicted else { return }
    guard format != .parallel || !whole.document.translations.isEmpty else { return }
    var document = whole.document
    if format == .propbankFrames { document.id = "leave.01/d1" }
    let (back, leftOut) = try passed([document], format)
    let names = Set(leftOut.documents.keys.map(\.code))
    // Without their boundaries documents are sentences.
    let found = Document(joining: back)
    for (name, essence) in whole.contents {
      let isSame = essence(document) == essence(found)
      let isNamed =
        // Of a layer that is left out nothing else is named.
        ["", "name of ", "spelling of "].contains { names.contains($0 + name) }
        || name.firstRange(of: " of ").map { names.contains(String(name[$0.upperBound...])) } == true
        // Spans of other layers are read as entities.
        || name == "spans:entity" && names.contains { $0.hasPrefix("name of spans:") }
        || name == "white space" && leftOut.note(format)?.contains(/line breaks|empty lines/) == true
      if !isSame {
        #expect(isNamed, "\(name) is lost: \(essence(document)) became \(essence(found)); named: \(names.sorted())")
      } else if !["tokens", "sentences"].contains(name), format != .parallel || name != "languages" {
        // Tokens and sentences may be cut as they were by chance; parallel files are read in a language that is given.
        #expect(!names.contains(name), "\(name) is there, and is called lost")
      }
    }
  }

  @Test(arguments: wholes, CorpusFormat.writable)
  func `documents are as many as were written, or it is said`(whole: Whole, format: CorpusFormat) throws {
    guard format != .parallel || !whole.document.translations.isEmpty else { return }
    let documents = ["d1", "d2"].map { id in
      var document = whole.document
      document.id = format == .propbankFrames ? "leave.01/\(id)" : id
      return document
    }
    let (back, leftOut) = try passed(documents, format)
    #expect(back.count == 2 || leftOut.documents[.part(.boundaries)] != nil, "\(back.count) documents")
    for (content, count) in leftOut.documents where content != .part(.boundaries) {
      #expect(count == 2, "\(content.code)")
    }
  }

  /// What comes back of documents, and what the writer says of them.
  private func passed(_ documents: [Document], _ format: CorpusFormat) throws -> (
    documents: [Document], leftOut: LeftOut
  ) {
    let scratch = try Scratch()
    let (writing, reading) = Self.options(format, documents[0])
    let path = scratch.path("x")
    let writer = try CorpusWriter(path, options: writing)
    for document in documents { try writer.write(document) }
    try writer.close()
    return (try read(Self.files(format, path, documents.count), reading).documents, writer.leftOut)
  }

  /// How a format is written and read so that it holds as much as it can.
  static func options(_ format: CorpusFormat, _ document: Document) -> (WriteOptions, ReadOptions) {
    var writing = WriteOptions(format: format)
    var reading = ReadOptions(format: format)
    let isUnmarked = [CorpusFormat.html, .conll2005, .conll2008, .conll2009].contains(format)
    reading.documents = isUnmarked ? .sentence : .marker
    (writing.targetLanguage, reading.targetLanguage) = ("de", "de")
    if format == .parallel { (writing.language, reading.language) = ("en", "en") }
    switch format {
    case .columns:
      writing.columns = ["form"] + ["pos", "mood"].filter { document.tags[$0] != nil } + ["entity:bio"]
      for (number, name) in writing.columns.enumerated() { reading.columns[name] = .number(number + 1) }
    case .aligned:
      let names = ["tokens", "id", "language", "label", "label:topic", "translation:de", "field:author", "tags:pos"]
      writing.columns = names + ["entity:bio"]
      for name in names + ["entity:bio"] {
        let file = name == "tokens" ? "seq.in" : name == "entity:bio" ? "entity" : name.split(separator: ":").last ?? ""
        reading.columns[name] = .name(String(file))
      }
    case .tsv, .csv, .parallelTSV:
      let names = ["id", "language", "text", "label", "label:topic", "translation:de", "field:author"]
      writing.columns = names
      writing.header = true
      for name in names { reading.columns[name] = .name(name) }
    default: break
    }
    reading.dropUnused()
    return (writing, reading)
  }

  /// The files that were written.
  private static func files(_ format: CorpusFormat, _ path: String, _ count: Int) -> [String] {
    switch format {
    case .webanno: (1...count).map { "\(path)/d\($0).tsv" }
    case .xmi: (1...count).map { "\(path)/d\($0).xmi" }
    default: [path]
    }
  }

  // MARK: What documents have

  /// Every kind of layer.
  static var layers: Whole {
    var document = Document(words: [["Ann", "left", "Bonn", "."], ["She", "ran", "."]])
    document.id = "d1"
    document.language = "en"
    for token in [3, 6] { document.tokens[token].kind = .punctuation }
    document.labels = [
      "label": [Label("good")], "topic": [Label("travel")], "fine": [Label("NUM:date")], "coarse": [Label("NUM")],
    ]
    document.tags = [
      "pos": ["NNP", "VBD", "NNP", ".", "PRP", "VBD", "."],
      "upos": ["PROPN", "VERB", "PROPN", "PUNCT", "PRON", "VERB", "PUNCT"],
      "lemma": ["Ann", "leave", "Bonn", ".", "she", "run", "."],
      "feats": ["Number=Sing", nil, nil, nil, "Number=Sing", nil, nil],
      "head": ["2", "0", "2", "2", "2", "0", "2"],
      "parse": ["(TOP(S(NP*)", "(VP*", "(NP*))", "*))", "(TOP(S(NP*)", "(VP*)", "*))"],
      "mood": ["a", "b", "c", "d", "e", "f", "g"],
    ]
    document.spans = [
      "entity": [LabeledSpan(0..<1, label: "PER"), LabeledSpan(2..<3, label: "LOC")],
      "chunk": [LabeledSpan(0..<1, label: "NP"), LabeledSpan(4..<5, label: "NP")],
      "named by me": [LabeledSpan(1..<3, label: "X Y")],
    ]
    document.frames = [
      Frame(
        predicate: 1, sense: "leave.01",
        arguments: [Argument(role: "ARG0", tokens: 0..<1), Argument(role: "ARG1", tokens: 2..<3)])
    ]
    document.translations = ["de": AlignedText("Ann verließ Bonn. Sie lief."), "fr": AlignedText("Ann quitta Bonn.")]
    document.fields = ["author": "me", "note": "a"]
    var contents: [String: @Sendable (Document) -> String] = [
      // Files are named by ids, and some formats put ids together.
      "ids": { document in document.id.split { "/.".contains($0) }.contains("d1") ? "d1" : document.id },
      "languages": { $0.language ?? "-" },
      "tokens": forms, "sentences": sentences, "frames": frames,
    ]
    for name in document.labels.keys { contents["labels:\(name)"] = { "\($0.labels[name]?.map(\.name) ?? [])" } }
    for name in document.tags.keys { contents["tags:\(name)"] = { "\($0.tags[name] ?? [])" } }
    for name in document.spans.keys { contents["spans:\(name)"] = { spans($0, name) } }
    for name in document.translations.keys { contents["translations:\(name)"] = { $0.translations[name]?.text ?? "-" } }
    for name in document.fields.keys { contents["fields:\(name)"] = { $0.fields[name] ?? "-" } }
    return Whole(testDescription: "layers", document: document, contents: contents)
  }

  /// What stands around words: white space, surface forms, comments, nodes that nobody wrote.
  static var surroundings: Whole {
    var document = Document(id: "d1", text: " Va  du pays\tlà.\n\nElle va. ")
    let ranges = [1..<3, 5..<7, 5..<7, 8..<12, 13..<16, 16..<17, 19..<23, 24..<26, 26..<27]
    document.tokens = ranges.map { Token($0, kind: $0 == 16..<17 || $0 == 26..<27 ? .punctuation : .word) }
    document.sentences = [
      Sentence(
        tokens: 0..<6, multiwords: [MultiwordToken(1..<3, form: "du", tags: ["feats": "A=B", "lemma": "x"])],
        emptyNodes: [EmptyNode(position: 1, index: 1, form: "moi")]), Sentence(tokens: 6..<9),
    ]
    document.tags["form"] = [nil, "de", "le", nil, nil, nil, nil, nil, nil]
    document.labels = ["label": [Label("good")], "fine": [Label("NUM:date")]]
    document.frames = [Frame(predicate: 0, sense: "leave.01")]
    return Whole(
      testDescription: "what stands around words", document: document,
      contents: [
        // The end of the last line of a file is no text.
        "white space": { $0.text.hasSuffix("\n") ? String($0.text.dropLast()) : $0.text },
        "multiword tokens": {
          "\($0.sentences.flatMap(\.multiwords).map { "\($0.form) \($0.tags.sorted { $0.key < $1.key })" })"
        },
        "empty nodes": { "\($0.sentences.flatMap(\.emptyNodes).map(\.form))" },
      ])
  }

  /// What a model says beside its predictions.
  static var details: Whole {
    var document = Document(words: [["Ann", "left", "out", "Bonn"]])
    document.id = "d1"
    document.labels = ["label": [Label("good", score: 0.5)], "fine": [Label("NUM:date")]]
    document.probabilities = ["label": [Label("good", score: 0.5), Label("bad", score: 0.5)]]
    document.tags["pos"] = ["NNP", "VBD", "RP", "NNP"]
    document.tagScores["pos"] = [0.5, 0.25, 0.5, 0.5]
    document.tagAlternatives["pos"] = [AlternativeTags(0..<4, tags: ["NN", "VBD", "RP", "NNP"], score: 0.25)]
    document.spans["entity"] = [LabeledSpan(0..<1, label: "PER", score: 0.75)]
    var frame = Frame(predicate: 1, sense: "leave.01", arguments: [Argument(role: "ARG0", tokens: 0..<1, score: 0.5)])
    frame.extent = 1..<3
    document.frames = [frame]
    var translation = AlignedText("Ann ging", tokens: [Token(0..<3), Token(4..<8)], score: -0.5)
    translation.alternatives = [AlternativeText("Ann", score: -2)]
    translation.attention = [[0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25]]
    document.translations["de"] = translation
    return Whole(
      testDescription: "what a model says", document: document,
      contents: [
        "scores of labels:label": { "\($0.labels["label"]?.map(\.score) ?? [])" },
        "probabilities of labels:label": { "\($0.probabilities["label"] ?? [])" },
        "scores of tags:pos": { "\($0.tagScores["pos"] ?? [])" },
        "alternatives of tags:pos": { "\($0.tagAlternatives["pos"] ?? [])" },
        "scores of spans:entity": { "\($0.spans["entity"]?.map(\.score) ?? [])" },
        "scores of frames": { "\($0.frames?.flatMap { $0.arguments.map(\.score) } ?? [])" },
        "extents of frames": { "\($0.frames?.map { $0.extent ?? 0..<0 } ?? [])" },
        "scores of translations:de": { "\($0.translations["de"]?.score ?? 0)" },
        "alternatives of translations:de": { "\($0.translations["de"]?.alternatives ?? [])" },
        "tokens of translations:de": { "\($0.translations["de"]?.tokens.map(\.range) ?? [])" },
        "attention of translations:de": { "\($0.translations["de"]?.attention ?? [])" },
      ], isPredicted: true)
  }

  // MARK: Essences

  private static let forms: @Sendable (Document) -> String = { document in
    document.tokens.indices.map { document.form($0) }.joined(separator: "|")
  }

  private static let sentences: @Sendable (Document) -> String = { document in
    document.sentences.map { $0.tokens.map { document.form($0) }.joined(separator: "|") }.joined(separator: "\n")
  }

  private static let frames: @Sendable (Document) -> String = { document in
    (document.frames ?? []).map { frame in
      "\(document.form(frame.predicate)) \(frame.sense ?? "-") "
        + frame.arguments.map { "\($0.role) \($0.tokens.map { document.form($0) })" }.sorted().joined(separator: ",")
    }.joined(separator: "\n")
  }

  @Sendable private static func spans(_ document: Document, _ layer: String) -> String {
    (document.spans[layer] ?? []).map { "\($0.label) \($0.tokens.map { document.form($0) })" }.sorted().joined(
      separator: "\n")
  }
}
