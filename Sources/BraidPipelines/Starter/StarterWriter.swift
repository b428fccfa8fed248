import BraidCorpora
import BraidFiles
import BraidTasks
import BraidText

/// Writes the stages of a starter pipeline.
struct StarterWriter {
  /// A task, over all corpora that have what it learns.
  private struct PlannedTask {
    var name: String
    /// The kind's name, and what it proposes.
    var proposal: (kind: String, task: StarterTask)
    /// What it learns and writes, which no other task does.
    var layer: String
    /// The stages whose documents it learns from.
    var stages: [String]
    /// Their corpora.
    var corpora: [String] = []

    /// The stages as YAML.
    var stageList: String { stages.count == 1 ? stages[0] : "[\(stages.joined(separator: ", "))]" }

    /// The stage of the vocabulary that it writes with.
    var vocabulary: String { "\(stages[0])-\(name)" }

    /// Its options as YAML, without the braces.
    var line: String {
      (["head: \(proposal.kind)", "of: \(stageList)"] + proposal.task.options
        + (proposal.task.vocabularyOf == nil ? [] : ["vocabulary: \(vocabulary)"])).joined(separator: ", ")
    }

    /// What it learns and of which corpora, for the user.
    var note: String { "task \(name): \(proposal.task.what) of \(corpora.joined(separator: ", "))" }
  }

  let name: String
  let corpora: [StarterCorpus]
  private let kinds: TaskKinds
  /// What is learned, or that nothing is, a line each.
  private(set) var notes: [String] = []
  private var lines: [String] = []
  private var tasks: [PlannedTask] = []
  private var learned: [String] = []
  private let reserved = ["words", "model", "scores", "predicted", "report", "characters", "letters", "segmenter"]
  /// The stage of the treebank that a segmenter learns from; nil for none.
  private var segmented: String?
  /// What learns the words where there is nothing else to learn and there are texts enough; nil for nothing.
  private var wordsProposal: (kind: String, task: StarterTask)?
  private var learnsWords: Bool { wordsProposal != nil }

  init(name: String, corpora: [StarterCorpus], kinds: TaskKinds) {
    self.name = name
    self.corpora = corpora
    self.kinds = kinds
    if !corpora.contains(where: learns),
      corpora.allSatisfy({ $0.documents >= StarterCorpus.fewest || $0.parts["dev"] != nil })
    {
      wordsProposal = kinds.starterTask(for: StarterLayer(.words))
    }
  }

  /// Whether some kind of task can learn something from a corpus's annotation.
  func learns(_ corpus: StarterCorpus) -> Bool {
    layers(of: corpus).contains { kinds.starterTask(for: $0.layer) != nil }
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
      guard let target = task.proposal.task.vocabularyOf else { continue }
      add(task.vocabulary, "vocabulary: {of: \(task.stageList), side: \(Self.quoted(target)), size: 15000}")
    }
    if let wordsProposal {
      tasks.append(PlannedTask(name: "lm", proposal: wordsProposal, layer: "", stages: learned))
      notes.append(
        "no labels to learn from; task lm: \(wordsProposal.task.what), from which other training can start")
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
    let hasTasks = learns(corpus)
    if hasTasks, corpus.documents < StarterCorpus.fewest {
      let number = corpus.documents.counted("document")
      notes.append("\(corpus.name): only \(number), few to learn from and to score others")
    }
    let learns = hasTasks || learnsWords
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
    if !hasDevelopment, learns { addSplit(of: current, corpus, last) }
    if hasTasks, corpus.wantsSegmenter, segmented == nil { segmented = last }
    if hasTasks { addTasks(corpus, last) } else if learnsWords { learned.append(last) }
    return last
  }

  /// Adds the stage that keeps some documents to score others, one at least. Among a few documents chance might keep all that have a
  /// label.
  private mutating func addSplit(of stage: String, _ corpus: StarterCorpus, _ name: String) {
    var share = 10.0
    var stratify = ""
    if corpus.documents < StarterCorpus.fewest {
      share = max(share, (100 / Double(corpus.documents)).rounded(.up))
      stratify = corpus.labels.first.map { ", stratify: \(Self.quoted(layer($0, of: corpus)))" } ?? ""
    }
    add(name, "split: {of: \(stage), dev: \(share / 100)\(stratify)}")
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
    if let quote = reading.quote { options.append("quote: \(Self.quoted(quote))") }
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

  /// What a corpus has to learn, and what a task for it is called.
  private func layers(of corpus: StarterCorpus) -> [(layer: StarterLayer, name: String)] {
    func layer(
      _ content: StarterLayer.Content, _ name: String, isNamed own: String? = nil, _ task: String? = nil
    ) -> (layer: StarterLayer, name: String) {
      let layer = StarterLayer(
        content, own ?? name, isOfPairs: corpus.isPairs, hasSeveralLabels: corpus.severalLabels.contains(name))
      return (layer, task ?? name)
    }
    var layers = corpus.labels.map { name in
      let isShared = corpora.contains { $0.name != corpus.name && $0.sharesLabels(name, with: corpus) }
      return layer(
        .labels, name, isNamed: self.layer(name, of: corpus), name == "label" && !isShared ? corpus.name : name)
    }
    layers += corpus.numbers.map { name in
      layer(.numbers, name, isNamed: self.layer(name, of: corpus), name == "label" ? corpus.name : name)
    }
    layers += corpus.fields.map { layer(.field, $0) }
    if !corpus.hasFrames { layers += corpus.learnedTags.map { layer(.tags, $0) } }
    if corpus.hasFeatures { layers.append(layer(.features, "feats")) }
    if corpus.hasLemmas { layers.append(layer(.lemmas, "lemma")) }
    if corpus.hasTrees { layers.append(layer(.trees, "trees")) }
    // Entities are learned beside predicates and events; chunks and the like only lead to them.
    layers += corpus.spans.filter { !corpus.hasFrames || $0 == "entity" }.map { layer(.spans, $0) }
    if corpus.hasFrames { layers.append(layer(.frames, "roles")) }
    if let own = corpus.translations.first {
      let language = translationName(own, of: corpus)
      layers.append(layer(.translation, language, Self.word(language)))
    }
    return layers
  }

  /// Adds what a corpus has to learn from to the tasks: one task a layer, whatever corpora have it.
  private mutating func addTasks(_ corpus: StarterCorpus, _ stage: String) {
    for (layer, wish) in layers(of: corpus) {
      guard let proposal = kinds.starterTask(for: layer) else { continue }
      // Numbers are labels, too.
      let key = "\(layer.content == .numbers ? .labels : layer.content) \(layer.name)"
      if let index = tasks.firstIndex(where: { $0.layer == key }) {
        tasks[index].stages.append(stage)
        tasks[index].corpora.append(corpus.name)
        continue
      }
      let used = tasks.map(\.name)
      let name = used.contains(wish) ? StarterGrouping.unused("\(corpus.name)-\(wish)", used) : wish
      tasks.append(PlannedTask(name: name, proposal: proposal, layer: key, stages: [stage], corpora: [corpus.name]))
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
    let segmenter = kinds.starterTask(for: StarterLayer(.segments))
    if let segmented, let segmenter { addSegmenter(of: segmented, segmenter.kind, segmenter.task.options) }
    lines += [
      "  - name: model", "    train:",
    ]
    if segmented != nil, segmenter != nil { lines.append("      segmenter: segmenter") }
    lines += [
      "      encoder:", "        vocabulary: words", "        lowercase: true",
      "        embedding: 100",
    ]
    if corpora.contains(where: \.hasCharacters) {
      lines.append("        characters: {kind: cnn, embedding: 16, units: 32}")
    } else {
      notes.append("no character comes often enough in so few texts to be learned: words are looked at as a whole")
    }
    lines += [
      "        lstm: {units: 100, layers: 1, bidirectional: true, dropout: 0.2}", "      tasks:",
    ]
    lines += tasks.map { "        \(Self.quoted($0.name)): {\($0.line)}" }
    lines += [
      "      learningRate: {peak: 0.002, decay: cosine}", "      average: 0.99", "      earlyStopping: {patience: 5}",
      "      epochs: 10",
    ]
    if let rate = tasks.map(\.proposal.task.encoderRate).max(), rate < 1 {
      lines.append("      rates: {encoder: \(rate)}")
    }
    add("scores", "evaluate: {model: model, of: [\(learned.joined(separator: ", "))], part: dev}")
    if !learnsWords, let corpus = corpora.first(where: learns) { addAnnotation(corpus) }
    add("report", "report: {title: \(Self.quoted(name))}")
  }

  /// Adds the training of a model that cuts raw text into a treebank's tokens, sentences and words.
  private mutating func addSegmenter(of stage: String, _ kind: String, _ options: [String]) {
    notes.append("a segmenter of raw text: rules do not find all tokens and words of \(stage)")
    add("characters", "characters: {of: \(stage)}")
    add("letters", "vocabulary: {of: characters, minimumCount: 2}")
    lines += [
      "  - name: segmenter", "    train:", "      encoder:", "        vocabulary: letters", "        embedding: 48",
      "        inputDropout: 0.1", "        lstm: {units: 64, layers: 2, bidirectional: true, dropout: 0.2}",
      "      tasks:",
      "        segments: {\((["head: \(kind)", "of: characters"] + options).joined(separator: ", "))}",
      "      batchSentences: 4",
      "      learningRate: {peak: 0.003, warmup: 200, decay: cosine}", "      epochs: 12",
    ]
  }

  /// Formats that are written as they are read, with what is predicted in the place of what was there.
  private static let written: Set<CorpusFormat> = [
    .conllu, .conllup, .conll2000, .conll2003, .conll2005, .conll2008, .conll2009, .conll2012, .brat, .webanno, .xmi,
    .semeval, .aligned,
  ]

  /// Adds a stage that annotates the files that no task learns from, or else those that there are.
  private mutating func addAnnotation(_ corpus: StarterCorpus) {
    let files = corpus.parts["test"] ?? corpus.parts["dev"] ?? corpus.parts["train"] ?? []
    guard corpus.guess.format != .parallel, !files.isEmpty else { return }
    var options = ["model: model", "input: \(list(files))", "format: \(corpus.guess.format.rawValue)"]
    options += annotationOutput(corpus, files)
    let reading = readingOptions(corpus)
    if !reading.isEmpty { options.append("reading: {\(reading.joined(separator: ", "))}") }
    add("predicted", "annotate: {\(options.joined(separator: ", "))}")
  }

  /// Where predictions go: into copies of the files, where the format is written back; into files of the same format, a table with
  /// new columns; of anything else into JSON lines.
  private func annotationOutput(_ corpus: StarterCorpus, _ files: [String]) -> [String] {
    let format = corpus.guess.format
    func path(_ ending: String) -> String { "output: \(Self.quoted("${run}/predicted" + ending))" }
    if format.isRewritten, !format.takesTranslations || !corpus.translations.isEmpty {
      let name = files.count == 1 && !FileList.isPattern(files[0]) ? Paths.name(files[0]) : ""
      let bare = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
      let ending = bare.lastIndex(of: ".").map { String(bare[$0...]) } ?? (bare.isEmpty ? "" : format.fileEnding)
      return ["rewrite: inline", path(ending)]
    }
    let own = corpus.tool ?? (Self.written.contains(format) || format.isTable ? format : .jsonl)
    // A file for each document needs a folder.
    let ending = [.webanno, .xmi].contains(own) ? "" : own.fileEnding
    let isClear = CorpusFormat(path: "predicted" + ending) == own
    return (isClear || own == .jsonl ? [] : ["to: \(own.rawValue)"]) + [path(ending)]
  }
}
