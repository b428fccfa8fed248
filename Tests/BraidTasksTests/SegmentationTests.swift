import BraidCorpora
import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// Raw text cut into the tokens, sentences and words of a treebank: what is learned from, and what is made of predictions.
@Suite struct SegmentationTests {
  /// Two paragraphs of French with contractions, a number with a space in it, and a sentence that ends without a space.
  static let treebank = """
    # newpar
    # sent_id = 1
    # text = Il parle du chat.
    1\tIl\til\tPRON\t_\t_\t0\troot\t_\t_
    2\tparle\tparler\tVERB\t_\t_\t1\tdep\t_\t_
    3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_
    3\tde\tde\tADP\t_\t_\t1\tdep\t_\t_
    4\tle\tle\tDET\t_\t_\t1\tdep\t_\t_
    5\tchat\tchat\tNOUN\t_\t_\t1\tdep\t_\tSpaceAfter=No
    6\t.\t.\tPUNCT\t_\t_\t1\tdep\t_\tSpaceAfter=No

    # sent_id = 2
    # text = Il a 10 000 euros !
    1\tIl\til\tPRON\t_\t_\t0\troot\t_\t_
    2\ta\tavoir\tVERB\t_\t_\t1\tdep\t_\t_
    3\t10 000\t10000\tNUM\t_\t_\t1\tdep\t_\t_
    4\teuros\teuro\tNOUN\t_\t_\t1\tdep\t_\t_
    5\t!\t!\tPUNCT\t_\t_\t1\tdep\t_\t_

    # newpar
    # sent_id = 3
    # text = You don't, e\u{301}te\u{301}.
    1\tYou\tyou\tPRON\t_\t_\t0\troot\t_\t_
    2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
    2\tdo\tdo\tAUX\t_\t_\t1\tdep\t_\t_
    3\tn't\tnot\tPART\t_\t_\t1\tdep\t_\t_
    4\t,\t,\tPUNCT\t_\t_\t1\tdep\t_\t_
    5\te\u{301}te\u{301}\tété\tNOUN\t_\t_\t1\tdep\t_\tSpaceAfter=No
    6\t.\t.\tPUNCT\t_\t_\t1\tdep\t_\t_


    """

  /// The documents of CoNLL-U.
  static func documents(_ text: String = treebank) throws -> [Document] {
    let url = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString).conllu")
    try text.write(to: url, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: url) }
    let reader = try CorpusReader([url.path], options: ReadOptions(format: .conllu))
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return documents
  }

  static let segmentation = TaskOptions(name: "segments", kind: SegmentationOptions())

  /// A model with the weights that it was born with, and the rules of some windows.
  static func model(_ windows: [Document], units: Int = 6) throws -> JointModel {
    var encoder = EncoderOptions()
    encoder.embedding = 6
    encoder.lstm.units = units
    var inventory = TaskInventory(segmentation)
    for window in windows { inventory.observe(window) }
    var counts: [String: Int] = [:]
    for window in windows { for index in window.tokens.indices { counts[window.form(index), default: 0] += 1 } }
    return try JointModel(
      encoder: encoder,
      features: FeatureExtractor(options: encoder, words: Vocabulary(counts: counts), characters: nil),
      tasks: [try inventory.configuration()], random: Random(seed: 4))
  }

  @Test(arguments: [
    ("ab", ["a", "b"]), ("e\u{301}te", ["e\u{301}", "t", "e"]), ("a\r\n\r\nb", ["a", "\r\n\r\n", "b"]),
    ("a\r\nb", ["a", "\r\n", "b"]), (" \u{301}a", [" \u{301}", "a"]), ("👩‍👧x", ["👩‍👧", "x"]),
    ("\t a \u{A0}\n", ["\t ", "a", " \u{A0}\n"]), ("", []),
  ])
  func `characters part no letter from its accent, and white space is one`(text: String, parts: [String]) {
    let document = Document(text: text)
    #expect(TextCharacters(text).map { Array(document.string($0.bytes).utf8) } == parts.map { Array($0.utf8) })
  }

  @Test(
    arguments: [
      (" ", .space), ("\n", .space), ("\r\n", .space), ("\n\n", .paragraph), ("\n \t\n", .paragraph),
      ("\r\n\r\n", .paragraph), ("\u{2029}", .paragraph), (" \u{301}", .visible), ("\u{200B}", .visible),
    ] as [(String, TextCharacter.Kind)])
  func `an empty line ends a paragraph, a single line break does not`(text: String, kind: TextCharacter.Kind) {
    #expect(TextCharacters(text).map(\.kind) == [kind])
  }

  @Test func `running text is the treebank's own, and its tokens, sentences and words come back`() throws {
    let gold = try Self.documents()
    let windows = CharacterWindows.windows(of: gold, length: 400)
    #expect(windows.map(\.text) == ["Il parle du chat.Il a 10 000 euros !\n\nYou don't, e\u{301}te\u{301}.\n\n"])
    let found = windows[0].segmented
    #expect(found.isConsistent)
    #expect(found.sentences.count == 3)
    for (sentence, document) in zip(found.sentences, gold) {
      #expect(sentence.tokens.map(found.form) == document.tokens.indices.map(document.form))
      #expect(sentence.multiwords.map(\.form) == document.sentences[0].multiwords.map(\.form))
    }
    // Words that are parts of their token lie in it, others lie where it lies.
    #expect(found.words(2..<4) == ["du", "du"])
    #expect(found.words(12..<14) == ["do", "n't"])
    #expect(SegmentationMetric().score(gold: windows, predicted: windows, bootstrap: 0).value == 100)
  }

  @Test(
    arguments: [
      (nil, "οδος σοφος, ς.", "ΟΔΟΣ ΣΟΦΟΣ, ς."), (nil, "σ\u{301}ας\u{301} as", "Σ\u{301}ΑΣ\u{301} AS"),
      ("tr", "ılık iyi", "ILIK İYİ"), ("az_Latn", "ılık", "ILIK"), (nil, "i\u{307}yi\u{307}", "İYİ"),
      ("lt", "i\u{307}\u{300}", "Ì"),
    ] as [(String?, String, String)])
  func `characters are looked up in the lower case of their text, and stay where they are`(
    locale: String?, small: String, capitals: String
  ) throws {
    func window(_ text: String) throws -> Document {
      try #require(Array(SegmentWindowCutter(text, document: 0)).first).document(of: text)
    }
    let windows = try [small, capitals].map(window)
    #expect(windows.map(\.tokens.count) == [windows[0].tokens.count, windows[0].tokens.count])
    for window in windows {
      #expect(zip(window.tokens, window.tokens.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
    }
    // Either text makes the vocabulary in which both are found.
    var options = VocabularyOptions()
    options.lowercase = true
    var encoder = EncoderOptions()
    (encoder.lowercase, encoder.embedding, encoder.lstm.units) = (true, 6, 6)
    for source in windows {
      var counter = WordCounter()
      for _ in 0..<2 { try options.count(source, into: &counter, locale: locale) }
      let words = try #require(try options.build(counter, locale: locale).words)
      let features = FeatureExtractor(options: encoder, words: words, characters: nil)
      var forms = FormTable()
      let ids = try windows.map { try #require(features.example($0, forms: &forms)).words }
      #expect(ids[0] == ids[1])
      #expect(!ids[0].contains(words.unknownID ?? -1))
      var inventory = TaskInventory(Self.segmentation)
      for window in CharacterWindows.windows(of: try Self.documents(), length: 400) { inventory.observe(window) }
      let model = try JointModel(
        encoder: encoder, features: features, tasks: [try inventory.configuration()], random: Random(seed: 4))
      let predicted = Predictor(model, threads: 1).annotate(windows, tasks: [0], options: .bare)
      #expect(predicted[0].tags["segments"] == predicted[1].tags["segments"])
    }
  }

  @Test(arguments: [50, 53, 57, 64, 80, 400])
  func `windows follow one another without a gap, whatever their length`(length: Int) throws {
    let gold = try (0..<6).flatMap { _ in try Self.documents() }
    let whole = CharacterWindows.windows(of: gold, length: 100_000)
    let windows = CharacterWindows.windows(of: gold, length: length)
    #expect(windows.map(\.text).joined() == whole.map(\.text).joined())
    for layer in ["segments", "segment-words", "form"] {
      #expect(windows.flatMap { $0.tags[layer] ?? [] } == whole.flatMap { $0.tags[layer] ?? [] }, "\(layer)")
    }
    #expect(windows.allSatisfy { $0.isConsistent && $0.tokens.count <= length + length / 4 })
    // A window that begins within a sentence says so: its first sentence does not count.
    var isWithin = false
    for window in windows {
      #expect((window.fields["continued"] != nil) == isWithin)
      let last = window.tags["segments"]?.last { $0 != nil }
      isWithin = last.map { $0?.contains("sentence") != true } ?? isWithin
    }
  }

  @Test func `without marks of paragraphs one is made of every twenty sentences; other documents are paragraphs`()
    throws
  {
    let sentences = try Self.documents().map { document in
      var document = document
      document.sentences[0].comments.removeAll { $0.hasPrefix("# newpar") }
      return document
    }
    let many = (0..<15).flatMap { _ in sentences }
    let text = CharacterWindows.windows(of: many, length: 100_000).map(\.text).joined()
    // 45 sentences: after 20, 40 and at the end.
    #expect(text.components(separatedBy: "\n\n").count == 4)
    var plain = Document(text: "One.  Two.")
    plain.tokens = [Token(0..<4), Token(6..<10)]
    plain.sentences = [Sentence(tokens: 0..<1), Sentence(tokens: 1..<2)]
    #expect(CharacterWindows.windows(of: [plain, plain], length: 50).map(\.text) == ["One.  Two.\n\nOne.  Two.\n\n"])
  }

  @Test func `what ends before white space and empty lines is held to what is possible`() throws {
    let windows = CharacterWindows.windows(of: try Self.documents(), length: 400)
    var model = try Self.model(windows)
    func ends(_ model: JointModel) -> [String?] {
      Predictor(model, threads: 1).annotate([windows[0]], tasks: [0])[0].tags["segments"] ?? []
    }
    // Biases that make every character the inside of a token.
    var weights = model.weights
    weights.set(try #require(weights["segments.output.bias"]), [90, 0, 50, 0, 40])
    model.weights = weights
    let text = windows[0].text
    let before = try #require(
      text.utf8.firstIndex(of: UInt8(ascii: "!")).map { text.utf8.distance(from: text.startIndex, to: $0) })
    let index = try #require(windows[0].tokens.firstIndex { $0.range.lowerBound == before })
    #expect(ends(model)[index] == "multiword-sentence")
    // `10 000` is a token, so that tokens may have white space in them; without it none may.
    #expect(ends(model).compactMap(\.self).count { $0 != "inside" } == 2)
    let other = CharacterWindows.windows(of: [try Self.documents()[0]], length: 400)
    var strict = try Self.model(other)
    weights = strict.weights
    weights.set(try #require(weights["segments.output.bias"]), [90, 0, 50, 0, 40])
    strict.weights = weights
    let found = Predictor(strict, threads: 1).annotate([other[0]], tasks: [0])[0]
    #expect(found.tags["segments"]?.compactMap(\.self).count { $0 == "multiword" } == 3)
    #expect(found.segmented.tokens.indices.map(found.segmented.form) == ["Il", "parle", "de", "le", "chat."])
  }

  @Test func `sentences that a window cuts do not count`() throws {
    var gold = CharacterWindows.windows(of: try Self.documents(), length: 400)[0]
    let metric = SegmentationMetric()
    // Tokens 5 + 5 + 5, sentences 3, words 6 + 5 + 6: right, predicted, gold.
    #expect(metric.statistics(gold: gold, predicted: gold) == [15, 15, 15, 3, 3, 3, 17, 17, 17])
    gold.fields["continued"] = "yes"
    #expect(metric.statistics(gold: gold, predicted: gold) == [15, 15, 15, 2, 2, 2, 17, 17, 17])
    var predicted = gold
    predicted.tags["segments"] = predicted.tags["segments"]?.map { $0 == "multiword" ? "token" : $0 }
    predicted.tags["segment-words"] = nil
    // `du` and `don't` are tokens, but not the right words.
    #expect(metric.statistics(gold: gold, predicted: predicted) == [15, 15, 15, 2, 2, 2, 13, 15, 17])
    #expect(metric.outcomes(gold: gold, predicted: predicted).count { !$0.isRight } == 2)
    #expect(
      metric.descriptions(gold: gold, predicted: predicted).gold.hasPrefix("Il parle du[de le] chat . | Il a 10 000"))
    #expect(metric.statistics(gold: Document(text: "a"), predicted: gold) == nil)
  }

  @Test func `paragraphs are read one by one, long ones in windows that end at white space`() {
    func windows(_ text: String) -> [SegmentWindow] { Array(SegmentWindowCutter(text, document: 3)) }
    func kept(_ text: String) -> [String] {
      let document = Document(text: text)
      return windows(text).map { window in
        window.characters[window.kept].map { document.string($0.bytes) }.joined()
      }
    }
    #expect(kept(" a b\n\n\nc ") == ["a b", "c"])
    #expect(windows("a\n\nb").allSatisfy { $0.opens && $0.closes && $0.index == 3 })
    #expect(windows("").isEmpty && windows(" \n\n \r\n").isEmpty)
    let words = (0..<900).map { "w\($0)" }.joined(separator: " ")
    let cut = windows(words)
    #expect(kept(words).joined() == words)
    #expect(cut.map(\.opens) == [true] + cut.dropFirst().map { _ in false })
    #expect(cut.map(\.closes) == cut.dropLast().map { _ in false } + [true])
    #expect(cut.dropLast().allSatisfy { $0.kept.count <= 300 && $0.characters[$0.kept].last?.kind == .space })
    #expect(cut.dropFirst().allSatisfy { $0.kept.lowerBound == 50 } && cut.allSatisfy { $0.characters.count <= 450 })
    let unbroken = String(repeating: "語", count: 2_000)
    #expect(kept(unbroken).joined() == unbroken && kept(unbroken)[0].count == 300)
  }

  /// Texts that no treebank has.
  static let texts = [
    "", " ", "\r\n\r\n", "a", "Il parle du chat. DU CHAT", "e\u{301}\u{301}\u{301} a\u{308}\r\nb\r\n\r\nc \u{301}d",
    "👩‍👧‍👦🇫🇷 ok\u{0}\u{1}", "\u{FEFF}a\u{200B}b", String(repeating: "du ", count: 400),
    String(repeating: "語", count: 1_500), "one\n\ntwo\u{2029}three", "a" + String(repeating: "\u{301}", count: 5_000),
  ]

  @Test(arguments: [1, 2, 3])
  func `a text is never changed, and everything points into it`(seed: UInt64) throws {
    let windows = CharacterWindows.windows(of: try Self.documents(), length: 400)
    var model = try Self.model(windows)
    var weights = model.weights
    var stream = Random(seed: seed).stream("weights")
    for entry in weights.entries {
      guard let id = weights[entry.name] else { continue }
      weights.set(id, weights.values(id).map { _ in Float(stream.uniform() * 4 - 2) })
    }
    model.weights = weights
    let segmenter = try #require(ModelSegmenter(model, threads: 2))
    var documents = Self.texts.map { Document(text: $0) }
    try segmenter.segment(&documents)
    for (text, document) in zip(Self.texts, documents) {
      #expect(document.text.utf8.elementsEqual(text.utf8))
      #expect(document.isConsistent)
      let boundaries = Set(TextCharacters(text).flatMap { [$0.bytes.lowerBound, $0.bytes.upperBound] })
      #expect(
        document.tokens.indices.allSatisfy { index in
          document.tags["form"]?[index] != nil
            || document.sentences.contains { $0.multiwords.contains { $0.tokens.contains(index) } }
            || boundaries.isSuperset(of: [
              document.tokens[index].range.lowerBound, document.tokens[index].range.upperBound,
            ])
        })
      // All that is visible is in a token, and all tokens are in sentences.
      let visible = TextCharacters(text).filter { $0.kind == .visible }.reduce(0) { $0 + $1.bytes.count }
      let covered = Set(document.tokens.flatMap(\.range)).count
      #expect(covered >= visible)
      #expect(document.sentences.flatMap(\.tokens) == Array(document.tokens.indices))
      // Neighbours change nothing.
      var alone = Document(text: text)
      try segmenter.segment(&alone)
      #expect(alone == document)
    }
    // Nor do other paragraphs.
    let paragraphs = ["Il parle du chat.", "You don't.", "Il a 10 000 euros !"]
    var joined = Document(text: paragraphs.joined(separator: "\n\n"))
    try segmenter.segment(&joined)
    var apart = paragraphs.map { Document(text: $0) }
    try segmenter.segment(&apart)
    #expect(joined.tokens.indices.map(joined.form) == apart.flatMap { $0.tokens.indices.map($0.form) })
    #expect(joined.sentences.map(\.tokens.count) == apart.flatMap { $0.sentences.map(\.tokens.count) })
  }

  @Test func `documents with tokens keep them`() throws {
    let windows = CharacterWindows.windows(of: try Self.documents(), length: 400)
    let segmenter = try #require(ModelSegmenter(try Self.model(windows), threads: 1))
    var document = Document(words: [["du chat", "."]])
    let before = document
    try segmenter.segment(&document)
    #expect(document == before)
  }

  @Test func `segmentation is alone in its model`() throws {
    let windows = CharacterWindows.windows(of: try Self.documents(), length: 400)
    let model = try Self.model(windows)
    #expect(model.segmentsText && ModelSegmenter(model, threads: 1) != nil)
    let other = TaskConfiguration(
      options: TaskOptions(name: "pos", kind: TaggingOptions(source: .tags("pos"))),
      resources: TaskResources(labels: ["tags": LabelSet(["N", "V"])]))
    #expect(throws: TaskError.notAlone(task: "segments")) {
      _ = try JointModel(
        encoder: model.encoder.options, features: model.features, tasks: [model.tasks[0], other],
        random: Random(seed: 1))
    }
    var words = model.tasks[0]
    words.resources.tables["words"] = ["du": ["de"]]
    #expect(throws: TaskError.badLabel(task: "segments", label: "du", expected: "two words or more for it")) {
      _ = try JointModel(
        encoder: model.encoder.options, features: model.features, tasks: [words], random: Random(seed: 1))
    }
  }

  @Test func `a model keeps its segmenter in a folder of its own, which nobody may change`() throws {
    let windows = CharacterWindows.windows(of: try Self.documents(), length: 400)
    let segmenter = try Self.model(windows)
    var encoder = EncoderOptions()
    (encoder.embedding, encoder.lstm.units) = (4, 4)
    func tagger(_ segmenter: JointModel?) throws -> JointModel {
      var model = try JointModel(
        encoder: encoder,
        features: FeatureExtractor(options: encoder, words: Vocabulary(counts: ["a": 2]), characters: nil),
        tasks: [
          TaskConfiguration(
            options: TaskOptions(name: "pos", kind: TaggingOptions(source: .tags("pos"))),
            resources: TaskResources(labels: ["tags": LabelSet(["N", "V"])]))
        ], random: Random(seed: 1))
      model.segmenter = segmenter
      return model
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try tagger(segmenter)
    #expect(model.fingerprint != (try tagger(nil)).fingerprint)
    try model.write(to: folder)
    let read = try JointModel(contentsOf: folder)
    #expect(read.fingerprint == model.fingerprint && read.segmenter?.fingerprint == segmenter.fingerprint)
    #expect(read.segmenter?.tasks[0].resources.tables["words"] == ["du": ["de\tle"], "don't": ["do\tn't"]])
    // Another segmenter in its place, one that is none, and none at all.
    try Self.model(windows, units: 5).write(to: folder + "/segmenter")
    let other = TaskError.badModel(
      path: folder + "/segmenter", reason: "not the segmenter that was written with the model")
    #expect(throws: other) { _ = try JointModel(contentsOf: folder) }
    try tagger(nil).write(to: folder + "/segmenter")
    #expect(throws: (any Error).self) { _ = try JointModel(contentsOf: folder) }
    try FileManager.default.removeItem(atPath: folder + "/segmenter")
    #expect(throws: TaskError.self) { _ = try JointModel(contentsOf: folder) }
  }
}
