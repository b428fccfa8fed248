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
      characters, tags and trees on words that align. In a table that `annotate` wrote, the column \
      `predicted_label` is scored against the gold file's `label`, whatever else the table has.

      Examples:

        braid score dev.conllu predicted.conllu
        braid score corpora/frames/dev.conll predicted.conll \\
          --format conll2012 --json
      """)

  @ArgumentParser.Argument(help: "File with gold labels.") var gold: String
  @ArgumentParser.Argument(help: "File with predictions.") var predicted: String
  @OptionGroup var reading: ReadArguments
  @Option(help: ArgumentHelp("Number of bootstrap resamples; 0 for no interval.", valueName: "count"))
  var resamples = 1000
  @Option(name: .customLong("bleu-tokens"), help: .declared(TranslationScoring.self, "bleuTokens"))
  var bleuTokens = TranslationScoring().bleuTokens
  @Flag(name: .customLong("cased-scores"), help: .declared(TranslationScoring.self, "casedScores")) var casedScores =
    false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if !(0...1_000_000 ~= resamples) { throw ValidationError("--resamples \(resamples): expected 0 to 1000000.") }
  }

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
    let goldDocuments = try read(gold, reading)
    let documents = (gold: goldDocuments, predicted: withColumns(try readPredicted(), goldDocuments))
    var report = Report()
    if isTreebank {
      guard documents.gold.contains(where: { !$0.tokens.isEmpty }) else {
        Console.fail("\(gold): has no words", advice: "Give a treebank with sentences first.", code: 1)
      }
      let scores = try treebank(documents.gold, documents.predicted)
      report.treebank = Dictionary(scores.measures.map { ($0.name, $0) }) { first, _ in first }
      if !json {
        let columns = TreebankColumns(documents.gold, documents.predicted)
        for line in Self.lines(scores, columns) { Console.result(line) }
        for note in columns.notes(gold: gold, predicted: predicted) { Console.note(note) }
      }
    }
    // The tags of a treebank are scored above, whatever its tokens.
    if !isTreebank || documents.gold.contains(where: { $0.frames != nil }) {
      let layers = try LayerScores(
        gold: documents.gold, predicted: documents.predicted, tags: !isTreebank, resamples: resamples,
        translations: scoring)
      guard isTreebank || !layers.entries.isEmpty else {
        Console.fail(
          "\(predicted): has no layer that \(gold) has",
          advice: "Compare the layers of both with `braid stats`.", code: 1)
      }
      if let words = layers.alignedWords { OwnTokens.note(words, predicted, documents.gold) }
      for entry in layers.entries {
        report.layers[entry.name] = entry.score
        if !json { Console.result(RunPrinter.text(entry.name, entry.score)) }
      }
    }
    if scoring != TranslationScoring(),
      !report.layers.values.contains(where: { $0.signature?.contains("tok:") == true })
    {
      throw ValidationError("--\(casedScores ? "cased-scores" : "bleu-tokens"): no translation was scored.")
    }
    if json { try Console.result(json: report) }
  }

  /// All documents of a file, with predictions in the place of the layers that they are for. An option may be for one of the two
  /// files only, which have formats of their own.
  private func read(_ path: String, _ reading: ReadArguments, layout: TableLayout? = nil) throws -> [Document] {
    var quiet = reading
    quiet.isQuiet = true
    var reading = reading
    // A tree that is none has no score.
    if let format = try? quiet.options([path]).format, format == .conllu || format == .conllup {
      reading.strictTags = true
    }
    let isForOther = [gold, predicted].contains { $0 != path && (try? quiet.options([$0]).checkFormat()) != nil }
    let input = try CorpusInput([path], reading, layout: layout, takesAnyOption: isForOther)
    let documents = try input.all()
    input.sayLedger()
    return documents.map(\.withPredictions)
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

  /// Documents of a table with what its columns `predicted_LAYER` hold in the place of these layers, as `annotate` writes them
  /// beside gold ones. Where such a cell is empty, nothing is predicted. It is one label, as a gold cell is, unless the labels'
  /// separator is said, or gold documents have several.
  private func withColumns(_ predicted: [Document], _ gold: [Document]) -> [Document] {
    func cells(_ layer: String) -> ReadOptions {
      var options = ReadOptions(format: .csv)
      let areSeveral = gold.contains { ($0.labels[layer]?.count ?? 0) > 1 }
      options.labelSeparator = reading.labelSeparator ?? (areSeveral ? "|" : nil)
      return options
    }
    func column(_ layer: String) -> String? {
      let name = PredictedColumn.beginning + layer
      return predicted.contains { $0.fields[name] != nil } ? name : nil
    }
    let labels = Set(gold.flatMap(\.labels.keys)).compactMap { layer in column(layer).map { (layer, $0, cells(layer)) }
    }
    let translations = Set(gold.flatMap(\.translations.keys)).compactMap { layer in column(layer).map { (layer, $0) } }
    return predicted.map { document in
      var document = document
      for (layer, name, options) in labels {
        document.labels[layer] = document.fields[name].map { options.labels(in: $0).filter { !$0.name.isEmpty } }
      }
      for (layer, name) in translations { document.translations[layer] = document.fields[name].map { AlignedText($0) } }
      return document
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
