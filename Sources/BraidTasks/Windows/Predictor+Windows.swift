import BraidTensors
import BraidText

extension Predictor {
  /// Tokens of the windows that longer documents are cut into.
  static let longestWindow = 4096
  /// Tokens of context on each side where a window cuts a sentence.
  static let windowOverlap = 64

  /// Tokens of the windows that are answered before they are joined.
  static let roundTokens = 128 * longestWindow

  /// The end of the windows that are answered at once: all that are whole documents, and of others a round.
  static func endOfRound(_ windows: [DocumentWindow], from start: Int) -> Int {
    var end = start
    var tokens = 0
    while end < windows.count, tokens < roundTokens {
      if !windows[end].isWhole { tokens += windows[end].tokens.count }
      end += 1
    }
    return end
  }

  /// The answers for some windows, each as a document; those of a whole document are the document.
  func annotate(
    _ windows: [DocumentWindow], of documents: [Document], tasks: [Int], options: PredictionOptions, _ tape: Tape
  ) -> [Document] {
    // A long document's label follows from the probabilities of its windows.
    let asked = options.probabilities
    var options = options
    options.probabilities = asked || windows.contains { !$0.isWhole }
    let given = tasks.flatMap { model.tasks[$0].options.kind.givenAnnotationLayers }
    var batch = windows.map { $0.cut(from: documents[$0.document], keeping: given) }
    var forms = FormTable()
    let examples = batch.compactMap { model.example($0, forms: &forms, targets: false) }
    let packed = PackedBatch(
      examples, forms: model.features.characters == nil ? nil : forms, tasks: model.heads.count)
    for input in model.inputs(tape, packed, tasks: tasks, options: options) {
      model.heads[input.task].annotate(&batch, input)
    }
    if options.probabilities != asked {
      for (index, window) in windows.enumerated() where window.isWhole {
        batch[index].probabilities = documents[window.document].probabilities
      }
    }
    return batch
  }
}
