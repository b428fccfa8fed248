import BraidTasks
import BraidText

/// Which columns of CoNLL-U two files have, so that a score of nothing is not called 0.
struct TreebankColumns {
  /// The layers that measures compare, by the measure's name.
  private static let measures: [String: [String]] = [
    "UPOS": ["upos"], "XPOS": ["xpos"], "UFeats": ["feats"], "AllTags": ["upos", "xpos", "feats"], "Lemmas": ["lemma"],
    "UAS": ["head"], "LAS": ["head", "deprel"], "CLAS": ["head", "deprel"],
    "MLAS": ["head", "deprel", "upos", "feats"], "BLEX": ["head", "deprel", "lemma"],
  ]

  private let gold: Set<String>
  private let predicted: Set<String>

  /// The columns that the documents of two files fill.
  init(_ gold: [Document], _ predicted: [Document]) {
    (self.gold, self.predicted) = (Self.layers(gold), Self.layers(predicted))
  }

  private static func layers(_ documents: [Document]) -> Set<String> {
    documents.reduce(into: []) { $0.formUnion($1.tags.keys) }
  }

  /// Whether a measure compares something: neither file lacks a column that the other has, nor both the only one.
  func scores(_ measure: String) -> Bool {
    guard let layers = Self.measures[measure] else { return true }
    let isWhole = layers.allSatisfy { gold.contains($0) == predicted.contains($0) }
    return isWhole && layers.contains(where: gold.contains)
  }

  /// That some columns may not have been predicted, where they are the gold ones in every word and others are not: `annotate` keeps
  /// what it does not predict, and a file does not say what that is.
  func copied(_ scores: TreebankScores) -> [String] {
    let single = ["UPOS", "XPOS", "UFeats", "Lemmas", "LAS"]
    let compared = scores.measures.filter { single.contains($0.name) && self.scores($0.name) && $0.gold > 0 }
    let equal = compared.filter { $0.correct == $0.gold && $0.correct == $0.predicted }.map(\.name)
    guard !equal.isEmpty, equal.count < compared.count else { return [] }
    return [
      "\(equal.joined(separator: ", ")): equal to the gold in every word, as columns are that `annotate` copied and did not predict"
    ]
  }

  /// Why measures have no score, a line for each file.
  func notes(gold goldFile: String, predicted predictedFile: String) -> [String] {
    let layers = Set(Self.measures.filter { !scores($0.key) }.values.joined())
    return [(goldFile, gold), (predictedFile, predicted)].compactMap { file, columns in
      let missing = layers.subtracting(columns).sorted()
      return missing.isEmpty ? nil : "–: \(file) has no \(missing.map { $0.uppercased() }.joined(separator: ", "))"
    }
  }
}
