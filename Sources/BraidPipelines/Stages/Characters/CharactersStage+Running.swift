import BraidFiles
import BraidTasks
import BraidText

extension CharactersStage {
  /// Tokens from which on a text without any that adjoin is no raw text.
  private static let enoughTokens = 50

  func run(in context: StageContext) throws -> StageResult? {
    var summary: [String] = []
    let flows = try context.documents(of)
    context.expect(bytes: flows.values.reduce(0) { $0 + $1.bytes })
    var read = 0
    for part in ["train", "dev", "test"] {
      guard let flow = flows[part] else { continue }
      var windows = CharacterWindows(length: window)
      var count = 0
      try flow.forEach { document in
        guard !document.tokens.isEmpty else {
          throw PipelineError.stage(
            name: context.stage, reason: "document \(read + 1), \(name(document)), has no tokens to learn from",
            advice: "Name a stage that reads a treebank, such as CoNLL-U, with its own sentences and tokens.")
        }
        _ = windows.add(document)
        count += windows.take().count
        read += 1
        try context.advance(to: read)
      }
      windows.finish()
      count += windows.take().count
      if part == "train", windows.tokens >= Self.enoughTokens, windows.adjoining == 0 {
        throw PipelineError.stage(
          name: context.stage,
          reason: "all \(windows.tokens) tokens of \(part) have white space between them, so that this is no raw text",
          advice: "Use a treebank with `# text` or `SpaceAfter=No`, from which the text is known.")
      }
      let (characters, tokens) = (windows.characters, windows.tokens)
      summary.append(
        "\(part) \(count) \(count.noun("window")) of \(characters) \(characters.noun("character")), "
          + "\(tokens) \(tokens.noun("token"))")
    }
    return StageResult(summary: summary.joined(separator: "; "))
  }

  private func name(_ document: Document) -> String { document.id.isEmpty ? "without a name" : "`\(document.id)`" }

  func documents(in context: StageContext) throws -> [String: DocumentFlow] {
    let length = window
    return try context.documents(of).mapValues { flow in
      DocumentFlow(bytes: flow.bytes) {
        let next = try flow.start()
        var windows = CharacterWindows(length: length)
        var ready: ArraySlice<Document> = []
        var isAtEnd = false
        return {
          while ready.isEmpty, !isAtEnd {
            if let document = try next() {
              _ = windows.add(document)
            } else {
              windows.finish()
              isAtEnd = true
            }
            ready = windows.take()[...]
          }
          return ready.popFirst()
        }
      }
    }
  }
}
