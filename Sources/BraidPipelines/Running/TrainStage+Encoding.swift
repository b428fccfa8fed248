import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation

extension TrainStage {
  /// What is found in the training documents before a model can be made.
  private struct Inventory: Codable {
    var tasks: [TaskConfiguration]
    /// The vocabulary of characters in its file format.
    var characters: String?
  }

  /// The stages that the tasks learn from, each once: each is one corpus, whose documents are encoded once for all tasks.
  var sources: [String] {
    var names: [String] = []
    for source in tasks.flatMap(\.value.of) where !names.contains(source) { names.append(source) }
    return names
  }

  /// All that the training is made from, with the corpora as numbers.
  ///
  /// The numbers lie in files in the run's cache, which are memory-mapped: they are made again only when documents, a
  /// vocabulary or a task's options have changed. No more than one document is in memory while they are made.
  ///
  /// - Throws: what is wrong with the documents, the tasks or the files.
  func recipe(_ name: String, in runner: PipelineRunner) throws -> TrainingRecipe {
    let cache = runner.cache
    let encoding = name + "+encoding"
    let key = try runner.keys.key(name) { path in
      path.hasPrefix("tasks.") || path.hasPrefix("encoder.characters") || path == "encoder.lowercase"
        || path == "encoder.unknownBuckets"
    }
    let inventoryPath = cache.path(encoding, "inventory")
    let isKept = cache.reason(toRun: encoding, key: key, rereading: true) == nil
    let inventory: Inventory
    if isKept {
      inventory = try JSONDecoder().decode(
        Inventory.self, from: Data(contentsOf: URL(fileURLWithPath: inventoryPath)))
    } else {
      inventory = try takeInventory(name, in: runner)
    }
    let characters = try inventory.characters.map { try Vocabulary(serialized: $0) }
    let features = FeatureExtractor(
      options: encoder.options, words: try runner.words(encoder.vocabulary, for: name), characters: characters)
    func files(_ source: String) -> [String] {
      ["examples", "forms"].map { cache.path("\(encoding)+\(source)", $0) }
    }
    func tasks(_ source: String) -> [Int] { self.tasks.indices.filter { self.tasks[$0].value.of.contains(source) } }
    if !isKept {
      let start = ContinuousClock.now
      cache.forget(encoding)
      let model = try JointModel(
        encoder: encoder.options, features: features, tasks: inventory.tasks,
        random: Random(seed: runner.pipeline.seed))
      for source in sources {
        let paths = files(source)
        try encode(source, tasks(source), model, name, to: paths[0], forms: paths[1], in: runner)
      }
      let json = JSONEncoder()
      json.outputFormatting = .sortedKeys
      let text = String(decoding: try json.encode(inventory), as: UTF8.self)
      try AtomicFile.write(inventoryPath, text: text)
      try cache.store(
        encoding, key: key, summary: "encoded", seconds: start.duration(to: .now) / .seconds(1),
        files: [inventoryPath] + sources.flatMap(files))
    }
    let corpora = try sources.map { source in
      let paths = files(source)
      let forms = FormTable(characters: try EncodedExamples(contentsOf: paths[1]).map(\.words))
      return TrainingRecipe.Corpus(
        name: source, tasks: self.tasks.filter { $0.value.of.contains(source) }.map(\.name),
        training: .examples(
          try EncodedExamples(contentsOf: paths[0]), forms: forms, heads: self.tasks.map(\.name)),
        development: try runner.documents(source)["dev"]?.all() ?? [])
    }
    return TrainingRecipe(
      encoder: encoder.options, features: features, tasks: inventory.tasks, corpora: corpora,
      options: options(in: runner),
      prepare: { model in
        model.preparation = preparation(in: runner.pipeline)
        if let path = encoder.vectors { _ = try WordVectors.load(path, into: &model) }
      })
  }

  /// How the model's raw texts are made ready: like those of the first corpus that a stage tokenizes, in the order of
  /// tasks, but that a text of words may have several sentences where each training text was one.
  private func preparation(in pipeline: Pipeline) -> TextPreparation {
    for source in sources {
      var stage = pipeline.stage(source)?.options
      while let options = stage {
        if let tokenize = options as? TokenizeStage {
          var preparation = tokenize.preparation
          if preparation.unit == .word, preparation.sentences == .none { preparation.sentences = .icu }
          return preparation
        }
        stage = options.references.first.flatMap { pipeline.stage($0.name)?.options }
      }
    }
    return TextPreparation()
  }

  /// Goes through the training documents for the labels and characters that they have.
  private func takeInventory(_ name: String, in runner: PipelineRunner) throws -> Inventory {
    var inventories: [LabelInventory] = []
    for task in tasks { inventories.append(LabelInventory(try task.value.options(task.name, place: task.place))) }
    var counter = WordCounter()
    let flows = try sources.map { ($0, try runner.documents($0)["train"]) }
    runner.expect(bytes: flows.reduce(0) { $0 + ($1.1?.bytes ?? 0) })
    var count = 0
    for (source, flow) in flows {
      try flow?.forEach { document in
        for index in tasks.indices where tasks[index].value.of.contains(source) {
          inventories[index].observe(document)
        }
        if encoder.options.characters != nil { try counter.add(tokensOf: document, unit: .characters) }
        count += 1
        try runner.progress(name, documents: count)
      }
    }
    var configurations: [TaskConfiguration] = []
    for (task, inventory) in zip(tasks, inventories) {
      let target = task.value.vocabulary.isEmpty ? nil : try runner.vocabulary(task.value.vocabulary).serialized
      do {
        configurations.append(try inventory.configuration(targetVocabulary: target))
      } catch {
        // A pattern in the catch clause itself crashes the compiler of Swift 6.3.1.
        guard case TaskError.noTargets(let name, let layer, _) = error, try hasDevelopmentLabels(task, in: runner)
        else { throw error }
        throw TrainingError.labelsOnlyInDevelopment(
          task: name, corpus: task.value.of.joined(separator: ", "), layer: layer)
      }
    }
    let characters =
      encoder.options.characters == nil
      ? nil : try VocabularyBuilder(kind: "characters", minimumCount: 3).build(counter)
    return Inventory(tasks: configurations, characters: characters?.serialized)
  }

  /// Whether a development document has a label for a task.
  private func hasDevelopmentLabels(_ task: Named<TaskConfig>, in runner: PipelineRunner) throws -> Bool {
    var inventory = LabelInventory(try task.value.options(task.name, place: task.place))
    for source in task.value.of { try runner.documents(source)["dev"]?.forEach { inventory.observe($0) } }
    return (try? inventory.configuration()) != nil
  }

  /// Writes the training documents of one stage as numbers, and the characters of their written forms.
  private func encode(
    _ source: String, _ tasks: [Int], _ model: JointModel, _ name: String, to path: String, forms formsPath: String,
    in runner: PipelineRunner
  ) throws {
    let writer = try ExampleWriter(path)
    var forms = FormTable()
    var count = 0
    let flow = try runner.documents(source)["train"]
    runner.expect(bytes: flow?.bytes ?? 0)
    try flow?.forEach { document in
      if let example = TrainingCorpus.example(document, tasks: tasks, model: model, forms: &forms) {
        try writer.add(example)
      }
      count += 1
      try runner.progress(name, documents: count)
    }
    try writer.close()
    let formWriter = try ExampleWriter(formsPath)
    for characters in forms.characters { try formWriter.add(Example(words: characters, sentences: [])) }
    try formWriter.close()
  }
}
