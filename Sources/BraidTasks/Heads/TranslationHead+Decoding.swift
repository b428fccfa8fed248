import BraidLayers
import BraidTensors
package import BraidText
import BraidVocabularies

extension TranslationHead {
  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let tape = input.tape
    let memory = Memory(states: input.documentStates, packing: input.batch.documents)
    let packing = memory.packing
    let initial = initialState(tape, memory)
    // Rows of the decoder's state between steps, out of the tape's memory: hidden, cell and, fed back, attentional.
    var state = [initial.h.toArray(), initial.c.toArray()]
    if options.inputFeeding { state.append([Float](repeating: 0, count: state[0].count)) }
    let units = options.units
    let search = BeamSearch(width: options.beam, lengthPenalty: options.lengthPenalty, end: target.end)
    let longest = packing.lengths.map { Int(Double($0) * options.maximumRatio) + options.maximumExtra }
    let found = search.run(longest: longest) { queries in
      tape.temporarily {
        let rows = queries.map { Int32($0.row) }
        let before = state.map { tape.gatherRows(tape.constant($0.count / units, units, $0), rows: rows) }
        var words = embedded(tape, queries.map { $0.last ?? target.start })
        if options.inputFeeding { words = tape.concatenate([words, before[2]]) }
        let next = tape.lstmCell(words, hidden: before[0], cell: before[1], decoder)
        let attended = attend(
          tape, next.hidden, Packing(lengths: queries.map { _ in 1 }), queries.map { Int32($0.source) }, memory)
        state = [next.hidden.toArray(), next.cell.toArray()]
        if options.inputFeeding { state.append(attended.state.toArray()) }
        let logits = tape.linear(attended.state, weight: output.weight, bias: output.bias)
        let best = tape.topScores(logits, count: options.beam, excluded: target.excluded)
        return zip(best, attended.weights).map {
          BeamSearch.Answer(symbols: $0.classes, logProbabilities: $0.logProbabilities, attention: $1)
        }
      }
    }
    for (sequence, document) in packing.order.enumerated() {
      let texts = found[sequence].prefix(1 + input.answers.alternatives).map {
        text($0.hypothesis, documents[document], attention: input.answers.attention)
      }
      guard var best = texts.first else { continue }
      best.alternatives = texts.dropFirst().map { AlternativeText($0.text, score: $0.score ?? 0) }
      documents[document].translations[options.target] = best
    }
  }

  /// What a hypothesis says; with its tokens and what each looked at on request.
  private func text(_ hypothesis: BeamSearch.Hypothesis, _ document: Document, attention: Bool) -> AlignedText {
    let spelled = target.spell(
      hypothesis.symbols, detokenizer: options.detokenizes ? Detokenizer(language: options.target) : nil
    ) { index in
      guard options.copiesUnknown else { return nil }
      // An unknown word is most often a name: the source word that the decoder looked at (Jean et al. 2015).
      let weights = hypothesis.attention[index]
      return document.word(weights.indices.max { weights[$0] < weights[$1] } ?? 0)
    }
    var text = AlignedText(spelled.text, score: hypothesis.score.rounded6)
    if attention {
      text.tokens = spelled.symbols.map { Token($0) }
      text.attention = hypothesis.attention.map { row in row.map { Float(Double($0).rounded6) } }
    }
    return text
  }
}
