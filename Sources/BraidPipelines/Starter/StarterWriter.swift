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
  private var tasks: [(name: String, line: String)] = []
  private var learned: [String] = []
  private var targets: [(stage: String, line: String)] = []
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
    for target in targets { add(target.stage, target.line) }
    if learnsWords {
      let list = learned.count == 1 ? learned[0] : "[\(learned.joined(separator: ", "))]"
      tasks.append(("lm", "lm: {head: language-model, of: \(list), outputWords: 8000}"))
      notes.append("no labels to learn from; task lm: a language model, from which other training can start")
    }
    if tasks.isEmpty {
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
    let isTokenized = corpus.isTokenized && (corpus.rules == nil || corpus.wantsSegmenter)
    let learns = corpus.learns || learnsWords
    let last = name
    var current = isTokenized && (hasDevelopment || !learns) ? last : "\(name)-files"
    add(current, "read: {\(readOptions(corpus))}")
    if !isTokenized {
      let next = hasDevelopment || !learns ? last : "\(name)-tokens"
      let locale = corpus.languages?.source ?? corpus.rules?.locale ?? corpus.locale
      let rules = corpus.isTokenized ? corpus.rules.map { ", rules: \($0.rules.rawValue)" } ?? "" : ""
      var options = "of: \(current), locale: \(Self.quoted(locale))\(rules)"
      if corpus.translations.count == 1, let target = corpus.translations.first {
        options += ", target: \(Self.quoted(target))"
        if let locale = corpus.locale(of: target) { options += ", targetLocale: \(Self.quoted(locale))" }
      }
      add(next, "tokenize: {\(options)}")
      current = next
    }
    if !hasDevelopment, learns { add(last, "split: {of: \(current), dev: 0.1}") }
    if corpus.learns, corpus.wantsSegmenter, segmented == nil { segmented = last }
    if corpus.learns { addTasks(corpus, last) } else if learnsWords { learned.append(last) }
    return last
  }

  /// The name of a corpus's layer of labels: its own where other corpora have the same, so that no task overwrites what
  /// another predicts.
  private func layer(_ name: String, of corpus: StarterCorpus) -> String {
    guard corpora.count(where: { $0.labels.contains(name) || $0.numbers.contains(name) }) > 1 else { return name }
    return name == "label" ? corpus.name : "\(corpus.name)-\(name)"
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
      options.append("labelLayer: \(Self.quoted(corpus.name))")
    }
    if let separator = reading.labelSeparator { options.append("labelSeparator: \(Self.quoted(separator))") }
    if reading.encoding != .utf8 { options.append("encoding: \(reading.encoding.rawValue)") }
    if let header = reading.header { options.append("header: \(header)") }
    if let language = reading.language {
      options.append(
        "language: \(Self.quoted(language)), targetLanguage: \(Self.quoted(reading.targetLanguage))")
    }
    return options
  }

  /// How tasks about whole texts read them.
  private static let texts = "pooling: [max, mean], dropout: 0.5"
  /// How tasks about pairs of texts read them.
  private static let pairs = "layer: all, pair: attention, pooling: [max, mean], dropout: 0.3"

  private mutating func addTasks(_ corpus: StarterCorpus, _ stage: String) {
    func task(_ wish: String, _ options: String, _ what: String) {
      let used = tasks.map(\.name)
      let name = used.contains(wish) ? StarterGrouping.unused("\(corpus.name)-\(wish)", used) : wish
      tasks.append((name, "\(Self.quoted(name)): {\(options)}"))
      notes.append("task \(name): \(what) of \(corpus.name)")
    }
    for layer in corpus.labels {
      let wish = layer == "label" ? corpus.name : layer
      let own = self.layer(layer, of: corpus)
      task(
        wish,
        "head: classification, of: \(stage), label: \(Self.quoted(own)), "
          + (corpus.severalLabels.contains(layer) ? "multiLabel: true, " : "")
          + (corpus.isPairs ? Self.pairs : Self.texts),
        "classification\(corpus.isPairs ? " of pairs" : "") by `\(own)`")
    }
    for layer in corpus.numbers {
      task(
        layer == "label" ? corpus.name : layer,
        "head: regression, of: \(stage), values: \(Self.quoted(self.layer(layer, of: corpus))), \(corpus.isPairs ? Self.pairs : Self.texts)",
        "regression\(corpus.isPairs ? " on pairs" : "") to `\(self.layer(layer, of: corpus))`")
    }
    if !corpus.hasFrames {
      for layer in corpus.learnedTags {
        task(layer, "head: tagging, of: \(stage), tags: \(Self.quoted(layer))", "tags `\(layer)`")
      }
    }
    if corpus.hasFeatures { task("feats", "head: tagging, of: \(stage), tags: feats", "features, in bundles") }
    if corpus.hasLemmas { task("lemma", "head: lemmas, of: \(stage), layer: all", "lemmas") }
    if corpus.hasTrees { task("trees", "head: dependencies, of: \(stage)", "dependency trees") }
    for layer in corpus.spans where !corpus.hasFrames {
      task(layer, "head: tagging, of: \(stage), spans: \(Self.quoted(layer)), crf: true", "spans `\(layer)`")
    }
    if corpus.hasFrames { task("roles", "head: semantic-roles, of: \(stage)", "predicates and their arguments") }
    if let language = corpus.translations.first {
      let vocabulary = "\(stage)-\(Self.word(language))"
      targets.append((vocabulary, "vocabulary: {of: \(stage), side: \(Self.quoted(language)), size: 15000}"))
      task(
        Self.word(language),
        "head: translation, of: \(stage), target: \(Self.quoted(language)), vocabulary: \(vocabulary)",
        "translation to `\(language)`")
    }
    learned.append(stage)
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
    lines += tasks.map { "        " + $0.line }
    lines += [
      "      learningRate: {peak: 0.002, decay: cosine}", "      average: 0.99", "      earlyStopping: {patience: 5}",
      "      epochs: 10",
    ]
    // Labels of whole texts are few: at the full rate the encoder has small corpora by heart before the n-grams are learned.
    if tasks.allSatisfy({ $0.line.contains("head: classification,") }) { lines.append("      rates: {encoder: 0.2}") }
    add("scores", "evaluate: {model: model, of: [\(learned.joined(separator: ", "))], part: dev}")
    if !learnsWords, let corpus = corpora.first(where: \.learns) { addAnnotation(corpus) }
    add("report", "report: {title: \(Self.quoted(name))}")
  }

  /// Adds the training of a model that cuts raw text into a treebank's tokens, sentences and words.
  private mutating func addSegmenter(of stage: String) {
    notes.append("a segmenter of raw text, since rules of tokens do not find all words of \(stage)")
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
