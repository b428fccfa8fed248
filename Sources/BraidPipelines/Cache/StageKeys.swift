import BraidFiles
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
  ///   - code: what stands for the version of the program; nil for the build id of the running one.
  init(_ pipeline: Pipeline, digests: FileDigests, code: String?) {
    self.pipeline = pipeline
    self.digests = digests
    self.code = code ?? Self.runningCode(digests)
  }

  /// The build id of the running program, its hash where it has none, and the version of the library that it takes its text
  /// rules from.
  private static func runningCode(_ digests: FileDigests) -> String {
    let program = Bundle.main.executablePath.flatMap { BuildID.read($0) ?? digests.digest($0) } ?? "unknown"
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
    let node = try PipelineError.wrapping { () throws(OptionError) in try OptionWriter.node(stage.options) }
    var parts = node.leaves.map {
      StageKey.Part(kind: .option, name: $0.path, value: $0.text)
    }
    if stage.options.usesSeed { parts.append(StageKey.Part(kind: .seed, value: "\(pipeline.seed)")) }
    for file in stage.options.inputFiles {
      parts.append(StageKey.Part(kind: .file, name: file, value: digests.digest(file) ?? "missing"))
    }
    var seen = Set<String>()
    for reference in stage.options.references where seen.insert(reference.name).inserted {
      parts.append(StageKey.Part(kind: .stage, name: reference.name, value: try key(reference.name).digest))
    }
    let key = StageKey(parts: parts + [StageKey.Part(kind: .program, value: code)])
    keys[name] = key
    return key
  }
}
