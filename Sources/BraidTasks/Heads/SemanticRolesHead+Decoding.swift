import BraidLayers
import BraidTensors
package import BraidText

extension SemanticRolesHead {
  /// The token layer that holds the predicates found beside given ones.
  static let foundLayer = "predicate"

  package func clear(_ document: inout Document) {
    document.frames = options.predicatesGiven ? document.frames?.map { Frame(predicate: $0.predicate) } : nil
  }

  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let found = predicateLogits(input)
    var readings: [Reading] = []
    var isFound = [Bool](repeating: false, count: documents.count)
    for index in documents.indices {
      let classes = input.batch.documentRows[index].map { row in
        (0..<senses.count).max { found[Int(row), $0] < found[Int(row), $1] } ?? 0
      }
      if options.predicatesGiven, documents[index].frames != nil {
        documents[index].tags[Self.foundLayer] = classes.map { $0 == 0 ? nil : senses.names[$0] }
      } else {
        documents[index].frames = classes.indices.filter { classes[$0] != 0 }.map { Frame(predicate: $0) }
        isFound[index] = true
      }
      let sentences = documents[index].encodedSentences
      for (frame, predicate) in (documents[index].frames ?? []).map(\.predicate).enumerated() {
        guard let sentence = sentences.first(where: { $0.contains(predicate) }) else { continue }
        let row = Int(input.batch.documentRows[index][predicate])
        let sense = sense(documents[index].word(predicate), logits: { found[row, $0] })
        documents[index].frames?[frame].sense = sense
        if input.answers.scores {
          let scores = found.withRow(row) { Softmax.probabilities($0, temperature: input.temperature(0)) }
          let isPredicate = 1 - scores[0]
          if isFound[index] { documents[index].frames?[frame].score = isPredicate.rounded6 }
          if sense != nil, isPredicate > 0, let best = scores.dropFirst().max() {
            documents[index].frames?[frame].senseScore = (best / isPredicate).rounded6
          }
        }
        readings.append(Reading(document: index, frame: frame, predicate: predicate, sentence: sentence))
      }
    }
    guard !readings.isEmpty else { return }
    let packing = Packing(lengths: readings.map(\.sentence.count))
    let logits = roleLogits(input, readings, packing)
    var sequences = [Int](repeating: 0, count: readings.count)
    for (sequence, reading) in packing.order.enumerated() { sequences[reading] = sequence }
    for (reading, sequence) in zip(readings, sequences) {
      let scores = reading.sentence.indices.map { step in
        let row = packing.row(sequence: sequence, step: step - reading.sentence.lowerBound)
        return logits.withRow(row) { Array($0) }
      }
      documents[reading.document].frames?[reading.frame].arguments = arguments(scores, reading.sentence, input)
    }
  }

  /// The likeliest sense of a predicate written `form`, its lemma from the training data.
  func sense(_ form: String, logits: (Int) -> Float) -> String? {
    let best = (1..<senses.count).max { logits($0) < logits($1) }
    guard let best, !senses.names[best].isEmpty else { return nil }
    let form = form.lowercased()
    return "\(lemmas[form] ?? form).\(senses.names[best])"
  }

  /// The arguments that `scores`, one row of role scores a token, decode to.
  func arguments(_ scores: [[Float]], _ sentence: Range<Int>, _ input: HeadInput) -> [Argument] {
    let decoder = ScoredChain(
      names: roles.names, chain: constraints ?? ChainScores(tags: roles.count), isFree: constraints == nil,
      temperature: input.temperature(1))
    let path = decoder.best(scores)
    switch options.style {
    case .span:
      return decoder.spans(path, scores, first: sentence.lowerBound, scored: input.answers.scores).map {
        Argument(role: $0.label, tokens: $0.tokens, score: $0.score)
      }
    case .dependency:
      let probabilities = input.answers.scores ? decoder.tagScores(path, scores) : []
      return path.indices.filter { roles.names[path[$0]] != "O" }.map { index in
        let token = sentence.lowerBound + index
        return Argument(
          role: roles.names[path[index]], tokens: token..<token + 1,
          score: probabilities.isEmpty ? nil : probabilities[index])
      }
    }
  }
}
