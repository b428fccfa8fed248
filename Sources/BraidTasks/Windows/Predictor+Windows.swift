import BraidTensors
package import BraidText

extension Predictor {
  /// Tokens of the windows that longer documents are cut into.
  static let longestWindow = 4096
  /// Tokens of context on each side where a window cuts a sentence.
  static let windowOverlap = 64

  /// Tokens of the windows that are predicted before they are joined, at least one window a thread: their predictions are
  /// arrays until then.
  var roundTokens: Int { max(8, 4 * threads) * Self.longestWindow }

  /// How many sentences of some documents are longer than a head of `tasks` reads at once.
  package func sentencesReadInParts(_ documents: [Document], tasks: [Int]) -> Int {
    let limit = tasks.compactMap { model.heads[$0].longestReading }.min() ?? Self.longestWindow
    return documents.reduce(0) { $0 + $1.encodedSentences.count { $0.count > min(limit, Self.longestWindow) } }
  }

  /// Pairs of tokens of a document that tasks look at which read all of a sentence for each of its tokens; 0 when none of
  /// `tasks` does.
  package func tokenPairs(_ document: Document, tasks: [Int]) -> Int {
    guard let limit = tasks.compactMap({ model.heads[$0].longestReading }).max() else { return 0 }
    return document.encodedSentences.reduce(0) { $0 + $1.count * min($1.count, limit) }
  }

  /// The end of the windows that are predicted at once: all that are whole documents, and of others a round.
  func endOfRound(_ windows: [DocumentWindow], from start: Int) -> Int {
    var end = start
    var tokens = 0
    while end < windows.count, tokens < roundTokens {
      if !windows[end].isWhole { tokens += windows[end].tokens.count }
      end += 1
    }
    return end
  }

  /// The predictions for some windows, each as a document; those of a whole document are the document.
  func annotate(
    _ windows: [DocumentWindow], of documents: [Document], tasks: [Int], options: PredictionOptions, _ tape: Tape,
    _ words: WordTable, worker: Int
  ) -> [Document] {
    // A long document's label follows from the probabilities of its windows.
    let asked = options.givesProbabilities
    var options = options
    options.probabilities = asked || windows.contains { !$0.isWhole }
    let given = tasks.flatMap { model.tasks[$0].options.kind.givenAnnotationLayers }
    var batch = windows.map { $0.cut(from: documents[$0.document], keeping: given) }
    if model.readsPairs { for (index, window) in windows.enumerated() { cutSecond(&batch[index], window, documents) } }
    var examples = words.examples(batch).compactMap { $0 }
    let inputs = model.features.inputs > 0 ? windows.map { self.inputs(of: $0, documents) } : []
    giveVectors(&examples, of: batch, inputs: inputs, worker: worker)
    let numbered = PackedBatch(examples, forms: nil, tasks: model.heads.count)
    let records = words.records(tape, numbered)
    // Heads may look at the words, as language models do.
    let packed = words.withVocabularyIDs(numbered)
    for var input in model.inputs(tape, packed, records, tasks: tasks, options: options) {
      let joinsLabels = model.tasks[input.task].options.kind.writtenLayers.contains { layer in
        if case .labels = layer { true } else { false }
      }
      input.isStopped = isStopped
      if joinsLabels, windows.contains(where: { !$0.isWhole }) { input.temperatures = [] }
      // What a head makes is gone before the next one begins.
      tape.temporarily { model.heads[input.task].annotate(&batch, input) }
    }
    if model.readsPairs {
      for (index, window) in windows.enumerated() where window.isWhole && isSecondCut(window, documents) {
        batch[index].second = documents[window.document].second
      }
    }
    if options.givesProbabilities != asked {
      for (index, window) in windows.enumerated() where window.isWhole {
        batch[index].probabilities = documents[window.document].probabilities
      }
    }
    return batch
  }

  /// The vectors of what is read of a window of other software.
  private func inputs(of window: DocumentWindow, _ documents: [Document]) -> TokenVectors {
    let document = documents[window.document]
    let all = inputs(of: document)
    guard !window.isWhole || isSecondCut(window, documents) else { return all }
    let (own, second) = (document.tokens.count, model.readsPairs ? secondRange(window, documents)?.read : nil)
    return all.choosing(
      window.tokens, second.map { own + $0.lowerBound..<own + $0.upperBound } ?? all.count..<all.count)
  }

  /// The tokens of a document's second text that are read beside a window; nil for a document without one.
  private func secondRange(
    _ window: DocumentWindow, _ documents: [Document]
  ) -> (second: AlignedText, read: Range<Int>)? {
    guard let second = documents[window.document].second else { return nil }
    let tokens = second.tokensOrWords.count
    return (
      second, window.second(tokens, own: documents[window.document].tokens.count, longest: Self.longestWindow)
    )
  }

  /// Tokens of a document's second text that are read beside a window, where a task reads it.
  func secondTokens(_ window: DocumentWindow, _ documents: [Document]) -> Int {
    model.readsPairs ? secondRange(window, documents)?.read.count ?? 0 : 0
  }

  private func isSecondCut(_ window: DocumentWindow, _ documents: [Document]) -> Bool {
    secondRange(window, documents).map { $0.read.count < $0.second.tokensOrWords.count } ?? false
  }

  /// Leaves what is read beside a window of the second text in a document.
  private func cutSecond(_ document: inout Document, _ window: DocumentWindow, _ documents: [Document]) {
    guard isSecondCut(window, documents), let (second, read) = secondRange(window, documents) else { return }
    document.second = second.part(read)
  }
}

extension AlignedText {
  /// Some of its tokens as a text of their own.
  ///
  /// - Precondition: there are such tokens, at least one.
  fileprivate func part(_ range: Range<Int>) -> AlignedText {
    let tokens = tokensOrWords[range]
    let first = tokens[range.lowerBound].range.lowerBound
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: first)
    let end = utf8.index(utf8.startIndex, offsetBy: tokens[range.upperBound - 1].range.upperBound)
    return AlignedText(
      String(text[start..<end]),
      tokens: tokens.map { Token($0.range.lowerBound - first..<$0.range.upperBound - first, kind: $0.kind) })
  }
}
