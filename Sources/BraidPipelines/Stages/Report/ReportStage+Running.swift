import BraidCorpora
import BraidFiles
import BraidReports
import Foundation

extension ReportStage {
  func run(in context: StageContext) throws -> StageResult? {
    let path = path(context.folder, context.stage)
    var content = ReportContent(
      title: title ?? context.pipeline,
      pipeline: try String(contentsOfFile: RunLog.pipeline(context.folder), encoding: .utf8),
      seed: context.seed, time: Date().timeIntervalSince1970)
    content.limits = limits
    let all = Dictionary(grouping: RunLog.current(try RunLog.records(context.folder)), by: \.stage)
    for stage in above {
      let records = all[stage.name] ?? []
      content.stages.append(Self.reported(stage, records))
      // Documents that another stage makes others of are not what is worked with.
      if stage.options is any DocumentStage, !isLast(stage) { continue }
      var own = context
      own.stage = stage.name
      try stage.options.report(into: &content, records, in: own)
    }
    let used = Set(references(of: above))
    content.stages.append(
      ReportedStage(
        name: context.stage, verb: Self.verb, uses: above.map(\.name).filter { !used.contains($0) }))
    try AtomicFile.write(path, text: ReportPage(content).html)
    return StageResult(summary: "report in \(path)", files: [path])
  }

  static func reported(_ stage: PipelineStage, _ records: [RunEvent]) -> ReportedStage {
    var uses: [String] = []
    for reference in stage.options.references where !uses.contains(reference.name) { uses.append(reference.name) }
    var reported = ReportedStage(name: stage.name, verb: stage.verb, uses: uses)
    for record in records {
      switch record.message {
      case .ledger(let part, let ledger): reported.ledgers.append((part, ledger))
      case .finished(let summary, let seconds, let peakMemory):
        (reported.summary, reported.seconds, reported.peakMemory) = (summary, seconds, peakMemory)
      default: break
      }
    }
    return reported
  }

  /// Whether no other stage makes documents of this stage's documents.
  private func isLast(_ stage: PipelineStage) -> Bool {
    !references(of: above.filter { $0.options is any DocumentStage }).contains(stage.name)
  }

  /// The names of the stages that some stages take something from.
  private func references(of stages: [PipelineStage]) -> [String] {
    stages.flatMap { $0.options.references.map(\.name) }
  }
}
