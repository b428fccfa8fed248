import BraidLayers
import BraidTensors
package import BraidText
import BraidVocabularies

/// What the decoder reads of a batch: for each document the token ranges that are translated one by one.
struct SourceParts {
  /// Most tokens that are translated at once. The time for a token follows what is attended to, so that a longer sentence,
  /// or document, is translated in equal parts.
  static let longest = 1024

  /// For each document its ranges, in order.
  let parts: [[Range<Int>]]
  /// Whether any is less than a sentence or document.
  let areCut: Bool

  init(_ batch: PackedBatch, wholeDocuments: Bool) {
    var areCut = false
    parts = batch.sentences.map { sentences in
      var first = 0
      return (wholeDocuments ? [sentences.reduce(0, +)] : sentences).flatMap { count -> [Range<Int>] in
        defer { first += count }
        let parts = (count + Self.longest - 1) / Self.longest
        if parts > 1 { areCut = true }
        return (0..<parts).map { first + count * $0 / parts..<first + count * ($0 + 1) / parts }
      }
    }
    self.areCut = areCut
  }
}

extension TranslationHead {
  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let tape = input.tape
    let sources = SourceParts(input.batch, wholeDocuments: options.wholeDocuments)
    let memory = memory(sources, input)
    let packing = memory.packing
    let initial = initialState(tape, memory)
    // Rows of the decoder's state between steps: hidden, cell and, fed back, attentional.
    let state = (0..<(options.inputFeeding ? 3 : 2)).map { _ in
      tape.make(packing.lengths.count * options.beam, options.units, needsGradient: false)
    }
    func keep(_ new: [Tensor]) {
      for (kept, new) in zip(state, new) { kept.values.update(from: new.values, count: new.count) }
    }
    keep([initial.h, initial.c])
    if options.inputFeeding { state[2].values.update(repeating: 0, count: initial.h.count) }
    let attention = MemoryAttention(tape, memory.states, packing)
    let search = BeamSearch(width: options.beam, lengthPenalty: options.lengthPenalty, end: target.end)
    let longest = packing.lengths.map { Int(Double($0) * options.maximumRatio) + options.maximumExtra }
    let found = search.run(longest: longest, isStopped: input.isStopped) { queries in
      tape.temporarily {
        let before = state.map { tape.gatherRows($0, rows: queries.rows) }
        var words = embedded(tape, queries.symbols.map { $0 < 0 ? target.start : $0 })
        if options.inputFeeding { words = tape.concatenate([words, before[2]]) }
        let next = tape.lstmCell(words, hidden: before[0], cell: before[1], decoder)
        let attended = attention.attend(
          tape, tape.linear(next.hidden, weight: self.attention, bias: nil), sources: queries.sources)
        let combined = combined(tape, attended.context, next.hidden)
        keep([next.hidden, next.cell, combined])
        let logits = tape.linear(combined, weight: output.weight, bias: output.bias)
        let best = tape.topScores(logits, count: options.beam, excluded: target.excluded)
        let weights = queries.sources.enumerated().lazy.map { attention.row(attended.weights, $0, source: $1) }
        return BeamSearch.Predictions(
          symbols: best.classes, logProbabilities: best.logProbabilities,
          places: weights.map { weights in Int32(weights.indices.max { weights[$0] < weights[$1] } ?? 0) },
          attention: input.options.attention ? weights.map { Array($0) } : [])
      }
    }
    var places = [Int](repeating: 0, count: packing.order.count)
    for (place, sequence) in packing.order.enumerated() { places[sequence] = place }
    var next = 0
    for (index, parts) in sources.parts.enumerated() {
      let document = documents[index]
      let texts = parts.map { part in
        defer { next += 1 }
        return found[places[next]].prefix(1 + input.options.alternatives).map {
          text($0.hypothesis, document, tokens: part, attention: input.options.attention)
        }
      }
      documents[index].translations[options.target] = Self.joined(
        texts, breaks: parts.map { document.lineBreak(before: $0.lowerBound) }, alternatives: input.options.alternatives
      )
    }
  }

  /// The states of the sources, in parts where one is too long, and without those of second texts.
  private func memory(_ sources: SourceParts, _ input: HeadInput) -> Memory {
    let hasOthers = !options.wholeDocuments && input.batch.secondRows.contains { !$0.isEmpty }
    guard sources.areCut || hasOthers else {
      return options.wholeDocuments
        ? Memory(states: input.documentStates, packing: input.batch.documents)
        : Memory(states: input.states, packing: input.batch.packing)
    }
    let rows = zip(input.batch.documentRows, sources.parts).flatMap { rows, parts in parts.map { Array(rows[$0]) } }
    let packing = Packing(lengths: rows.map(\.count))
    return Memory(states: input.tape.gatherRows(input.states, rows: packing.pack(rows)), packing: packing)
  }

  /// The best texts of a document's sentences as one; each alternative is another text of one sentence, those that cost
  /// least first.
  private static func joined(
    _ sentences: [[AlignedText]], breaks: [String?], alternatives: Int
  ) -> AlignedText? {
    let best = sentences.compactMap(\.first)
    guard var whole = AlignedText(joining: best, breaks: breaks) else { return nil }
    let others = sentences.enumerated().flatMap { place, texts in
      texts.dropFirst().map { (place: place, text: $0, loss: (texts[0].score ?? 0) - ($0.score ?? 0)) }
    }
    let nearest = others.enumerated().sorted { ($0.element.loss, $0.offset) < ($1.element.loss, $1.offset) }
    whole.alternatives = nearest.prefix(alternatives).compactMap { _, other in
      var texts = best
      texts[other.place] = other.text
      return AlignedText(joining: texts, breaks: breaks).map { AlternativeText($0.text, score: $0.score ?? 0) }
    }
    return whole
  }

  /// What a hypothesis says; with its tokens and what each looked at on request.
  ///
  /// `source`: the document's tokens that it is a translation of.
  private func text(
    _ hypothesis: BeamSearch.Hypothesis, _ document: Document, tokens source: Range<Int>, attention: Bool
  ) -> AlignedText {
    let spelled = target.spell(
      hypothesis.symbols, detokenizer: options.detokenize ? Detokenizer(language: options.target) : nil,
      placed: attention
    ) { index in
      guard options.copyUnknown else { return nil }
      // An unknown word is most often a name: the source word that the decoder looked at (Jean et al. 2015).
      return document.word(source.lowerBound + hypothesis.looks[index].place)
    }
    var text = AlignedText(spelled.text, score: hypothesis.score.rounded6)
    if attention {
      text.tokens = spelled.symbols.map { Token($0) }
      let rest = document.tokens.count - source.upperBound
      text.attention = hypothesis.looks.map(\.attention).map { row in
        [Float](repeating: 0, count: source.lowerBound) + row.map { Float(Double($0).rounded6) }
          + [Float](repeating: 0, count: rest)
      }
    }
    return text
  }
}
