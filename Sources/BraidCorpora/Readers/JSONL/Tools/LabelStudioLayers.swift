import BraidFiles
package import BraidText

/// What the tasks of a project of Label Studio say once all are known: the reader, which sees one after the other, does not know of
/// the first ones whether spans are marked in the project.
package enum LabelStudioLayers {
  /// Gives every task that is annotated, or has predictions of a model, all layers of spans that others have, without spans and
  /// with tokens; takes away the layer that stands for spans of which nothing is known, where there are none.
  ///
  /// - Parameters:
  ///   - documents: all documents of a project.
  ///   - options: how they were read.
  /// - Returns: the documents.
  /// - Throws: `CorpusError` for rules of tokens that ICU does not know.
  package static func completed(_ documents: [Document], options: ReadOptions) throws(CorpusError) -> [Document] {
    var documents = documents
    let gold = layers(documents)
    for index in documents.indices { complete(&documents[index], gold) }
    var haveSpans = !gold.isEmpty
    for model in Set(documents.flatMap(\.predictions.keys)) {
      let layers = layers(documents.compactMap { $0.predictions[model]?.annotation })
      haveSpans = haveSpans || !layers.isEmpty
      for index in documents.indices {
        guard var annotation = documents[index].predictions[model]?.annotation else { continue }
        complete(&annotation, layers)
        documents[index].predictions[model] = Prediction(annotation, missing: [])
      }
    }
    guard haveSpans else { return documents }
    let placer = SpanPlacer(options)
    var ledger = Ledger()
    for index in documents.indices where documents[index].tokens.isEmpty {
      // A task of which nothing is said has no tokens.
      guard !documents[index].spans.isEmpty || !documents[index].predictions.isEmpty else { continue }
      try placer.place([], in: &documents[index], at: SourceLocation(file: ""), into: &ledger)
    }
    return documents
  }

  /// The layers of spans that documents have; `entity` stands for what is not known where another layer has labels or spans.
  private static func layers(_ documents: [Document]) -> Set<String> {
    let named = Set(documents.flatMap(\.spans.keys))
    let isMarked = documents.contains { $0.spans[ToolReader.spanLayer]?.isEmpty == false }
    let hasOthers = named.count > 1 || documents.contains { !$0.labels.isEmpty }
    return isMarked || !hasOthers ? named : named.subtracting([ToolReader.spanLayer])
  }

  private static func complete(_ document: inout Document, _ layers: Set<String>) {
    guard !document.spans.isEmpty || !document.labels.isEmpty else { return }
    document.spans = document.spans.filter { layers.contains($0.key) }
    for layer in layers where document.spans[layer] == nil { document.spans[layer] = [] }
  }
}
