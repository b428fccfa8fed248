import BraidText

/// How likely a document's words are under a language model, kept in a field of the document until it is scored.
struct WordLikelihood: Equatable {
  /// Negative log-probability of each next word, summed, in nats.
  var forward: Double
  /// The same of each previous word; nil when the model reads forward only.
  var backward: Double?
  /// Words that each direction predicted, ends of sentences included.
  var words: Int

  init(forward: Double, backward: Double?, words: Int) {
    self.forward = forward
    self.backward = backward
    self.words = words
  }

  private static func field(_ task: String) -> String { "\(task).likelihood" }

  /// What a document's field for `task` says; nil when it has none.
  init?(_ document: Document, task: String) {
    let parts = document.fields[Self.field(task)]?.split(separator: " ") ?? []
    guard parts.count >= 2, let words = Int(parts[0]), let forward = Double(parts[1]) else { return nil }
    self.init(forward: forward, backward: parts.count > 2 ? Double(parts[2]) : nil, words: words)
  }

  /// Puts it into the field of a document for `task`.
  func write(to document: inout Document, task: String) {
    document.fields[Self.field(task)] = "\(words) \(forward)" + (backward.map { " \($0)" } ?? "")
  }

  func adding(_ other: WordLikelihood) -> WordLikelihood {
    WordLikelihood(
      forward: forward + other.forward, backward: backward.flatMap { own in other.backward.map { own + $0 } },
      words: words + other.words)
  }
}
