import BraidFiles
import Foundation

extension PipelineRunner {
  /// Checks that what stages read is there, or is written by a stage above: what is missing is not to be found out after hours
  /// of training.
  ///
  /// - Throws: `PipelineError.badValue` at the place where the first missing file is named.
  func checkFiles(of stages: [PipelineStage]) throws(PipelineError) {
    for stage in stages { if let problem = missingFile(of: stage) { throw problem } }
  }

  /// What is wrong when a file that a stage reads is not there; nil when all are.
  func missingFile(of stage: PipelineStage) -> PipelineError? {
    let above = pipeline.stages.prefix { $0.name != stage.name }.flatMap(\.options.outputFiles) + [folder]
    let absent = stage.options.absentFile { path in above.contains { Paths.isSame(path, or: $0) } }
    guard let (path, expected) = absent else { return nil }
    let found = stage.written.path(to: path)
    return .badValue(
      found?.place ?? stage.place, key: found?.keys.joined(separator: ".") ?? stage.verb, found: "`\(path)`",
      expected: expected, nearest: Self.nearest(path))
  }

  /// The file of the same folder whose name is most like that of one that is not there.
  private static func nearest(_ path: String) -> String? {
    let folder = Paths.folder(path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return SpellingSuggestion.name(for: Paths.name(path), among: names.filter { !$0.hasPrefix(".") })
      .map { Paths.sibling(of: path, named: $0) }
  }
}
