import BraidPipelines
import Testing

/// Each broken pipeline with its exact message and what to do.
@Suite struct BrokenPipelineTests {
  static let start = """
    stages:
      - name: reviews
        read: {format: tsv, train: a.tsv}
      - name: words
        vocabulary: {of: reviews}

    """

  struct Case: CustomTestStringConvertible {
    let text: String
    let message: String
    let advice: String
    var testDescription: String { message }
  }

  static let cases: [Case] = [
    Case(
      text: start + """
          - name: model
            train:
              encoder: {vocabulary: words}
              tasks: {a: {head: classification, of: reviews}, b: {head: classification, of: reviews, label: b}}
              weights: {kind: fixed, values: {a: 0, b: 0}}
        """,
      message:
        "p:10:38: `weights` is 0 for every task, expected more than 0 for at least one, so that something is learned",
      advice: "Correct the value."),
    Case(
      text: start + """
          - name: model
            train:
              encoder: {vocabulary: words}
              tasks: {a: {head: classification, of: reviews}, b: {head: classification, of: reviews, label: b}}
              weights: {kind: fixed, values: {a: -1}}
        """,
      message: "p:10:42: `weights` is `-1.0`, expected 0 or more for each task", advice: "Correct the value."),
    Case(
      text: "stages: [", message: "p:2:1: not YAML: did not find expected node content",
      advice: "Correct the line; indentation is with spaces, and a value with `: ` or ` #` inside needs quotes."),
    Case(
      text: "stages:\n\t- name: a", message: "p:2:1: not YAML: found a tab where only spaces may stand",
      advice: "Correct the line; indentation is with spaces, and a value with `: ` or ` #` inside needs quotes."),
    Case(
      text: "stages: []\n---\nstages: []",
      message: "p:2:1: not YAML: a second document begins here; a pipeline is one",
      advice: "Correct the line; indentation is with spaces, and a value with `: ` or ` #` inside needs quotes."),
    Case(
      text: String(repeating: "0123456789", count: 9),
      message:
        "p:1:1: the pipeline is `01234567890123456789012345678901234567890123456789012345678901234567890123456789…`, expected a map of options",
      advice: "Write its options as `key: value`."),
    Case(
      text: "stages: [{name: cache, read: {format: tsv, train: x}}]",
      message: "p:1:17: `name` is `cache`, expected another name: the run folder keeps its cache under that one",
      advice: "Correct the value."),
    Case(
      text: start + "  - name: out\n    annotate: {model: runs/a/model, input: x, output: y}",
      message: "p:7:23: no stage above this one is named `runs/a/model`",
      advice: "A stage is named here; `annotate` takes a model folder as `folder`, `train` as `from`."),
    Case(text: "", message: "p:1:1: the pipeline has no `stages`, expected a list of stages", advice: "Add `stages`."),
    Case(text: "stages: 3", message: "p:1:9: `stages` is `3`, expected a list of stages", advice: "Correct the value."),
    Case(
      text: "stages: []", message: "p:1:9: `stages` is an empty list, expected a list of stages",
      advice: "Correct the value."),
    Case(
      text: "stagse: []\nstages: [{name: a, read: {format: tsv, train: x}}]",
      message: "p:1:1: unknown key `stagse` in the pipeline", advice: "Did you mean `stages`?"),
    Case(
      text: "nmae: x\nstages: [{name: a, read: {format: tsv, train: x}}]",
      message: "p:1:1: unknown key `nmae` in the pipeline", advice: "Did you mean `name`?"),
    Case(
      text: "seed: many\nstages: [{name: a, read: {format: tsv, train: x}}]",
      message: "p:1:7: `seed` is `many`, expected a whole number of at least 0", advice: "Correct the value."),
    Case(
      text: "name: a/b\nstages: [{name: a, read: {format: tsv, train: x}}]",
      message: "p:1:7: `name` is `a/b`, expected letters, digits, `.`, `_` and `-`", advice: "Correct the value."),
    Case(
      text: "stages:\n  - 7", message: "p:2:5: `stages` is `7`, expected a map with `name` and a verb",
      advice: "Correct the value."),
    Case(
      text: "stages:\n  - read: {format: tsv}", message: "p:2:5: a stage has no `name`, expected a name of its own",
      advice: "Add `name`."),
    Case(
      text: "stages:\n  - name: a", message: "p:2:5: stage `a` has no verb",
      advice:
        "Give it exactly one of read, clean, tokenize, split, characters, vocabulary, train, affinity, evaluate, annotate, write, report."
    ),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: x}\n    split: {of: b}",
      message: "p:2:5: stage `a` has 2 verbs: read, split",
      advice:
        "Give it exactly one of read, clean, tokenize, split, characters, vocabulary, train, affinity, evaluate, annotate, write, report."
    ),
    Case(
      text: "stages:\n  - name: a\n    raed: {format: tsv}", message: "p:3:5: unknown key `raed` in stage `a`",
      advice: "Did you mean `read`?"),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tvs, train: x}",
      message:
        "p:3:20: `format` is `tvs`, expected one of text, lines, paragraphs, tsv, csv, jsonl, doccano, prodigy, "
        + "label-studio, fasttext, columns, conll2000, conll2003, conll2005, conll2008, conll2009, conll2012, conllu, conllup, trees, ptb, trec, aligned, parallel, parallel-tsv, "
        + "tmx, xliff, po, xml, tei, tiger, semeval, propbank-frames, brat, webanno, xmi, html",
      advice: "Did you mean `tsv`?"),
    Case(
      text: "stages:\n  - name: a\n    read: {train: x}",
      message: "p:3:11: `read` has no `format`, expected format of the files", advice: "Add `format`."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv}",
      message: "p:2:11: stage `a` has no `train`, expected files of at least one part", advice: "Add `train`."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: x, pretokenised: true}",
      message: "p:3:35: unknown key `pretokenised` in `read`", advice: "Did you mean `pretokenized`?"),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: x, pretokenized: 1}",
      message: "p:3:49: `pretokenized` is `1`, expected true or false", advice: "Correct the value."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: {x: y}}",
      message: "p:3:32: `train` is a map, expected a text or a list of texts", advice: "Correct the value."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: [x, [y]]}",
      message: "p:3:36: `train` is a list, expected a list of texts", advice: "Correct the value."),
    Case(
      text: "stages:\n  - name: a\n    read: [tsv]",
      message: "p:3:11: `read` is a list, expected a map of options", advice: "Write its options as `key: value`."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: x, maximumLost: 2}",
      message: "p:3:48: `maximumLost` is `2`, expected a number from 0.0 to 1.0", advice: "Correct the value."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: x, columns: 3}",
      message: "p:3:44: `columns` is `3`, expected a map of texts", advice: "Correct the value."),
    Case(
      text: start + "  - name: words\n    split: {of: reviews}",
      message: "p:6:11: a second stage named `words`, the first is at p:4:11",
      advice: "Give each stage a name of its own."),
    Case(
      text: start + "  - name: b\n    split: {of: revews}",
      message: "p:7:17: no stage above this one is named `revews`", advice: "Did you mean `reviews`?"),
    Case(
      text: start + "  - name: b\n    split: {of: words}",
      message: "p:7:17: stage `words` gives vocabulary, expected documents",
      advice: "Name a stage with the right output."),
    Case(
      text: "stages:\n  - name: b\n    split: {of: a}\n  - name: a\n    read: {format: tsv, train: x}",
      message: "p:3:17: no stage above this one is named `a`", advice: "Remove it."),
    Case(
      text: start + "  - name: m\n    train: {encoder: {vocabulary: words}}",
      message: "p:7:12: `train` has no `tasks`, expected the tasks by name, in the order of the loss",
      advice: "Add `tasks`."),
    Case(
      text: start + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {}}",
      message: "p:7:50: stage `m` has no `tasks`, expected at least one task", advice: "Add `tasks`."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {embedding: 3}, tasks: {s: {head: tagging, of: reviews, tags: x}}}",
      message: "p:7:22: `encoder` has no `vocabulary`, expected the vocabulary stage of its words",
      advice: "Add `vocabulary`."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: reviews}, tasks: {s: {head: tagging, of: reviews, tags: x}}}",
      message: "p:7:35: stage `reviews` gives documents, expected vocabulary",
      advice: "Name a stage with the right output."),
    Case(
      text: start + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: tagger, of: reviews}}}",
      message:
        "p:7:61: `head` is `tagger`, expected one of classification, regression, tagging, lemmas, dependencies, semantic-roles, translation, language-model, segmentation",
      advice: "Did you mean `tagging`?"),
    Case(
      text: start + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: tagging, of: reviews}}}",
      message: "p:7:54: `s` has no `tags`, expected a token layer `tags` or a span layer `spans` to learn",
      advice: "Add `tags`."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: translation, of: reviews}}}",
      message: "p:7:54: `s` has no `target`, expected name of the target text",
      advice: "Add `target`."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: translation, of: reviews, target: de}}}",
      message: "p:7:54: `s` has no `vocabulary`, expected vocabulary stage of the target text",
      advice: "Add `vocabulary`."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews, layer: topp}}}",
      message: "p:7:97: `layer` is `topp`, expected top, mix, all or a number from 0", advice: "Correct the value."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews, beam: 12}}}",
      message: "p:7:90: unknown key `beam` in `s`", advice: "Did you mean `head`?"),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: tagging, of: reviews, tags: a, spans: b}}}",
      message: "p:7:99: `spans` is `b` beside `tags`, expected one of the two", advice: "Correct the value."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews}}, weights: {kind: fixed, lambda: 2}}",
      message: "p:7:115: unknown key `lambda` in `weights`", advice: "Known here: kind, values."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews}, "
        + "t: {head: classification, of: reviews}}}\n  - name: a\n    annotate: {model: m, input: x, output: y, to: fasttext}",
      message:
        "p:8:11: `tasks` is `s` and `t`, which both write labels in the layer `label`, "
        + "expected one of them, or `to: jsonl`, which holds both",
      advice: "Correct the value."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {mood: {head: classification, of: reviews}}}\n"
        + "  - name: a\n    annotate: {model: m, input: x, output: y, tasks: mod}",
      message: "p:9:54: `tasks` is `mod`, expected tasks of `m`: mood", advice: "Did you mean `mood`?"),
    Case(
      text: start + "  - name: w\n    write: {of: reviews, path: ./a.tsv, format: tsv}",
      message: "p:7:32: writes over ./a.tsv, which stage `reviews` reads", advice: "Choose another output."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews, "
        + "multiLabel: true, sigmoid: true}}}",
      message: "p:7:117: `sigmoid` is `true` beside `multiLabel`, expected one of the two", advice: "Correct the value."
    ),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews, buckets: 1000}}}",
      message: "p:7:99: `buckets` is `1000`, expected a power of two, such as 512 or 1024", advice: "Correct the value."
    ),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews, pooling: [max, max]}}}",
      message: "p:7:99: `pooling` is `max, max`, expected each way once", advice: "Correct the value."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews, pooling: [max, men]}}}",
      message: "p:7:105: `pooling` is `men`, expected one of last, mean, max, attention", advice: "Did you mean `mean`?"
    ),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words, states: {layers: top}}, tasks: {s: {head: classification, of: reviews}}}",
      message: "p:7:50: `states` is given, expected none without a model `contextual`", advice: "Correct the value."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words, contextual: m.braid, states: {layers: topp}}, tasks: {s: {head: classification, of: reviews}}}",
      message: "p:7:80: `layers` is `topp`, expected one of mix, all, top", advice: "Did you mean `top`?"),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words, contextual: n}, tasks: {s: {head: classification, of: reviews}}}",
      message: "p:7:54: `encoder.contextual` is `n`, expected a train stage above, or a model or run folder",
      advice: "Correct the value."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews}}, "
        + "conflict: {kind: pcgrad}}",
      message:
        "p:7:12: `schedule` is a schedule that does not take every task in every step, as conflict pcgrad needs, expected `schedule: {kind: joint}`",
      advice: "Correct the value."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words, lstm: {layers: 9}}, tasks: {s: {head: classification, of: reviews}}}",
      message: "p:7:57: `layers` is `9`, expected a whole number from 1 to 8", advice: "Correct the value."),
    Case(
      text: start
        + "  - name: m\n    train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: reviews}}, weights: {kind: geometrc}}",
      message:
        "p:7:108: `kind` is `geometrc`, expected one of geometric, fixed, uncertainty, dynamic-average, gradnorm, "
        + "random, geometric-mean, imtl-l, famo, stch, fading",
      advice: "Did you mean `geometric`?"),
    Case(
      text: start + "  - name: out\n    write: {of: reviews, output: y}",
      message: "p:7:26: unknown key `output` in `write`", advice: "Did you mean `path`?"),
    Case(
      text: start + "  - name: m\n    annotate: {folder: m, input: x, path: y}",
      message: "p:7:37: unknown key `path` in `annotate`", advice: "Did you mean `output`?"),
    Case(
      text: "stages:\n  - name: a\n    read: {kind: tsv, train: x}",
      message: "p:3:12: unknown key `kind` in `read`", advice: "Did you mean `format`?"),
    Case(
      text: start + "  - name: m\n    annotate: {folder: m, input: x, output: y.csv, probabilities: true}",
      message:
        "p:7:67: `probabilities` is `true` for csv, which has no place for them, expected none, or one of the formats jsonl, tei",
      advice: "Correct the value."),
    Case(
      text: start + "  - name: m\n    annotate: {input: x, output: y}",
      message: "p:6:11: stage `m` has no `model`, expected a train stage, or a model `folder`", advice: "Add `model`."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: \"${data}/x\"}",
      message: "p:3:32: `${data}` is a variable that `variables` does not have, expected one of run",
      advice: "Correct the value."),
    Case(
      text: "variables: {date: x}\nstages:\n  - name: a\n    read: {format: tsv, train: \"${data}/x\"}",
      message: "p:4:32: `${data}` is a variable that `variables` does not have, expected one of date, run",
      advice: "Did you mean `date`?"),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: \"${data/x\"}",
      message: "p:3:32: `${` is `${data/x`, expected a closing `}`", advice: "Correct the value."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: \"${env:NOWHERE}\"}",
      message: "p:3:32: `${env:NOWHERE}` is not in the environment, expected a value, or a default: ${env:NOWHERE:-…}",
      advice: "Correct the value."),
    Case(
      text: "stages:\n  - name: a\n    name: b\n    read: {format: tsv, train: x}",
      message: "p:2:5: not YAML: the map that begins here has the key `name` twice",
      advice: "Correct the line; indentation is with spaces, and a value with `: ` or ` #` inside needs quotes."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: !!python/object tsv, train: x}",
      message: "p:3:20: not YAML: found the tag tag:yaml.org,2002:python/object; pipelines have no tags",
      advice: "Correct the line; indentation is with spaces, and a value with `: ` or ` #` inside needs quotes."),
    Case(
      text: "stages:\n  - name: a/b\n    read: {format: tsv, train: x}",
      message: "p:2:11: `name` is `a/b`, expected letters, digits, `.`, `_` and `-`", advice: "Correct the value."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, train: []}",
      message: "p:2:11: stage `a` has no `train`, expected files of at least one part", advice: "Add `train`."),
    Case(
      text: start + "  - name: b\n    split: {of: reviews, dev: 0.5, test: 0.5}",
      message: "p:7:31: `dev` is 0.5 and `test` 0.5, expected shares that leave some for training",
      advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    split: {of: reviews, stratify: label, group: source}",
      message: "p:7:50: `group` is given beside `stratify`, expected one of the two", advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    write: {of: reviews, path: x}\n  - name: c\n    write: {of: reviews, path: x}",
      message: "p:9:32: writes x, as stage `b` does", advice: "Give each its own file."),
    Case(
      text: start + "  - name: b\n    clean: {of: reviews, matching: \"[a\"}",
      message: "p:7:36: `matching` is `[a`, expected a regular expression", advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    clean: {of: reviews, minimumWords: 9, maximumWords: 3}",
      message: "p:7:57: `maximumWords` is `3`, expected no less than the minimum, 9", advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    clean: {of: reviews, fields: {state: []}}",
      message: "p:7:42: `state` is an empty list, expected a text or a list of texts", advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    clean: {of: reviews, maximumRatio: 3}",
      message: "p:7:40: stage `b` has no `target`, expected the aligned text that `maximumRatio` looks at",
      advice: "Add `target`."),
    Case(
      text: start + "  - name: b\n    clean: {of: reviews, duplicates: exakt}",
      message: "p:7:38: `duplicates` is `exakt`, expected one of keep, exact, similar", advice: "Did you mean `exact`?"),
    Case(
      text: start + "  - name: b\n    tokenize: {of: reviews, patterns: [url, mail]}",
      message: "p:7:45: `patterns` is `mail`, expected one of url, email, mention, hashtag, quantity",
      advice: "Did you mean `email`?"),
    Case(
      text: start + "  - name: b\n    tokenize: {of: reviews, normalize: [nfd]}",
      message:
        "p:7:41: `normalize` is `nfd`, expected one of nfc, nfkc, case-fold, lowercase, strip-diacritics, whitespace",
      advice: "Did you mean `nfc`?"),
    Case(
      text: start + "  - name: b\n    tokenize: {of: reviews, abbreviations: [Dr]}",
      message: "p:7:44: `abbreviations` is `Dr`, expected words that end with a full stop, or `common`",
      advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    tokenize: {of: reviews, locale: fi, abbreviations: common}",
      message:
        "p:7:56: `abbreviations` is `common` for the locale `fi`, expected a language with a list: de, en, fr, it",
      advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    tokenize: {of: reviews, rules: englisch}",
      message: "p:7:36: `rules` is `englisch`, expected one of icu, english, french, italian",
      advice: "Did you mean `english`?"),
    Case(
      text: start + "  - name: b\n    tokenize: {of: reviews, unit: character, rules: english}",
      message: "p:7:53: `rules` is `english` for characters, expected `icu`, or words as the unit",
      advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    tokenize: {of: []}",
      message: "p:7:20: `of` is an empty list, expected the stages whose documents are tokenized",
      advice: "Correct the value."),
    Case(
      text: "include: nowhere.yaml\nstages: []",
      message: "p:1:10: `include` is `nowhere.yaml`, expected a file that can be read", advice: "Correct the value."),
    Case(
      text: "include: {a: b}\nstages: []",
      message: "p:1:10: `include` is a map, expected a file, or a list of files", advice: "Correct the value."),
    Case(
      text: "variables: [x]\nstages: [{name: a, read: {format: tsv, train: x}}]",
      message: "p:1:12: `variables` is a list, expected a map of values", advice: "Correct the value."),
    Case(
      text: start + "  - name: b\n    write: {of: reviews, part: dev, path: x}",
      message: "p:7:32: stage `reviews` has no part `dev`", advice: "It has train."),
    Case(
      text: "stages:\n  - name: a\n    read: {format: tsv, test: x}\n  - name: b\n    split: {of: a}",
      message: "p:5:17: stage `a` has no part `train`", advice: "It has test."),
    Case(
      text: "a: &a [*a]", message: "p:1:8: not YAML: found undefined alias",
      advice: "Correct the line; indentation is with spaces, and a value with `: ` or ` #` inside needs quotes."),
  ]

  @Test(arguments: cases)
  func `a broken pipeline gets its own message and advice`(_ broken: Case) {
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: broken.text, file: "p") }
    #expect(error?.errorDescription == broken.message)
    #expect(error?.recoverySuggestion == broken.advice)
  }

  @Test func `all mistakes are found at once, and nothing is one that follows from another`() throws {
    let text = """
      nmae: x
      stages:
        - name: reviews
          read: {format: tvs, train: a.tsv, pretokenised: true}
        - name: words
          vocabulary:
            sise: 5
            of: reviews
        - name: other
          read:
            fromat: tsv
            train: b.tsv
        - name: third
          read: {format: tsv, train: c.tsv}
        - name: model
          train: {encoder: {vocabulary: words, lstm: {layers: 9}}, tasks: {s: {head: tagger, of: third}}, epoks: 3}
        - name: out
          write: {of: thrid, path: x.jsonl}
        - name: later
          write: {of: third, part: dev, path: x.jsonl}
        - name: scores
          evaluate: {model: model, of: third}
        - name: third
          read: {format: tsv, train: d.tsv}
        - naem: last
      """
    let expected = [
      (1, "unknown key `nmae`"), (4, "`format` is `tvs`"), (4, "unknown key `pretokenised`"), (7, "unknown key `sise`"),
      (11, "unknown key `fromat`"), (16, "`layers` is `9`"), (16, "`head` is `tagger`"), (16, "unknown key `epoks`"),
      (18, "no stage above this one is named `thrid`"), (20, "stage `third` has no part `dev`"),
      (20, "writes x.jsonl, as stage `out` does"), (22, "stage `third` has no part `dev`"),
      (23, "a second stage named `third`"), (25, "a stage has no `name`"),
    ]
    let folder = try Workbench()
    try folder.write("p.yaml", text)
    let pipeline = try Pipeline(checking: folder.path("p.yaml"))
    let found = pipeline.mistakes.map { $0.errorDescription ?? "" }
    #expect(found.count == expected.count, "\(found)")
    for (mistake, (line, problem)) in zip(found, expected) {
      #expect(mistake.hasPrefix("\(folder.path("p.yaml")):\(line):") && mistake.contains(problem), "\(mistake)")
    }
    // The first of them is what other commands say.
    let error = #expect(throws: PipelineError.self) { try Pipeline(contentsOf: folder.path("p.yaml")) }
    #expect(error?.errorDescription == found.first)
  }

  @Test func `every mistake of a stage is found, also beside one that can't be read`() throws {
    let text = """
      stages:
        - name: bad
          read: {format: tvs, train: a.tsv}
        - name: good
          read: {format: tsv, train: b.tsv}
        - name: cut
          split: {of: bad, dev: 0.5, test: 0.5}
        - name: kept
          clean: {of: [cut, god], minimumWords: 9, maximumWords: 3, matching: "[a", maximumRatio: 3}
        - name: chars
          tokenize: {of: bad, unit: character}
        - name: words
          vocabulary: {of: [kept, wrods]}
        - name: model
          train:
            encoder: {vocabulary: words, contextual: nope}
            tasks: {s: {head: classification, of: chars, layer: 5}, t: {head: classification, of: nowhere, layer: 6}}
        - name: out
          annotate: {model: model, input: x, output: y.csv, probabilities: true, tasks: u, reading: {columns: {txt: 1}}}
        - name: last
          write: {of: kept, part: dev, path: z.jsonl}
      """
    let expected = [
      (3, "`format` is `tvs`"), (7, "`dev` is 0.5 and `test` 0.5"), (9, "no stage above this one is named `god`"),
      (9, "`maximumWords` is `3`"), (9, "`matching` is `[a`"), (9, "stage `kept` has no `target`"),
      (13, "no stage above this one is named `wrods`"), (16, "`encoder.contextual` is `nope`"),
      (17, "`layer` is `5`"), (17, "no stage above this one is named `nowhere`"), (17, "`layer` is `6`"),
      (19, "`probabilities` is `true`"), (19, "`tasks` is `u`"), (19, "`columns` is `txt`"),
    ]
    let folder = try Workbench()
    try folder.write("p.yaml", text)
    let found = try Pipeline(checking: folder.path("p.yaml")).mistakes.map { $0.errorDescription ?? "" }
    #expect(found.count == expected.count, "\(found)")
    for (mistake, (line, problem)) in zip(found, expected) {
      #expect(mistake.hasPrefix("\(folder.path("p.yaml")):\(line):") && mistake.contains(problem), "\(mistake)")
    }
  }

  @Test func `a variable without a value and wrong settings hide no other mistake`() throws {
    let text = """
      stages:
        - name: a
          read: {format: tsv, train: a.tsv, trian: b.tsv}
        - name: b
          write: {of: "${nope}", path: "${no}/x.jsonl"}
        - name: c
          split: {of: a, dve: 1}
      """
    let folder = try Workbench()
    try folder.write("p.yaml", text)
    let pipeline = try Pipeline(checking: folder.path("p.yaml"), settings: ["x.y=1", "z.y=1"])
    let file = folder.path("p.yaml")
    let expected = [
      "--set x.y=1: ", "--set z.y=1: ", "\(file):3:39: unknown key `trian`", "\(file):5:17: `${nope}` is ",
      "\(file):5:34: `${no}` is ", "\(file):7:20: unknown key `dve`",
    ]
    let found = pipeline.mistakes.map { $0.errorDescription ?? "" }
    #expect(found.count == expected.count, "\(found)")
    for (mistake, start) in zip(found, expected) { #expect(mistake.hasPrefix(start), "\(mistake)") }
  }

  @Test(arguments: ["tokens", "words", "model", "nowhere"])
  func `a stage that uses itself or one below it is an error, also where a training needs it`(source: String) {
    let text = """
      stages:
        - name: reviews
          read: {format: tsv, train: a.tsv}
        - name: tokens
          tokenize: {of: SOURCE}
        - name: words
          vocabulary: {of: tokens}
        - name: model
          train: {encoder: {vocabulary: words}, tasks: {s: {head: classification, of: tokens}}}
      """
    let error = #expect(throws: PipelineError.self) {
      try Pipeline(text: text.replacing("SOURCE", with: source), file: "p")
    }
    #expect(error?.errorDescription?.contains("no stage above this one is named `\(source)`") == true)
  }

  @Test func `rules of tokens beside a model that finds them are refused`() {
    let text = """
      stages:
        - name: a
          tokenize: {of: b, model: m, sentences: none}
      """
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: text, file: "p") }
    #expect(
      error?.errorDescription
        == "p:3:30: `model` is given beside rules of tokens and sentences, expected one of the two")
  }

  @Test func `aliases that blow up are stopped`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      text += "a\(level): &a\(level) [" + (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ") + "]\n"
    }
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: text, file: "p") }
    #expect(error?.errorDescription?.contains("more than 100000 values after expanding aliases") == true)
  }

  @Test(arguments: ["*a : 1", "[*a, x] : 1", "{k: *a} : 1", "? *a\n: 1", "x: {*a : 1}"])
  func `keys that are not words are refused where there are anchors`(key: String) {
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: "a: &a [x]\n\(key)\n", file: "p") }
    #expect(error?.errorDescription?.contains("p:2:1: not YAML: found `") == true)
    #expect(error?.errorDescription?.contains("a key is a word") == true)
  }

  @Test func `anchors are no reason to refuse a key in quotes or a comment`() throws {
    let text = """
      variables: {data: &data "there *x : y"}  # and *data : here
      stages: [{name: a, read: {format: tsv, train: "[x] : *y", dev: *data}}]
      """
    _ = try Pipeline(text: text, file: "p")
  }

  @Test func `variables that double each other are stopped`() {
    let doubling = (1...30).map { "  v\($0): \"${v\($0 - 1)}${v\($0 - 1)}\"\n" }.joined()
    let error = #expect(throws: PipelineError.self) {
      try Pipeline(text: "variables:\n  v0: words\n\(doubling)stages: []", file: "p")
    }
    #expect(error?.errorDescription?.contains("more text than variables may make") == true)
  }
}
