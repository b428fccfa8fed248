import BraidCorpora
import BraidFiles
import BraidText

/// Writes the stages of a starter pipeline.
struct StarterWriter {
  let name: String
  let corpora: [StarterCorpus]
  /// What is learned, or that nothing is, a line each.
  private(set) var notes: [String] = []
  private var lines: [String] = []
  private var tasks: [StarterTask] = []
  private var learned: [String] = []
  private let reserved = ["words", "model", "scores", "predicted", "report", "characters", "letters", "segmenter"]
  /// The stage of the treebank that a segmenter learns from; nil for none.
  private var segmented: String?
  /// Whether there is nothing to learn but the next word.
  private let learnsWords: Bool

  init(name: String, corpora: [StarterCorpus]) {
    self.name = name
    self.corpora = corpora
    learnsWords =
      !corpora.contains(where: \.learns)
      && corpora.allSatisfy { $0.documents >= StarterCorpus.fewest || $0.parts["dev"] != nil }
  }

  private static func quoted(_ text: String) -> String { OptionNode.quoted(text) }

  /// The whole file.
  mutating func text() -> String {
    lines = [
      "# Written by `braid init`; the formats are guessed. Correct what is wrong, then run",
      "#   braid check FILE    braid plan FILE    braid run FILE",
      "name: \(Self.quoted(name))", "seed: 13", "stages:",
    ]
    var stages: [String] = []
    for corpus in corpora { stages.append(addCorpus(corpus)) }
    add("words", "vocabulary: {of: [\(stages.joined(separator: ", "))], lowercase: true, size: 30000}")
    for task in tasks {
      notes.append(task.note)
      guard let target = task.target else { continue }
      add(task.vocabulary, "vocabulary: {of: \(task.stageList), side: \(Self.quoted(target)), size: 15000}")
    }
    if learnsWords {
      var task = StarterTask(name: "lm", head: "language-model", options: ["outputWords: 8000"])
      task.stages = learned
      tasks.append(task)
      notes.append("no labels to learn from; task lm: a language model, from which other training can start")
    }
    if tasks.isEmpty {
      for corpus in corpora where corpus.documents < StarterCorpus.fewest {
        let seen = corpus.tooFew.map { "`\($0)`" }.joined(separator: ", ")
        notes.append(
          "\(corpus.name): \(corpus.documents.counted("document")), too few to tell"
            + (seen.isEmpty ? " what are labels" : " whether \(seen) is learned from")
            + "; from \(StarterCorpus.fewest) on it is seen")
      }
      notes.append(
        "no labels to learn from, and too few texts for a language model: the pipeline prepares documents and a vocabulary"
      )
      for (corpus, stage) in zip(corpora, stages) {
        for part in ["train", "dev", "test"] where part == "train" || corpus.parts[part] != nil {
          add(
            "write-\(corpus.name)-\(part)",
            "write: {of: \(stage), part: \(part), path: \"${run}/\(corpus.name)-\(part).jsonl\"}")
        }
      }
    } else {
      addTraining()
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func add(_ stage: String, _ line: String) { lines += ["  - name: \(stage)", "    \(line)"] }

  /// Adds the stages of a corpus.
  ///
  /// - Returns: the stage whose documents are learned from.
  private mutating func addCorpus(_ corpus: StarterCorpus) -> String {
    let name = reserved.contains(corpus.name) ? corpus.name + "-data" : corpus.name
    let hasDevelopment = corpus.parts["dev"] != nil
    // Documents that have tokens keep them; the model cuts raw text by these rules.
    let isEnglish = corpus.locale == TextPreparation().locale
    let isTokenized = corpus.isTokenized && isEnglish && (corpus.rules == nil || corpus.wantsSegmenter)
    let learns = corpus.learns || learnsWords
    let last = name
    var current = isTokenized && (hasDevelopment || !learns) ? last : "\(name)-files"
    add(current, "read: {\(readOptions(corpus))}")
    if !isTokenized {
      let next = hasDevelopment || !learns ? last : "\(name)-tokens"
      let proposed = corpus.wantsSegmenter ? nil : corpus.rules
      let locale = corpus.languages?.source ?? proposed?.locale ?? corpus.locale
      let rules = proposed.map { ", rules: \($0.rules.rawValue)" } ?? ""
      var options = "of: \(current), locale: \(Self.quoted(locale))\(rules)"
      if corpus.translations.count == 1, let own = corpus.translations.first {
        options += ", target: \(Self.quoted(translationName(own, of: corpus)))"
        if let locale = corpus.locale(of: own) { options += ", targetLocale: \(Self.quoted(locale))" }
      }
      add(next, "tokenize: {\(options)}")
      current = next
    }
    if !hasDevelopment, learns { add(last, "split: {of: \(current), dev: 0.1}") }
    if corpus.learns, corpus.wantsSegmenter, segmented == nil { segmented = last }
    if corpus.learns { addTasks(corpus, last) } else if learnsWords { learned.append(last) }
    return last
  }

  /// The name of a corpus's layer of labels: its own where another corpus has other labels under the same name, so that no task
  /// overwrites what another predicts.
  private func layer(_ name: String, of corpus: StarterCorpus) -> String {
    let all = corpora.filter { $0.labels.contains(name) || $0.numbers.contains(name) }
    let owner = owner(of: name, corpus)
    guard all.contains(where: { self.owner(of: name, $0).name != owner.name }) else { return name }
    return name == "label" ? owner.name : "\(owner.name)-\(name)"
  }

  /// The first corpus whose labels of a layer are learned together with those of `corpus`.
  private func owner(of layer: String, _ corpus: StarterCorpus) -> StarterCorpus {
    corpora.first { $0.name == corpus.name || $0.sharesLabels(layer, with: corpus) } ?? corpus
  }

  private func list(_ paths: [String]) -> String {
    let quoted = paths.map(Self.quoted)
    return quoted.count == 1 ? quoted[0] : "[\(quoted.joined(separator: ", "))]"
  }

  private func readOptions(_ corpus: StarterCorpus) -> String {
    let stage = corpus.stage
    var options = ["format: \(stage.options.format.rawValue)"]
    for (part, paths) in [("train", stage.train), ("dev", stage.dev), ("test", stage.test)] where !paths.isEmpty {
      options.append("\(part): \(list(paths))")
    }
    return (options + readingOptions(corpus)).joined(separator: ", ")
  }

  /// How the files of a corpus are read, beside their format.
  private func readingOptions(_ corpus: StarterCorpus) -> [String] {
    let reading = corpus.stage.options
    var options: [String] = []
    func map(_ values: [String: String]) -> String {
      values.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)): \(Self.quoted($0.value))" }.joined(
        separator: ", ")
    }
    func own(_ columns: [String: String]) -> [String: String] {
      let layered = columns.map { key, value in
        guard key.hasPrefix("label:") else { return (key, value) }
        return ("label:" + layer(String(key.dropFirst(6)), of: corpus), value)
      }
      return Dictionary(layered) { first, _ in first }
    }
    if !reading.columns.isEmpty { options.append("columns: {\(map(own(reading.columns.mapValues(\.description))))}") }
    if !reading.fields.isEmpty { options.append("fields: {\(map(own(reading.fields)))}") }
    if corpus.labels.contains("label") || corpus.numbers.contains("label"), layer("label", of: corpus) != "label" {
      options.append("labelLayer: \(Self.quoted(layer("label", of: corpus)))")
    }
    if let separator = reading.labelSeparator { options.append("labelSeparator: \(Self.quoted(separator))") }
    if reading.encoding != .utf8 { options.append("encoding: \(reading.encoding.rawValue)") }
    if let header = reading.header { options.append("header: \(header)") }
    if let language = reading.language { options.append("language: \(Self.quoted(language))") }
    let target = corpus.translations.first.map { translationName($0, of: corpus) } ?? reading.targetName
    if corpus.targetName != nil || target != corpus.translations.first ?? target {
      options.append("targetLanguage: \(Self.quoted(target))")
    }
    return options
  }

  /// How tasks about whole texts read them.
  private static let texts = "pooling: [max, mean], dropout: 0.5"
  /// How tasks about pairs of texts read them.
  private static let pairs = "layer: all, pair: attention, pooling: [max, mean], dropout: 0.3"

  /// Adds what a corpus has to learn from to the tasks: one task a layer, whatever corpora have it.
  private mutating func addTasks(_ corpus: StarterCorpus, _ stage: String) {
    func task(
      _ layer: String, _ wish: String, _ head: String, _ options: [String], _ what: String, target: String? = nil
    ) {
      if let index = tasks.firstIndex(where: { $0.layer == layer }) {
        tasks[index].stages.append(stage)
        tasks[index].corpora.append(corpus.name)
        return
      }
      let used = tasks.map(\.name)
      let name = used.contains(wish) ? StarterGrouping.unused("\(corpus.name)-\(wish)", used) : wish
      var task = StarterTask(name: name, head: head, options: options)
      (task.layer, task.what, task.target) = (layer, what, target)
      (task.stages, task.corpora) = ([stage], [corpus.name])
      tasks.append(task)
    }
    let reading = corpus.isPairs ? Self.pairs : Self.texts
    for layer in corpus.labels {
      let own = self.layer(layer, of: corpus)
      let isShared = corpora.contains { $0.name != corpus.name && $0.sharesLabels(layer, with: corpus) }
      task(
        "labels \(own)", layer == "label" && !isShared ? corpus.name : layer, "classification",
        ["label: \(Self.quoted(own))"] + (corpus.severalLabels.contains(layer) ? ["multiLabel: true"] : []) + [reading],
        "classification\(corpus.isPairs ? " of pairs" : "") by `\(own)`")
    }
    for layer in corpus.numbers {
      let own = self.layer(layer, of: corpus)
      task(
        "labels \(own)", layer == "label" ? corpus.name : layer, "regression",
        ["values: \(Self.quoted(own))", reading],
        "regression\(corpus.isPairs ? " on pairs" : "") to `\(own)`")
    }
    if !corpus.hasFrames {
      for layer in corpus.learnedTags {
        task("tags \(layer)", layer, "tagging", ["tags: \(Self.quoted(layer))"], "tags `\(layer)`")
      }
    }
    if corpus.hasFeatures { task("tags feats", "feats", "tagging", ["tags: feats"], "morphological features") }
    if corpus.hasLemmas { task("lemmas", "lemma", "lemmas", ["layer: all"], "lemmas") }
    if corpus.hasTrees { task("trees", "trees", "dependencies", [], "dependency trees") }
    // Entities are learned beside predicates and events; chunks and the like only lead to them.
    for layer in corpus.spans where !corpus.hasFrames || layer == "entity" {
      task("spans \(layer)", layer, "tagging", ["spans: \(Self.quoted(layer))", "crf: true"], "spans `\(layer)`")
    }
    if corpus.hasFrames { task("frames", "roles", "semantic-roles", [], "predicates and their arguments") }
    if let own = corpus.translations.first {
      let language = translationName(own, of: corpus)
      task(
        "translation \(language)", Self.word(language), "translation", ["target: \(Self.quoted(language))"],
        "translation to `\(language)`", target: language)
    }
    learned.append(stage)
  }

  /// The name of a corpus's translations: where another corpus has some in another language under the same name, that of the
  /// language.
  private func translationName(_ name: String, of corpus: StarterCorpus) -> String {
    guard name == ReadOptions.unnamedTarget, let own = corpus.locale(of: name),
      corpora.contains(where: { $0.translations.first == name && $0.locale(of: name) ?? own != own })
    else { return name }
    return own
  }

  /// A text as a part of a name.
  private static func word(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  private mutating func addTraining() {
    if let segmented { addSegmenter(of: segmented) }
    lines += [
      "  - name: model", "    train:",
    ]
    if segmented != nil { lines.append("      segmenter: segmenter") }
    lines += [
      "      encoder:", "        vocabulary: words", "        lowercase: true",
      "        embedding: 100", "        characters: {kind: cnn, embedding: 16, units: 32}",
      "        lstm: {units: 100, layers: 1, bidirectional: true, dropout: 0.2}", "      tasks:",
    ]
    lines += tasks.map { "        \(Self.quoted($0.name)): {\($0.line)}" }
    lines += [
      "      learningRate: {peak: 0.002, decay: cosine}", "      average: 0.99", "      earlyStopping: {patience: 5}",
      "      epochs: 10",
    ]
    // Labels of whole texts are few: at the full rate the encoder has small corpora by heart before the n-grams are learned.
    if tasks.allSatisfy({ $0.head == "classification" }) { lines.append("      rates: {encoder: 0.2}") }
    add("scores", "evaluate: {model: model, of: [\(learned.joined(separator: ", "))], part: dev}")
    if !learnsWords, let corpus = corpora.first(where: \.learns) { addAnnotation(corpus) }
    add("report", "report: {title: \(Self.quoted(name))}")
  }

  /// Adds the training of a model that cuts raw text into a treebank's tokens, sentences and words.
  private mutating func addSegmenter(of stage: String) {
    notes.append("a segmenter of raw text: rules do not find all tokens and words of \(stage)")
    add("characters", "characters: {of: \(stage)}")
    add("letters", "vocabulary: {of: characters, minimumCount: 2}")
    lines += [
      "  - name: segmenter", "    train:", "      encoder:", "        vocabulary: letters", "        embedding: 48",
      "        inputDropout: 0.1", "        lstm: {units: 64, layers: 2, bidirectional: true, dropout: 0.2}",
      "      tasks:", "        segments: {head: segmentation, of: characters, dropout: 0.2}", "      batchSentences: 4",
      "      learningRate: {peak: 0.003, warmup: 200, decay: cosine}", "      epochs: 12",
    ]
  }

  /// Adds a stage that annotates the files that no task learns from, or else those that there are: a table with the predictions in
  /// new columns, anything else as JSON lines.
  private mutating func addAnnotation(_ corpus: StarterCorpus) {
    let files = corpus.parts["test"] ?? corpus.parts["dev"] ?? corpus.parts["train"] ?? []
    guard corpus.guess.format != .parallel, !files.isEmpty else { return }
    let format = corpus.guess.format
    let ending = format.isTable ? format.rawValue : "jsonl"
    var options = [
      "model: model", "input: \(list(files))", "format: \(format.rawValue)",
      "output: \(Self.quoted("${run}/predicted.\(ending)"))",
    ]
    let reading = readingOptions(corpus)
    if !reading.isEmpty { options.append("reading: {\(reading.joined(separator: ", "))}") }
    add("predicted", "annotate: {\(options.joined(separator: ", "))}")
  }
}
