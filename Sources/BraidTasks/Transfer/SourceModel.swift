import BraidFiles
import BraidLayers
import BraidTensors
public import BraidVocabularies

/// A trained model that another one starts from.
///
/// No id changes: words, characters and labels that are new come behind those of the model, so that each of its rows and
/// columns keeps its place and its bits. What is new in the encoder begins as what the model reads in its place, an unknown
/// word or character: before its first step the new encoder gives every text the states that the old one gives it.
public struct SourceModel: Sendable {
  /// The model.
  public let model: JointModel

  /// A model to start from.
  public init(_ model: JointModel) { self.model = model }

  /// Options of the encoder that decide only how it is trained.
  private static let trainingOptions: Set<String> = [
    "trainEmbedding", "wordDropout", "inputDropout", "lstm.dropout", "lstm.recurrentDropout",
  ]

  /// Holds the options of a new encoder, the model whose states it reads, and the width of vectors of other software
  /// against those of the model's.
  ///
  /// - Throws: `TaskError.otherEncoder` naming the first option that differs.
  public func check(
    _ encoder: EncoderOptions, contextual: ContextualModel? = nil, inputs: InputVectors? = nil
  ) throws(TaskError) {
    let (new, old) = (contextual?.fingerprint, model.features.contextual?.fingerprint)
    guard new == old else {
      func text(_ fingerprint: String?) -> String { fingerprint.map { "the model \($0)" } ?? "absent" }
      throw .otherEncoder(option: "contextual", expected: text(old), found: text(new))
    }
    let (numbers, before) = (inputs?.width ?? 0, model.features.inputs)
    guard numbers == before else {
      throw .otherEncoder(
        option: "inputs", expected: "\(before.counted("number")) a token",
        found: "\(numbers.counted("number")) a token")
    }
    let difference = Self.difference(encoder, model.encoder.options, except: Self.trainingOptions)
    guard let difference else { return }
    throw .otherEncoder(option: difference.path, expected: difference.old, found: difference.new)
  }

  /// The model's words and characters, then those that are new.
  ///
  /// - Parameters:
  ///   - options: of the new encoder.
  ///   - words: of its vocabulary.
  ///   - characters: of its vocabulary; nil when it reads none.
  ///   - inputs: the vectors of other software, of the new documents; nil for none.
  /// - Returns: what turns words into the ids of the new model.
  /// - Throws: `TaskError.otherSymbols` when a vocabulary has special symbols that the model's has not.
  public func features(
    _ options: EncoderOptions, words: Vocabulary, characters: Vocabulary?, inputs: InputVectors? = nil
  ) throws(TaskError) -> FeatureExtractor {
    guard let allWords = model.features.words.extended(by: words) else { throw .otherSymbols("words") }
    var allCharacters = model.features.characters ?? characters
    if let old = model.features.characters, let characters {
      guard let all = old.extended(by: characters) else { throw .otherSymbols("characters") }
      allCharacters = all
    }
    return FeatureExtractor(
      options: options, words: allWords, characters: allCharacters, contextual: model.features.contextual,
      inputs: inputs)
  }

  /// Why a task begins with new weights; nil when it takes over the head of the model's task of its name.
  public func reasonForNewHead(_ task: TaskConfiguration) -> String? {
    guard let index = model.names.firstIndex(of: task.name) else { return "the model has no task of this name" }
    let old = model.tasks[index]
    let (newKind, oldKind) = (task.options.kind, old.options.kind)
    guard type(of: newKind).name == type(of: oldKind).name else {
      return "its `head` is \(type(of: newKind).name), that of the model's task is \(type(of: oldKind).name)"
    }
    func text(_ path: String, _ new: String, _ old: String) -> String {
      "its option `\(path)` is \(new), that of the model's task is \(old)"
    }
    if task.options.layer != old.options.layer {
      return text("layer", task.options.layer.text, old.options.layer.text)
    }
    switch (task.options.privateLayers, old.options.privateLayers) {
    case (nil, nil): break
    case (let new?, let old?):
      if let difference = Self.difference(new, old, except: ["dropout", "recurrentDropout"]) {
        return text("privateLayers." + difference.path, difference.new, difference.old)
      }
    case (let new, _): return text("privateLayers", new == nil ? "absent" : "there", new == nil ? "there" : "absent")
    }
    if let difference = Self.difference(task.options.node, old.options.node, except: newKind.adjustableOptions) {
      return text(difference.path, difference.new, difference.old)
    }
    for (use, vocabulary) in task.vocabularies.sorted(by: { $0.key < $1.key }) {
      guard let before = old.vocabularies[use], Self.joined(before, vocabulary) != nil else {
        return "its \(use) vocabulary is of another kind, or has other special symbols, than that of the model's task"
      }
    }
    return nil
  }

  /// The tasks of the model that none of some tasks continues.
  public func droppedTasks(_ tasks: [TaskConfiguration]) -> [String] {
    let kept = Set(tasks.filter { reasonForNewHead($0) == nil }.map(\.name))
    return model.names.filter { !kept.contains($0) }
  }

  /// What a task's head must know: where it takes over that of the model, labels, tables and vocabularies are the model's,
  /// then what is new.
  ///
  /// Pieces of words stay those of the model, with which any new word can be spelled.
  public func configuration(_ task: TaskConfiguration) -> TaskConfiguration {
    guard reasonForNewHead(task) == nil, let index = model.names.firstIndex(of: task.name) else { return task }
    let old = model.tasks[index]
    var configuration = task
    configuration.resources.labels = old.resources.labels.merging(task.resources.labels) { old, new in
      LabelSet(ordered: old.names + new.names.filter { old[$0] == nil })
    }
    configuration.resources.tables = old.resources.tables.merging(task.resources.tables) { old, new in
      var tables = old
      tables.merge(new) { old, new in old + new.filter { new in !old.contains { $0.isExactly(new) } } }
      return tables
    }
    for (use, vocabulary) in task.vocabularies {
      configuration.vocabularies[use] = old.vocabularies[use].flatMap { Self.joined($0, vocabulary) } ?? vocabulary
    }
    configuration.temperatures = model.temperatures[index]
    return configuration
  }

  /// Puts the model's weights into a new model, whose vocabularies and tasks are those of `features` and `configuration`.
  public func apply(to new: inout JointModel) {
    let taken = Set(new.tasks.filter { reasonForNewHead($0) == nil }.map(\.name))
    for entry in new.weights.entries {
      guard let id = new.weights[entry.name], let oldID = model.weights[entry.name] else { continue }
      let part = new.part(ofWeight: entry.name)
      guard part == JointModel.encoderPart || taken.contains(part) else { continue }
      let old = model.weights.entries[oldID.index]
      guard old.rows <= entry.rows, old.columns <= entry.columns else { continue }
      let rows: [Int?]
      switch entry.name {
      case "encoder.words": rows = wordRows(new)
      case "encoder.characters": rows = characterRows(new)
      default: rows = (0..<entry.rows).map { $0 < old.rows ? $0 : nil }
      }
      var values = new.weights.values(id)
      let oldValues = model.weights.values(oldID)
      for (row, source) in rows.enumerated() {
        guard let source else { continue }
        let start = row * entry.columns
        values.replaceSubrange(
          start..<start + old.columns, with: oldValues[source * old.columns..<(source + 1) * old.columns])
      }
      new.weights.set(id, values)
    }
  }

  /// For each row of a new model's word embedding the row that the model would have read.
  private func wordRows(_ new: JointModel) -> [Int?] {
    let (old, words) = (model.features, new.features.words)
    return words.ids.map { id in
      Int(id) < old.words.count ? Int(id) : Int(old.id(of: words.word(id)))
    } + (0..<new.features.embeddingRows - words.count).map { old.words.count + $0 }
  }

  private func characterRows(_ new: JointModel) -> [Int?] {
    guard let old = model.features.characters, let characters = new.features.characters else { return [] }
    return characters.ids.map { Int($0) < old.count ? Int($0) : Int(old.unknownID ?? 0) }
  }

  /// The model's vocabulary with what is new in another one; nil when they don't go together.
  private static func joined(_ old: SymbolVocabulary, _ new: SymbolVocabulary) -> SymbolVocabulary? {
    switch (old, new) {
    case (.symbols(let old), .symbols(let new)): old.extended(by: new).map { .symbols($0) }
    case (.pieces, .pieces): old
    default: nil
    }
  }

  /// The first option by its path that differs, as texts; nil when none does.
  private static func difference(
    _ new: some Configurable, _ old: some Configurable, except: Set<String>
  ) -> (path: String, new: String, old: String)? {
    guard let new = try? OptionWriter.node(new), let old = try? OptionWriter.node(old) else { return nil }
    return difference(new, old, except: except)
  }

  private static func difference(
    _ new: OptionNode, _ old: OptionNode, except: Set<String>
  ) -> (path: String, new: String, old: String)? {
    func texts(_ node: OptionNode) -> [String: String] {
      Dictionary(node.leaves.map { ($0.path, $0.text) }) { $1 }.filter { !except.contains($0.key) }
    }
    let (new, old) = (texts(new), texts(old))
    return Set(new.keys).union(old.keys).sorted().first { new[$0] != old[$0] }.map {
      ($0, new[$0] ?? "absent", old[$0] ?? "absent")
    }
  }
}
