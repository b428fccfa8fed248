import ArgumentParser
import BraidCorpora
import BraidTasks
import BraidText

/// `braid evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Score a model on documents with gold answers.",
    discussion: """
      Example:

        braid evaluate --model runs/quickstart/model/model --task roles --data corpora/frames/dev.conll --format conll2012
      """)

  @Option(help: "The model folder.") var model: String
  @Option(help: "The task to score; by default every task that the data has answers for.") var task: String?
  @Option(parsing: .upToNextOption, help: "Files with gold answers.") var data: [String]
  @Option(help: "Format of the files.") var format: CorpusFormat
  @Option(help: "Language of the translation in parallel formats.") var target = "target"
  @Option(help: "BCP 47 locale of raw text.") var locale = "en"
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let model = try JointModel(contentsOf: model)
    let names = model.heads.map(\.name)
    if let task, !names.contains(task) {
      Console.fail("the model has no task `\(task)`", advice: "It has \(names.joined(separator: ", ")).", code: 2)
    }
    let gold = try documents()
    let tasks = names.indices.filter { index in
      (task == nil || names[index] == task) && gold.contains { model.heads[index].target($0) != nil }
    }
    guard !tasks.isEmpty else {
      Console.fail(
        "\(data.joined(separator: " ")): no document has answers for \(task ?? "any task of the model")",
        advice: "Check the format and the names of the layers with `braid stats`.", code: 1)
    }
    let predicted = Predictor(model).annotate(gold, tasks: tasks, answers: .bare)
    var scores: [String: TaskScore] = [:]
    for index in tasks {
      scores[names[index]] = model.heads[index].metric.score(gold: gold, predicted: predicted, bootstrap: 1000)
    }
    if json {
      try Console.result(json: scores)
    } else {
      for (task, score) in scores.sorted(by: { $0.key < $1.key }) { Console.result(RunPrinter.text(task, score)) }
    }
  }

  private func documents() throws -> [Document] {
    var options = ReadOptions(format: format)
    options.targetLanguage = target
    let reader = try CorpusReader(data, options: options)
    let segmenter = try TextSegmenter(SegmenterOptions(locale: locale))
    var documents: [Document] = []
    while var document = try reader.next() {
      try segmenter.segment(&document)
      documents.append(document)
    }
    return documents
  }
}
