import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidTasks

/// `braid annotate`.
struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate", abstract: "Annotate documents with a trained model.",
    discussion: """
      Examples: annotate the texts of a folder; use it as a filter

        braid annotate --model runs/quickstart/model/model \\
          --output inbox.jsonl corpora/inbox
        cat docs.jsonl | braid annotate --model MODEL - > out.jsonl

      Inputs are files, folders (every file of the format in them and below), quoted patterns such as 'in/*.txt', \
      or - for standard input, which is JSONL unless --from is given.

      With --rewrite, XML and HTML are written back byte for byte with the annotations added: inline as elements \
      around the text, or for XML as standoff. HTML gets translations in the place of its texts. XLIFF, PO and TMX get the model's translations where there is none or, without \
      --unconfirmed, one that is marked as fuzzy or not confirmed; they are marked as not confirmed, too. With a folder, a pattern or several files --output names a folder.

        braid annotate --model MODEL --from tei --rewrite inline \\
          --output annotated letters
        braid annotate --model MODEL --rewrite inline \\
          --output manual.de.xlf manual.xlf

      Every input record is written exactly once, in order: as a document, or to the file of rejected records if \
      it cannot be read or the output format cannot hold it. If none of the input can be read, the run fails, leaves \
      the output of an earlier one in its place, and keeps the rejected records only in a file that --dead-letters \
      names. A run to a file keeps a journal beside it (.NAME.braid-run): after a crash, a full disk or Ctrl-C, run \
      the same command with --resume to continue; the output is the same, byte for byte.

      As a filter to JSONL, it writes each document as soon as it is annotated, so that another program can ask one by \
      one; other formats come at the end of the input. With --dead-letters - a rejected record is a line of that JSONL, in its place: an object with `reason` and no `text`.

      Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some records were rejected.
      """)

  @Option(name: [.short, .long], help: .model) var model: String
  @Argument(help: "Files, folders or patterns; - for standard input.") var input: [String] = ["-"]
  @OptionGroup var reading: ReadArguments
  @OptionGroup var sharding: ShardArguments
  @Option(
    name: .customLong("to"),
    help: ArgumentHelp("Format of the output (default: from the file extension).", valueName: "format"))
  var format: OutputFormat?
  @OptionGroup var writing: WriteArguments
  @Option(name: [.short, .long], help: ArgumentHelp("Output file; - for standard output.", valueName: "file"))
  var output = "-"
  @Option(
    name: [.customLong("task"), .customLong("tasks")], parsing: .singleValue,
    help: .declared(AnnotationOptions.self, "tasks", "task,…"))
  var tasks: [String] = []
  @Option(help: .declared(AnnotationOptions.self, "locale", "locale")) var locale: String?
  @Option(parsing: .singleValue, help: .declared(AnnotationOptions.self, "inputs", "file")) var inputs: [String] = []
  @Flag(inversion: .prefixedNo, exclusivity: .exclusive, help: .declared(AnnotationOptions.self, "scores")) var scores =
    true
  @Flag(inversion: .prefixedNo, exclusivity: .exclusive, help: .declared(AnnotationOptions.self, "probabilities"))
  var probabilities: Bool?
  @Option(name: .customLong("n-best"), help: .declared(AnnotationOptions.self, "nBest", "count"))
  var nBest = PredictionOptions().nBest
  @Flag(help: .declared(AnnotationOptions.self, "attention")) var attention = false
  @Option(
    help: ArgumentHelp(
      "Write TEI, XML, HTML, XLIFF, PO or TMX back with annotations or translations (inline, standoff).",
      valueName: "style"))
  var rewrite: RewriteOptions.Style?
  @Flag(help: "Resume the unfinished run with the same output, if any.") var resume = false
  @Flag(help: .declared(AnnotationOptions.self, "strict")) var strict = false
  @OptionGroup var rejected: DeadLetterArguments
  @Option(
    name: [.customLong("sync-seconds"), .customLong("sync")],
    help: .declared(AnnotationOptions.self, "syncSeconds", "seconds"))
  var syncSeconds = AnnotationOptions().syncSeconds
  @OptionGroup var threads: ThreadArguments
  @OptionGroup var replacing: ReplaceArguments

  func validate() throws {
    try annotationOptions.validateFlags()
    if rewrite != nil { try IdleOptions.refuse(writing.given, "what is written back keeps its format.") }
    if rewrite != nil, probabilities == true {
      throw ValidationError("--probabilities: what is written back has no place for them.")
    }
    if syncSeconds != AnnotationOptions().syncSeconds, FileSystem.isStream(output) {
      throw ValidationError("--sync-seconds: a stream is not synced; give --output FILE.")
    }
    if rewrite != nil, format != nil {
      throw ValidationError("Give --rewrite or --to: what is written back keeps its format.")
    }
    if rewrite != nil, sharding.shard != nil { throw ValidationError("Give --rewrite or --shard, not both.") }
  }

  func run() throws {
    let signals = Console.stopSignals("stopping after the current records are on disk")
    let job = try job()
    if resume, job.isStream { throw ValidationError("--resume: needs an output file, not a stream; give --output.") }
    if job.isUnfinished, !resume, !reading.isQuiet {
      Console.note("\(output): discarding an unfinished run; use --resume to resume it")
    }
    let model = try JointModel(contentsOf: self.model)
    model.requireTasks(job.options.tasks)
    if !reading.isQuiet {
      Console.noteSlowSegmentation()
      Console.noteOtherRules(model, in: self.model)
    }
    let progress = Progress(job.input, meter: job.reading.meter ?? ReadMeter(), isSilent: reading.isQuiet)
    let console = RejectionNotes(limit: job.deadLettersPath == nil ? .max : 3, isQuiet: reading.isQuiet)
    defer { progress.finish() }
    let summary = try job.run(
      model, shouldStop: { signals.isRaised },
      onProgress: { progress.show(documents: $0.records, shareOfRead: $0.shareOfRead) },
      onRejected: { console.note($0) },
      onNothingRead: { count in
        guard !reading.isQuiet, let letters = job.deadLetters else { return }
        progress.finish()
        Console.note("\(Console.count(count, "record")) could not be read; see \(letters)")
      })
    progress.finish()
    if summary.wasStopped {
      Console.fail(
        "stopped after \(Console.count(summary.counts.records, "record"))",
        advice: job.isStream ? nil : "Run the same command with --resume to continue.", code: signals.exitCode)
    }
    say(summary, of: job)
    if summary.counts.rejected > 0 { throw Failure.deadLetters }
  }

  private var annotationOptions: AnnotationOptions {
    var options = AnnotationOptions()
    options.tasks = tasks.flatMap { $0.split(separator: ",").map(String.init) }
    options.locale = locale
    options.inputs = inputs
    options.predictions.nBest = nBest
    options.predictions.attention = attention
    options.predictions.scores = scores
    options.predictions.probabilities = probabilities
    options.threads = threads.number
    options.strict = strict
    options.syncSeconds = syncSeconds
    return options
  }

  private func job() throws -> AnnotationJob {
    let files = try InputFiles.expand(input, format: reading.format)
    var reading = reading
    if reading.format == nil, rewrite == nil, files.allSatisfy({ $0 == "-" }) { reading.format = .jsonl }
    var options = try reading.options(files)
    if let rewrite {
      guard options.format.isRewritten else {
        throw ValidationError("--rewrite: needs --from tei, xml, html, xliff, po or tmx.")
      }
      guard rewrite == .inline || [.tei, .xml].contains(options.format) else {
        throw ValidationError("--rewrite standoff: for TEI and XML only; anything else goes in with --rewrite inline.")
      }
    }
    options.shard = sharding.shard
    let form = try form(options)
    if case .documents(let written) = form { options = options.forReading(writing: written.format) }
    var job = AnnotationJob(input: files, reading: options, output: output, form: form)
    job.inputIsFolder = input.contains { $0 != "-" && (FileList.isFolder($0) || FileList.isPattern($0)) }
    job.options = annotationOptions
    job.deadLetters = rejected.deadLetters
    job.resumes = resume
    try guardOutputs(of: job, inputs: files)
    return job
  }

  /// Refuses outputs that are read, or written twice, or would replace a file of another kind.
  private func guardOutputs(of job: AnnotationJob, inputs files: [String]) throws {
    let format = if case .documents(let written) = job.form { written.format } else { job.reading.format }
    let outputs = try job.outputFiles()
    var places = job.rewritesToFolder ? [output] : outputs
    // In a stream of JSON lines rejected records have their places.
    let isInPlace = job.isStream && format == .jsonl && job.deadLettersPath == output
    if !isInPlace, let letters = job.deadLettersPath { places.append(letters) }
    try OutputGuard.check(places, inputs: files + ModelFiles.paths(model) + inputs)
    try OutputGuard.check(outputs + [job.deadLettersPath], in: format, takenInBy: input, format: reading.format)
    // What an unfinished run has put in its place is its own.
    let force = replacing.force || resume && job.isUnfinished
    for output in outputs { try OutputGuard.check(output, replacedBy: .corpus(format), force: force) }
    try OutputGuard.check(isInPlace ? nil : job.deadLettersPath, replacedBy: .deadLetters, force: replacing.force)
  }

  private func form(_ reading: ReadOptions) throws -> AnnotationJob.Form {
    if let rewrite { return .rewritten(RewriteOptions(style: rewrite, reading)) }
    guard let format = format?.format ?? CorpusFormat(path: output) ?? (FileSystem.isStream(output) ? .jsonl : nil)
    else {
      throw ValidationError("The format of \(output) is not clear from its name: give --to FORMAT.")
    }
    if probabilities == true, !format.holdsProbabilities {
      let others = CorpusFormat.allCases.filter(\.holdsProbabilities).map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--probabilities: \(format.rawValue) has no place for them, only \(others).")
    }
    return .documents(try writing.options(format, reading))
  }

  private func say(_ summary: AnnotationSummary, of job: AnnotationJob) {
    guard !reading.isQuiet else { return }
    if let ledger = summary.ledger { for line in LedgerReport.lines(ledger) { Console.note(line) } }
    if let resumed = summary.resumedAt { Console.note("resumed after \(Console.count(resumed, "record"))") }
    let place = job.isStream ? "" : " in \(output)"
    Console.note("\(Console.count(summary.counts.documents, "document"))\(place)")
    for note in summary.notes { Console.note(note) }
    if let note = summary.leftOut { Console.note(note) }
    if summary.sentencesReadInParts > 0 {
      Console.note(
        "read in parts: \(Console.count(summary.sentencesReadInParts, "sentence")) too long to be read whole")
    }
    if summary.counts.rejected > 0 {
      Console.note(
        "\(Console.count(summary.counts.rejected, "record")) could not be read or written"
          + (job.deadLettersPath.map { "; see \($0)" } ?? ""))
    }
  }
}
