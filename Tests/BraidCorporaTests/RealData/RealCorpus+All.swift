import BraidCorpora
import Foundation

extension RealCorpus {
  /// Every corpus that is read file by file; the counts are those of the folder's README, or of `grep` and `awk` where it
  /// has none.
  static let all: [RealCorpus] =
    roles + syntax + labels + [
      RealCorpus("conll2000/train.txt", format: .conll2000, counts: [.sentences: 8_936, .tokens: 211_727])
    ] + parallel + xml + samples + entities + exports

  private static let roles = [
    RealCorpus(
      "srl-propbank-ewt/train.gold_conll.gz", format: .conll2012,
      counts: [.sentences: 12_517, .tokens: 204_207, .frames: 40_429]),
    RealCorpus(
      "srl-propbank-ewt/dev.gold_conll.gz", format: .conll2012,
      counts: [.sentences: 1_965, .tokens: 24_887, .frames: 4_963]),
    RealCorpus(
      "srl-formats/up1-ewt-dev.conllup.gz", format: .conllup,
      // 14,661 cells, of which 4,973 are a predicate's own.
      counts: [.sentences: 2_002, .tokens: 25_148, .frames: 4_977, .arguments: 9_688]),
  ]

  private static let syntax = [
    RealCorpus("ud-english-ewt/train.conllu.gz", format: .conllu, counts: [.sentences: 12_544, .tokens: 204_577]),
    RealCorpus("ud-english-ewt/dev.conllu.gz", format: .conllu, counts: [.sentences: 2_001, .tokens: 25_147]),
    RealCorpus("text/ud-pud/en_pud-ud-test.conllu.gz", format: .conllu, counts: [.sentences: 1_000, .tokens: 21_180]),
    RealCorpus("text/ud-pud/ru_pud-ud-test.conllu.gz", format: .conllu, counts: [.sentences: 1_000, .tokens: 19_355]),
    RealCorpus("text/ud-pud/th_pud-ud-test.conllu.gz", format: .conllu, counts: [.sentences: 1_000, .tokens: 22_330]),
    RealCorpus("text/ud-pud/zh_pud-ud-test.conllu.gz", format: .conllu, counts: [.sentences: 1_000, .tokens: 21_415]),
  ]

  private static let labels = [
    RealCorpus("sst/sst2.train.tsv", format: .tsv, counts: [.documents: 6_920, .labels: 6_920]) {
      $0.pretokenized = true
    },
    RealCorpus("sst/sst2.dev.tsv", format: .tsv, counts: [.documents: 872, .labels: 872]) { $0.pretokenized = true },
    RealCorpus("sst/sst5.train.tsv", format: .tsv, counts: [.documents: 8_544, .labels: 8_544]),
    RealCorpus("sst/sst5.dev.tsv", format: .tsv, counts: [.documents: 1_101, .labels: 1_101]),
    RealCorpus("sst/sst5.train_phrases.tsv.gz", format: .tsv, counts: [.documents: 159_274, .labels: 159_274]),
    RealCorpus(
      "sst/train.trees.txt", format: .trees, counts: [.documents: 8_544, .labels: 8_544],
      explained: [Self.subtrees: 310_038]),
    RealCorpus(
      "sst/dev.trees.txt", format: .trees, counts: [.documents: 1_101, .labels: 1_101],
      explained: [Self.subtrees: 40_346]),
    RealCorpus("trec/train.txt", format: .trec, counts: [.documents: 5_452, .labels: 2 * 5_452]) {
      $0.encoding = .latin1
    },
  ]

  private static let parallel = [("train", ".gz", 29_000), ("val", "", 1_014), ("test2016", "", 1_000)].flatMap {
    name, ending, count in
    ["de", "fr"].map { language in
      RealCorpus(
        "multi30k/\(name).en\(ending)", "multi30k/\(name).\(language)\(ending)", format: .parallel,
        counts: [.documents: count, .translations: count]
      ) {
        $0.language = "en"
        $0.targetLanguage = language
      }
    }
  }

  private static let subtrees = "of sub-trees; read with `phrases: true` or `--phrases`"

  private static let tmxProperties = "properties and notes of variants and of the header"

  /// What stands beside the text of a play: its header, the list of its relations, and elements of the list of roles, counted
  /// with lxml.
  private static func beside(_ roles: Int) -> [String: Int] {
    let always = ["<teiHeader>, which is no text": 1, "<standOff>, which is passed over": 1]
    return roles == 0
      ? always : always.merging(["other elements, of which only the text is kept": roles]) { $1 }
  }

  private static let xml = [
    RealCorpus(
      "xml/semeval/Restaurants_Train.xml", format: .semeval, counts: [.documents: 3_044, .spans: 3_699],
      // A piece of an R session in the middle of the file.
      explained: ["text outside of <text>": 4, "< that begins no mark-up": 1]),
    RealCorpus(
      "xml/tiger/smultron_de_banana.xml", format: .tiger, counts: [.sentences: 86, .tokens: 1_906],
      explained: ["labels of edges, and secondary edges": 2868, "constituents with crossing branches": 56]),
    RealCorpus(
      "xml/tiger/smultron_en_banana.xml", format: .tiger, counts: [.sentences: 79, .tokens: 1_876],
      explained: ["labels of edges, and secondary edges": 265, "constituents with crossing branches": 1]),
    // 777 is what the README counts in both files and in a third that is not here: `grep -c '<tu[ >]'` gives 259 for each.
    RealCorpus("xml/tmx/omegat-test-match-stat-en-ca.tmx", format: .tmx, counts: [.documents: 259]),
    RealCorpus("xml/tmx/omegat-test-match-stat-en-ca11.tmx", format: .tmx, counts: [.documents: 259]),
    RealCorpus("xml/tmx/python-tmx-minimal.tmx", format: .tmx, counts: [.documents: 0]),
    RealCorpus(
      "xml/tmx/python-tmx-namespaces.tmx", format: .tmx, counts: [.documents: 1],
      explained: [Self.tmxProperties: 2, "attributes of units and variants, such as dates and users": 1]),
    RealCorpus(
      "xml/tmx/python-tmx-standard.tmx", format: .tmx, counts: [.documents: 2],
      explained: ["inline codes": 4, Self.tmxProperties: 2]),
    // Blocks with text of their own, counted by element with Python's ElementTree.
    RealCorpus(
      "xml/tei/afinogenov-mashenka.xml", format: .tei, counts: [.documents: 2_101], explained: beside(1)),
    RealCorpus(
      "xml/tei/andreyev-mysl.xml", format: .tei, counts: [.documents: 1_560], explained: beside(1)),
    RealCorpus(
      "xml/tei/blok-neznakomka.xml", format: .tei, counts: [.documents: 681], explained: beside(0)),
    RealCorpus(
      "xml/tei/bulgakov-beg.xml", format: .tei, counts: [.documents: 2_340], explained: beside(1)),
    RealCorpus(
      "xml/tei/the-tempest.xml", format: .tei, counts: [.documents: 2_967], explained: beside(27)),
    RealCorpus("xml/tiger/alignments_banana_de_en.xml", format: .xml, counts: [.documents: 1_958, .labels: 1_958]) {
      $0.fields = ["document": "align", "label": "align/@type", "nodes": "node/@node_id"]
    },
  ]

  private static let samples = [
    RealCorpus(
      "srl-formats/CoNLL-04-05_example.conll", format: .conll2005,
      counts: [.sentences: 1, .tokens: 19, .frames: 2, .arguments: 4]),
    RealCorpus(
      "srl-formats/CoNLL-08_trial.closed.sample.conll", format: .conll2009,
      counts: [.sentences: 2, .tokens: 40, .frames: 3, .arguments: 4]),
    RealCorpus(
      "srl-formats/CoNLL-09_example.conll", format: .conll2009,
      counts: [.sentences: 2, .tokens: 57, .frames: 22, .arguments: 30],
      explained: ["empty columns at the end of the line": 29]),
    RealCorpus(
      "srl-formats/CoNLL-12_cnr_0001.v4_gold_skel.sample.conll", format: .conll2012,
      counts: [.sentences: 6, .tokens: 135, .frames: 18, .arguments: 47]),
    RealCorpus("srl-formats/CoNLL-U_example.conll", format: .conllu, counts: [.sentences: 2, .tokens: 12]),
    RealCorpus(
      "srl-formats/CoNLL-X_example.conll", format: .conllu, counts: [.sentences: 6, .tokens: 65],
      explained: ["root beside another root": 1]),
  ]
}

extension RealCorpus {
  /// Named entities; the README's counts. WikiANN's words begin with the language. Europeana's damaged part is refused.
  static let entities: [RealCorpus] = [
    ("wnut17.train.conll.gz", 3_394, 62_730, 1_975), ("wnut17.dev.conll.gz", 1_009, 15_733, 836),
    ("btc.train.conll.gz", 6_338, 99_933, 8_779), ("btc.dev.conll.gz", 1_001, 15_027, 1_730),
    ("uner-english-ewt.dev.iob2.gz", 2_001, 25_149, 966), ("germeval14.dev.tsv.gz", 2_200, 41_653, 2_674 + 212),
    ("wikiann-de.train.gz", 20_000, 195_387, 27_643), ("wikiann-de.dev.gz", 10_000, 97_805, 13_818),
  ].map { name, sentences, tokens, spans in
    RealCorpus("ner/" + name, format: .conll2003, counts: [.sentences: sentences, .tokens: tokens, .spans: spans])
  }

  private static let tools = "annotation-tools/"

  /// Exports of annotation tools. Counts are the README's, or Python's `json` and `len`.
  static let exports: [RealCorpus] =
    [
      // Name, documents, spans, labels; of the spans those that are accepted.
      ("ner_drugs_training.jsonl.gz", 1_477, 1_105, 0, [:]), ("ner_drugs_eval.jsonl.gz", 500, 362, 0, [:]),
      (
        // What matched a pattern, or came from a model, says so.
        "ner_food_ingredients.jsonl.gz", 949, 1_904, 0,
        ["`pattern` of a span": 38, "`source` of a span": 215, "`input_hash` of a span": 215]
      ),
      // A headline without spans that a person left open.
      (
        "recipes_annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl.gz", 373, 303, 0,
        ["answer is ignore": 1, "`source` of a span": 94, "`input_hash` of a span": 94]
      ),
      (
        // Of the 446 spans of accepted tasks one is not accepted itself.
        "recipes_annotated_reddit-PRODUCT-ner.jsonl.gz", 1_800, 445, 0,
        [
          "answer is reject": 1_293, "answer is ignore": 88, "answer of the span is not accept": 1,
          "span that cuts tokens, widened to the whole of them": 2,
          "`rank` of a span": 445, "`source` of a span": 445, "`input_hash` of a span": 445,
        ]
      ),
      (
        "recipes_annotated_github-issues-DOCUMENTATION-textcat.jsonl.gz", 830, 0, 261,
        ["answer is reject": 525, "answer is ignore": 44]
      ),
      ("textcat_docs_issues_eval.jsonl.gz", 500, 0, 500, [:]),
      (
        "nel_emerson_annotated.jsonl", 30, 30, 30,
        [
          "span that cuts tokens, widened to the whole of them": 4,
          "`rank` of a span": 30, "`source` of a span": 30, "`input_hash` of a span": 30,
        ]
      ),
      ("recipes_bio_events.jsonl.gz", 129, 422, 0, [:]),
    ].map { name, documents, spans, labels, explained in
      RealCorpus(
        tools + "prodigy/" + name, format: .jsonl, counts: [.documents: documents, .spans: spans, .labels: labels],
        explained: explained)
    }
    + [
      (
        // Spans whose text is not what Python's `strip` leaves of it: 98.
        "setswana_ner_admin.jsonl", 454, 444, 0,
        [
          "span that cuts tokens, widened to the whole of them": 7,
          "span with white space at its ends, which is left out": 98,
        ]
      ),
      // Events of one character within the words of a modern dictionary.
      (
        "ched_events_zh.jsonl.gz", 63, 14_529, 0, ["span that cuts tokens, widened to the whole of them": 1_751]
      ),
      ("doccano-example_intent_detection.example.jsonl", 2, 3, 2, [:]),
      (
        "doccano-example_relation_extraction.example.jsonl", 1, 4, 0,
        ["relations, kept in the field `relations`": 3]
      ),
      ("doccano-example_sequence_labeling.example.jsonl", 3, 4, 0, [:]),
      ("doccano-example_text_classification.example.json", 3, 0, 3, [:]),
      ("doccano-example_text_classification.example.jsonl", 3, 0, 3, [:]),
      (
        "transformer-test_labeling.jsonl", 2, 11, 0, ["by another annotator than the first": 5, "`user` of a span": 11]
      ), ("transformer-test_labeling_text_label.jsonl", 2, 11, 0, [:]),
    ].map { name, documents, spans, labels, explained in
      RealCorpus(
        tools + "doccano/" + name, format: .jsonl, counts: [.documents: documents, .spans: spans, .labels: labels],
        explained: explained)
    } + [
      RealCorpus(tools + "label-studio/csv_test2.json", format: .jsonl, counts: [.documents: 1, .labels: 1]),
      RealCorpus(tools + "label-studio/csv_test_history.json", format: .jsonl, counts: [.documents: 1, .labels: 1]),
    ]
}
