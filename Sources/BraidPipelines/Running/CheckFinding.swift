/// Something that `braid check` found out about a pipeline and its data.
public struct CheckFinding: Sendable, Equatable, Codable {
  /// How bad it is.
  public enum Level: String, Sendable, Codable {
    /// Worth knowing.
    case note
    /// Will run, and may not do what was meant.
    case warning
    /// Will fail.
    case error
  }

  /// How bad it is.
  public var level: Level
  /// The stage that it was found at.
  public var stage: String
  /// What was found.
  public var text: String
  /// What to do about it; nil when there is nothing to do.
  public var advice: String?
  /// Whether an error is a mistake in the pipeline, and not in its data.
  public var isMistake = false

  private enum CodingKeys: CodingKey { case level, stage, text, advice }
}

extension CheckFinding {
  /// What stops a stage.
  init(_ error: PipelineError, at stage: String) {
    // The finding has the name of the stage already.
    let text = if case .stage(_, let reason, _) = error { reason } else { error.errorDescription ?? "" }
    self.init(level: .error, stage: stage, text: text, advice: error.recoverySuggestion, isMistake: error.isMistake)
  }
}
