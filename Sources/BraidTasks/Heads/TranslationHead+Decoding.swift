import BraidTensors
package import BraidText
import BraidVocabularies
import Foundation

extension TranslationHead {
  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let tape = input.tape
    let packing = input.batch.documents
    let memory = input.documentStates
    let initial = initialState(tape, memory, packing)
    // Rows of the decoder's state between steps, out of the tape's memory.
    var hidden = initial.h.toArray()
    var cell = initial.c.toArray()
    let search = BeamSearch(
      width: options.beam, lengthPenalty: options.lengthPenalty, end: target.end, forbidden: [target.start])
    let longest = packing.lengths.map { Int(Double($0) * options.maximumRatio) + options.maximumExtra }
    let found = search.run(longest: longest) { queries in
      tape.temporarily {
        let rows = queries.map { Int32($0.row) }
        let units = options.units
        let before = (
          tape.gatherRows(tape.constant(hidden.count / units, units, hidden), rows: rows),
          tape.gatherRows(tape.constant(cell.count / units, units, cell), rows: rows)
        )
        let words = tape.embedding(embedding, ids: queries.map { $0.last ?? target.start })
        let state = tape.lstmCell(words, hidden: before.0, cell: before.1, decoder)
        hidden = state.hidden.toArray()
        cell = state.cell.toArray()
        let attended = attend(
          tape, state.hidden, Packing(lengths: queries.map { _ in 1 }), queries.map { Int32($0.source) }, memory,
          packing)
        let scores = tape.logSoftmax(tape.linear(attended.state, weight: output.weight, bias: output.bias))
        return queries.indices.map { row in
          BeamSearch.Answer(
            logProbabilities: scores.withRow(row) { Array($0) }, attention: attended.weights[row])
        }
      }
    }
    for (sequence, document) in packing.order.enumerated() {
      guard let best = found[sequence].first?.hypothesis else { continue }
      let words = words(best, documents[document])
      var translation = AlignedText(words.joined(separator: " "), score: best.score.rounded6)
      translation.alternatives = found[sequence].dropFirst().prefix(input.answers.alternatives).map {
        AlternativeText(
          self.words($0.hypothesis, documents[document]).joined(separator: " "), score: $0.hypothesis.score.rounded6)
      }
      if input.answers.attention {
        var start = 0
        for word in words {
          translation.tokens.append(Token(start..<start + word.utf8.count))
          start += word.utf8.count + 1
        }
        translation.attention = best.attention.map { row in row.map { Float(Double($0).rounded6) } }
      }
      documents[document].translations[options.target] = translation
    }
  }

  /// The words that a hypothesis writes.
  private func words(_ hypothesis: BeamSearch.Hypothesis, _ document: Document) -> [String] {
    zip(hypothesis.symbols, hypothesis.attention).map { symbol, weights in
      guard symbol == target.words.unknownID else { return target.words.word(symbol) }
      // An unknown word is most often a name: the source word that the decoder looked at (Jean et al. 2015).
      return document.word(weights.indices.max { weights[$0] < weights[$1] } ?? 0)
    }
  }
}
