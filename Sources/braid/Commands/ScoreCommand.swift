import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidTasks
import BraidText
import Foundation

/// `braid score`.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score one file of predictions against gold labels.",
    discussion: """
      A gold file in CoNLL-U is scored as the CoNLL 2018 shared task does (conll18_ud_eval, udeval): the predictions \
      may have other tokens and sentences over the same characters. In every other format, and in the further columns \
      of CoNLL-U Plus, both files have the same documents, and each layer that they share is scored: labels and tags \
      by accuracy, spans and roles by F1, trees by labelled attachment, translations by BLEU. Where tokens differ, \
      spans and roles are compared by characters, tags and trees on words that align; labels and translations need no \
      tokens.

      A folder stands for the files of the format in it and below, a quoted pattern for those that fit; those of two \
      folders are paired by their names without endings. Options for reading are for both files.

      Where the second file holds predictions beside gold labels, as `annotate` writes them in JSONL and tables, only \
      the predictions are scored: in a table the column `predicted_label` against the gold file's `label`. Of tasks that \
      predict the same layer each is scored, as `labels:label (sentiment)`; --task chooses some. A first file with gold \
      labels and predictions gives its gold labels. Label Studio's predictions are scored by their model_version, not \
      the annotations beside them; of PO, XLIFF and TMX the translations that are not confirmed, and the texts whose \
      translation is confirmed are left out; of HTML and TEI what has scores. Where all is confirmed or annotated, that \
      is scored, and a note says so. \
      Texts of which the first file says nothing are left out where it has gold labels for others.

      Examples:

        braid score dev.conllu predicted.conllu
        braid score corpora/frames/dev.conll predicted.conll \\
          --format conll2012 --json
      """)

  @ArgumentParser.Argument(help: "File, folder or pattern with gold labels.") var gold: String
  @ArgumentParser.Argument(help: "File, folder or pattern with predictions.") var predicted: String
  @OptionGroup var reading: ReadArguments
  @Option(
    name: .customLong("task"), parsing: .singleValue,
    help: ArgumentHelp("Task whose predictions are scored; repeatable (default: all).", valueName: "task"))
  var tasks: [String] = []
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
    try pairFiles()
    let format = try reading.options(files(gold)).format
    let isTreebank = format == .conllu || format == .conllup
    var (goldDocuments, isGold) = try readGold()
    let compared = try predictions(&goldDocuments)
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
        for note in columns.notes(gold: gold, predicted: predicted) + columns.copied(scores) { Console.note(note) }
      }
    }
    // The columns of a treebank are scored above, whatever its tokens.
    if !isTreebank || goldDocuments.contains(where: LayerScores.hasLayersBesideTreebank),
      let layers = try layerScores(goldDocuments, compared, isTreebank: isTreebank)
    {
      for name in layers.empty where !reading.isQuiet || layers.entries.isEmpty {
        let what = name.utf8.starts(with: "frames".utf8) ? "predicate" : "span"
        Console.note("\(name): nothing to score: neither \(gold) nor \(predicted) has a \(what) of it")
      }
      guard isTreebank || !layers.entries.isEmpty || !layers.empty.isEmpty else {
        let what = compared.tasks.isEmpty ? "has no layer that \(gold) has" : "predicts no layer that \(gold) has"
        Console.fail("\(predicted): \(what)", advice: "Compare the layers of both with `braid stats`.", code: 1)
      }
      if let words = layers.alignedWords { OwnTokens.note(words, predicted, goldDocuments) }
      for entry in layers.entries {
        report.layers[entry.name] = entry.score
        if !json { Console.result(RunPrinter.text(entry.name, entry.score)) }
      }
      noteCopied(layers, compared)
      noteKept(layers, compared)
      for name in layers.leftOut {
        Console.note("\(name): left out: it predicts none of the gold labels, and another task does; --task scores it")
      }
    }
    if scoring != TranslationScoring(),
      !report.layers.values.contains(where: { $0.signature?.contains("tok:") == true })
    {
      throw ValidationError("--\(casedScores ? "cased-scores" : "bleu-tokens"): no translation was scored.")
    }
    if !isGold || compared.tasks.isEmpty { noteItself() }
    if json { try Console.result(json: report) }
  }

  /// Says what scores of a file without predictions beside gold labels mean where it is compared with itself.
  private func noteItself() {
    guard gold != "-", Paths.real(gold).isExactly(Paths.real(predicted)), !reading.isQuiet else { return }
    Console.note(
      "\(predicted): compared with itself, without predictions beside gold labels: the scores say nothing about a model"
    )
    Console.note(
      "  Give the file with the gold labels first. `annotate --write-column label` writes predictions in their place, "
        + "`--write-column predicted_label` beside them.")
  }

  /// Says which layers of a table are gold in every document, which may be its columns that were not predicted.
  private func noteCopied(_ layers: LayerScores, _ compared: ComparedPredictions) {
    let hasMore = compared.groups.contains { $0.documents.contains { !$0.fields.isEmpty } }
    let equal = layers.entries.filter { $0.score.value == 100 && $0.score.lowerIsBetter != true }.map(\.name)
    guard compared.tasks.isEmpty, hasMore, !equal.isEmpty, !reading.isQuiet else { return }
    Console.note(
      "\(equal.joined(separator: ", ")): equal to the gold in every document, as columns are that `annotate` copied and did not predict"
    )
  }

  /// Says which spans of a file with mark-up hold all of gold's, which may be the file's own: `--rewrite` keeps them, and what it
  /// writes without a score is not told from them.
  private func noteKept(_ layers: LayerScores, _ compared: ComparedPredictions) {
    guard compared.tasks.isEmpty, !reading.isQuiet,
      let format = try? reading.options(files(predicted)).format, [.tei, .xml, .html].contains(format)
    else { return }
    let kept = layers.entries.filter { $0.name.hasPrefix("spans:") && $0.score.secondary["recall"] == 100 }
    guard !kept.isEmpty else { return }
    Console.note(
      "\(kept.map(\.name).joined(separator: ", ")): every gold span is in \(predicted), as `annotate --rewrite` keeps the "
        + "file's own: the score says nothing about a model where it has done so")
    Console.note("  Score what `annotate` writes as JSONL, which has predictions beside gold labels.")
  }

  /// The scores of layers; nil for a treebank's columns of its own that can't be compared, as the documents are others.
  private func layerScores(
    _ gold: [Document], _ compared: ComparedPredictions, isTreebank: Bool
  ) throws -> LayerScores? {
    do throws(TaskError) {
      return try LayerScores(
        gold: gold, predicted: compared, tags: !isTreebank, resamples: sampling.resamples, translations: scoring)
    } catch {
      guard case .otherDocuments = error else { throw error }
      let problem = "\(predicted), compared with \(self.gold): \(error.errorDescription ?? "")"
      guard isTreebank, !gold.contains(where: { $0.frames != nil }) else {
        Console.fail(problem, advice: error.recoverySuggestion, code: 1)
      }
      Console.note("columns beside those of CoNLL-U are not scored: \(problem)")
      return nil
    }
  }

  /// Whether a format tells predictions, which have scores, from what people wrote, which has none.
  private static func marksScores(_ format: CorpusFormat) -> Bool { format == .html || format == .tei }

  /// The gold documents: what the file says beside predictions; where it has nothing but predictions these, which are not gold.
  private func readGold() throws -> (documents: [Document], isGold: Bool) {
    let documents = try explaining(gold) {
      let format = try? reading.options(files(gold)).format
      return try read(gold, reading, readsPredictions: format.map(Self.marksScores) ?? false).documents
    }
    guard !documents.contains(where: LayerScores.hasLayers) else { return (documents, true) }
    let own = ComparedPredictions(documents, tasks: tasks)
    guard !own.tasks.isEmpty else { return (documents, true) }
    Console.note("\(gold): has no gold labels; its predictions stand for them")
    guard let group = own.groups.first, own.groups.count == 1 else {
      Console.fail(
        "\(gold): several tasks predict the same layer", advice: "Say with --task which of them is scored.", code: 2)
    }
    return (group.documents, false)
  }

  /// What is scored of the file of predictions.
  private func predictions(_ gold: inout [Document]) throws -> ComparedPredictions {
    var (documents, isMarked) = try explaining(predicted, readPredicted)
    let isLeft = leaveOutUnlabelled(&gold, &documents)
    let cells = PredictedCells(documents, gold: gold, labelSeparator: reading.labelSeparator)
    let isWanted = tasks.isEmpty || tasks.contains { cells.unclear.contains(PredictedColumn.beginning + $0) }
    if !cells.unclear.isEmpty, isWanted {
      Console.fail(
        "\(predicted): found the columns \(cells.unclear.joined(separator: ", ")), and it is not clear which of "
          + "\(cells.candidates.map(\.code).joined(separator: ", ")) each is for",
        advice: "Name a column predicted_LAYER, or score JSONL, which says the layer of each task.", code: 2)
    }
    let compared = ComparedPredictions(cells.documents, tasks: tasks)
    if isMarked { saysWithout(documents, compared, &gold, isLeft: isLeft) }
    for task in tasks where !compared.tasks.contains(task) {
      let known = compared.tasks.joined(separator: ", ")
      Console.fail(
        "\(predicted): has no predictions of a task `\(task)`",
        advice: known.isEmpty ? "It does not say whose predictions it has: leave --task out." : "It has \(known).",
        code: 2)
    }
    return compared
  }

  /// Leaves out the documents of which the gold file says nothing, where it says something of others: those without any of what is
  /// annotated have tokens or an empty layer.
  ///
  /// - Returns: Whether some are left out.
  private func leaveOutUnlabelled(_ gold: inout [Document], _ documents: inout [Document]) -> Bool {
    let labelled = gold.indices.filter { !gold[$0].tokens.isEmpty || LayerScores.hasLayers(gold[$0]) }
    let count = gold.count
    guard documents.count == count, !labelled.isEmpty, labelled.count < count else { return false }
    gold = labelled.map { gold[$0] }
    documents = labelled.map { documents[$0] }
    let left = Console.count(count - labelled.count, "document")
    Console.note("\(self.gold): \(left) without gold labels left out of the score")
    return true
  }

  /// Says which documents have no predictions in a file that tells these from what people wrote, and leaves out the translations
  /// that people have confirmed there: no model was asked for them.
  private func saysWithout(
    _ documents: [Document], _ compared: ComparedPredictions, _ gold: inout [Document], isLeft: Bool
  ) {
    let without = documents.indices.filter { documents[$0].predictions.isEmpty && LayerScores.hasLayers(documents[$0]) }
    guard !without.isEmpty else { return }
    if compared.tasks.isEmpty {
      let rest = isLeft ? " for the others" : ""
      return Console.note("\(predicted): has no predictions\(rest); what people wrote is scored in their place")
    }
    let confirmed = without.filter { !documents[$0].translations.isEmpty }
    for index in confirmed where gold.indices.contains(index) {
      for name in documents[index].translations.keys { gold[index].translations[name] = nil }
    }
    if !confirmed.isEmpty {
      Console.note(
        "\(predicted): \(Console.count(confirmed.count, "text")) whose translation is confirmed left out of the score")
    }
    let others = without.count - confirmed.count
    if others > 0 {
      Console.note("\(predicted): \(Console.count(others, "document")) without predictions scored as having none")
    }
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

  /// The files that a path stands for: those in a folder, unless the format's corpora are folders, or those of a pattern.
  private func files(_ path: String) throws -> [String] {
    let files = try reading.files([path])
    guard path != "-", FileList.isFolder(path) else { return files }
    // In the order of their names without endings, which the predictions may have others of.
    return files.sorted { (Self.stem($0, in: path), $0) < (Self.stem($1, in: path), $1) }
  }

  /// What a file in a folder is called below it, without its ending.
  private static func stem(_ file: String, in folder: String) -> String {
    let folder = folder.hasSuffix("/") ? folder : folder + "/"
    let name = file.hasPrefix(folder) ? String(file.dropFirst(folder.count)) : file
    guard let dot = Paths.name(name).firstIndex(of: ".") else { return name }
    return String(name.dropLast(Paths.name(name)[dot...].count))
  }

  /// Checks that each file of a folder has its predictions in the other, where both are folders with files of the same names.
  private func pairFiles() throws {
    guard gold != "-", predicted != "-", FileList.isFolder(gold), FileList.isFolder(predicted) else { return }
    let (golds, others) = (try files(gold), try files(predicted))
    let names = Set(golds.map { Self.stem($0, in: gold) })
    let otherNames = Set(others.map { Self.stem($0, in: predicted) })
    guard !names.isDisjoint(with: otherNames), names != otherNames else { return }
    let isMissing = golds.first { !otherNames.contains(Self.stem($0, in: gold)) }
    let extra = others.first { !names.contains(Self.stem($0, in: predicted)) }
    let (file, folder) = isMissing.map { ($0, predicted) } ?? (extra ?? "", gold)
    Console.fail(
      "\(folder): has no file of the name of \(file)",
      advice: "Give folders whose files have the same names, endings aside.",
      code: 1)
  }

  /// Reads one of the two files; where it can't be read, says which options it shares with the other one.
  private func explaining<Documents>(_ path: String, _ body: () throws -> Documents) throws -> Documents {
    do { return try body() } catch {
      let flags = try reading.given()
      // What can't be opened can't be with other options.
      let isOfFile = if case CorpusError.file = error { true } else { error is FileError || error is AnnotationError }
      guard !flags.isEmpty, !isOfFile, !Failure.isUsage(error), let localized = error as? any LocalizedError else {
        throw error
      }
      throw SharedOptions(error: localized, path: path, flags: flags)
    }
  }

  /// All documents of a file, and whether it tells predictions from what people wrote. An option may be for one of the two
  /// files only, which have formats of their own.
  private func read(
    _ path: String, _ reading: ReadArguments, layout: TableLayout? = nil, readsPredictions: Bool = false
  ) throws -> (documents: [Document], isMarked: Bool) {
    var quiet = reading
    quiet.quiet.isQuiet = true
    var reading = reading
    // A tree that is none has no score.
    let files = try files(path)
    if let format = try? quiet.options(files).format, format == .conllu || format == .conllup {
      reading.strictTags = true
    }
    let isForOther = [gold, predicted].contains {
      $0 != path && (try? quiet.options(self.files($0)).checkFormat()) != nil
    }
    let input = try CorpusInput(
      files, reading, layout: layout, takesAnyOption: isForOther, readsPredictions: readsPredictions)
    var documents = try input.all()
    // Of the file of predictions the layout is asked for.
    if Self.marksScores(input.options.format) { ScoredPredictions.complete(&documents, adopts: layout != nil) }
    input.sayLedger()
    let isCatalogue = [.po, .xliff, .tmx].contains(input.options.format) && !input.options.unconfirmed
    let areTasks = input.reader.ledger.toolFormat == .labelStudio
    if areTasks { documents = try LabelStudioLayers.completed(documents, options: input.options) }
    return (documents, isCatalogue || areTasks)
  }

  /// The documents with predictions; of a table with all of its columns, whatever `--column` names, and where it has nothing but
  /// predictions, without those of the gold file, the text among them.
  private func readPredicted() throws -> (documents: [Document], isMarked: Bool) {
    do {
      return try read(predicted, reading, layout: TableLayout(), readsPredictions: true)
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

/// What is wrong with a file that is read with options which were given for both.
private struct SharedOptions: LocalizedError {
  var error: any LocalizedError
  var path: String
  var flags: [String]

  var errorDescription: String? { error.errorDescription.map { Failure.flagged($0, error) } }
  var recoverySuggestion: String? {
    let advice = error.recoverySuggestion.map { Failure.flagged($0, error) + "\n  " } ?? ""
    return advice + "\(path) was read with \(flags.joined(separator: ", ")), which \(flags.count == 1 ? "is" : "are") "
      + "for both files; where only one needs that, `braid convert` makes files of one format."
  }
}
