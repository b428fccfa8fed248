import ArgumentParser
import BraidCorpora
import BraidTasks
import BraidText

/// `braid score`.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score one file of predictions against gold labels.",
    discussion: """
      A gold file in CoNLL-U is scored as the CoNLL 2018 shared task does (conll18_ud_eval, udeval): the predictions \
      may have other tokens and sentences over the same characters. In every other format both files have the \
      same documents, and each layer that they share is scored: labels and tags by accuracy, spans and roles by F1, \
      trees by labelled attachment, translations by BLEU. Where tokens differ, spans and roles are compared by \
      characters, tags and trees on words that align; labels and translations need no tokens.

      Where the second file holds predictions beside gold labels, as `annotate` writes them in JSONL and tables, only \
      the predictions are scored: in a table the column `predicted_label` against the gold file's `label`. Of tasks that \
      predict the same layer each is scored, as `labels:label (sentiment)`; --task chooses one. A first file with gold \
      labels and predictions gives its gold labels.

      Examples:

        braid score dev.conllu predicted.conllu
        braid score corpora/frames/dev.conll predicted.conll \\
          --format conll2012 --json
      """)

  @ArgumentParser.Argument(help: "File with gold labels.") var gold: String
  @ArgumentParser.Argument(help: "File with predictions.") var predicted: String
  @OptionGroup var reading: ReadArguments
  @Option(help: ArgumentHelp("Task whose predictions are scored (default: all).", valueName: "task")) var task: String?
  @OptionGroup var sampling: ResampleArguments
  @Option(name: .customLong("bleu-tokens"), help: .declared(TranslationScoring.self, "bleuTokens"))
  var bleuTokens = TranslationScoring().bleuTokens
  @Flag(name: .customLong("cased-scores"), help: .declared(TranslationScoring.self, "casedScores")) var casedScores =
    false
  @Flag(help: "Print JSON.") var json = false

  private var scoring: TranslationScoring {
    var scoring = TranslationScoring()
    (scoring.bleuTokens, scoring.casedScores) = (bleuTokens, casedScores)
    return scoring
  }

  /// What is printed as JSON.
  private struct Report: Encodable {
    var treebank: [String: TreebankScores.Measure]?
    var layers: [String: TaskScore] = [:]
  }

  func run() throws {
    let format = try reading.options([gold]).format
    let isTreebank = format == .conllu || format == .conllup
    let goldDocuments = try readGold()
    let compared = try predictions(goldDocuments)
    var report = Report()
    if isTreebank {
      guard goldDocuments.contains(where: { !$0.tokens.isEmpty }) else {
        Console.fail("\(gold): has no words", advice: "Give a treebank with sentences first.", code: 1)
      }
      let predictedDocuments = treebankDocuments(compared)
      let scores = try treebank(goldDocuments, predictedDocuments)
      report.treebank = Dictionary(scores.measures.map { ($0.name, $0) }) { first, _ in first }
      if !json {
        let columns = TreebankColumns(goldDocuments, predictedDocuments)
        for line in Self.lines(scores, columns) { Console.result(line) }
        for note in columns.notes(gold: gold, predicted: predicted) { Console.note(note) }
      }
    }
    // The tags of a treebank are scored above, whatever its tokens.
    if !isTreebank || goldDocuments.contains(where: { $0.frames != nil }) {
      let layers = try LayerScores(
        gold: goldDocuments, predicted: compared, tags: !isTreebank, resamples: sampling.resamples,
        translations: scoring)
      guard isTreebank || !layers.entries.isEmpty else {
        let what = compared.tasks.isEmpty ? "has no layer that \(gold) has" : "predicts no layer that \(gold) has"
        Console.fail("\(predicted): \(what)", advice: "Compare the layers of both with `braid stats`.", code: 1)
      }
      if let words = layers.alignedWords { OwnTokens.note(words, predicted, goldDocuments) }
      for entry in layers.entries {
        report.layers[entry.name] = entry.score
        if !json { Console.result(RunPrinter.text(entry.name, entry.score)) }
      }
      for name in layers.leftOut {
        Console.note("\(name): left out: it predicts none of the gold labels, and another task does; --task scores it")
      }
    }
    if scoring != TranslationScoring(),
      !report.layers.values.contains(where: { $0.signature?.contains("tok:") == true })
    {
      throw ValidationError("--\(casedScores ? "cased-scores" : "bleu-tokens"): no translation was scored.")
    }
    if json { try Console.result(json: report) }
  }

  /// The gold documents: what the file says beside predictions; where it has nothing but predictions these.
  private func readGold() throws -> [Document] {
    let documents = try read(gold, reading)
    guard !documents.contains(where: LayerScores.hasLayers) else { return documents }
    let own = ComparedPredictions(documents, task: task)
    guard !own.tasks.isEmpty else { return documents }
    Console.note("\(gold): has no gold labels; its predictions stand for them")
    guard let group = own.groups.first, own.groups.count == 1 else {
      Console.fail(
        "\(gold): several tasks predict the same layer", advice: "Say with --task which of them is scored.", code: 2)
    }
    return group.documents
  }

  /// What is scored of the file of predictions.
  private func predictions(_ gold: [Document]) throws -> ComparedPredictions {
    let cells = PredictedCells(try readPredicted(), gold: gold, labelSeparator: reading.labelSeparator)
    let isWanted = task.map { PredictedColumn.beginning + $0 }.map(cells.unclear.contains) ?? true
    if !cells.unclear.isEmpty, isWanted {
      Console.fail(
        "\(predicted): found the columns \(cells.unclear.joined(separator: ", ")), and it is not clear which of "
          + "\(cells.candidates.map(\.code).joined(separator: ", ")) each is for",
        advice: "Name a column predicted_LAYER, or score JSONL, which says the layer of each task.", code: 2)
    }
    let compared = ComparedPredictions(cells.documents, task: task)
    if let task, !compared.tasks.contains(task) {
      let known = compared.tasks.joined(separator: ", ")
      Console.fail(
        "\(predicted): has no predictions of a task `\(task)`",
        advice: known.isEmpty ? "It does not say whose predictions it has: leave --task out." : "It has \(known).",
        code: 2)
    }
    return compared
  }

  /// The documents that are scored as a treebank.
  private func treebankDocuments(_ compared: ComparedPredictions) -> [Document] {
    let several = compared.groups.filter { $0.task != nil }.compactMap(\.task)
    guard several.count < 2 else {
      Console.fail(
        "\(predicted): the tasks \(several.joined(separator: ", ")) predict the same layer",
        advice: "Say with --task which of them is scored.", code: 2)
    }
    return compared.groups.first?.documents ?? []
  }

  /// All documents of a file. An option may be for one of the two files only, which have formats of their own.
  private func read(_ path: String, _ reading: ReadArguments, layout: TableLayout? = nil) throws -> [Document] {
    var quiet = reading
    quiet.quiet.isQuiet = true
    var reading = reading
    // A tree that is none has no score.
    if let format = try? quiet.options([path]).format, format == .conllu || format == .conllup {
      reading.strictTags = true
    }
    let isForOther = [gold, predicted].contains { $0 != path && (try? quiet.options([$0]).checkFormat()) != nil }
    let input = try CorpusInput([path], reading, layout: layout, takesAnyOption: isForOther)
    let documents = try input.all()
    input.sayLedger()
    return documents
  }

  /// The documents with predictions; of a table with all of its columns, whatever `--column` names, and where it has nothing but
  /// predictions, without those of the gold file, the text among them.
  private func readPredicted() throws -> [Document] {
    do {
      return try read(predicted, reading, layout: TableLayout())
    } catch CorpusError.badOption("labelSeparator", _, _) where reading.labelSeparator != nil {
      // All labels are in columns of predictions, which are cut below.
      var reading = reading
      reading.labelSeparator = nil
      return try read(predicted, reading, layout: TableLayout())
    } catch CorpusError.noSuchColumn(_, _, let header)
      where header.contains(where: { $0.hasPrefix(PredictedColumn.beginning) })
    {
      var reading = reading
      reading.labelSeparator = nil
      reading.columns =
        reading.columns.filter { entry in header.contains { entry.hasSuffix("=\($0)") } }
        + header.filter { $0.hasPrefix(PredictedColumn.beginning) }.map { "field:\($0)=\($0)" }
      return try read(predicted, reading)
    }
  }

  private func treebank(_ gold: [Document], _ predicted: [Document]) throws -> TreebankScores {
    var values = TreebankValues()
    func text(_ name: String, _ documents: [Document]) throws -> TreebankText {
      var text = TreebankText(name: name)
      for document in documents { try text.add(document, &values) }
      return text
    }
    return try TreebankScores(gold: text(self.gold, gold), predicted: text(self.predicted, predicted))
  }

  /// A table of all measures.
  private static func lines(_ scores: TreebankScores, _ columns: TreebankColumns) -> [String] {
    func decimal(_ value: Double?) -> String { value.map { Console.number($0, decimals: 2) } ?? "" }
    let rows = scores.measures.map { measure in
      guard columns.scores(measure.name) else { return [measure.name] + Array(repeating: "–", count: 7) }
      return [
        measure.name, decimal(measure.f1), decimal(measure.precision), decimal(measure.recall),
        decimal(measure.alignedAccuracy), Console.number(measure.correct), Console.number(measure.gold),
        Console.number(measure.predicted),
      ]
    }
    return Console.table(
      [["measure", "F1", "precision", "recall", "aligned", "correct", "gold", "predicted"]] + rows)
  }
}
