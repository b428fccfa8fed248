import BraidFiles
import BraidReports
import BraidTraining
import Foundation

/// The page of a report while the run that it is about is under way: what is done, and how trainings do so far.
///
/// It reloads itself; the report stage writes the finished one in its place. A page that can't be written is no reason to
/// stop: the report stage says so.
final class LiveReport {
  /// Seconds between pages.
  private static let interval = Duration.seconds(10)
  /// A page may take one part in so many of the time.
  private static let parts = 100

  private let pipeline: Pipeline
  private let folder: String
  private var stage: (name: String, options: ReportStage)?
  private var next = ContinuousClock.now
  /// Whether there is a page that says that the run is under way.
  private var isOpen = false

  /// The page of a pipeline that runs in a folder.
  init(_ pipeline: Pipeline, folder: String) { (self.pipeline, self.folder) = (pipeline, folder) }

  /// Some stages are run.
  func begin(_ stages: [PipelineStage]) {
    stage = stages.last { $0.options is ReportStage }.flatMap { stage in
      (stage.options as? ReportStage).map { (stage.name, $0) }
    }
    next = .now
  }

  /// Writes a page when a training has been evaluated and the last one is not new.
  func see(_ event: RunEvent) {
    guard let stage else { return }
    if case .finished = event.message, event.stage == stage.name { isOpen = false }
    guard case .training(let variant, let training) = event.message, variant == nil, case .evaluated = training,
      stage.options.above.contains(where: { $0.name == event.stage }), ContinuousClock.now >= next
    else { return }
    let start = ContinuousClock.now
    isOpen = true
    write(stage, isRunning: true)
    let end = ContinuousClock.now
    next = end + max(Self.interval, (end - start) * Self.parts)
  }

  /// The run is over; a page that is still open was not replaced by the report.
  func end() {
    guard let stage, isOpen else { return }
    isOpen = false
    write(stage, isRunning: false)
  }

  private func write(_ stage: (name: String, options: ReportStage), isRunning: Bool) {
    guard let page = try? stage.options.pageSoFar(pipeline, folder: folder, isRunning: isRunning) else { return }
    try? AtomicFile.write(stage.options.path(folder, stage.name), text: page.html)
  }
}

extension ReportStage {
  /// The file that is written.
  func path(_ folder: String, _ name: String) -> String { output ?? "\(folder)/\(name).html" }

  /// The page of what the journal says.
  fileprivate func pageSoFar(_ pipeline: Pipeline, folder: String, isRunning: Bool) throws -> ReportPage {
    var content = ReportContent(
      title: title ?? pipeline.name, pipeline: try String(contentsOfFile: RunLog.pipeline(folder), encoding: .utf8),
      seed: pipeline.seed, time: Date().timeIntervalSince1970)
    content.state = isRunning ? .running : .stopped
    let all = Dictionary(grouping: RunLog.current(try RunLog.records(folder)), by: \.stage)
    for stage in above {
      let records = all[stage.name] ?? []
      content.stages.append(Self.reported(stage, records))
      let tasks = stage.options.predictedLayers.map(\.task)
      guard !tasks.isEmpty, !records.isEmpty else { continue }
      content.trainings.append(ReportedTraining(stage: stage.name, tasks: tasks, records: records))
    }
    return ReportPage(content)
  }
}
