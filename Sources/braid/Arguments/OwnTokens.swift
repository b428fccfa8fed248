import BraidAnnotation
import BraidTasks
import BraidText

/// Scores on the tokens that a model finds itself in raw text, as it does when it annotates, instead of gold's.
struct OwnTokens {
  private let locale: String?
  private let threads: Int

  init(locale: String?, threads: Int) { (self.locale, self.threads) = (locale, threads) }

  /// The tasks that can be scored so; says why the others can't, or ends the process where none can.
  static func tasks(_ tasks: [Int], of model: JointModel) -> [Int] {
    if model.segmentsText {
      Console.fail(
        "--own-tokens: the model finds tokens itself, and is scored on raw text in any case",
        advice: "Leave --own-tokens out.", code: 2)
    }
    var kept: [Int] = []
    for task in tasks {
      let kind = model.tasks[task].options.kind
      if kind.writtenLayers.isEmpty {
        Console.note("task \(model.names[task]): left out: its score is one of given tokens")
      } else if kind.findsGivenPredicates {
        Console.note("task \(model.names[task]): scored with the predicates that it finds")
        kept.append(task)
      } else if let given = kind.givenAnnotationLayers.first {
        Console.note("task \(model.names[task]): left out: it is given \(given.code), which raw text does not have")
      } else {
        kept.append(task)
      }
    }
    if kept.isEmpty {
      Console.fail(
        "--own-tokens: no task of the model can be scored on raw text", advice: "Leave --own-tokens out.", code: 2)
    }
    return kept
  }

  /// What a model predicts about texts alone: for each task the documents with its predictions in the place of gold labels.
  ///
  /// - Throws: `TextError` for a text that is too long.
  func predictions(_ model: JointModel, _ gold: [Document], tasks: [Int]) throws -> [[Document]] {
    let annotator = try Annotator(model, locale: locale, threads: threads)
    let raw = gold.map { document in
      var raw = Document(id: document.id, language: document.language, text: document.text)
      raw.fields = document.fields
      return raw
    }
    let annotated = try annotator.annotate(raw, tasks: tasks)
    return tasks.map { task in
      annotated.map { document in
        var own = document
        own.predictions = [:]
        if let prediction = document.predictions[model.names[task]] { own = Self.layers(of: prediction, on: own) }
        return own
      }
    }
  }

  private static func layers(of prediction: Prediction, on document: Document) -> Document {
    var document = document
    for layer in prediction.layers { layer.copy(from: prediction.annotation, to: &document) }
    return document
  }

  /// Says how many words align, of each model once.
  static func note(_ words: AlignedWords, _ name: String, _ gold: [Document]) {
    guard words.gold > 0 else { return }
    Console.note(
      "\(name): \(Console.number(words.aligned)) of \(Console.count(words.gold, "gold word")) align with the "
        + "\(Console.number(words.predicted)) found: F1 \(Console.number(words.f1, decimals: 2)) (precision "
        + "\(Console.number(words.precision, decimals: 2)), recall \(Console.number(words.recall, decimals: 2)))")
    let isSpaced = gold.allSatisfy { document in
      zip(document.tokens, document.tokens.dropFirst()).allSatisfy { $0.end < $1.start }
    }
    if isSpaced {
      Console.note("  the texts are words joined by spaces, which real text does not look like")
    }
  }
}
