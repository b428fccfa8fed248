import BraidCorpora
import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Foundation

extension ReportStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    let path = output ?? "\(runner.folder)/\(name).html"
    var content = ReportContent(
      title: title ?? runner.pipeline.name, pipeline: try runner.pipeline.resolved(), seed: runner.pipeline.seed,
      time: Date().timeIntervalSince1970)
    let all = Dictionary(grouping: RunLog.current(try RunLog.records(runner.folder)), by: \.stage)
    let stages = runner.pipeline.stages.prefix { $0.name != name }
    for stage in stages {
      let records = all[stage.name] ?? []
      content.stages.append(Self.reported(stage, records))
      switch stage.options {
      case is any DocumentStage:
        if Self.isLast(stage.name, of: stages) { content.corpora.append(try counted(stage.name, in: runner)) }
      case let train as TrainStage:
        content.layers.formUnion(train.tasks.map(\.value.learnedLayer))
        content.trainings.append(try Self.trained(stage.name, train, records, in: runner))
      case let evaluate as EvaluateStage:
        content.evaluations.append(
          ReportedEvaluation(stage: stage.name, part: evaluate.part, records: records, errors: errors))
      case let annotate as AnnotateStage:
        content.samples.append(sampled(stage.name, annotate))
      default: break
      }
    }
    let used = Set(stages.flatMap { $0.options.references.map(\.name) })
    content.stages.append(
      ReportedStage(name: name, verb: Self.verb, uses: stages.map(\.name).filter { !used.contains($0) }))
    try AtomicFile.write(path, text: ReportPage(content).html)
    return StageResult(summary: "report in \(path)", files: [path])
  }

  private static func reported(_ stage: PipelineStage, _ records: [EventRecord]) -> ReportedStage {
    let finished = records.last { $0.event == .finished }
    var uses: [String] = []
    for reference in stage.options.references where !uses.contains(reference.name) { uses.append(reference.name) }
    return ReportedStage(
      name: stage.name, verb: type(of: stage.options).verb, uses: uses, summary: finished?.summary,
      seconds: finished?.seconds, peakMemory: finished?.peakMemory,
      ledgers: records.compactMap { record in record.ledger.map { (record.part ?? "", $0) } })
  }

  /// Whether no other stage makes documents of this stage's documents: what it gives is what others work with.
  private static func isLast(_ name: String, of stages: ArraySlice<PipelineStage>) -> Bool {
    !stages.contains { stage in
      stage.options is any DocumentStage && stage.options.references.contains { $0.name == name }
    }
  }

  private static func trained(
    _ name: String, _ stage: TrainStage, _ records: [EventRecord], in runner: PipelineRunner
  ) throws -> ReportedTraining {
    var training = ReportedTraining(stage: name, tasks: stage.tasks.map(\.name), records: records)
    for entry in try runner.model(name).weights.entries where entry.isTrainable {
      let owner = training.tasks.filter { entry.name.hasPrefix($0 + ".") }.max { $0.count < $1.count }
      if let owner {
        training.parameters[owner, default: 0] += entry.count
      } else {
        training.sharedParameters += entry.count
      }
    }
    // The weights and their gradients; Adam keeps two means of these, SGD a momentum if it has one.
    let optimizer = stage.training.optimizer
    training.copies = optimizer.kind == .sgd ? (optimizer.momentum > 0 ? 3 : 2) : 4
    return training
  }

  private func counted(_ name: String, in runner: PipelineRunner) throws -> ReportedCorpus {
    var corpus = ReportedCorpus(stage: name, statistics: CorpusStatistics())
    let parts = try runner.documents(name)
    for part in ["train", "dev", "test"] {
      guard let flow = parts[part] else { continue }
      corpus.statistics.begin(part)
      let next = try flow.start()
      var count = 0
      while let document = try next() {
        guard count < documents else {
          corpus.cut.append(part)
          break
        }
        corpus.statistics.add(document)
        count += 1
        try runner.progress(name, documents: count)
      }
    }
    return corpus
  }

  /// The first documents of what an annotate stage wrote.
  private func sampled(_ name: String, _ stage: AnnotateStage) -> ReportedSamples {
    var sampled = ReportedSamples(stage: name, path: stage.output, documents: [])
    do {
      let reader = try CorpusReader(
        [stage.output], options: ReadOptions(format: CorpusFormat(rawValue: stage.to) ?? .jsonl))
      while sampled.documents.count < samples, let document = try reader.next() { sampled.documents.append(document) }
    } catch {
      sampled.failure = error.errorDescription
    }
    return sampled
  }
}

extension TaskConfig {
  /// The layer of documents that the task learns.
  fileprivate var learnedLayer: String {
    switch head {
    case "classification": label
    case "tagging": tags ?? spans ?? ""
    case "semantic-roles": "roles"
    default: target ?? ""
    }
  }
}
