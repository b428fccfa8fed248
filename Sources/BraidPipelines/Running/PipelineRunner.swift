import BraidCorpora
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation

/// Runs the stages of a pipeline, one after the other.
public final class PipelineRunner {
  let pipeline: Pipeline
  /// Where the run's files go.
  public let folder: String
  let threads: Int
  let onEvent: (RunEvent) -> Void
  let shouldStop: () -> Bool
  var outputs: [String: StageOutput] = [:]

  /// A runner of `pipeline`.
  ///
  /// - Parameters:
  ///   - pipeline: what is run.
  ///   - folder: where the run's files go; nil for `runs/NAME`.
  ///   - threads: threads that work at once, 0 for one a core.
  ///   - shouldStop: asked between steps of a training; when it says yes a checkpoint is written and the run ends.
  ///   - onEvent: told everything as it happens.
  public init(
    _ pipeline: Pipeline, folder: String? = nil, threads: Int = 0, shouldStop: @escaping () -> Bool = { false },
    onEvent: @escaping (RunEvent) -> Void
  ) {
    self.pipeline = pipeline
    self.folder = folder ?? "runs/\(pipeline.name)"
    self.threads = threads
    self.shouldStop = shouldStop
    self.onEvent = onEvent
  }

  /// Runs the stages.
  ///
  /// - Parameter last: the stage to stop after; nil for all.
  /// - Returns: whether all stages ran to their end; not, when a training was asked to stop.
  /// - Throws: `PipelineError.stage` with the reason of the first stage that fails, and what to do.
  public func run(upTo last: String? = nil) throws(PipelineError) -> Bool {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .unreadable(path: folder, reason: "can't be made: \(error.localizedDescription)")
    }
    for stage in pipeline.stages {
      onEvent(.started(stage: stage.name, verb: stage.options.verb))
      let start = ContinuousClock.now
      let result: (output: StageOutput, summary: String)?
      do {
        result = try run(stage)
      } catch let error as PipelineError {
        throw error
      } catch {
        let localized = error as? any LocalizedError
        throw .stage(
          name: stage.name, reason: localized?.errorDescription ?? "\(error)", advice: localized?.recoverySuggestion)
      }
      guard let result else { return false }
      outputs[stage.name] = result.output
      let elapsed = (ContinuousClock.now - start).components
      onEvent(
        .finished(
          stage: stage.name, summary: result.summary,
          seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18))
      if stage.name == last { break }
    }
    return true
  }

  private func run(_ stage: PipelineStage) throws -> (output: StageOutput, summary: String)? {
    switch stage.options {
    case .read(let options): try read(stage.name, options)
    case .tokenize(let options): try tokenize(options)
    case .split(let options): try split(options)
    case .vocabulary(let options): try vocabulary(stage.name, options)
    case .train(let options): try train(stage.name, options)
    case .evaluate(let options): try evaluate(stage.name, options)
    case .annotate(let options): try annotate(stage.name, options)
    case .write(let options): try write(stage.name, options)
    }
  }

  /// The documents of one stage, by part.
  func documents(_ name: String) -> [String: DocumentFlow] {
    guard case .documents(let parts) = outputs[name] else { preconditionFailure("stage \(name) gives no documents") }
    return parts
  }

  /// One part of several stages, one stage after the other.
  func flow(_ names: [String], part: String) -> [DocumentFlow] { names.compactMap { documents($0)[part] } }

  func model(_ name: String) -> JointModel {
    guard case .model(let model) = outputs[name] else { preconditionFailure("stage \(name) gives no model") }
    return model
  }
}
