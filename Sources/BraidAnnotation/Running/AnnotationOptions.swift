public import BraidTasks

/// How documents are annotated in batch.
public struct AnnotationOptions: Sendable, Equatable {
  /// Names of the tasks that answer; empty for all of the model's.
  public var tasks: [String] = []
  /// BCP 47 locale of the rules that split raw text; nil for the model's own.
  public var locale: String?
  /// What is written beside the answers.
  public var answers = AnswerOptions()
  /// Threads; 0 for one a core.
  public var threads = 0
  /// Bytes of text that are annotated in one go, for each thread; four times as many are on their way at once, apart from a
  /// single larger document.
  public var chunkBytes = 128 << 10
  /// Whether a record that can't be read ends the run, instead of going to the dead letters.
  public var isStrict = false
  /// Seconds between the moments at which what is written is made safe against a crash.
  public var syncSeconds = 2.0

  /// All tasks, the model's rules, a thread a core.
  public init() {}
}
