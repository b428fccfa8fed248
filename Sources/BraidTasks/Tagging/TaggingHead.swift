import BraidLayers
package import BraidTensors
package import BraidText

/// One tag a token, by a softmax for each token or a linear-chain CRF over each sentence.
///
/// Spans are learned as BIO or BIOES tags and decoded so that every tag sequence is valid.
package struct TaggingHead: TaskHead {
  /// The head's options.
  package let options: TaggingOptions
  /// The tags found in the training data; for spans their coding.
  package let tags: LabelSet
  private let output: TokenOutput
  let crf: CRFWeights?
  let constraints: ChainScores?

  package var lossTerms: [String] { ["tags"] }

  /// Adds the head's weights.
  package init(
    task: String, options: TaggingOptions, tags: LabelSet, width: Int, weights: inout Weights, random: Random
  ) {
    precondition(tags.count >= 2, "\(tags.count) tags in task \(task)")
    self.options = options
    self.tags = tags
    output = TokenOutput(
      task: task, width: width, scores: tags.count, dropout: options.dropout, weights: &weights, random: random)
    crf =
      options.crf ? CRFWeights(name: task, tags: tags.count, weights: &weights, random: random) : nil
    if case .spans = options.source {
      constraints = ChainScores(options.encoding, tags: tags.names)
    } else {
      constraints = nil
    }
  }

  /// One tag id a token; -1 where the tag is missing or the training data did not have it.
  package func target(_ document: Document) -> [Int32]? {
    switch options.source {
    case .tags(let layer):
      let empty = options.learnsEmpty ? TaggingOptions.emptyTag : nil
      return document.tags[layer]?.map { ($0 ?? empty).flatMap { tags[$0] } ?? -1 }
    case .spans(let layer):
      guard let spans = document.spans[layer] else { return nil }
      return options.encoding.tags(for: spans, in: 0..<document.tokens.count).tags.map { tags[$0] ?? -1 }
    }
  }

  package func lossItemCounts(of target: [Int32]) -> [Int] { [target.count { $0 >= 0 }] }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    guard let crf else {
      return input.tokenCrossEntropy(
        { output.scores(input) }, smoothing: options.smoothing, normalizer: normalizers[0])
    }
    return input.tokenGold.map { input.crf(output.scores(input), crf, gold: $0, normalizer: normalizers[0]) }
  }

  /// The name of the layer that is predicted.
  private var layerName: String {
    switch options.source {
    case .tags(let layer), .spans(let layer): layer
    }
  }

  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let emissions = output.scores(input)
    var chain = constraints ?? ChainScores(tags: tags.count)
    if let crf { chain = chain.adding(crf.scores(input.tape)) }
    let decoder = ScoredChain(
      names: tags.names, chain: chain, isFree: constraints == nil && crf == nil, temperature: input.temperature(),
      encoding: options.encoding)
    for index in documents.indices {
      var path: [Int] = []
      switch options.source {
      case .tags(let layer): path = annotate(&documents[index], index, layer, emissions, decoder, input)
      case .spans(let layer):
        var spans: [LabeledSpan] = []
        for sentence in sentences(index, emissions, input) {
          let best = decoder.best(sentence.scores)
          path += best
          spans += decoder.spans(best, sentence.scores, first: sentence.first, scored: input.options.scores)
        }
        documents[index].spans[layer] = spans
      }
      guard input.options.alternatives > 0 else { continue }
      documents[index].tagAlternatives[layerName] = sentences(index, emissions, input).flatMap { first, scores in
        decoder.alternatives(
          to: path[first..<first + scores.count], scores, count: input.options.alternatives, first: first)
      }
    }
  }

  /// Gives each token of a document its tag.
  ///
  /// - Returns: the tags, by number.
  private func annotate(
    _ document: inout Document, _ index: Int, _ layer: String, _ emissions: Tensor, _ decoder: ScoredChain,
    _ input: HeadInput
  ) -> [Int] {
    var path: [Int] = []
    var scores: [Double] = []
    if decoder.isFree {
      let best = decoder.bestAlone(emissions, rows: input.batch.documentRows[index], scored: input.options.scores)
      path = best.tags.map(Int.init)
      scores = best.scores.map(\.rounded6)
    } else {
      for sentence in sentences(index, emissions, input) {
        let best = decoder.best(sentence.scores)
        path += best
        if input.options.scores { scores += decoder.tagScores(best, sentence.scores) }
      }
    }
    let missing = options.learnsEmpty ? tags[TaggingOptions.emptyTag].map(Int.init) : nil
    document.tags[layer] = path.map { $0 == missing ? nil : tags.names[$0] }
    if input.options.scores { document.tagScores[layer] = scores }
    return path
  }

  /// The scores of each sentence of a document, with its first token.
  private func sentences(
    _ index: Int, _ emissions: Tensor, _ input: HeadInput
  ) -> [(first: Int, scores: TokenScores)] {
    var first = 0
    return input.batch.sentenceRows(index).map { rows in
      defer { first += rows.count }
      return (first, TokenScores(emissions, rows: rows))
    }
  }

  package func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] {
    let emissions = output.scores(input)
    var samples: [CalibrationSample] = []
    for (document, target) in input.targets.enumerated() {
      guard let target else { continue }
      var first = 0
      for rows in input.batch.sentenceRows(document) {
        let gold = target[first..<first + rows.count].map(Int.init)
        first += rows.count
        let scores = rows.map { row in emissions.withRow(Int(row)) { Array($0) } }
        if let crf {
          if gold.allSatisfy({ $0 >= 0 }) { samples.append(.chain(scores, crf.scores(input.tape), gold: gold)) }
        } else {
          samples += zip(scores, gold).filter { $1 >= 0 }.map { .softmax($0, gold: $1) }
        }
      }
    }
    return [samples]
  }

  package var metric: any DocumentMetric {
    switch options.source {
    case .tags(let layer): TagMetric(layer: layer, countsEmpty: options.learnsEmpty)
    case .spans(let layer): SpanMetric(layer: layer)
    }
  }
}
