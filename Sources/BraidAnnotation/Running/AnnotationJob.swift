public import BraidCorpora
public import BraidTasks
import Foundation

/// Annotation of files with a model: everything that `braid annotate` does, and the `annotate` stage of pipelines.
public struct AnnotationJob: Sendable {
  /// How records are annotated.
  public var options = AnnotationOptions()
  /// The files, `-` for standard input; see `InputFiles`.
  public var input: [String]
  /// How they are read.
  public var reading: ReadOptions
  /// The file that is written, `-` for standard output.
  public var output: String
  /// How it is written.
  public var writing: WriteOptions
  /// File of the records that could not be read or written; nil: `OUTPUT.dead-letters.jsonl`, none for standard output.
  public var deadLetters: String?
  /// Whether an unfinished run goes on; without one, or when false, everything is done from the beginning.
  public var resumes = false

  /// A job.
  public init(input: [String], reading: ReadOptions, output: String, writing: WriteOptions) {
    self.input = input
    self.reading = reading
    self.output = output
    self.writing = writing
  }

  /// Whether a run that could go on with `resumes` is there.
  public var isUnfinished: Bool { !isStream && JournaledOutput.unfinished(output) }

  /// Whether the output is a stream, so that there is nothing to resume.
  public var isStream: Bool { Self.isStream(output) }

  /// Whether `path` is standard output, a pipe, a terminal or a device.
  public static func isStream(_ path: String) -> Bool {
    if path == "-" { return true }
    guard let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType else {
      return false
    }
    return type != .typeRegular && type != .typeDirectory && type != .typeSymbolicLink
  }

  /// Where dead letters go; nil for nowhere.
  public var deadLettersPath: String? { deadLetters ?? (isStream ? nil : output + ".dead-letters.jsonl") }

  /// Runs the job.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - shouldStop: asked now and then; when it says yes, what is done is made safe and the run ends.
  ///   - onProgress: told what became of the records so far, now and then.
  ///   - onRejected: told the reason of every dead letter.
  /// - Returns: what became of the records.
  /// - Throws: `AnnotationError`, `CorpusError` or `TextError`; a run to a file can then go on later.
  public func run(
    _ model: JointModel, shouldStop: @escaping () -> Bool = { false },
    onProgress: @escaping (AnnotationCounts) -> Void = { _ in }, onRejected: @escaping (String) -> Void = { _ in }
  ) throws -> AnnotationSummary {
    let annotator = try BatchAnnotator(model, options: options)
    let reader = try CorpusReader(unopened: input, options: reading)
    let output: any AnnotationOutput
    var resumed: Journal.Entry?
    if isStream {
      output = try StreamOutput(self.output, writing, deadLetters: deadLetters) { onRejected($0.reason) }
    } else {
      let journaled = try JournaledOutput(
        self.output, writing, deadLetters: deadLettersPath ?? "", identity: identity(model), resumes: resumes,
        interval: options.syncSeconds
      ) { onRejected($0.reason) }
      resumed = journaled.resumed
      output = journaled
    }
    if resumed?.isComplete == true {
      try output.finish()
      return AnnotationSummary(counts: output.counts, resumedAt: resumed?.counts.records, ledger: nil)
    }
    let ledger = try annotator.run(
      reader, to: output, after: resumed.map { ($0.counts.records, $0.digest) }, shouldStop: shouldStop,
      onProgress: onProgress)
    return AnnotationSummary(
      counts: output.counts, resumedAt: resumed?.counts.records, ledger: ledger, wasStopped: ledger == nil)
  }

  /// What a run depends on, by digests.
  private func identity(_ model: JointModel) -> Journal.Identity {
    func digest(_ texts: String...) -> String {
      var digest = Digest()
      for text in texts { digest.add(text) }
      return String(digest.value, radix: 16)
    }
    var reading = reading
    reading.meter = nil
    let columns = reading.columns.sorted { $0.key < $1.key }
    let fields = reading.fields.sorted { $0.key < $1.key }
    reading.columns = [:]
    reading.fields = [:]
    return [
      ("layout", "1"), ("model", model.fingerprint), ("input", digest(input.joined(separator: "\n"))),
      ("reading", digest("\(reading)", "\(columns)", "\(fields)")), ("writing", digest("\(writing)")),
      ("options", digest("\(options.tasks)", options.locale ?? "", "\(options.answers)")),
    ]
  }
}
