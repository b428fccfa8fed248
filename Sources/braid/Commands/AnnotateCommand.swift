import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidTasks

/// `braid annotate`.
struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate", abstract: "Annotate documents with a trained model.",
    discussion: """
      Examples: annotate the texts of a folder; use it as a filter

        braid annotate --model runs/quickstart/model/model --output inbox.jsonl corpora/inbox
        cat docs.jsonl | braid annotate --model runs/quickstart/model/model - > out.jsonl

      Inputs are files, folders (every file with a fitting ending in it and below), quoted patterns such as 'in/*.txt', or
      - for standard input, which is JSONL unless --from says otherwise.

      With --rewrite, XML comes back as it was, byte for byte, but for the annotations: inline as elements around the text, or
      as standoff; of several files --output names the folder.

        braid annotate --model M --from tei --rewrite inline --output annotated letters

      Every record of the input comes out once, in order: as a document, or as a dead letter when it cannot be read or the
      output format cannot hold it. A run to a file keeps a journal beside it (.NAME.braid-run): after a crash, a full disk
      or Ctrl-C the same command with --resume goes on, and the output is the same, byte for byte. The journal outlives the
      process, kill -9 included, and, as far as the disk keeps its word, a power failure.

      Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some records are dead letters.
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("The model folder.", valueName: "folder")) var model: String
  @Argument(help: "Files, folders or patterns; - is standard input.") var input: [String] = ["-"]
  @OptionGroup var reading: ReadArguments
  @Option(
    name: .customLong("to"),
    help: ArgumentHelp("Format of the output; otherwise its file name's ending tells.", valueName: "format"))
  var format: CorpusFormat?
  @OptionGroup var writing: WriteArguments
  @Option(name: [.short, .long], help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
  var output = "-"
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("The tasks that answer, with commas between; by default all.", valueName: "task,…"))
  var tasks: [String] = []
  @Option(
    help: ArgumentHelp(
      "BCP 47 locale of the rules that split raw text; otherwise that of the training texts.", valueName: "locale"))
  var locale: String?
  @Option(
    name: .customLong("n-best"),
    help: ArgumentHelp(
      "Translations given for each text, and tag sequences for each sentence, the best included; of translations at most "
        + "the beam's width."))
  var best = 1
  @Flag(help: "Give each translation's attention to the words of the text.") var attention = false
  @Flag(name: .customLong("no-scores"), help: "Leave out scores and probabilities.") var leavesOutScores = false
  @Option(help: ArgumentHelp("Write TEI or XML input back with annotations: inline or standoff.", valueName: "style"))
  var rewrite: RewriteOptions.Style?
  @Flag(help: "Go on with the unfinished run of the same output, if there is one.") var resume = false
  @Flag(help: "Stop at the first record that cannot be read.") var strict = false
  @Option(
    name: .customLong("dead-letter"),
    help: ArgumentHelp("Where records go that fail; by default OUTPUT.dead-letters.jsonl.", valueName: "file"))
  var deadLetter: String?
  @Option(help: ArgumentHelp("Seconds between moments at which the output is made safe.", valueName: "seconds"))
  var sync = 2.0
  @Option(help: ArgumentHelp("Threads; 0 for one a core.", valueName: "count")) var threads = 0

  func validate() throws {
    if best < 1 { throw ValidationError("--n-best \(best): expected at least 1.") }
    if sync < 0 { throw ValidationError("--sync \(sync): expected at least 0.") }
    if !(0...256 ~= threads) { throw ValidationError("--threads \(threads): expected 0 to 256.") }
  }

  func run() throws {
    if let rewrite { return try run(rewrite) }
    let signals = StopSignals(hint: "stopping when what is done is safe; once more to stop at once")
    let job = try job()
    if resume, job.isStream { throw ValidationError("--resume: needs an output file, not a stream; give --output.") }
    if job.isUnfinished, !resume, !reading.isQuiet {
      Console.note("\(output): an unfinished run is given up; --resume would have gone on with it")
    }
    let model = try JointModel(contentsOf: self.model)
    let progress = Progress(job.input, meter: job.reading.meter ?? ReadMeter(), isSilent: reading.isQuiet)
    let console = RejectionNotes(limit: job.deadLettersPath == nil ? .max : 3, isQuiet: reading.isQuiet)
    defer { progress.finish() }
    let summary = try job.run(
      model, shouldStop: { signals.isRaised }, onProgress: { progress.show(documents: $0.records) },
      onRejected: { console.note($0) })
    progress.finish()
    try end(summary, letters: job.deadLettersPath, isStream: job.isStream)
  }

  /// Writes XML files back with annotations.
  private func run(_ style: RewriteOptions.Style) throws {
    let signals = StopSignals(hint: "stopping after this file; once more to stop at once")
    guard let format = reading.format, format == .tei || format == .xml else {
      throw ValidationError("--rewrite: needs --from tei or --from xml.")
    }
    let files = try InputFiles.expand(input, format: format)
    var job = RewriteJob(
      input: files, reading: try reading.options(files), output: output, rewriting: RewriteOptions(style: style))
    job.options = annotationOptions
    job.deadLetters = deadLetter
    job.resumes = resume
    let model = try JointModel(contentsOf: self.model)
    let progress = Progress(files, meter: ReadMeter(), isSilent: reading.isQuiet)
    let console = RejectionNotes(limit: job.deadLettersPath == nil ? .max : 3, isQuiet: reading.isQuiet)
    defer { progress.finish() }
    let summary = try job.run(
      model, shouldStop: { signals.isRaised }, onProgress: { progress.show(documents: $0.documents) },
      onRejected: { console.note($0) })
    progress.finish()
    try end(summary, letters: job.deadLettersPath, isStream: output == "-")
  }

  /// Says what was done, and throws what the exit code follows from.
  private func end(_ summary: AnnotationSummary, letters: String?, isStream: Bool) throws {
    if summary.wasStopped {
      Console.fail(
        "stopped after \(Console.count(summary.counts.records, "record"))",
        advice: isStream ? nil : "Run the same command with --resume to go on.", code: 130)
    }
    say(summary, letters, isStream: isStream)
    if summary.counts.rejected > 0 { throw Failure.deadLetters }
  }

  private var annotationOptions: AnnotationOptions {
    var options = AnnotationOptions()
    options.tasks = tasks.flatMap { $0.split(separator: ",").map(String.init) }
    options.locale = locale
    options.answers.alternatives = best - 1
    options.answers.attention = attention
    options.answers.scores = !leavesOutScores
    options.answers.probabilities = !leavesOutScores
    options.threads = threads
    options.isStrict = strict
    options.syncSeconds = sync
    return options
  }

  private func job() throws -> AnnotationJob {
    let files = try InputFiles.expand(input, format: reading.format)
    var reading = reading
    if reading.format == nil, files.allSatisfy({ $0 == "-" }) { reading.format = .jsonl }
    var options = try reading.options(files)
    options.maximumDocumentBytes = 1 << 30
    guard let format = format ?? CorpusFormat(path: output) ?? (AnnotationJob.isStream(output) ? .jsonl : nil) else {
      throw ValidationError("The name of \(output) does not tell its format: give --to FORMAT.")
    }
    var job = AnnotationJob(
      input: files, reading: options, output: output, writing: writing.options(format, options))
    job.options = annotationOptions
    job.deadLetters = deadLetter
    job.resumes = resume
    return job
  }

  private func say(_ summary: AnnotationSummary, _ letters: String?, isStream: Bool) {
    guard !reading.isQuiet else { return }
    if let ledger = summary.ledger { for line in LedgerReport.lines(ledger) { Console.note(line) } }
    if let resumed = summary.resumedAt { Console.note("went on after \(Console.count(resumed, "record"))") }
    let place = isStream ? "" : " in \(output)"
    Console.note("\(Console.count(summary.counts.documents, "document"))\(place)")
    if summary.counts.rejected > 0 {
      Console.note(
        "\(Console.count(summary.counts.rejected, "record")) could not be read or written"
          + (letters.map { "; see \($0)" } ?? ""))
    }
  }
}
