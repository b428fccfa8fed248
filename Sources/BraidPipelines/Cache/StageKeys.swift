import BraidText
import Foundation

/// The keys of a pipeline's stages.
final class StageKeys {
  private let pipeline: Pipeline
  private let digests: FileDigests
  private let code: String
  private var keys: [String: StageKey] = [:]

  /// The keys of `pipeline`.
  ///
  /// - Parameters:
  ///   - pipeline: the pipeline.
  ///   - digests: hashes of files.
  ///   - code: what stands for the version of the program; nil for the hash of the running one.
  init(_ pipeline: Pipeline, digests: FileDigests, code: String?) {
    self.pipeline = pipeline
    self.digests = digests
    self.code = code ?? Self.runningCode(digests)
  }

  /// The hash of the running program and the version of the library that it takes its text rules from.
  private static func runningCode(_ digests: FileDigests) -> String {
    let program = Bundle.main.executablePath.flatMap { digests.digest($0) } ?? "unknown"
    return "\(program) ICU \(ICU.version)"
  }

  /// The key of a stage.
  ///
  /// It is made when it is first asked for: a file that an earlier stage writes must be there by then.
  ///
  /// - Precondition: `name` is a stage of the pipeline.
  func key(_ name: String) throws(PipelineError) -> StageKey {
    if let key = keys[name] { return key }
    guard let stage = pipeline.stage(name) else { preconditionFailure("no stage is named \(name)") }
    var parts = try options(of: stage) { _ in true }
    if stage.options.usesSeed {
      parts.append(StageKey.Part(name: "the seed", value: "\(pipeline.seed)", isReadable: true))
    }
    for file in stage.options.inputFiles {
      parts.append(
        StageKey.Part(name: "file \(file)", value: digests.digest(file) ?? "missing", isReadable: false))
    }
    let key = StageKey(parts: parts + (try upstream(of: stage)))
    keys[name] = key
    return key
  }

  /// The key of something that a stage makes on its way and that only some of its options, and neither seed nor files,
  /// have to do with.
  ///
  /// - Parameters:
  ///   - name: the stage.
  ///   - include: whether the option at a path belongs to the key.
  /// - Returns: the key.
  /// - Throws: nothing that a checked pipeline could cause.
  func key(_ name: String, ofOptions include: (String) -> Bool) throws(PipelineError) -> StageKey {
    guard let stage = pipeline.stage(name) else { preconditionFailure("no stage is named \(name)") }
    return StageKey(parts: try options(of: stage, include) + (try upstream(of: stage)))
  }

  private func options(
    of stage: PipelineStage, _ include: (String) -> Bool
  ) throws(PipelineError) -> [StageKey.Part] {
    try ConfigWriter.node(stage.options).leaves.filter { include($0.path) }.map {
      StageKey.Part(name: "option `\($0.path)`", value: $0.text, isReadable: true)
    }
  }

  /// The stages that a stage uses, and the program.
  private func upstream(of stage: PipelineStage) throws(PipelineError) -> [StageKey.Part] {
    var parts: [StageKey.Part] = []
    var seen = Set<String>()
    for reference in stage.options.references where seen.insert(reference.name).inserted {
      parts.append(
        StageKey.Part(name: "stage `\(reference.name)`", value: try key(reference.name).digest, isReadable: false))
    }
    return parts + [StageKey.Part(name: "the program", value: code, isReadable: false)]
  }
}
