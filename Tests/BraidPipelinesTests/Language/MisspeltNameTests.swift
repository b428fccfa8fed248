import BraidPipelines
import Testing

/// A wrong name, or a number that can't be, is found before anything runs, with the place where it stands.
@Suite struct MisspeltNameTests {
  /// A pipeline with a `§` where something is wrong.
  struct Case: CustomTestStringConvertible {
    let text: String
    let problem: String
    let advice: String
    var testDescription: String { problem }

    init(_ text: String, _ problem: String, _ advice: String = "Correct the value.") {
      (self.text, self.problem, self.advice) = (text, problem, advice)
    }

    /// Options of a training of two tasks on two corpora.
    static func training(_ options: String, _ problem: String, _ advice: String = "Correct the value.") -> Case {
      Case(
        """
        stages:
          - name: reviews
            read: {format: tsv, train: a.tsv, dev: b.tsv}
          - name: mail
            read: {format: tsv, train: c.tsv}
          - name: words
            vocabulary: {of: [reviews, mail]}
          - name: model
            train:
              encoder: {vocabulary: words, lstm: {layers: 2}}
              tasks:
                mood: {head: classification, of: reviews}
                topic: {head: classification, of: mail, label: topic}
              \(options)
        """, problem, advice)
    }

    /// A stage below a corpus and a model.
    static func stage(_ options: String, _ problem: String, _ advice: String = "Correct the value.") -> Case {
      training(
        "epochs: 2\n  - name: last\n    \(options)", problem, advice)
    }
  }

  static let training: [Case] = [
    .training(
      "weights: {kind: fixed, values: {mood: 1, §tpoic: 2}}",
      "`weights.values` is `tpoic`, expected one of mood, topic",
      "Did you mean `topic`?"),
    .training(
      "weights: {kind: geometric, order: [topic, §mod]}", "`weights.order` is `mod`, expected one of mood, topic",
      "Did you mean `mood`?"),
    .training(
      "weights: {kind: fading, tasks: §modo}", "`weights.tasks` is `modo`, expected one of mood, topic",
      "Did you mean `mood`?"),
    .training(
      "weights: {kind: fixed, values: {topic: 1, mood: §-1}}", "`weights` is `-1.0`, expected 0 or more for each task"),
    .training(
      "rates: {§encodr: 0.1}", "`rates` is `encodr`, expected one of encoder, mood, topic", "Did you mean `encoder`?"),
    .training("rates: {encoder: §0}", "`rates.encoder` is `0`, expected more than 0, at most 1000"),
    .training(
      "freeze: [encoder, §mod]", "`freeze` is `mod`, expected one of encoder, mood, topic", "Did you mean `mood`?"),
    .training(
      "freeze: §[encoder, mood, topic]",
      "`freeze` is every part of the model, expected fewer parts, or some of them in `unfreeze`"),
    .training(
      "freeze: [encoder]\n      unfreeze: {§encodr: 1}", "`unfreeze` is `encodr`, expected parts that `freeze` names",
      "Did you mean `encoder`?"),
    .training(
      "freeze: [encoder]\n      unfreeze: {encoder: §0.5}",
      "`unfreeze.encoder` is `0.5`, expected a whole number from 1"),
    .training(
      "earlyStopping: {aggregate: {mood: 1, §topci: 1}}",
      "`earlyStopping.aggregate` is `topci`, expected one of mood, topic", "Did you mean `topic`?"),
    .training(
      "earlyStopping: {aggregate: {mood: §-1}}", "`earlyStopping.aggregate.mood` is `-1`, expected 0 or more"),
    .training(
      "schedule: {kind: probabilities, probabilities: {reviews: 1, §mial: 1}}",
      "`schedule.probabilities` is `mial`, expected one of reviews, mail", "Did you mean `mail`?"),
    .training(
      "schedule: {kind: probabilities, probabilities: §{reviews: 1}}",
      "`schedule.probabilities` is without `mail`, which would never be read, expected more than 0 for each corpus"),
    .training(
      "schedule: {kind: sequential, phases: {first: {of: [reviews, §mial]}}}",
      "`schedule.phases.first.of` is `mial`, expected one of reviews, mail", "Did you mean `mail`?"),
    .training(
      "schedule: {kind: sequential, phases: §{first: {of: reviews}}}",
      "`schedule.phases` is without `mail`, which would never be read, expected a phase for each corpus"),
    .training(
      "epochs: §2\n      schedule: {kind: sequential, phases: {first: {of: [reviews, mail], epochs: 3}}}",
      "`epochs` is `2`, expected 3 or more, as many as the phases have"),
    .training(
      "schedule: {kind: dynamic, targets: {mood: 90, §tpoic: 80}}",
      "`schedule.targets` is `tpoic`, expected one of mood, topic", "Did you mean `topic`?"),
    .training(
      "schedule: {kind: dynamic, targets: {mood: §0}}",
      "`schedule.targets.mood` is `0`, expected more than 0, at most 100"),
    .training(
      "schedule: {kind: dynamic, by: §gpa}", "`by` is `gpa`, expected one of gap, progress", "Did you mean `gap`?"),
    .training(
      "schedule: {kind: dynamic, floor: §2}", "`floor` is `2`, expected a number from 0.0 to 1.0"),
    .training(
      "batches: {reviews: {sentences: 4}, §mial: {accumulate: 2}}",
      "`batches` is `mial`, expected one of reviews, mail", "Did you mean `mail`?"),
    .training(
      "batches: {reviews: {accumulate: §0}}", "`accumulate` is `0`, expected a whole number from 1 to 10000"),
    .training("learningRate: {peak: §0}", "`learningRate.peak` is `0`, expected more than 0"),
    .training(
      "conflict: {log: §true}",
      "`log` is `true`, where no two tasks are in one step, whose gradients could be compared, expected "
        + "`schedule: {kind: joint}`, or tasks that learn from the same corpus"),
    .training(
      "teachers: {§modo: {of: x/y}}", "`teachers` is `modo`, expected one of mood, topic", "Did you mean `mood`?"),
    .training(
      "teachers: {mood: {of: [x/y, §modle]}}",
      "`teachers.mood.of` is `modle`, expected a train stage above, or a model or run folder"),
    .training("from: §modle", "`from` is `modle`, expected a train stage above, or a model or run folder"),
    .training(
      "distillation: §{share: 0.5}", "`distillation` is given without `teachers`, expected none, or models that teach"),
  ]

  static let others: [Case] = [
    Case(
      """
      stages:
        - {name: a, read: {format: tsv, train: a.tsv}}
        - {name: words, vocabulary: {of: a}}
        - name: model
          train:
            encoder: {vocabulary: words}
            tasks:
              mood: {head: classification, layer: §3, of: a}
      """, "`layer` is `3`, expected a layer of the encoder, 0 to 1, or `top`, `mix` or `all`"),
    Case(
      """
      stages:
        - {name: a, read: {format: tsv, train: a.tsv}}
        - {name: words, vocabulary: {of: a}}
        - name: model
          train:
            encoder: {vocabulary: words}
            tasks:
              lm: {head: language-model, of: a, layer: §all}
      """,
      "`layer` is features and layers of a bidirectional encoder side by side, expected layer 1, whose directions each know their own past only, "
        + "or an encoder with `bidirectional: false`"),
    Case(
      """
      stages:
        - {name: a, read: {format: tsv, train: a.tsv}}
        - name: words
          vocabulary:
            of: [a, §b]
      """, "no stage above this one is named `b`", "Did you mean `a`?"),
    .stage("evaluate: {model: §modl, of: reviews}", "no stage above this one is named `modl`", "Did you mean `model`?"),
    .stage(
      "evaluate: {model: model, of: [reviews, §revews]}", "no stage above this one is named `revews`",
      "Did you mean `reviews`?"),
    .stage(
      "evaluate: {model: model, of: §words}", "stage `words` gives vocabulary, expected documents",
      "Name a stage with the right output."),
    .stage(
      "evaluate: {model: model, of: reviews, part: §test}", "stage `reviews` has no part `test`", "It has train, dev."),
    .stage(
      "annotate: {model: model, input: x, output: y, tasks: [mood, §topci]}",
      "`tasks` is `topci`, expected tasks of `model`: mood, topic", "Did you mean `topic`?"),
    .stage(
      "annotate: {model: model, folder: §x/y, input: x, output: y}",
      "`folder` is given beside `model`, expected one of the two"),
    .stage(
      "affinity: {of: §words}", "stage `words` gives vocabulary, expected model", "Name a stage with the right output."),
    .stage(
      "tokenize: {of: reviews, locale: §english}",
      "`locale` is `english`, expected a language tag (BCP 47) that ICU knows, such as en, de-AT or zh-Hant; und for any other",
      "Did you mean `en`?"),
    .stage(
      "tokenize: {of: reviews, target: de, targetLocale: §german}",
      "`targetLocale` is `german`, expected a language tag (BCP 47) that ICU knows, such as en, de-AT or zh-Hant; und for any other",
      "Did you mean `de`?"),
    .stage(
      "tokenize: {of: reviews, targetLocale: §de}",
      "`targetLocale` is `de` without `target`, expected none, or the aligned text that it is for"),
    .stage("split: {of: reviews, dev: §0}", "`dev` is 0 and `test` 0, expected a share above 0 for one of them"),
    .stage(
      "vocabulary: {of: reviews, layer: §pos}", "`layer` is `pos` for `kind: words`, expected none, or `kind: labels`"),
    .stage(
      "vocabulary: {of: reviews, kind: labels, side: §de}",
      "`side` is `de` for `kind: labels`, expected none, or another kind"),
    .stage(
      "write: {of: reviews, path: x.jsonl, header: §true}",
      "`header` is `true` for jsonl, which does not use it, expected none, or one of the formats tsv, csv, parallel-tsv"
    ),
    .stage(
      "write: {of: reviews, path: x.csv, offsets: §utf16}",
      "`offsets` is `utf16` for csv, which does not use it, expected none, or one of the formats jsonl"),
    .stage(
      "write: {of: reviews, path: x.conllu, format: conllu, targetLanguage: §de}",
      "`targetLanguage` is `de` for conllu, which does not use it, expected none, or one of the formats tsv, csv, parallel-tsv, aligned, parallel, tmx, xliff, po"
    ),
    .stage(
      "annotate: {model: model, input: x, output: y.jsonl, writing: {separator: §comma}}",
      "`separator` is `comma` for jsonl, which does not use it, expected none, or one of the formats tsv, csv, parallel-tsv, columns, conll2000, conll2003"
    ),
    .stage(
      "read: {format: csv, train: d.csv, quote: §single}",
      "`quote` is `single`, expected one mark of ASCII that separates nothing, or none"),
    .stage(
      "read: {format: csv, train: d.csv, quote: \"§,\"}",
      "`quote` is `,`, expected one mark of ASCII that separates nothing, or none"),
    .stage(
      "write: {of: reviews, path: x.csv, quote: \"§\"}",
      "`quote` is ``, expected one mark of ASCII that separates nothing, or none"),
    .stage(
      "annotate: {model: model, input: x, format: csv, reading: {quote: \"§,\"}, output: y}",
      "`quote` is `,`, expected one mark of ASCII that separates nothing, or none"),
    .stage(
      "annotate: {model: model, input: x, output: y.csv, writing: {quote: \"§,\"}}",
      "`quote` is `,`, expected one mark of ASCII that separates nothing, or none"),
    .stage(
      "read: {format: tsv, train: d.tsv, encoding: §klingon}",
      "`encoding` is `klingon`, expected an encoding that ICU knows, such as utf-8, windows-1252, shift_jis or koi8-r"),
    .stage(
      "read: {format: tsv, train: d.tsv, columns: {label: 1, §txt: 2}}",
      "`columns` is `txt` and no text, expected a `text`", "Did you mean `text`?"),
    .stage(
      "read: {format: jsonl, train: d.jsonl, fields: {§txet: body, label: topic}}",
      "`fields` is `txet` and no text, expected a `text`", "Did you mean `text`?"),
    .stage(
      "annotate: {model: model, input: x, format: csv, reading: {columns: {§texts: 1}}, output: y}",
      "`columns` is `texts` and no text, expected a `text`", "Did you mean `text`?"),
    .stage("clean: {of: reviews, matching: [a, \"§[a\"]}", "`matching` is `[a`, expected a regular expression"),
    .stage(
      "write: {of: reviews, path: §a.tsv}", "writes over a.tsv, which stage `reviews` reads", "Choose another output."),
  ]

  @Test(arguments: training + others)
  func `what is wrong is said at its place`(broken: Case) {
    let lines = broken.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let line = lines.firstIndex(where: { $0.contains("§") }), let mark = lines[line].firstIndex(of: "§") else {
      Issue.record("no mark in \(broken.text)")
      return
    }
    // Quotes are part of a value.
    var column = lines[line].distance(from: lines[line].startIndex, to: mark) + 1
    if lines[line][..<mark].last == "\"" { column -= 1 }
    let error = #expect(throws: PipelineError.self) {
      try Pipeline(text: broken.text.replacing("§", with: ""), file: "p")
    }
    #expect(error?.errorDescription == "p:\(line + 1):\(column): \(broken.problem)")
    #expect(error?.recoverySuggestion == broken.advice)
  }

  @Test func `a setting of the command line is its own place`() {
    let text = Self.training[0].text.replacing("§tpoic", with: "topic")
    let setting = "model.weights.values={tpoic: 1}"
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: text, file: "p", settings: [setting]) }
    #expect(
      error?.errorDescription
        == "--set \(setting): `weights.values` is `tpoic`, expected one of mood, topic")
  }
}
