import BraidFiles
import BraidText

/// The names of what documents have, for a message about a name that none of them has.
struct DocumentNames {
  /// Documents of each flow that are looked at.
  private static let sample = 200

  private(set) var labels: Set<String> = []
  private(set) var tags: Set<String> = []
  private(set) var spans: Set<String> = []
  private(set) var translations: Set<String> = []
  private(set) var fields: Set<String> = []

  /// The names in the first documents of some flows.
  ///
  /// - Throws: what reading throws.
  init(_ flows: some Sequence<DocumentFlow>) throws {
    for flow in flows {
      let next = try flow.start()
      for _ in 0..<Self.sample {
        guard let document = try next() else { break }
        labels.formUnion(document.labels.keys)
        tags.formUnion(document.tags.keys)
        spans.formUnion(document.spans.keys)
        translations.formUnion(document.translations.keys)
        fields.formUnion(document.fields.keys)
      }
    }
  }

  /// The names of the same sort as that of a layer, and what has them; nil where layers of its sort have no names.
  func names(like layer: AnnotationLayer) -> (what: String, known: Set<String>)? {
    switch layer {
    case .labels: ("label layers", labels)
    case .tags: ("tag layers", tags)
    case .spans: ("span layers", spans)
    case .translation: ("aligned texts", translations)
    case .field: ("fields", fields)
    case .frames: nil
    }
  }
}

extension StageContext {
  /// What is wrong with a name that an option gives and that no document has.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - option: the option, as a path of keys.
  ///   - what: what has such names, such as `label layers`.
  ///   - known: the names that documents have.
  /// - Returns: the error, at the place of the option.
  func noneHas(_ name: String, option: [String], what: String, known: Set<String>) -> PipelineError {
    guard let written = results.stage(stage) else { preconditionFailure("no stage is named \(stage)") }
    let names = known.sorted()
    return .badValue(
      written.place(of: option, naming: name), key: option.joined(separator: "."),
      found: "`\(name)`, which no document has",
      expected: names.isEmpty ? "documents that have \(what)" : "one of the \(what) \(names.joined(separator: ", "))",
      nearest: SpellingSuggestion.name(for: name, among: names))
  }
}
