import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Testing

/// Segmentation learned from made-up running text and used on raw text.
@Suite struct SegmentationTrainingTests {
  /// Sentences of words that end with a full stop, which an abbreviation has as well; `du` is *de* and *le*.
  static func documents(_ count: Int, seed: UInt64) -> [Document] {
    var stream = Random(seed: seed).stream("sentences")
    let names = ["ann", "bob", "eve", "dr.", "kim"]
    let verbs = ["sees", "calls", "likes"]
    return (0..<count).map { index in
      var words: [[String]] = [[names[stream.index(below: 5)]], [verbs[stream.index(below: 3)]]]
      if stream.index(below: 2) == 0 { words.append(["de", "le"]) }
      words += [[names[stream.index(below: 3)]], ["."]]
      var document = Document(id: "s\(index)", text: "")
      var multiwords: [MultiwordToken] = []
      var forms: [String?] = []
      for (position, parts) in words.enumerated() {
        let form = parts.count == 2 ? "du" : parts[0]
        if position > 0, form != "." { document.text += " " }
        let start = document.text.utf8.count
        document.text += form
        if parts.count == 2 { multiwords.append(MultiwordToken(forms.count..<forms.count + 2, form: "du")) }
        for part in parts {
          document.tokens.append(Token(start..<start + form.utf8.count))
          forms.append(parts.count == 2 ? part : nil)
        }
      }
      document.tags["form"] = forms
      document.sentences = [
        Sentence(tokens: document.tokens.indices, comments: ["# sent_id = \(index)"], multiwords: multiwords)
      ]
      return document
    }
  }

  static func train(threads: Int) throws -> (model: JointModel, result: TrainingResult) {
    let training = CharacterWindows.windows(of: documents(500, seed: 1), length: 120)
    var counts: [String: Int] = [:]
    for window in training { for index in window.tokens.indices { counts[window.form(index), default: 0] += 1 } }
    var inventory = TaskInventory(TaskOptions(name: "segments", kind: SegmentationOptions()))
    for window in training { inventory.observe(window) }
    var encoder = EncoderOptions()
    (encoder.embedding, encoder.lstm.units) = (12, 24)
    var model = try JointModel(
      encoder: encoder,
      features: FeatureExtractor(options: encoder, words: Vocabulary(counts: counts), characters: nil),
      tasks: [try inventory.configuration()], random: Random(seed: 3))
    let corpus = TrainingCorpus(
      name: "text", tasks: [0], training: training,
      development: CharacterWindows.windows(of: documents(60, seed: 2), length: 120), model: model)
    var options = ToyCorpora.options
    (options.epochs, options.threads) = (10, threads)
    let result = try Trainer(model: model, corpora: [corpus], options: options).run { _ in }
    model.weights = result.weights
    return (model, result)
  }

  @Test func `tokens, sentences and words are learned, to the same bits on one thread and on three`() throws {
    let (model, result) = try Self.train(threads: 1)
    let score = try #require(result.scores["segments"])
    #expect(score.metric == "mean F1" && score.value > 98, "\(score)")
    #expect(Set(score.secondary.keys) == ["tokens F1", "sentences F1", "words F1"])
    #expect(try Self.train(threads: 3).result.weights == result.weights)
    let segmenter = try #require(ModelSegmenter(model, threads: 2))
    var document = Document(text: "ann sees du bob. dr. calls eve.\r\n\r\nkim likes du bob.")
    let text = document.text
    try segmenter.segment(&document)
    #expect(document.text == text && document.isConsistent)
    #expect(
      document.sentences.map { $0.tokens.map(document.form).joined(separator: " ") }
        == ["ann sees de le bob .", "dr. calls eve .", "kim likes de le bob ."])
    #expect(document.sentences.map { $0.multiwords.map(\.form) } == [["du"], [], ["du"]])
    #expect(document.words(2..<4) == ["du", "du"])
  }

  @Test func `a long text is segmented as its parts are, wherever windows end`() throws {
    let segmenter = try #require(ModelSegmenter(try Self.train(threads: 2).model, threads: 2))
    // One paragraph of some 20,000 characters, cut into about 70 windows.
    let gold = Self.documents(900, seed: 5)
    var long = Document(text: gold.map(\.text).joined(separator: " "))
    try segmenter.segment(&long)
    var short = gold.map { Document(text: $0.text) }
    try segmenter.segment(&short)
    let words = long.sentences.map { $0.tokens.map(long.form) }
    let expected = gold.map { $0.tokens.indices.map($0.form) }
    #expect(short.map { $0.tokens.indices.map($0.form) } == expected)
    // Context is enough here for all predictions to be the same.
    #expect(words == expected)
  }
}
