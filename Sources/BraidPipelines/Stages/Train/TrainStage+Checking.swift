import BraidCorpora
import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation

extension TrainStage {
  /// Batches of typical documents that a check trains on, for each corpus; one of the longest documents comes on top.
  private static let batches = 4
  /// A model that knows a smaller share of the words gives states of little worth.
  private static let knownShare = 0.5
  /// Development documents that are annotated to measure the time of an evaluation.
  private static let evaluated = 64

  func inspect(in context: StageContext) throws -> [CheckFinding] {
    var findings: [CheckFinding] = []
    if let shared = AnnotationLayer.shared(by: predictedLayers) {
      findings.append(
        CheckFinding(
          level: .warning, stage: context.stage,
          text: "tasks `\(shared.first)` and `\(shared.second)` both write \(shared.layer.description)",
          advice:
            "JSONL and the service give both; for formats with one place a layer choose one with `tasks` of `annotate`."
        ))
    }
    for source in sources {
      let tasks = tasks.filter { $0.value.of.contains(source) }
      let inspector = SourceInspector(
        stage: context.stage, source: source, tasks: tasks, train: self,
        words: try context.words(encoder.vocabulary))
      findings += try inspector.findings(try context.documents(source))
    }
    findings += try tokenAgreement(in: context)
    var known = 0
    let source = try source(in: context)
    let recipe = try recipe(in: context, from: source, computesStates: false) { known = $0 }
    let trainer = try recipe.trainer()
    let model = trainer.model
    for warning in trainer.warnings {
      switch warning {
      case .frozenAtRandom, .neverUnfrozen:
        findings.append(CheckFinding(level: .warning, stage: context.stage, text: warning.message))
      default: break
      }
    }
    if let source { findings += notes(on: source, recipe, stage: context.stage) }
    if let path = encoder.vectors {
      findings.append(
        CheckFinding(
          level: .note, stage: context.stage,
          text: "\(path) has vectors of \(known) of the vocabulary's \(model.features.words.count) words"))
    }
    if encoder.isGivenVectors {
      let name = ([encoder.contextual].compactMap(\.self) + encoder.inputs).joined(separator: ", ")
      let tokens = trainer.corpora.reduce(0) { $0 + $1.examples.lengths.reduce(0, +) }
      findings.append(
        CheckFinding(
          level: .note, stage: context.stage,
          text: "\(name): each of \(tokens.counted("token")) gets \(model.features.vectorWidth) numbers, which take "
            + "\((model.features.vectorBytes * tokens + 1 << 20 - 1) >> 20) MB of the run's cache"))
    }
    context.results.keep(model, of: context.stage)
    findings += try trial(trainer, in: context)
    return findings
  }

  /// How well raw text, cut as the model will cut it, agrees with the tokens that its corpora have.
  private func tokenAgreement(in context: StageContext) throws -> [CheckFinding] {
    guard preparation.unit == .word, !tasks.contains(where: { $0.value.kind?.segmentsText == true }) else { return [] }
    if let name = segmenterName, segmenterIsStage {
      let text = "raw text is cut by the model of `\(name)`, which is trained first; its scores say how well"
      return [CheckFinding(level: .note, stage: context.stage, text: text)]
    }
    let segmenter = try segmenterModel(in: context).flatMap { ModelSegmenter($0, threads: context.workers) }
    return try readStages.flatMap { stage -> [CheckFinding] in
      let flows = try context.documents(stage)
      guard let flow = flows["train"] ?? flows.values.first else { return [] }
      let next = try flow.start()
      func findings(_ cut: String, _ agreement: TokenAgreement) -> [CheckFinding] {
        guard agreement.isMeaningful else { return [] }
        return [
          CheckFinding(
            level: .note, stage: context.stage, text: "\(stage): raw text, cut by \(cut): \(agreement.summary)",
            advice: agreement.listing())
        ]
      }
      if let segmenter {
        let agreement = TokenAgreement { document throws(TextError) in try segmenter.segment(&document) }
        for _ in 0..<TokenAgreement.sample {
          guard let document = try next() else { break }
          try agreement.add(document)
        }
        return findings("the model's segmenter", agreement)
      }
      let choice = try TokenRulesChoice(besides: preparation)
      for _ in 0..<TokenAgreement.sample {
        guard let document = try next() else { break }
        try choice.add(document)
      }
      let rules = preparation.rules == .icu ? "" : ", \(preparation.rules.rawValue)"
      var all = findings("the model's rules (`\(preparation.locale)\(rules)`)", choice.first)
      if let (better, agreement) = choice.better {
        all.append(
          CheckFinding(
            level: .note, stage: context.stage,
            text: "\(stage): the rules `\(better.rules.rawValue)` would meet it better: \(agreement.summary)",
            advice: "Add a stage `tokenize: {of: \(stage), locale: \(better.locale), rules: \(better.rules.rawValue)}`."
          ))
      }
      return all
    }
  }

  /// What of the model to start from is continued, and what is not.
  private func notes(on source: SourceModel, _ recipe: TrainingRecipe, stage: String) -> [CheckFinding] {
    let new = recipe.features.words.count - source.model.features.words.count
    var texts = ["starts from the encoder of \(from ?? ""), with \(new) new words"]
    for task in recipe.tasks {
      texts.append(
        source.reasonForNewHead(task).map { "task `\(task.name)` begins with new weights: \($0)" }
          ?? "task `\(task.name)` takes over the head of the model's task")
    }
    let dropped = source.droppedTasks(recipe.tasks)
    if !dropped.isEmpty { texts.append("heads of the model that are not kept: \(dropped.joined(separator: ", "))") }
    return texts.map { CheckFinding(level: .note, stage: stage, text: $0) }
  }

  /// Trains a few steps: all that training does is done once, and measured.
  private func trial(_ training: Trainer, in context: StageContext) throws -> [CheckFinding] {
    let (model, corpora) = (training.model, training.corpora)
    var options = options(in: context)
    options.epochs = 1
    options.evaluationsPerEpoch = 1
    options.checkpointSteps = 0
    // The trial has no development documents to draw by.
    if case .dynamic = options.schedule { options.schedule = .uniform }
    var findings: [CheckFinding] = []
    let samples = try corpora.map { corpus in
      let numbers = sample(corpus)
      var examples = numbers.map { corpus.examples[$0] }
      if let known = try giveStates(&examples, numbers: numbers, of: corpus.name, model, in: context) {
        let (isLow, name) = (known < Self.knownShare, corpus.name)
        findings.append(
          CheckFinding(
            level: isLow ? .warning : .note, stage: context.stage,
            text: "the model of `contextual` has \(Int(100 * known)) % of the words of `\(name)` in its vocabulary",
            advice: isLow ? "Name a model that was trained on such texts, cut into such tokens." : nil))
      }
      return TrainingCorpus(
        name: corpus.name, tasks: corpus.tasks, examples: EncodedExamples(examples),
        forms: corpus.forms, development: [], model: model)
    }
    let trainer = try Trainer(model: model, corpora: samples, options: options)
    var losses: [String: Double] = [:]
    // The first step allocates what the others use again.
    var first: StepRecord?
    var tokens: [String: Int] = [:]
    var seconds: [String: Double] = [:]
    var read = 0
    func add(_ record: StepRecord) {
      read += record.tokens
      tokens.merge(record.taskTokens, uniquingKeysWith: +)
      seconds.merge(record.taskSeconds, uniquingKeysWith: +)
    }
    _ = try trainer.run { event in
      guard case .step(let record) = event else { return }
      losses.merge(record.losses) { $1 }
      if first == nil { first = record } else { add(record) }
    }
    if let first, first.losses.keys.contains(where: { tokens[$0] == nil }) { add(first) }
    for task in tasks where losses[task.name] == nil {
      findings.append(
        CheckFinding(
          level: .warning, stage: context.stage,
          text: "task `\(task.name)` had no labels in the batches that were tried",
          advice: "Check that its documents have the layer that it learns from."))
    }
    for (task, loss) in losses.sorted(by: { $0.key < $1.key }) {
      findings.append(
        CheckFinding(
          level: loss.isFinite ? .note : .error, stage: context.stage,
          text: "a batch of `\(task)` went through the model, its loss is \(loss.fixed(3))",
          advice: loss.isFinite ? nil : "Lower the learning rate."))
    }
    let planned = training.plannedTokens()
    let development = corpora.map(\.development)
    let cost = TrainingCost(
      model, optimizer: self.training.optimizer, tokens: planned,
      seconds: TrainingCost.forecast(seconds: seconds, tokens: tokens, planned: planned),
      evaluationSeconds: evaluationSeconds(model, corpora, threads: context.threads)
        * Double(self.training.epochs * self.training.evaluationsPerEpoch), peakMemory: PeakMemory.bytes,
      annotation: AnnotationCost(model, on: development, threads: context.threads))
    let rate = Double(read) / max(1e-9, seconds.values.reduce(0, +))
    findings.append(
      CheckFinding(
        level: .note, stage: context.stage,
        text: "\(model.weights.trainableCount) parameters; at \(Int(saturating: rate)) tokens a second "
          + "\(self.training.epochs.counted("epoch")) \(self.training.epochs == 1 ? "takes" : "take") about "
          + "\(Self.time(cost.stepSeconds)), scoring the development data between them "
          + Self.time(cost.evaluationSeconds)))
    for task in tasks {
      guard let text = cost.text(task.name) else { continue }
      findings.append(CheckFinding(level: .note, stage: context.stage, text: "`\(task.name)`: \(text)"))
    }
    let place = "\(context.folder)/\(context.stage)"
    try FileSystem.makeFolders(place)
    try Self.write(json: try Forecast(cost, of: training, self.options(in: context)), to: Forecast.path(place))
    findings.append(
      CheckFinding(
        level: .note, stage: context.stage,
        text: "the check took \(PeakMemory.bytes >> 20) MB of memory; training takes about as much"))
    return findings
  }

  /// Evenly spread examples, and the longest ones.
  private func sample(_ corpus: TrainingCorpus) -> [Int] {
    let lengths = corpus.examples.lengths
    let sentences = self.training.sentencesPerStep(of: corpus.name)
    let wanted = min(lengths.count, Self.batches * sentences)
    let spread = (0..<wanted).map { $0 * lengths.count / max(1, wanted) }
    let longest = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    return spread + longest.prefix(sentences)
  }

  private func evaluationSeconds(_ model: JointModel, _ corpora: [TrainingCorpus], threads: Int) -> Double {
    let predictor = Predictor(model, threads: threads)
    return corpora.reduce(0) { sum, corpus in
      let documents = Array(corpus.development.prefix(Self.evaluated))
      guard !documents.isEmpty else { return sum }
      let start = ContinuousClock.now
      _ = predictor.annotate(documents, tasks: corpus.tasks, options: .bare)
      let seconds = start.duration(to: .now).seconds
      return sum + seconds * Double(corpus.development.count) / Double(documents.count)
    }
  }

  private static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<100: "\(Int(saturating: seconds.rounded(.up))) s"
    case ..<6000: "\(Int(saturating: seconds / 60)) minutes"
    default: "\((seconds / 3600).fixed(1)) hours"
    }
  }
}
