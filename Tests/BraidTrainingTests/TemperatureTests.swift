import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Testing

/// Calibration says what predictions are worth; it never changes one.
@Suite struct TemperatureTests {
  /// A model with larger weights than fresh ones, so that its predictions differ, and its temperatures.
  func model(_ task: TaskOptions, _ documents: [Document], temperature: Double) throws -> JointModel {
    let fresh = try ToyCorpora.model(documents, tasks: [task])
    var tasks = fresh.tasks
    tasks[0].temperatures = fresh.heads[0].lossTerms.map { _ in temperature }
    var model = try JointModel(
      encoder: fresh.encoder.options, features: fresh.features, tasks: tasks, random: Random(seed: 3))
    model.weights = fresh.weights.replacing(fresh.weights.storage.map { 4 * $0 })
    return model
  }

  @Test(arguments: try ZeroDifferenceTests.changes)
  func `predictions with temperatures 0.2, 1 and 10 are equal`(change: ZeroDifferenceTests.Change) throws {
    let documents = ZeroDifferenceTests.documents(40, seed: 1)
    var texts = documents
    if !(change.kind is TranslationOptions) {
      // Longer than a window: the predictions for several are joined.
      let words = documents.map { document in document.tokens.indices.map { document.word($0) } }
      texts.append(Document(words: (0..<1500).map { words[$0 % words.count] }))
      texts.append(Document(words: (0..<1500).map { words[($0 < 1100 ? 3 : $0) % words.count] }))
    }
    let predictions = try [1, 0.2, 10].map { temperature in
      Predictor(try model(change.task, documents, temperature: temperature))
        .annotate(texts, tasks: [0], options: .bare)
    }
    #expect(predictions[1] == predictions[0] && predictions[2] == predictions[0])
    // With their scores they are the same predictions, and the scores are not the same.
    let scored = try [1, 0.2, 10].map { temperature in
      Predictor(try model(change.task, documents, temperature: temperature)).annotate(texts, tasks: [0])
    }
    #expect(scored.map { $0.map(Self.withoutScores) } == predictions.map { $0.map(Self.withoutScores) })
    // Every document has a label, every token a tag; spans and frames there may be none.
    let hasScores =
      (change.kind as? ClassificationOptions).map { $0.pair == nil } ?? false
      || (change.kind as? TaggingOptions)?.tags != nil
    if hasScores { #expect(scored[1] != scored[0] && scored[2] != scored[0]) }
  }

  static func withoutScores(_ document: Document) -> Document {
    var document = document
    document.labels = document.labels.mapValues { $0.map { Label($0.name) } }
    document.probabilities = [:]
    document.tagScores = [:]
    document.spans = document.spans.mapValues { $0.map { LabeledSpan($0.tokens, label: $0.label) } }
    document.translations = document.translations.mapValues { AlignedText($0.text) }
    document.frames = document.frames?.map { frame in
      Frame(
        predicate: frame.predicate, sense: frame.sense,
        arguments: frame.arguments.map { Argument(role: $0.role, tokens: $0.tokens) })
    }
    return document
  }
}
