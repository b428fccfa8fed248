import BraidFiles
public import BraidText

/// How many documents had something that the output has no place for.
public struct LeftOut: Sendable, Equatable {
  /// Documents by what was left out of them.
  public var documents: [DocumentContent: Int] {
    run.contents.reduce(into: counts) { $0[$1, default: 0] += run.count }
  }
  private var counts: [DocumentContent: Int] = [:]
  /// What was left out of the last documents, and of how many: most documents lack the same as the one before.
  private var run: (contents: [DocumentContent], count: Int) = ([], 0)
  /// Documents with a layer of the input's own that a prediction took the place of, by layer.
  public private(set) var replaced: [AnnotationLayer: Int] = [:]
  /// Documents with what was taken out, as predicted heads contradict it.
  private(set) var cleared: [DocumentContent: Int] = [:]
  /// Cells of a table in which separators or line breaks were written as spaces.
  var spacedCells = 0
  /// Whether the first row of a table without a header looks like one.
  var beginsLikeHeader = false
  /// Columns that were asked for and that no document has filled.
  var empty: [String] = []
  /// Columns of a table without a header that stay beside predictions: no name tells which an earlier model has written.
  var unnamed: [String] = []

  /// None.
  public init() {}

  mutating func add(_ contents: [DocumentContent]) {
    if contents != run.contents {
      for content in run.contents { counts[content, default: 0] += run.count }
      run = (contents, 0)
    }
    run.count += 1
  }

  mutating func add(_ counts: [DocumentContent: Int]) { self.counts.merge(counts, uniquingKeysWith: +) }

  /// Adds layers of a document that predictions took the place of.
  package mutating func addReplaced(_ layers: Set<AnnotationLayer>) {
    for layer in layers { replaced[layer, default: 0] += 1 }
  }

  mutating func addCleared(_ content: DocumentContent) { cleared[content, default: 0] += 1 }

  /// Whether as many documents lack the same.
  public static func == (one: LeftOut, other: LeftOut) -> Bool {
    one.documents == other.documents && one.replaced == other.replaced && one.cleared == other.cleared
      && one.spacedCells == other.spacedCells && one.beginsLikeHeader == other.beginsLikeHeader
      && one.empty == other.empty && one.unnamed == other.unnamed
  }

  /// Adds those of another output.
  public mutating func merge(_ other: LeftOut) {
    counts.merge(other.documents, uniquingKeysWith: +)
    replaced.merge(other.replaced, uniquingKeysWith: +)
    cleared.merge(other.cleared, uniquingKeysWith: +)
    spacedCells += other.spacedCells
    beginsLikeHeader = beginsLikeHeader || other.beginsLikeHeader
    empty += other.empty.filter { !empty.contains($0) }
    unnamed += other.unnamed.filter { !unnamed.contains($0) }
  }

  /// What was left out of a format, in a line, with the documents that had it; nil when nothing was.
  public func note(_ format: CorpusFormat) -> String? {
    func named(_ contents: [DocumentContent: Int]) -> [String: Int] {
      Dictionary(contents.map { ($0.key.code, $0.value) }, uniquingKeysWith: +)
    }
    let replacedLayers = Dictionary(replaced.map { ($0.key.code, $0.value) }, uniquingKeysWith: +)
    let notes = [
      ("left out, no place in \(format.rawValue)", named(documents)),
      ("replaced by predictions", replacedLayers),
      ("taken out, as the predicted heads contradict it", named(cleared)),
    ]
    let parts = notes.filter { !$0.1.isEmpty }.map { name, counts -> String in
      "\(name) (counted in documents): "
        + counts.map { "\($0.key) (\($0.value.grouped))" }.sorted().joined(separator: ", ")
    }
    let spaced =
      spacedCells == 0
      ? [] : ["separators or line breaks written as spaces: \(spacedCells.counted("cell")) (CSV keeps them)"]
    let headless =
      beginsLikeHeader ? ["the first row looks like names of columns: write a header, or read without one"] : []
    let kept =
      unnamed.isEmpty
      ? []
      : [
        "kept as they are, whatever an earlier model may have predicted there, as no header names them: "
          + unnamed.joined(separator: ", ")
      ]
    let all =
      parts + spaced + headless + kept
      + (empty.isEmpty ? [] : ["left empty, as no document has it: \(empty.joined(separator: ", "))"])
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }
}
