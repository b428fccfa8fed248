/// How documents are annotated in batch.
public struct AnnotationOptions: Sendable, Equatable {
  /// Names of the tasks that answer; empty for all of the model's.
  public var tasks: [String] = []
  /// BCP 47 locale of the rules that split raw text.
  public var locale = "en"
  /// Documents that are read, annotated and written at once.
  public var batchDocuments = 256
  /// Threads; 0 for one a core.
  public var threads = 0

  /// All tasks, English rules, 256 documents at once, a thread a core.
  public init() {}
}
