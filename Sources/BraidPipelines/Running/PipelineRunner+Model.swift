import BraidAnnotation
import BraidCorpora
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation

extension PipelineRunner {
  func train(_ name: String, _ stage: TrainStage) throws -> (output: StageOutput, summary: String)? {
    guard case .vocabulary(let words) = outputs[stage.encoder.vocabulary] else {
      preconditionFailure("stage \(stage.encoder.vocabulary) gives no vocabulary")
    }
    // Each stage that a task learns from is one corpus; its documents are encoded once for all of its tasks.
    var names: [String] = []
    for source in stage.tasks.flatMap(\.value.of) where !names.contains(source) { names.append(source) }
    var training: [String: [Document]] = [:]
    for source in names { training[source] = try documents(source)["train"]?.all() ?? [] }
    var configurations: [TaskConfiguration] = []
    for task in stage.tasks {
      var inventory = LabelInventory(try task.value.options(task.name, place: task.place))
      for source in task.value.of { for document in training[source] ?? [] { inventory.observe(document) } }
      var target: String?
      if case .vocabulary(let vocabulary) = outputs[task.value.vocabulary] { target = vocabulary.serialized }
      configurations.append(try inventory.configuration(targetVocabulary: target))
    }
    var characters: Vocabulary?
    if stage.encoder.options.characters != nil {
      var counter = WordCounter()
      for document in training.values.joined() {
        for index in document.tokens.indices {
          for scalar in document.word(index).unicodeScalars { try counter.add(String(scalar)) }
        }
      }
      characters = try VocabularyBuilder(kind: "characters", minimumCount: 3).build(counter)
    }
    let features = FeatureExtractor(options: stage.encoder.options, words: words, characters: characters)
    var model = try JointModel(
      encoder: stage.encoder.options, features: features, tasks: configurations, random: Random(seed: pipeline.seed))
    if let path = stage.encoder.vectors { _ = try WordVectors.load(path, into: &model) }

    var options = stage.training
    options.seed = pipeline.seed
    options.threads = threads
    options.weights = stage.weights.options
    options.schedule = stage.schedule.options
    let corpora = try names.map { source in
      TrainingCorpus(
        name: source, tasks: stage.tasks.indices.filter { stage.tasks[$0].value.of.contains(source) },
        training: training[source] ?? [], development: try documents(source)["dev"]?.all() ?? [], model: model)
    }
    training = [:]
    let place = "\(folder)/\(name)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let trainer = try Trainer(model: model, corpora: corpora, options: options)
    let checkpoint = CheckpointFile(
      path: place + "/checkpoint.safetensors", identity: try identity(stage, words: words, corpora: corpora))
    let result = try trainer.run(checkpoint: checkpoint, shouldStop: shouldStop) { event in
      onEvent(.training(stage: name, event))
    }
    if result.interrupted { return nil }
    model.weights = result.weights
    var calibrated: Set<Int> = []
    for corpus in corpora where !corpus.development.isEmpty {
      for task in corpus.tasks where calibrated.insert(task).inserted {
        model.calibrate(task: task, on: corpus.development, threads: threads)
      }
    }
    try model.write(to: place + "/model")
    let scores = result.scores.sorted { $0.key < $1.key }.map {
      "\($0.key) \($0.value.metric) \(String(format: "%.2f", $0.value.value))"
    }
    return (
      .model(model),
      "\(scores.joined(separator: ", ")) at step \(result.bestStep) of \(result.steps); model in \(place)/model"
    )
  }

  /// What a checkpoint belongs to: options, vocabulary and data.
  private func identity(_ stage: TrainStage, words: Vocabulary, corpora: [TrainingCorpus]) throws -> String {
    let options = try ConfigPrinter.lines(stage, indent: "").joined(separator: "\n")
    var hash = words.fingerprint
    for corpus in corpora {
      for example in corpus.examples {
        for id in example.words { hash = (hash ^ UInt64(UInt32(bitPattern: id))) &* 0x100_0000_01b3 }
        for target in example.targets {
          for id in target ?? [-7] { hash = (hash ^ UInt64(UInt32(bitPattern: id))) &* 0x100_0000_01b3 }
        }
      }
    }
    return "seed \(pipeline.seed) data \(String(hash, radix: 16))\n\(options)"
  }

  func evaluate(_ name: String, _ stage: EvaluateStage) throws -> (output: StageOutput, summary: String) {
    let model = model(stage.model)
    let predictor = Predictor(model, threads: threads)
    var scores: [String: TaskScore] = [:]
    for source in stage.of {
      guard let flow = documents(source)[stage.part] else {
        throw PipelineError.stage(
          name: name, reason: "stage `\(source)` has no part `\(stage.part)`", advice: "Name a part that it has.")
      }
      let gold = try flow.all()
      let tasks = model.heads.indices.filter { task in gold.contains { model.heads[task].target($0) != nil } }
      let predicted = predictor.annotate(gold, tasks: tasks, answers: .bare)
      for task in tasks {
        let head = model.heads[task]
        let key = stage.of.count > 1 && scores[head.name] != nil ? "\(head.name) on \(source)" : head.name
        scores[key] = head.metric.score(gold: gold, predicted: predicted, bootstrap: 1000)
      }
    }
    onEvent(.scores(stage: name, scores))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try BraidTensors.AtomicFile.write(
      "\(folder)/\(name).json", text: String(decoding: try encoder.encode(scores), as: UTF8.self) + "\n")
    return (.done, "scores in \(folder)/\(name).json")
  }

  func annotate(_ name: String, _ stage: AnnotateStage) throws -> (output: StageOutput, summary: String) {
    let model = if let path = stage.folder { try JointModel(contentsOf: path) } else { model(stage.model) }
    var options = AnnotationOptions()
    options.tasks = stage.tasks
    options.locale = stage.locale
    options.threads = threads
    let annotator = try BatchAnnotator(model, options: options)
    let reader = try CorpusReader(
      FileList.expand(stage.input), options: ReadOptions(format: CorpusFormat(rawValue: stage.format) ?? .text))
    let writer = try CorpusWriter(
      stage.output, options: WriteOptions(format: CorpusFormat(rawValue: stage.to) ?? .jsonl))
    let count = try annotator.run(reader, writer) { onEvent(.progress(stage: name, documents: $0)) }
    onEvent(.ledger(stage: name, part: "input", reader.ledger))
    return (.done, "\(count) documents in \(stage.output)")
  }
}
