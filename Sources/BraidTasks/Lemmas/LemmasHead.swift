package import BraidTensors
package import BraidText

/// The script that makes each word's lemma, by a softmax for each token.
///
/// Where the likeliest script does not fit a word, the next one does; the one that leaves the form as it is fits every word.
package struct LemmasHead: TaskHead {
  let options: LemmasOptions
  let scripts: [LemmaScript]
  let ids: [LemmaScript: Int32]
  private let output: TokenOutput

  package var lossTerms: [String] { ["scripts"] }

  /// Adds the head's weights.
  package init(
    task: String, options: LemmasOptions, scripts: [LemmaScript], width: Int, weights: inout Weights, random: Random
  ) {
    self.options = options
    self.scripts = scripts
    ids = Dictionary(scripts.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    output = TokenOutput(
      task: task, width: width, scores: scripts.count, dropout: options.dropout, weights: &weights, random: random)
  }

  /// One script a token; -1 where the lemma is missing, or needs a script that is not learned.
  package func target(_ document: Document) -> [Int32]? {
    document.tags[options.lemmas]?.enumerated().map { index, lemma in
      lemma.flatMap { ids[LemmaScript(form: document.form(index), lemma: $0)] } ?? -1
    }
  }

  package func lossItemCounts(of target: [Int32]) -> [Int] { [target.count { $0 >= 0 }] }

  package var predictsNewLabels: Bool { true }

  package var metric: any DocumentMetric { TagMetric(layer: options.lemmas) }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    input.tokenCrossEntropy({ output.scores(input) }, smoothing: options.smoothing, normalizer: normalizers[0])
  }

  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let logits = output.scores(input)
    for index in documents.indices {
      var lemmas: [String] = []
      var scores: [Double] = []
      for (token, row) in input.batch.documentRows[index].enumerated() {
        let choice = logits.withRow(Int(row)) { lemma(of: documents[index].form(token), $0) }
        lemmas.append(choice.lemma)
        guard input.options.scores else { continue }
        let probabilities = logits.withRow(Int(row)) {
          Softmax.probabilities($0, temperature: input.temperature())
        }
        scores.append(probabilities[choice.script].rounded6)
      }
      documents[index].tags[options.lemmas] = lemmas
      if input.options.scores { documents[index].tagScores[options.lemmas] = scores }
    }
  }

  /// What the likeliest script that fits makes of a form.
  func lemma(of form: String, _ logits: UnsafeBufferPointer<Float>) -> (lemma: String, script: Int) {
    var best = 0
    for script in logits.indices where logits[script] > logits[best] { best = script }
    if let lemma = scripts[best].lemma(of: form) { return (lemma, best) }
    for script in logits.indices.sorted(by: { (-logits[$0], $0) < (-logits[$1], $1) }) {
      if let lemma = scripts[script].lemma(of: form) { return (lemma, script) }
    }
    return (form, best)
  }

  package func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] {
    let logits = output.scores(input)
    var samples: [CalibrationSample] = []
    for (document, target) in input.targets.enumerated() {
      for (row, script) in zip(input.batch.documentRows[document], target ?? []) where script >= 0 {
        samples.append(.softmax(logits.withRow(Int(row)) { Array($0) }, gold: Int(script)))
      }
    }
    return [samples]
  }
}
