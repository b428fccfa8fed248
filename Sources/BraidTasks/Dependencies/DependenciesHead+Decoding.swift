import BraidLayers
import BraidTensors
package import BraidText

extension DependenciesHead {
  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let states = arcStates(input)
    var dependents: [Int32] = []
    var heads: [Int32] = []
    var trees: [[Int]] = []
    for index in documents.indices {
      var numbers: [Int] = []
      var scores: [Double] = []
      for rows in input.batch.sentenceRows(index) {
        if input.isStopped() { return }
        let tree = tree(input, states, rows)
        numbers += tree.heads
        scores += tree.scores
        dependents += rows
        heads += tree.heads.map { $0 == 0 ? -1 : rows[rows.startIndex + $0 - 1] }
      }
      documents[index].tags[options.heads] = numbers.map(String.init)
      if input.options.scores { documents[index].tagScores[options.heads] = scores }
      trees.append(numbers)
    }
    guard !dependents.isEmpty else { return }
    let logits = labelLogits(input, dependents: dependents, heads: heads)
    var row = 0
    for (index, tree) in trees.enumerated() {
      var names: [String] = []
      var scores: [Double] = []
      for head in tree {
        let choice = logits.withRow(row) { label($0, isRoot: head == 0, input) }
        names.append(labels.names[choice.label])
        scores.append(choice.score)
        row += 1
      }
      documents[index].tags[options.labels] = names
      if input.options.scores { documents[index].tagScores[options.labels] = scores }
    }
  }

  /// The heads of a sentence's words by number, 0 for the one root, and the probability of each among all heads.
  private func tree(
    _ input: HeadInput, _ states: (dependents: Tensor, heads: Tensor, root: Tensor), _ rows: ArraySlice<Int32>
  ) -> (heads: [Int], scores: [Double]) {
    var heads: [Int] = []
    var scores: [Double] = []
    for piece in Self.pieces(rows.count) {
      let words = piece.count
      let slice = rows[rows.startIndex + piece.lowerBound..<rows.startIndex + piece.upperBound]
      let matrix = input.tape.temporarily { arcScores(input.tape, states, slice).toArray() }
      let tree =
        options.projective
        ? ProjectiveTree.heads(matrix, words: words) : MaximumSpanningTree.heads(matrix, words: words)
      if input.options.scores {
        scores += tree.enumerated().map { word, head in
          Softmax.probabilities(
            Array(matrix[word * (words + 1)..<(word + 1) * (words + 1)]), temperature: input.temperature(0))[head]
            .rounded6
        }
      }
      // The root of a later piece hangs below that of the first.
      let root = (heads.firstIndex(of: 0) ?? -1) + 1
      heads += tree.map { $0 == 0 ? root : $0 + piece.lowerBound }
    }
    return (heads, scores)
  }

  /// The likeliest label that an arc may have, and its probability among all labels.
  private func label(
    _ logits: UnsafeBufferPointer<Float>, isRoot: Bool, _ input: HeadInput
  ) -> (label: Int, score: Double) {
    let allowed = isRoot ? rootLabels : innerLabels
    var best = -1
    for label in logits.indices where allowed[label] && (best < 0 || logits[label] > logits[best]) { best = label }
    best = max(0, best)
    guard input.options.scores else { return (best, 0) }
    return (best, Softmax.probabilities(logits, temperature: input.temperature(1))[best].rounded6)
  }

  /// Joins the trees of a sentence that windows cut: numbers count from the start of the sentence, the first root stays, and
  /// what has another head that leads nowhere, or to itself, hangs below that root.
  package func join(
    _ windows: [WindowPrediction], into document: inout Document, layers: [AnnotationLayer], options: PredictionOptions
  ) {
    let sentences = document.encodedSentences
    // For each sentence that is cut the parts of it that windows keep, and by how much their numbers are behind.
    var cut: [Int: [(tokens: Range<Int>, shift: Int)]] = [:]
    for window in windows {
      var number = sentences.partitioningIndex { $0.upperBound > window.read.lowerBound }
      while number < sentences.count, sentences[number].lowerBound < window.read.upperBound {
        let sentence = sentences[number]
        if sentence.clamped(to: window.read) != sentence {
          let shift = max(0, window.read.lowerBound - sentence.lowerBound)
          cut[number, default: []].append((sentence.clamped(to: window.kept), shift))
        }
        number += 1
      }
    }
    guard !cut.isEmpty else { return }
    var linked: [Int] = []
    document.changeTags(self.options.heads) { heads in
      for (number, parts) in cut.sorted(by: { $0.key < $1.key }) {
        for (tokens, shift) in parts {
          for token in tokens {
            if let head = heads[token].flatMap({ Int($0) }), head > 0 { heads[token] = String(head + shift) }
          }
        }
        let sentence = sentences[number]
        let tree = HeadChain.tree(heads[sentence].map { $0.flatMap { Int($0) } ?? 0 })
        for (token, head) in zip(sentence, tree) {
          let number = String(head)
          guard heads[token] != number else { continue }
          heads[token] = number
          linked.append(token)
        }
      }
    }
    guard !linked.isEmpty else { return }
    document.changeTags(self.options.labels) { labels in for token in linked { labels[token] = linkLabel } }
    document.changeTagScores(self.options.heads) { scores in for token in linked { scores[token] = nil } }
    document.changeTagScores(self.options.labels) { scores in for token in linked { scores[token] = nil } }
  }

  /// The label of an arc that joins two trees and was not scored: `parataxis` or `dep` of Universal Dependencies where the
  /// training data has one of them.
  private var linkLabel: String {
    let inner = labels.names.indices.filter { innerLabels[$0] }.map { labels.names[$0] }
    return ["parataxis", "dep"].first(where: inner.contains) ?? inner.first ?? labels.names[0]
  }
}
