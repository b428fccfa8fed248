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
    /// What each task's head must know.
    var tasks: [TaskResources]
    /// The vocabulary of characters in its file format.
    var characters: String?
  }

  /// All that the training is made from, with the corpora as numbers.
  ///
  /// The numbers lie in files in the run's cache, which are memory-mapped: they are made again only when documents, a
  /// vocabulary or a task's options have changed. No more than one document is in memory while they are made.
  ///
  /// - Parameters:
  ///   - context: the stage's own.
  ///   - source: the model to start from; nil for none.
  ///   - computesStates: whether the states of a frozen model that the encoder reads are computed; else the examples have
  ///     zeros in their place.
  ///   - onVectors: called with the number of words that have pretrained vectors.
  /// - Returns: the recipe.
  /// - Throws: what is wrong with the documents, the tasks or the files.
  func recipe(
    in context: StageContext, from source: SourceModel?, computesStates: Bool = true,
    onVectors: @escaping (Int) -> Void = { _ in }
  ) throws -> TrainingRecipe {
    let cache = context.cache
    let encoding = context.stage + "+encoding"
    let key = try context.results.key(context.stage).ofOptions(
      files: sourceFolder.map { [$0] } ?? [], Self.isOfEncoding)
    let inventoryPath = cache.path(encoding, "inventory")
    let missing = cache.reason(toRun: encoding, key: key, rereading: true)
    let isKept = missing == nil
    if let missing { try context.checkLeads(missing) }
    let inventory: Inventory
    if isKept {
      inventory = try JSONDecoder().decode(
        Inventory.self, from: Data(contentsOf: URL(fileURLWithPath: inventoryPath)))
    } else {
      inventory = try takeInventory(in: context)
    }
    let characters = try inventory.characters.map { try Vocabulary(serialized: $0) }
    let found = try zip(self.tasks, inventory.tasks).map { task, resources in
      TaskConfiguration(
        options: task.value.options(task.name), resources: resources,
        vocabularies: try task.value.vocabularies.mapValues { try context.results.vocabulary($0) })
    }
    let configurations = source.map { found.map($0.configuration) } ?? found
    let words = try context.words(encoder.vocabulary)
    let features =
      try source?.features(encoder.options, words: words, characters: characters, inputs: try inputVectors())
      ?? FeatureExtractor(
        options: encoder.options, words: words, characters: characters,
        contextual: try contextualModel(in: context), inputs: try inputVectors())
    func files(_ source: String) -> [String] {
      ["examples", "forms"].map { cache.path("\(encoding)+\(source)", $0) }
    }
    func tasks(_ source: String) -> [Int] { self.tasks.indices.filter { self.tasks[$0].value.of.contains(source) } }
    func freshModel() throws -> JointModel {
      try JointModel(
        encoder: encoder.options, features: features, tasks: configurations, random: Random(seed: context.seed))
    }
    if !isKept {
      let start = ContinuousClock.now
      cache.forget(encoding)
      let model = try freshModel()
      for source in sources {
        let paths = files(source)
        try encode(source, tasks(source), model, to: paths[0], forms: paths[1], in: context)
      }
      let json = JSONEncoder()
      json.outputFormatting = .sortedKeys
      let text = String(decoding: try json.encode(inventory), as: UTF8.self)
      try AtomicFile.write(inventoryPath, text: text)
      try cache.store(
        encoding, key: key, summary: "encoded", seconds: start.duration(to: .now).seconds,
        files: [inventoryPath] + sources.flatMap(files))
    }
    var examples = try sources.map { try EncodedExamples(contentsOf: files($0)[0]) }
    if !features.readsVectors {
      forgetStates(in: context)
    } else if computesStates {
      let model = try freshModel()
      try checkInputs(model, training: false, in: context)
      examples = try withStates(
        zip(sources, examples).map { (source: $0, examples: $1) }, model: model, in: context)
    } else {
      try checkInputs(try freshModel(), training: true, in: context)
      examples = examples.map { $0.with(zeros: features.vectorWidth) }
    }
    let corpora = try zip(sources, examples).map { source, examples in
      let forms = FormTable(characters: try EncodedExamples(contentsOf: files(source)[1]).map(\.words))
      return TrainingRecipe.Corpus(
        name: source, tasks: self.tasks.filter { $0.value.of.contains(source) }.map(\.name),
        training: .examples(examples, forms: forms, heads: self.tasks.map(\.name)),
        development: try context.documents(source)["dev"]?.all() ?? [])
    }
    let segmenter = try segmenterModel(in: context) ?? source?.model.segmenter
    var recipe = TrainingRecipe(
      encoder: encoder.options, features: features, tasks: configurations, corpora: corpora,
      options: options(in: context),
      prepare: { model in
        model.preparation = preparation
        if !model.segmentsText { model.segmenter = segmenter }
        if tokenizes { model.textRules = try TextRules(preparation) }
        source?.apply(to: &model)
        if let path = encoder.vectors {
          let first = source?.model.features.words.count ?? 0
          onVectors(try WordVectors.load(path, into: &model, from: first, stage: context.stage))
        }
      })
    recipe.teachers = try teacherModels(in: context)
    recipe.origin = source.map { source in
      TrainingOrigin(
        fingerprint: source.model.fingerprint,
        newTasks: found.compactMap { task in
          guard source.model.names.contains(task.name), let reason = source.reasonForNewHead(task) else { return nil }
          return TrainingOrigin.NewTask(name: task.name, reason: reason)
        })
    }
    return recipe
  }

  /// Whether examples depend on the option at a path.
  static func isOfEncoding(_ path: String) -> Bool {
    let keys = path.split(separator: ".", maxSplits: 2).map(String.init)
    return switch keys[0] {
    case "from", "tasks": true
    case "encoder": keys.count > 1 && EncoderOptions.fieldsOfExamples.contains(keys[1])
    default: false
    }
  }

  /// Goes through the training documents for the labels and characters that they have.
  private func takeInventory(in context: StageContext) throws -> Inventory {
    var inventories = tasks.map { TaskInventory($0.value.options($0.name)) }
    var counter = WordCounter()
    let flows = try sources.map { ($0, try context.documents($0)["train"]) }
    context.expect(bytes: flows.reduce(0) { $0 + ($1.1?.bytes ?? 0) })
    var count = 0
    for (source, flow) in flows {
      try flow?.forEach { document in
        for index in tasks.indices where tasks[index].value.of.contains(source) {
          inventories[index].observe(document)
        }
        if encoder.options.characters != nil {
          try counter.add(tokensOf: document, unit: .characters)
          if let second = document.second {
            try counter.add(second.tokensOrWords, in: second.text, unit: .characters)
          }
        }
        count += 1
        try context.advance(to: count)
      }
    }
    var found: [TaskResources] = []
    for (task, inventory) in zip(tasks, inventories) {
      do {
        found.append(try inventory.configuration().resources)
      } catch {
        // A pattern in the catch clause itself crashes the compiler of Swift 6.3.1.
        guard case TaskError.noTargets(let name, let layer, _) = error else { throw error }
        guard try hasDevelopmentLabels(task, in: context) else { throw try misnamed(task, in: context) ?? error }
        throw TrainingError.labelsOnlyInDevelopment(
          task: name, corpus: task.value.of.joined(separator: ", "), layer: layer)
      }
    }
    let characters =
      encoder.options.characters == nil
      ? nil : try VocabularyBuilder(kind: "characters", minimumCount: 3).build(counter)
    return Inventory(tasks: found, characters: characters?.serialized)
  }

  /// What is wrong with the name of a layer that a task learns from and that no document has; nil where it is not the name.
  private func misnamed(_ task: Named<TaskConfig>, in context: StageContext) throws -> PipelineError? {
    guard let written = context.results.stage(context.stage)?.written["tasks"]?[task.name] else { return nil }
    let names = try DocumentNames(context.documents(task.value.of, part: "train"))
    for layer in task.value.kind?.annotationLayers ?? [] {
      guard let (what, known) = names.names(like: layer), !known.contains(layer.name) else { continue }
      // A layer that is not written is the kind's own.
      let option = written.path(to: layer.name).map { Array($0.keys.prefix(1)) } ?? []
      return context.noneHas(layer.name, option: ["tasks", task.name] + option, what: what, known: known)
    }
    return nil
  }

  /// Whether a development document has a label for a task.
  private func hasDevelopmentLabels(_ task: Named<TaskConfig>, in context: StageContext) throws -> Bool {
    var inventory = TaskInventory(task.value.options(task.name))
    for source in task.value.of { try context.documents(source)["dev"]?.forEach { inventory.observe($0) } }
    return (try? inventory.configuration()) != nil
  }

  /// Writes the training documents of one stage as numbers, and the characters of their written forms.
  private func encode(
    _ source: String, _ tasks: [Int], _ model: JointModel, to path: String, forms formsPath: String,
    in context: StageContext
  ) throws {
    let writer = try ExampleWriter(path)
    var forms = FormTable()
    var count = 0
    let flow = try context.documents(source)["train"]
    context.expect(bytes: flow?.bytes ?? 0)
    try flow?.forEach { document in
      if let example = TrainingCorpus.example(document, tasks: tasks, model: model, forms: &forms) {
        try writer.add(example)
      }
      count += 1
      try context.advance(to: count)
    }
    try writer.close()
    let formWriter = try ExampleWriter(formsPath)
    for characters in forms.characters { try formWriter.add(Example(words: characters, sentences: [])) }
    try formWriter.close()
  }
}
