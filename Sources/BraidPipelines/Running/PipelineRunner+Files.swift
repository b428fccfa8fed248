import BraidFiles
import Foundation

extension PipelineRunner {
  /// Checks that what stages read is there, or is written by a stage above: what is missing is not to be found out after hours
  /// of training.
  ///
  /// - Throws: `PipelineError.badValue` at the place where the first missing file is named.
  func checkFiles(of stages: [PipelineStage]) throws(PipelineError) {
    for stage in stages { if let problem = missingFiles(of: stage, folder).first { throw problem } }
  }

  /// What is wrong where files that stages read are not there, each at the place where it is named; of a pipeline with mistakes
  /// those of the stages that can be read.
  public func missingFiles() -> [PipelineError] {
    let missing = pipeline.stages.flatMap { missingFiles(of: $0, folder) }
    return missing.filter { pipeline.mistakes.isEmpty || !$0.isOfVariable }
  }

  /// Checks that what stages write replaces no file of another kind that is not their own.
  ///
  /// - Throws: `PipelineError.replacesOther` or `overwritesOwn`, `options` for a folder where a file is written, or `unreadable` for
  ///   links that lead to each other.
  func checkOutputs(of stages: [PipelineStage]) throws(PipelineError) {
    for stage in stages { if let problem = replacedFile(of: stage, folder, cache) { throw problem } }
  }

  /// What is wrong when a stage can't write to its files, or would replace one of the run's own, or one of another kind: one that it
  /// has not written when it ran last, and that is not in the run folder.
  ///
  /// - Parameters:
  ///   - stage: the stage.
  ///   - folder: the run folder.
  ///   - cache: what stages left there.
  /// - Returns: the error; nil when there is no such file.
  func replacedFile(of stage: PipelineStage, _ folder: String, _ cache: RunCache) -> PipelineError? {
    let ofRun =
      [RunLog.path(folder), RunLog.pipeline(folder), cache.folder]
      + pipeline.stages.flatMap { $0.runPaths(in: folder) }
    for path in stage.writtenPaths {
      if ofRun.contains(where: { Paths.isSame(path, or: $0) }) {
        return .overwritesOwn(stage.placeOfOutput, file: path, use: "the run itself writes")
      }
      if let reason = FileSystem.loop(path) { return .unreadable(path: path, reason: "can't be written to: \(reason)") }
    }
    if let file = stage.options.writtenFiles.first(where: \.isFolder) {
      let found = stage.written.path(to: file.path)
      return .badValue(
        found?.place ?? stage.placeOfOutput, key: found?.keys.joined(separator: ".") ?? stage.verb,
        found: "`\(file.path)`, which is a folder", expected: "a file, such as `\(file.path)/NAME`")
    }
    let files = stage.options.writtenFiles.filter { !Paths.isSame($0.path, or: folder) && $0.replaced != nil }
    guard !files.isEmpty else { return nil }
    let own = cache.record(stage.name)?.outputs.map(\.path) ?? []
    guard let file = files.first(where: { !own.contains($0.path) }), let other = file.replaced else { return nil }
    return .replacesOther(stage.placeOfOutput, file: other, kind: file.kind.name)
  }

  /// Deletes what a stage wrote into the folder that is its output when it ran before, and has not written now, as its input is gone.
  ///
  /// - Throws: `FileError` when what it has written can't be noted for the next run.
  func deleteStale(_ files: FolderFiles, of stage: PipelineStage) throws {
    let others = pipeline.stages.filter { $0.name != stage.name }
    let stale = StaleFiles(
      cache.written(stage.name), replacedBy: files, digest: { cache.digests.digest($0) },
      isOthers: { file in
        others.contains { other in
          other.writtenPaths.contains { Paths.isSame(file, or: $0) } || other.written.path(to: file) != nil
        }
      })
    try cache.store(written: stale.written, of: stage.name)
    if let text = stale.text { onEvent(RunEvent(stage.name, .warning(text: text, advice: nil))) }
  }

  /// The stage above that writes, when the pipeline runs in `folder`, what a stage reads: before, it is not there, or another's.
  func writer(for stage: PipelineStage, _ folder: String) -> String? {
    let above = pipeline.stages.prefix { $0.name != stage.name }
    return above.first { ($0.writtenPaths + $0.runPaths(in: folder)).contains { stage.options.reads($0) } }?.name
  }

  /// What is wrong with each file that a stage reads and that is not there.
  func missingFiles(of stage: PipelineStage, _ folder: String) -> [PipelineError] {
    let above = pipeline.stages.prefix { $0.name != stage.name }.flatMap(\.options.outputFiles)
    let absent = stage.options.absentFiles { path in
      (above + [folder]).contains { Paths.isSame(path, or: $0) }
        || above.contains { FileList.isPattern(path) ? FileList.fits($0, path) : Paths.isSame($0, or: path) }
        // A stage that can't be read may write it.
        || pipeline.unread.contains { FileList.isPattern(path) || $0.path(to: path) != nil }
    }
    return absent.map { path, expected in
      let found = stage.written.path(to: path)
      return .badValue(
        found?.place ?? stage.place, key: found?.keys.joined(separator: ".") ?? stage.verb, found: "`\(path)`",
        expected: expected, nearest: Self.nearest(path))
    }
  }

  /// The file of the same folder that one that is not there seems to be: with the same ending a name like it, or with the same
  /// name another ending.
  private static func nearest(_ path: String) -> String? {
    func parts(_ name: String) -> (stem: String, ending: String) {
      let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) ?? name.endIndex
      return (String(name[..<dot]), String(name[dot...]))
    }
    let folder = Paths.folder(path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let wanted = parts(Paths.name(path))
    let others = names.filter { !$0.hasPrefix(".") }.sorted().map(parts)
    let stems = others.filter { $0.ending == wanted.ending }.map(\.stem)
    let found =
      SpellingSuggestion.name(for: wanted.stem, among: stems).map { $0 + wanted.ending }
      ?? others.first { $0.stem == wanted.stem }.map { $0.stem + $0.ending }
    return found.map { Paths.sibling(of: path, named: $0) }
  }
}
