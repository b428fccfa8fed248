import BraidFiles
import BraidLayers
import BraidTensors
package import BraidText

extension SemanticRolesHead {
  /// The token layer that holds the predicates found beside given ones.
  static let foundLayer = "predicate"

  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let found = predicateLogits(input)
    var readings: [PredicateReading] = []
    for index in documents.indices {
      let logits = input.batch.documentRows[index].map { row in found.withRow(Int(row)) { Array($0) } }
      // More likely than not, whatever the sense, by the model as it was trained: a temperature changes no prediction.
      let predicates = logits.indices.filter { Softmax.probabilities(logits[$0], temperature: 1)[0] <= 0.5 }
      let isGiven = options.predicatesGiven && documents[index].frames != nil
      if isGiven {
        var tags = [String?](repeating: nil, count: logits.count)
        for predicate in predicates { tags[predicate] = "predicate" }
        documents[index].tags[Self.foundLayer] = tags
      } else {
        documents[index].frames = predicates.map { Frame(predicate: $0) }
      }
      let sentences = documents[index].encodedSentences
      for (number, frame) in (documents[index].frames ?? []).enumerated() {
        var frame = frame
        let probabilities = Softmax.probabilities(logits[frame.predicate], temperature: input.temperature(0))
        let sense = sense(documents[index].word(frame.predicate), logits[frame.predicate], probabilities)
        frame.sense = sense?.name
        if input.options.scores {
          frame.senseScore = sense?.score.rounded6
          if !isGiven { frame.score = (1 - probabilities[0]).rounded6 }
        }
        documents[index].frames?[number] = frame
        guard let sentence = sentences.containing(frame.predicate) else { continue }
        readings.append(
          PredicateReading(
            document: index, frame: number, predicate: frame.predicate,
            sentence: PredicateReading.tokens(of: sentence, around: frame.predicate)))
      }
    }
    guard !readings.isEmpty else { return }
    let products = reader.tokenProducts(input.tape, input.states)
    let chain = scoredChain(input)
    for piece in PredicateReading.pieces(readings) {
      if input.isStopped() { return }
      input.tape.temporarily { annotate(&documents, piece, products, chain, input) }
    }
  }

  /// Writes the arguments of some readings.
  private func annotate(
    _ documents: inout [Document], _ readings: [PredicateReading], _ products: [Tensor], _ chain: ScoredChain,
    _ input: HeadInput
  ) {
    let rows = PredicateRows(readings, input.batch)
    let logits = roleLogits(input, rows, products: products)
    for (sequence, reading) in rows.packing.order.enumerated() {
      let reading = readings[reading]
      guard let frame = reading.frame else { continue }
      let scores = reading.sentence.indices.map { token in
        let row = rows.packing.row(sequence: sequence, step: token - reading.sentence.lowerBound)
        return logits.withRow(row) { Array($0) }
      }
      documents[reading.document].frames?[frame].arguments = arguments(scores, reading.sentence, chain, input)
    }
  }

  /// The likeliest sense of a predicate written `form` among those that its lemma has in the training data, and its
  /// probability among them.
  ///
  /// It is chosen by `logits`: probabilities of a low temperature may be too small to tell apart.
  func sense(_ form: String, _ logits: [Float], _ probabilities: [Double]) -> (name: String, score: Double)? {
    let form = form.inLowerCase
    let lemma = lemmas[form] ?? form
    let known = (lemmaSenses[lemma] ?? []).compactMap { senses[$0] }.map(Int.init)
    let choice = known.isEmpty ? Array(1..<senses.count) : known
    guard let best = choice.max(by: { logits[$0] < logits[$1] }), !senses.names[best].isEmpty else {
      return nil
    }
    let total = choice.reduce(0) { $0 + probabilities[$1] }
    return ("\(lemma).\(senses.names[best])", total > 0 ? probabilities[best] / total : 0)
  }

  /// What gives arguments their probabilities.
  private func scoredChain(_ input: HeadInput) -> ScoredChain {
    ScoredChain(
      names: roles.names, chain: decoder.chain, isFree: options.style == .dependency,
      temperature: input.temperature(1))
  }

  /// The arguments that `rows`, one row of role scores a token, decode to; a core role is given once at most.
  private func arguments(
    _ rows: [[Float]], _ sentence: Range<Int>, _ chain: ScoredChain, _ input: HeadInput
  ) -> [Argument] {
    let path = decoder.best(rows)
    let scores = TokenScores(rows)
    switch options.style {
    case .span:
      return chain.spans(path, scores, first: sentence.lowerBound, scored: input.options.scores).map {
        Argument(role: $0.label, tokens: $0.tokens, score: $0.score)
      }
    case .dependency:
      let probabilities = input.options.scores ? chain.tagScores(path, scores) : []
      return path.indices.filter { path[$0] != 0 }.map { index in
        let token = sentence.lowerBound + index
        return Argument(
          role: roles.names[path[index]], tokens: token..<token + 1,
          score: probabilities.isEmpty ? nil : probabilities[index])
      }
    }
  }
}
