import BraidPipelines
import BraidTasks
import BraidText
import BraidVocabularies
import Testing

/// Lower case follows the locale in the vocabulary as in the text, when a model learns and when it annotates.
@Suite struct TurkishVocabularyTests {
  private func model(locale: String) throws -> JointModel {
    let bench = try Workbench()
    let rows = (0..<40).map { "\($0 % 2 == 0 ? "iyi" : "kötü")\tIŞIK \($0) İYİ ISPARTA\n" }.joined()
    try bench.write("train.tsv", "label\ttext\n" + rows)
    let text = """
      name: mine
      stages:
        - name: texts
          read: {format: tsv, train: \(bench.path("train.tsv"))}
        - name: tokens
          tokenize: {of: texts, locale: \(locale)}
        - name: words
          vocabulary: {of: tokens, lowercase: true}
        - name: model
          train:
            encoder: {vocabulary: words, lowercase: true, embedding: 4, lstm: {units: 4}}
            tasks: {mood: {head: classification, of: tokens}}
            epochs: 1
      """
    let pipeline = try Pipeline(text: text, file: "p")
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try runner.run())
    return try JointModel(contentsOf: bench.path("run/model/model"))
  }

  @Test func `a model of Turkish texts lower-cases as Turkish does, from its folder too`() throws {
    let features = try model(locale: "tr").features
    #expect(features.words.id("ışık") != nil && features.words.id("iyi") != nil && features.words.id("ısparta") != nil)
    #expect(features.words.id("işik") == nil)
    for word in ["IŞIK", "Işık", "ışık"] { #expect(features.id(of: word) == features.words.id("ışık"), "\(word)") }
    for word in ["İYİ", "İyi", "iyi"] { #expect(features.id(of: word) == features.words.id("iyi"), "\(word)") }
  }

  @Test func `elsewhere the capital I becomes i`() throws {
    let features = try model(locale: "en").features
    #expect(features.words.id("işik") != nil && features.words.id("ışık") == nil)
    #expect(features.id(of: "IŞIK") == features.words.id("işik"))
  }
}
