import BraidFiles
import Foundation

extension PipelineRunner {
  /// Does everything short of training: reads all data, builds vocabularies and labels, sends batches of each task
  /// through the model, and says what will go wrong.
  ///
  /// Nothing but the runner's folder is written; give it a temporary one. In `run` only the forecasts of trainings are left.
  ///
  /// - Parameter run: the folder in which the pipeline will run, whose files are its own; nil for none.
  /// - Returns: what was found, stage by stage.
  /// - Throws: `PipelineError.unreadable` when the run folder can't be made.
  public func check(for run: String? = nil) throws(PipelineError) -> [CheckFinding] {
    try cache.open()
    let (runFolder, runCache) = run.map { ($0, RunCache(run: $0)) } ?? (folder, cache)
    var findings: [CheckFinding] = []
    var failed: Set<String> = []
    // The stages whose input is written when the pipeline runs.
    var waiting: Set<String> = []
    for stage in pipeline.stages {
      let missing = missingFiles(of: stage, runFolder).map { CheckFinding($0, at: stage.name) }
      guard missing.isEmpty else {
        findings += missing
        failed.insert(stage.name)
        continue
      }
      if let broken = stage.options.references.first(where: { failed.contains($0.name) }) {
        findings.append(
          CheckFinding(level: .note, stage: stage.name, text: "not checked, because `\(broken.name)` will fail"))
        failed.insert(stage.name)
        continue
      }
      onEvent(RunEvent(stage.name, .started(verb: stage.verb, reason: .checked)))
      if let conflict = pipeline.localeConflict(of: stage) {
        findings.append(
          CheckFinding(level: .warning, stage: stage.name, text: conflict.text, advice: LocaleConflict.advice))
      }
      do {
        if let replaced = replacedFile(of: stage, runFolder, runCache) { throw replaced }
        let above = writer(for: stage, runFolder)
        let source = stage.options.references.first { waiting.contains($0.name) }?.name
        if let name = above ?? source {
          let reason = above == nil ? "it needs `\(name)`, which is not checked" : "it reads what `\(name)` writes"
          findings.append(CheckFinding(level: .note, stage: stage.name, text: "not checked, because \(reason)"))
          waiting.insert(stage.name)
          continue
        }
        findings += unsaid(try stage.options.inspect(in: context(stage.name)), at: stage.name, besides: findings)
        findings += forecastFindings(stage.name, run)
      } catch {
        findings.append(CheckFinding(located(error, stage.name), at: stage.name))
        failed.insert(stage.name)
      }
    }
    return findings
  }

  /// What a stage has found but for what was said at a stage above, word for word, such as of the data that both learn from;
  /// of that only how many findings it is.
  private func unsaid(_ found: [CheckFinding], at stage: String, besides said: [CheckFinding]) -> [CheckFinding] {
    var kept: [CheckFinding] = []
    var repeated: [String: Int] = [:]
    for finding in found {
      let earlier = said.first {
        $0.level == finding.level && $0.text == finding.text && $0.advice == finding.advice
      }
      guard let earlier, finding.level == .warning || finding.advice != nil else {
        kept.append(finding)
        continue
      }
      repeated[earlier.stage, default: 0] += 1
    }
    for (above, count) in repeated.sorted(by: { $0.key < $1.key }) {
      kept.append(CheckFinding(level: .note, stage: stage, text: "\(count.counted("more finding")), as at `\(above)`"))
    }
    return kept
  }

  /// Leaves the forecast of a training, which is compared with it, in the folder in which the pipeline will run; says where it can't.
  private func forecastFindings(_ stage: String, _ run: String?) -> [CheckFinding] {
    guard let run, let forecast = FileManager.default.contents(atPath: Forecast.path("\(folder)/\(stage)")) else {
      return []
    }
    do {
      try FileSystem.makeFolders("\(run)/\(stage)")
      try AtomicFile.write(Forecast.path("\(run)/\(stage)"), data: forecast)
      return []
    } catch {
      let reason = "the forecast is not kept: \(error.localizedDescription)"
      return [CheckFinding(level: .note, stage: stage, text: reason)]
    }
  }
}
