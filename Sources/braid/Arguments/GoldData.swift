import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidPipelines
import BraidTasks
import BraidText

/// Documents with gold labels that models are scored on.
struct GoldData: ParsableArguments {
  @Option(
    name: .customLong("task"), parsing: .singleValue,
    help: ArgumentHelp(
      "Task to score; repeatable (default: every task that the data has gold labels for).", valueName: "task"))
  var tasks: [String] = []

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Gold labels: \(ReadArguments.inputs).", valueName: "file"))
  var data: [String]

  @OptionGroup var source: GoldSource
  @Flag(
    help: ArgumentHelp(
      "Predict on the tokens that the model finds in the raw text instead of gold's, and align both by characters."))
  var ownTokens = false
  @Option(
    parsing: .upToNextOption, help: .declared(AnnotationOptions.self, "inputs", "file")) var inputs: [String] = []
  @OptionGroup var threads: ThreadArguments

  /// How files are read.
  var reading: ReadArguments { source.reading }
  /// The locale of raw text.
  var locale: String? { source.locale }

  /// Reads the documents; see `GoldSource.load`.
  func load(for model: JointModel) throws -> (documents: [Document], tasks: [Int]) {
    let (documents, tasks) = try source.load(data, for: model, tasks: self.tasks, ownTokens: ownTokens)
    return (documents, ownTokens ? OwnTokens.tasks(tasks, of: model) : tasks)
  }

  /// Gives a model the vectors that it needs beside words, and holds documents to having them.
  ///
  /// - Throws: `TaskError` naming what is missing.
  func giveInputs(to model: inout JointModel, _ documents: [Document]) throws {
    if !inputs.isEmpty { try model.setInputs(InputVectors(inputs)) }
    if ownTokens { try model.checkInputs() } else { try model.checkInputs(of: documents) }
  }
}

/// How files with gold labels are read.
struct GoldSource: ParsableArguments {
  @OptionGroup var reading: ReadArguments
  @Option(help: .declared(AnnotationOptions.self, "locale", "locale")) var locale: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "New names of document labels; documents with none of the old ones are left out.", valueName: "old=new"))
  var labels: [String] = []

  /// The new name of each label.
  ///
  /// - Throws: `ValidationError` for what is not `OLD=NEW`, and for two new names of one label.
  private func newLabels() throws -> [String: String] {
    var names: [String: String] = [:]
    for label in labels {
      let (old, new) = try KeyValue.parse(label, option: "--labels", example: "pos=positive")
      guard names.updateValue(new, forKey: old) == nil else {
        throw ValidationError("--labels \(label): `\(old)` has two new names.")
      }
    }
    return names
  }

  func validate() throws {
    _ = try newLabels()
    if let problem = TextLocale.problem("locale", locale) { throw problem.ofFlag("locale") }
  }

  /// Reads the documents, prepared as the model's training texts were, and finds the tasks that they have labels for. For a model
  /// that segments texts they become windows of characters; with `--own-tokens` they stay as they are.
  ///
  /// Parallel text without `--target-language` gets the name of the one translation that the tasks learned.
  ///
  /// - Parameters:
  ///   - data: files.
  ///   - model: the model that is scored.
  ///   - asked: the tasks to score; none for every one that the data has gold labels for.
  ///   - ownTokens: whether documents stay as they are.
  /// - Returns: tokenized documents, and the tasks' indices in `model`.
  /// - Throws: what reading throws; ends the process if there is nothing to score.
  func load(
    _ data: [String], for model: JointModel, tasks asked: [String], ownTokens: Bool
  ) throws -> (documents: [Document], tasks: [Int]) {
    let names = model.names
    model.requireTasks(asked)
    let wanted = names.indices.filter { asked.isEmpty || asked.contains(names[$0]) }
    let targets = Set(
      wanted.flatMap { model.tasks[$0].options.kind.annotationLayers }.compactMap { layer in
        if case .translation(let target) = layer { target } else { nil }
      })
    let isNamed = reading.targetLanguage != nil
    let renamed = try newLabels()
    var reading = reading
    // Labels of any format are renamed in the layer that is named.
    if !labels.isEmpty, try !reading.options(reading.files(data)).uses("labelLayer") {
      reading.labelLayer = ReadOptions().labelLayer
    }
    let input = try CorpusInput(data, reading, target: !isNamed && targets.count == 1 ? targets.first : nil)
    if !reading.isQuiet { Console.noteSlowSegmentation() }
    let isSegmenter = model.segmentsText
    let preprocessor = try DocumentPreprocessor(model.preparation.with(locale: locale))
    var documents: [Document] = []
    var others = 0
    try input.forEach { document in
      guard var document = document.renaming(renamed, in: self.reading.labelLayer) else {
        others += 1
        return
      }
      if !isSegmenter, !ownTokens {
        do throws(TextError) { try preprocessor.prepare(&document) } catch {
          let name = document.id.isEmpty ? "document #\(documents.count + 1)" : "document \(document.id)"
          Console.fail("\(name): \(error.errorDescription ?? "")", advice: error.recoverySuggestion, code: 1)
        }
      }
      documents.append(document)
    }
    if isSegmenter {
      documents = CharacterWindows.windows(
        of: documents.filter { !$0.tokens.isEmpty }, length: CharacterWindows.standardLength)
    }
    input.sayLedger()
    if others > 0, !reading.isQuiet {
      Console.note("\(Console.count(others, "document")) with none of the labels of --labels left out")
    }
    let tasks = wanted.filter { index in documents.contains { model.heads[index].target($0) != nil } }
    if !isNamed, targets.count > 1, documents.contains(where: { $0.translations[ReadOptions.unnamedTarget] != nil }) {
      Console.fail(
        "\(data.joined(separator: " ")): the model translates into \(targets.sorted().joined(separator: ", "))",
        advice: "Say which of them the data has with --target-language.", code: 2)
    }
    // Each that is asked for has to have some.
    let missing = wanted.filter { !tasks.contains($0) }
    guard asked.isEmpty ? !tasks.isEmpty : missing.isEmpty else {
      let layers = missing.flatMap { model.tasks[$0].options.kind.labelLayers }
      let unknown = Self.labels(of: layers, in: documents)
      if !unknown.isEmpty {
        Console.fail(
          "\(data.joined(separator: " ")): the model knows none of the gold labels: \(unknown.joined(separator: ", "))",
          advice: "Check that the data is for this model; `braid model info` says what it has learned.", code: 1)
      }
      Console.fail(
        "\(data.joined(separator: " ")): no document has gold labels for "
          + (asked.isEmpty ? "any task of the model" : missing.map { names[$0] }.joined(separator: ", ")),
        advice: "Check the format and the names of the layers with `braid stats`.", code: 1)
    }
    if asked.isEmpty, !reading.isQuiet {
      for note in model.unscored(besides: tasks, documents) {
        Console.note(
          "\(data.joined(separator: " ")): \(note)",
          "--labels OLD=NEW gives labels the names that the model has learned.")
      }
    }
    return (documents, tasks)
  }

  /// The first labels of some layers, each once.
  private static func labels(of layers: [AnnotationLayer], in documents: [Document]) -> [String] {
    var labels = LookalikeLabels(layers)
    for document in documents { labels.add(document) }
    return labels.names(8)
  }
}

extension JointModel {
  /// Ends the process with code 2 when a name is none of a task.
  func requireTasks(_ tasks: [String]) {
    for task in tasks where !names.contains(task) {
      Console.fail("the model has no task `\(task)`", advice: "It has \(names.joined(separator: ", ")).", code: 2)
    }
  }
}
