import BraidFiles
import BraidTasks
import BraidTensors
import BraidTraining
import CKernels
import Foundation
import Testing

/// Same seed, same bits, on every processor: the weights of short trainings as they are everywhere.
///
/// A value changes only with the arithmetic of training, and then for all builds of the kernels alike; the scores in the
/// table of results are then measured again.
@Suite(.serialized) struct WeightDigestTests {
  static let digests = [
    ("sentiment", "4758c25d49d78827"), ("n-grams", "b7d07ff07ba2a14f"), ("pos", "7a1351ce0e06415b"),
    ("people", "640b62843e9c37d1"),
    ("roles", "8aa224bac018988f"), ("de", "efb51250b7c20358"),
    ("topics", "a1917f6019e05b3e"), ("same", "91fd852beff72ac2"), ("number", "e796c0150b99f21b"),
    ("similarity", "5c9b4eebdaccb922"), ("lemma", "a1214a7c01a1ed4d"), ("trees", "ca9a371eec33638"),
    ("words", "199ecae9a4b32e19"),
    ("segments", "fbfb4205e707bfa"),
  ]

  /// Tasks of the kinds, and of their ways, that `ToyCorpora` has none of.
  static var others: [TaskOptions] {
    var topics = ClassificationOptions()
    (topics.multiLabel, topics.label) = (true, "topics")
    var same = ClassificationOptions()
    (same.pair, same.units) = (.vectors, 8)
    var number = RegressionOptions()
    number.values = ["number", "field:length"]
    var similarity = RegressionOptions()
    (similarity.values, similarity.pair, similarity.units) = (["number"], .attention, 8)
    var words = LanguageModelOptions()
    words.units = 24
    return [
      TaskOptions(name: "topics", kind: topics), TaskOptions(name: "same", kind: same),
      TaskOptions(name: "number", kind: number), TaskOptions(name: "similarity", kind: similarity),
      TaskOptions(name: "lemma", kind: LemmasOptions()), TaskOptions(name: "trees", kind: DependenciesOptions()),
      // It may not read states that know the next word.
      TaskOptions(name: "words", layer: .layer(1), kind: words),
      TaskOptions(name: "segments", kind: SegmentationOptions()),
    ]
  }

  /// The toy task of a name; of `sentiment` without n-grams, and with them as `n-grams`.
  static func tasks(_ name: String) -> [TaskOptions] {
    var options = ClassificationOptions()
    options.ngrams = name == "n-grams" ? 2 : 0
    options.idf = false
    return ["sentiment", "n-grams"].contains(name)
      ? [TaskOptions(name: name, kind: options)] : (ToyCorpora.tasks + others).filter { $0.name == name }
  }

  @Test func `there is a digest for each kind that ships`() {
    let tasks = Self.digests.flatMap { Self.tasks($0.0) }
    #expect(tasks.map(\.name) == Self.digests.map(\.0))
    #expect(Set(tasks.map { type(of: $0.kind).name }) == Set(TaskKinds.shipped.names))
  }

  @Test(arguments: digests)
  func `each kind of task has these weights after two epochs, by every build of the kernels`(
    task: String, digest: String
  ) throws {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    let documents = ZeroDifferenceTests.documents(200, seed: 1)
    var options = ToyCorpora.options
    options.epochs = 2
    for level in [BK_AVX512, BK_AVX2, BK_NEON, BK_PORTABLE] where bk_use(level) == 1 {
      let model = try ToyCorpora.model(documents, tasks: Self.tasks(task))
      let corpus = TrainingCorpus(
        name: "all", tasks: [0], training: documents[...], development: documents, model: model)
      let weights = try Trainer(model: model, corpora: [corpus], options: options).run { _ in }.weights
      var hash = StableHash()
      for value in weights.storage { withUnsafeBytes(of: value.bitPattern) { hash.add(bytes: $0) } }
      #expect(String(hash.value, radix: 16) == digest, "\(task) by build \(level.rawValue)")
    }
  }
}
