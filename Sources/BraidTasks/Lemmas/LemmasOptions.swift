public import BraidFiles
public import BraidTensors
public import BraidText

/// Lemmas: for each word the script that makes its lemma of its form.
public struct LemmasOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "lemmas"
  /// What its tasks do.
  public static let about = "the lemma of each word, by edit scripts"

  /// The token layer of the lemmas.
  public var lemmas = "lemma"
  /// How often a script must be needed in the training data to be learned.
  public var minimumCount = 2
  /// Dropout rate, 0..<1, on the token states.
  public var dropout = 0.0
  /// Label smoothing, 0..<1.
  public var smoothing = 0.0

  /// Lemmas in the layer of CoNLL-U.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("lemmas", &lemmas, required: false, "token layer with the lemmas")
    try visitor.field("minimumCount", &minimumCount, 1...1_000_000, "how often a script must be needed to be learned")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of the token states")
    try visitor.field("smoothing", &smoothing, 0...0.99, "label smoothing")
  }

  /// The layer that it learns from and writes.
  public var annotationLayers: [AnnotationLayer] { [.tags(lemmas)] }

  /// None: lemmas are made by scripts, not chosen among those that were seen.
  public var labelLayers: [AnnotationLayer] { [] }

  /// The label set of the scripts.
  private static let scripts = "scripts"

  /// Counts the scripts of the lemmas.
  public func count(_ document: Document, into counts: inout TaskCounts) -> Bool {
    guard let lemmas = document.tags[lemmas] else { return false }
    for (index, lemma) in lemmas.enumerated() {
      guard let lemma else { continue }
      counts.add(LemmaScript(form: document.form(index), lemma: lemma).label, to: Self.scripts)
    }
    return lemmas.contains { $0 != nil }
  }

  /// The scripts that were needed often enough, and the one that leaves the form as it is.
  public func resources(_ counts: TaskCounts) -> TaskResources {
    let often = (counts.sets[Self.scripts] ?? [:]).filter { $0.value >= minimumCount }.keys
    return TaskResources(labels: [Self.scripts: LabelSet(often, first: [LemmaScript.identity.label])])
  }

  /// The scripts.
  public func labels(_ resources: TaskResources) -> [String] { resources.labels[Self.scripts]?.names ?? [] }

  /// For lemmas.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    layer.content == .lemmas ? StarterTask("lemmas", options: ["layer: all"]) : nil
  }

  /// Makes the head.
  ///
  /// - Throws: `TaskError` when there are no scripts, or one of them is none.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    let labels = try task.labels(Self.scripts, atLeast: 1)
    var scripts: [LemmaScript] = []
    for label in labels.names {
      guard let script = LemmaScript(label: label) else {
        throw .badLabel(task: task.name, label: label, expected: "a script such as `lower 0+ 3+y`")
      }
      scripts.append(script)
    }
    return LemmasHead(
      task: task.name, options: self, scripts: scripts, width: width, weights: &weights, random: random)
  }
}
