import BraidCorpora
import BraidFiles
import BraidText
import Foundation

/// Files that belong together, and what their documents have to learn from.
struct StarterCorpus {
  /// Documents that are looked at.
  private static let sample = 2000
  /// Most different tags of a layer that is worth learning.
  private static let mostTags = 200

  /// The name of its stages.
  var name: String
  /// What the files seem to be.
  var guess: FormatGuess
  /// Files by part.
  var parts: [String: [String]]
  /// Whether all its files were found in folders.
  var isFound = false
  /// Languages of parallel text.
  var languages: (source: String, target: String)?
  /// The language of the translations as their files name it; nil where they do not.
  var target: String?
  /// The names that files give the language of their translations.
  var targetNames: Set<String> = []
  /// How its bytes spell characters.
  var encoding = TextEncoding.utf8

  /// Documents that were looked at.
  private(set) var documents = 0

  /// Whether documents have tokens when they are read.
  private(set) var isTokenized = false
  /// Label layers with at least two labels; tag layers; span layers.
  private(set) var labels: [String] = []
  /// The labels of each layer.
  private(set) var labelNames: [String: Set<ExactString>] = [:]
  /// Those of which a document may have several.
  private(set) var severalLabels: Set<String> = []
  /// The language of its texts; nil when it is not clear.
  private(set) var language: String?
  /// The languages of its translations, where they are clear.
  private(set) var targetLanguages: [String: String] = [:]
  /// Label layers of numbers with fractions.
  private(set) var numbers: [String] = []
  /// The annotation tool whose export it is; nil for none.
  private(set) var tool: CorpusFormat?
  /// Whether documents are pairs of texts.
  private(set) var isPairs = false
  private(set) var tags: [String] = []
  private(set) var spans: [String] = []
  /// Layers of CoNLL-U with more values than `mostTags`: features, lemmas; trees when there are heads with labels.
  private(set) var hasFeatures = false
  private(set) var hasLemmas = false
  private(set) var hasTrees = false
  private(set) var hasFrames = false
  private(set) var translations: [String] = []
  /// Fields that most documents have.
  private(set) var fields: [String] = []
  /// How well raw text agrees with the corpus's own tokens, in lines.
  private(set) var agreement: [String] = []
  /// Rules of tokens that meet the corpus better in raw text than ICU's; nil for none.
  private(set) var rules: TextPreparation?
  /// Whether it is a treebank of real text whose tokens no rules find, so that a segmenter is worth training.
  private(set) var wantsSegmenter = false
  /// Label layers with so many labels for so few documents that they may be none.
  private(set) var tooFew: [String] = []

  init(name: String, guess: FormatGuess, parts: [String: [String]], languages: (source: String, target: String)?) {
    self.name = name
    self.guess = guess
    self.parts = parts
    self.languages = languages
  }

  /// The name that its translations get when they are read; nil for the reader's own.
  var targetName: String? { languages?.target ?? target }

  /// The options of the reader of its files.
  var stage: ReadStage {
    var stage = ReadStage()
    stage.format = guess.format
    (stage.train, stage.dev, stage.test) = (parts["train"] ?? [], parts["dev"] ?? [], parts["test"] ?? [])
    if guess.format == .jsonl {
      stage.reading.fields = guess.columns
    } else {
      stage.reading.columns = guess.columns.mapValues { ColumnRef($0) }
    }
    let byName = guess.columns.values.contains { Int($0) == nil }
    if let header = guess.header, guess.format != .jsonl, header != byName { stage.reading.header = header }
    stage.reading.encoding = encoding
    stage.reading.labelSeparator = guess.labelSeparator
    stage.reading.quote = guess.quote
    stage.reading.language = languages?.source
    if let targetName { stage.reading.targetLanguage = targetName }
    return stage
  }

  /// Makes another part the training part where there is none: learning needs one, whatever its file is called.
  mutating func chooseTraining() {
    guard parts["train"] == nil else { return }
    parts["train"] = parts.removeValue(forKey: parts["dev"] == nil ? "test" : "dev")
  }

  /// Leaves out the files that cannot be read, of several that were found in folders.
  ///
  /// - Returns: those, each with what is wrong with it; none where no file would be left.
  mutating func leaveOutUnreadable() -> [(path: String, error: CorpusError)] {
    guard isFound, languages == nil else { return [] }
    var kept: [String: [String]] = [:]
    var leftOut: [(path: String, error: CorpusError)] = []
    for (part, patterns) in parts.sorted(by: { $0.key < $1.key }) {
      for path in FileList.expand(patterns) {
        var alone = self
        alone.parts = ["train": [path]]
        do {
          try alone.inspect()
          kept[part, default: []].append(path)
        } catch let error as CorpusError {
          leftOut.append((path, error))
        } catch {
          kept[part, default: []].append(path)
        }
      }
    }
    guard !kept.isEmpty else { return [] }
    parts = kept
    chooseTraining()
    return leftOut
  }

  /// The locale by whose rules its texts are cut.
  var locale: String { languages?.source ?? language ?? "en" }

  /// The locale by whose rules a translation is cut; nil when it is not known.
  func locale(of translation: String) -> String? {
    targetName ?? targetLanguages[translation] ?? (LanguageMatch.isTag(translation) ? translation : nil)
  }

  /// Makes documents of paragraphs where there are only a few texts, too few to learn from and to keep some apart.
  ///
  /// - Throws: `CorpusError` when the files are not what they seem to be.
  mutating func cutFewTexts() throws {
    guard guess.format == .text, documents < Self.fewest else { return }
    var cut = self
    cut.guess.format = .paragraphs
    cut.guess.reason += ": a document a paragraph"
    try cut.inspect()
    if cut.documents > documents { self = cut }
  }

  /// Sentences that a segmenter is trained on at least.
  private static let segmenterDocuments = 200
  /// F1 of tokens from which on rules are good enough.
  private static let wellMet = 99.0

  /// Documents that are needed to learn from some and to score others.
  static let fewest = 20

  /// How often a character has to be there to be one of a model's characters.
  private static let frequent = 3

  /// Whether no document has a word, so that there is nothing to learn and nothing to prepare.
  private(set) var hasNoWords = false
  /// Whether some character is frequent enough to be learned, whichever few documents are kept apart to score others.
  private(set) var hasCharacters = true

  /// Whether a character comes often enough in some documents, but for the `apart` of them that have it most often.
  ///
  /// - Parameters:
  ///   - documents: how often each has which character.
  ///   - apart: how many documents are kept to score others.
  /// - Returns: whether one does.
  private static func hasCharacters(_ documents: [[Unicode.Scalar: Int]], apart: Int) -> Bool {
    Set(documents.flatMap(\.keys)).contains { character in
      documents.compactMap { $0[character] }.sorted().dropLast(apart).reduce(0, +) >= frequent
    }
  }

  /// How many of a few documents are kept apart at most.
  private static func keptApart(of count: Int) -> Int { count / 10 + 1 }

  /// Whether no document is left to score what is learned from the others: there is one, or one of each label.
  var isTooSmall: Bool { documents == 1 || documents == 2 && !labels.isEmpty }

  /// Reads the first documents for what they have.
  ///
  /// - Throws: `CorpusError` when the files are not what they seem to be.
  mutating func inspect() throws {
    let stage = stage
    guard let (_, paths) = stage.parts.first else { return }
    var options = stage.options
    options.maximumLost = 1
    let reader = try CorpusReader(paths, options: options)
    var statistics = CorpusStatistics()
    statistics.begin("train")
    var count = 0
    var hasMultiwords = false
    var language = LanguageGuess()
    var targets: [String: LanguageGuess] = [:]
    var declared: [String: Int] = [:]
    var tokenized: [Document] = []
    var fields = ExactDictionary<Int>()
    var withoutTokens = 0
    var answers: Set<String> = []
    var characters: [[Unicode.Scalar: Int]] = []
    hasNoWords = true
    while count < Self.sample, let document = try reader.next() {
      statistics.add(document)
      if !document.tokens.isEmpty, tokenized.count < TokenAgreement.sample { tokenized.append(document) }
      if let language = document.language, LanguageMatch.isTag(language) { declared[language, default: 0] += 1 }
      if document.sentences.contains(where: { !$0.multiwords.isEmpty }) { hasMultiwords = true }
      for (layer, labels) in document.labels where labels.count > 1 { severalLabels.insert(layer) }
      for name in document.fields.keys { fields[name, default: 0] += 1 }
      if let answer = document.fields["answer"] { answers.insert(answer) }
      language.add(document.text)
      for (name, translation) in document.translations where name != Document.secondName {
        targets[name, default: LanguageGuess()].add(translation.text)
      }
      if document.tokens.isEmpty, document.hasWords { withoutTokens += 1 }
      if hasNoWords { hasNoWords = !document.hasWords }
      if count < Self.fewest { characters.append(document.characters) }
      count += 1
    }
    documents = count
    hasCharacters =
      count >= Self.fewest || Self.hasCharacters(characters, apart: parts["dev"] == nil ? Self.keptApart(of: count) : 0)
    tool = reader.ledger.toolFormat
    // Where some have none, a stage finds theirs, and the others keep theirs.
    isTokenized = !tokenized.isEmpty && withoutTokens == 0
    // What the files say goes before what their words look like.
    let named = declared.max { ($0.value, $1.key) < ($1.value, $0.key) }
    self.language = named.flatMap { $0.value * 2 > count ? Self.locale($0.key) : nil } ?? language.language
    targetLanguages = targets.compactMapValues(\.language)
    try compareTokens(of: tokenized, hasMultiwords: hasMultiwords)
    let split = statistics.splits[0]
    numbers = split.labels.filter { Self.areNumbers($0.value.keys) }.keys.sorted()
    labels = split.labels.filter { layer, counts in
      counts.count > 1 && counts.count * 2 < max(count, 5) && !numbers.contains(layer)
    }.keys.sorted()
    tooFew = split.labels.keys.filter { !labels.contains($0) && !numbers.contains($0) }.sorted()
    if tool == .prodigy, answers.isSuperset(of: ["accept", "reject"]), let only = split.labels.first?.value,
      split.labels.count == 1, only.count == 1, let label = only.keys.first
    {
      guess.warnings.append(
        "tasks accept or reject one label, `\(label)`, which alone is nothing to tell apart; with "
          + "`fields: {text: text, label: answer}` the answers are labels")
    }
    labelNames = split.labels.mapValues { Set($0.keys.map(ExactString.init)) }
    tags = split.tags.filter { (2...Self.mostTags).contains($0.value.count) && $0.value["*"] == nil }.keys.sorted()
    if [.conllu, .conllup, .jsonl].contains(guess.format) {
      hasFeatures = split.tags["feats"].map { $0.count > 1 } ?? false
      hasLemmas = split.tags["lemma"] != nil
      hasTrees = split.tags["head"] != nil && split.tags["deprel"] != nil
    }
    spans = split.spans.filter { !$0.value.isEmpty }.keys.sorted()
    // The tags that spell spans say nothing more.
    tags.removeAll(where: spans.contains)
    hasFrames = split.frames > 0
    isPairs = split.translations[Document.secondName] != nil
    self.fields = fields.filter { $0.value * 2 > count }.map(\.key).sorted()
    translations = split.translations.keys.filter { $0 != Document.secondName }.sorted()
    if let targetName, let index = translations.firstIndex(of: targetName) {
      translations.insert(translations.remove(at: index), at: 0)
    } else if let covering = coveringTarget() {
      target = covering
      try inspect()
    }
  }

  /// The language of which translations have several regional spellings, so that one task learns them all; nil where there is one
  /// spelling.
  private func coveringTarget() -> String? {
    guard targetName == nil, let first = translations.first else { return nil }
    let names = targetNames.union(translations)
    let language = LanguageMatch.withoutRegion(first)
    let spellings = names.filter { LanguageMatch.withoutRegion($0) == language }
    // TMX has several translations of a text; where there is one, whatever its language is would get the name.
    guard spellings.count > 1, guess.format == .tmx || spellings.count == names.count else { return nil }
    return language
  }

  /// A language tag as the tag of a locale with rules; nil where there are none.
  private static func locale(_ tag: String) -> String? {
    var preparation = TextPreparation()
    preparation.locale = tag
    return (try? TextSegmenter(preparation.segmentation)) == nil ? nil : preparation.locale
  }

  /// Finds out by which rules raw text is cut into the tokens that documents have.
  private mutating func compareTokens(of documents: [Document], hasMultiwords: Bool) throws {
    var preparation = TextPreparation()
    preparation.locale = locale
    // A language that is known has its own rules, if any.
    let choice = try TokenRulesChoice(besides: preparation, language: languages?.source ?? language)
    for document in documents { try choice.add(document) }
    guard choice.first.isMeaningful else { return }
    let best = choice.better?.agreement ?? choice.first
    wantsSegmenter =
      guess.format == .conllu && self.documents >= Self.segmenterDocuments
      && (hasMultiwords || best.f1 < Self.wellMet)
    guard !choice.first.isExact else {
      agreement = ["raw text, cut by the rules of `\(preparation.locale)`, has the same tokens"]
      return
    }
    agreement = ["raw text, cut by the rules of `\(preparation.locale)`: \(choice.first.summary)"]
    rules = choice.better?.preparation
    if let (better, found) = choice.better {
      let use = wantsSegmenter ? "" : ", which are proposed"
      agreement.append("cut by the rules `\(better.rules.rawValue)`\(use): \(found.summary)")
    }
    agreement += [best.listing()].compactMap(\.self)
  }

  /// Whether its labels of a layer and those of another corpus are those of one task: mostly the same, and words that mean the
  /// same everywhere, which numbers and `yes` do not.
  func sharesLabels(_ layer: String, with other: StarterCorpus) -> Bool {
    guard isPairs == other.isPairs, severalLabels.contains(layer) == other.severalLabels.contains(layer),
      labels.contains(layer), other.labels.contains(layer), let own = labelNames[layer],
      let others = other.labelNames[layer]
    else { return false }
    let common = own.intersection(others).filter { !Self.saysNothing($0.string) }
    return common.count * 2 > min(own.count, others.count)
  }

  private static func saysNothing(_ label: String) -> Bool {
    Double(label) != nil || ["yes", "no", "true", "false", "y", "n", "t", "f"].contains(label.lowercased())
  }

  /// The layers of tags that are learned: parts of speech of a treebank, universal and its own; of other layers the coarsest is
  /// worth beginning with.
  var learnedTags: [String] {
    let universal = ["upos", "xpos"].filter(tags.contains)
    if guess.format == .conllu || guess.format == .conllup || tags.contains("upos") { return universal }
    return [tags.contains("upos") ? "upos" : tags.contains("pos") ? "pos" : tags.first].compactMap(\.self)
  }

  /// Whether names are numbers, some of them with fractions.
  private static func areNumbers(_ names: some Collection<String>) -> Bool {
    names.count > 1 && names.allSatisfy { Double($0) != nil } && names.contains { $0.contains(".") }
  }
}

extension Document {
  /// Whether its text is more than white space.
  fileprivate var hasWords: Bool { text.unicodeScalars.contains { !$0.properties.isWhitespace } }

  /// How often characters come at the beginning of its text.
  fileprivate var characters: [Unicode.Scalar: Int] {
    text.unicodeScalars.prefix(10_000).reduce(into: [:]) { counts, scalar in
      if !scalar.properties.isWhitespace { counts[scalar, default: 0] += 1 }
    }
  }
}
