import BraidFiles
import BraidCorpora
import BraidTasks
import BraidText
import BraidVocabularies

/// Looks for what is wrong with the documents that tasks learn from.
struct SourceInspector {
  /// A sentence of more tokens than this is seldom one.
  private static let longSentence = 250
  /// A label seen less often than this in training is hardly learned.
  private static let fewExamples = 5
  /// A label with a higher share than this makes the others hard to learn.
  private static let majority = 0.9
  /// A share of unknown words in development above this means that the vocabulary is too small.
  private static let unknownShare = 0.1
  private static let listed = 8

  let stage: String
  let source: String
  let tasks: [Named<TaskConfig>]
  let train: TrainStage
  let words: Vocabulary

  /// What is wrong with the documents of a source.
  func findings(_ flows: [String: DocumentFlow]) throws -> [CheckFinding] {
    var statistics = CorpusStatistics()
    var longest: [String: Int] = [:]
    var empty: [String: Int] = [:]
    var unknown: [String: (unknown: Int, all: Int)] = [:]
    var unlearned: [String: Int] = [:]
    let targets = translationTargets
    var lookalikes = LookalikeLabels(tasks.flatMap { $0.value.kind?.labelLayers ?? [] })
    for part in ["train", "dev", "test"] {
      guard let flow = flows[part] else { continue }
      statistics.begin(part)
      try flow.forEach { document in
        statistics.add(document)
        lookalikes.add(document)
        if part == "train", !targets.isEmpty, targets.isDisjoint(with: document.translations.keys) {
          for name in document.translations.keys where name != Document.secondName {
            unlearned[name, default: 0] += 1
          }
        }
        if document.tokens.isEmpty { empty[part, default: 0] += 1 }
        longest[part] = max(longest[part] ?? 0, document.sentences.map(\.tokens.count).max() ?? document.tokens.count)
        if part == "dev" {
          for index in document.tokens.indices {
            let word = document.form(index)
            let isKnown = words.id(train.encoder.options.lowercase ? words.lowerCasing(word) : word) != nil
            unknown[part, default: (0, 0)].unknown += isKnown ? 0 : 1
            unknown[part, default: (0, 0)].all += 1
          }
        }
      }
    }
    var findings = duplicates(statistics) + unseen(statistics)
    findings += lookalikes.groups.map {
      warning(
        "\($0.layer.description) that look alike: \($0.listing)",
        "They are different labels to a model; write them alike, or ignore this.")
    }
    findings += others(unlearned, than: targets)
    for split in statistics.splits {
      guard let count = empty[split.name] else { continue }
      findings.append(
        warning(
          "\(count) of \(split.documents) \(split.documents.noun("document")) of \(split.name) \(count == 1 ? "has" : "have") no words",
          "Nothing can be learned from an empty text; clean with `minimumWords: 1`."))
    }
    // Windows of characters are as long as they were asked for.
    let readsCharacters = tasks.contains { $0.value.kind?.segmentsText == true }
    for (part, length) in longest.sorted(by: { $0.key < $1.key })
    where length > Self.longSentence && !readsCharacters {
      findings.append(
        warning(
          "\(part) has a sentence of \(length) tokens",
          "Check that sentences are split, or clean with `maximumWords`."))
    }
    // Of a word that is not in the vocabulary an encoder with characters still reads these.
    for (part, count) in unknown where count.all > 0 && train.encoder.options.characters == nil {
      let share = Double(count.unknown) / Double(count.all)
      guard share > Self.unknownShare else { continue }
      findings.append(
        warning(
          "\(Int(share * 100)) % of the words of \(part) are not in the vocabulary",
          "Use a larger vocabulary, \(train.encoder.options.lowercase ? "" : "lower case, ")or characters"
            + "\(train.encoder.vectors == nil ? " or pretrained vectors" : "") in the encoder."))
    }
    if statistics.splits.first?.name != "train" {
      findings.append(
        CheckFinding(
          level: .error, stage: stage, text: "`\(source)` has no training part", advice: "Give it `train` files."))
    } else if flows["dev"] == nil {
      findings.append(
        warning("`\(source)` has no development part: training can't tell when to stop", "Add one, or a `split` stage.")
      )
    }
    if let training = statistics.splits.first { for task in tasks { findings += balance(task, training) } }
    return findings
  }

  private func warning(_ text: String, _ advice: String) -> CheckFinding {
    CheckFinding(level: .warning, stage: stage, text: "\(source): \(text)", advice: advice)
  }

  /// The translations that tasks learn.
  private var translationTargets: Set<String> {
    Set(
      tasks.flatMap { $0.value.kind?.annotationLayers ?? [] }.compactMap { layer in
        guard case .translation(let name) = layer else { return nil }
        return name
      })
  }

  /// Translations of documents that have none that a task learns.
  private func others(_ counts: [String: Int], than targets: Set<String>) -> [CheckFinding] {
    guard !counts.isEmpty else { return [] }
    let names = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) (\($0.value))" }
    let count = counts.values.reduce(0, +)
    let learned = targets.sorted().map { "`\($0)`" }.joined(separator: ", ")
    return [
      warning(
        "\(count.grouped) translation\(count == 1 ? "" : "s") of train \(count == 1 ? "is" : "are") not learned, called otherwise than \(learned): "
          + names.prefix(Self.listed).joined(separator: ", "),
        "Give the `read` stage the `targetLanguage` that the task learns where they are spellings of one language, "
          + "or add a task for each.")
    ]
  }

  private func duplicates(_ statistics: CorpusStatistics) -> [CheckFinding] {
    var findings: [CheckFinding] = []
    for leak in statistics.leaks {
      findings.append(
        warning(
          "\(leak.documents.counted("document")) of \(leak.second) \(leak.documents == 1 ? "is" : "are") also in \(leak.first), such as \"\(leak.samples.first ?? "")\"",
          "Scores will be too high; clean with `leaks: true`."))
    }
    for split in statistics.splits where split.duplicates > 0 {
      findings.append(
        warning(
          "\(split.duplicates) of \(split.documents) documents of \(split.name) \(split.duplicates == 1 ? "is a duplicate" : "are duplicates")",
          "Clean with `duplicates: exact`."))
    }
    return findings
  }

  /// Labels that only later parts have, of the layers that tasks learn.
  private func unseen(_ statistics: CorpusStatistics) -> [CheckFinding] {
    let layers = Set(tasks.flatMap { $0.value.kind?.labelLayers.map(\.statisticsName) ?? [] })
    let groups = Dictionary(grouping: statistics.unseenLabels.filter { layers.contains($0.layer) }) {
      "\($0.split) \($0.layer)"
    }
    return groups.sorted { $0.key < $1.key }.compactMap { _, labels in
      guard let first = labels.first else { return nil }
      let names = labels.prefix(Self.listed).map { "\($0.label) (\($0.count))" }.joined(separator: ", ")
      return warning(
        "\(labels.count.counted(first.layer == "label" ? "label" : "\(first.layer) label")) of \(first.split) \(labels.count == 1 ? "is" : "are") missing from train: \(names)",
        "They can't be learned; add examples, or correct them.")
    }
  }

  private func balance(_ task: Named<TaskConfig>, _ training: SplitStatistics) -> [CheckFinding] {
    guard let kind = task.value.kind else { return [] }
    return kind.labelLayers.flatMap { balance(task.name, kind, training.counts(of: $0)) }
      + kind.annotationLayers.flatMap { missing($0, training) }
  }

  private func balance(_ task: String, _ kind: any TaskKind, _ counts: ExactDictionary<Int>) -> [CheckFinding] {
    var findings: [CheckFinding] = []
    let total = counts.sum
    if let (label, count) = counts.mostFrequent, counts.count > 1,
      Double(count) > Self.majority * Double(total)
    {
      findings.append(
        warning(
          "task `\(task)`: \(count) of \(total) labels \(count == 1 ? "is" : "are") `\(label)`",
          kind.imbalanceAdvice)
      )
    }
    let rare = counts.filter { $0.value < Self.fewExamples }.keys.sortedExactly()
    if !rare.isEmpty {
      let names = rare.prefix(Self.listed).joined(separator: ", ") + (rare.count > Self.listed ? ", …" : "")
      findings.append(
        warning(
          "task `\(task)`: \(rare.count) of \(counts.count) labels \(rare.count == 1 ? "has" : "have") fewer than \(Self.fewExamples) examples: \(names)",
          "They can hardly be learned; add examples, or merge labels."))
    }
    return findings
  }

  /// How many documents have no label of a layer and train other tasks only.
  private func missing(_ layer: AnnotationLayer, _ training: SplitStatistics) -> [CheckFinding] {
    guard case .labels(let name) = layer, let missing = training.missingLabels[name], missing > 0 else { return [] }
    return [
      CheckFinding(
        level: .note, stage: stage,
        text: "\(source): \(missing.counted("document")) without `\(name)`, for other tasks only")
    ]
  }
}

extension SplitStatistics {
  /// How often each label of a layer occurs.
  fileprivate func counts(of layer: AnnotationLayer) -> ExactDictionary<Int> {
    switch layer {
    case .labels(let name): labels[name] ?? [:]
    case .tags(let name): tags[name] ?? [:]
    case .spans(let name): spans[name] ?? [:]
    case .frames: roles
    case .translation, .field: [:]
    }
  }
}
