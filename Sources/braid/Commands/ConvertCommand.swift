import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidText

/// `braid convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Convert a corpus to another format.",
    discussion: """
      The last file is the output; parallel text has two inputs, one for each language.

      Examples:

        $ braid convert dev.conllu.gz dev.jsonl
        $ braid convert train.tsv - --column label=1 --column text=2 \\
            --to fasttext | head

      A folder becomes a folder, with a file for each of its files; a folder of brat is one corpus, whose documents are \
      named by their paths in it, and becomes one output:

        $ braid convert exports/ corpus/ --from webanno --to conllu

      With --into, the annotations of the input are inserted into the XML or HTML file they belong to, its \
      translations into the XLIFF, PO, TMX or HTML file; all other bytes of that file stay as they are. A translation \
      there is replaced only if it is marked as fuzzy or not confirmed, and with --unconfirmed none is:

        $ braid tokenize letter.xml --from tei --output letter.jsonl
        $ braid convert letter.jsonl tokenized.xml --into letter.xml \\
            --to tei
        $ braid convert manual.jsonl manual.de.xlf --into manual.xlf

      A document that the output format cannot hold is an error; with --dead-letters it is written to that file as \
      JSONL, with the reason, and conversion continues.

      Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some documents were rejected.
      """)

  @ArgumentParser.Argument(help: "Input \(ReadArguments.inputs), then the output; - for standard input or output.")
  var files: [String] = []

  @Flag(name: .customLong("formats"), help: "List the formats, with what each holds when it is written, and exit.")
  var listsFormats = false

  @OptionGroup var reading: ReadArguments
  @OptionGroup var sharding: ShardArguments

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "Format of the output (default: from the file extension); xml only with --into.", valueName: "format"))
  var format: InsertedFormat?

  @OptionGroup var writing: WriteArguments

  @Option(
    name: DeadLetterArguments.names,
    help: ArgumentHelp("File for documents that the output cannot hold.", valueName: "file"))
  var deadLetters: String?

  @Option(
    help: ArgumentHelp(
      "XML, HTML, XLIFF, PO or TMX file to insert annotations or translations into.", valueName: "file"))
  var into: String?

  @Option(help: ArgumentHelp("Placement of annotations in that file (default: inline).", valueName: "where"))
  var annotations: RewriteOptions.Style?
  @OptionGroup var replacing: ReplaceArguments

  func validate() throws {
    if listsFormats { return }
    if into != nil, deadLetters != nil { throw ValidationError("Give --into or --dead-letters, not both.") }
    if into != nil, sharding.shard != nil { throw ValidationError("Give --into or --shard, not both.") }
    if into == nil, annotations != nil { throw ValidationError("--annotations: for --into FILE only.") }
    if into != nil { try IdleOptions.refuse(writing.given, "what is put into a file keeps that file's format.") }
    if format?.format == .xml, into == nil {
      throw ValidationError("--to xml: annotations are inserted into a file that is there; give --into FILE.")
    }
    if files.count < 2 { throw ValidationError("Give an input and an output; - for standard input or output.") }
  }

  /// The formats, one a line, with what each holds when it is written.
  private static var formats: String {
    let width = (CorpusFormat.allCases.map(\.rawValue.utf8.count).max() ?? 0) + 2
    let lines = CorpusFormat.allCases.map { format -> String in
      let name = format.rawValue + String(repeating: " ", count: width - format.rawValue.utf8.count)
      return TerminalText.wrapped(
        name + (format == .xml ? "read; written with --into only" : format.contents), columns: 80, hanging: width)
    }
    return lines.joined(separator: "\n")
  }

  func run() throws {
    if listsFormats { return Console.result(Self.formats) }
    let output = files[files.count - 1]
    if let folder = inputFolder {
      guard output != "-" else { throw ValidationError("\(folder) is a folder, which goes to a folder: name one.") }
      return try convert(folder: folder, to: output)
    }
    guard let format = format?.format ?? CorpusFormat(path: output) else {
      throw ValidationError("The format of \(output) is not clear from its name: give --to FORMAT.")
    }
    let input = try CorpusInput(
      files.dropLast(), reading, shard: sharding.shard, layout: writing.layout(format), writing: format,
      isInserted: into != nil)
    let outputs = try writing.options(format, input.options).files(output)
    try OutputGuard.check(
      outputs + [deadLetters],
      inputs: CorpusReader.files(input.files, options: input.options) + input.files
        + (into.map { [$0] } ?? []))
    try OutputGuard.check(
      outputs + [deadLetters], in: format, takenInBy: files.dropLast(), format: reading.format)
    for output in outputs { try OutputGuard.check(output, replacedBy: .corpus(format), force: replacing.force) }
    try OutputGuard.check(deadLetters, replacedBy: .deadLetters, force: replacing.force)
    if let into { return try rewrite(into, format, input, output) }
    let options = try writing.options(format, input.options)
    let destination = try RefusalWriter(output, options: options, deadLetters: deadLetters)
    try input.forEach { document in
      try destination.write(document)
      if input.isIdle { try destination.writer.handOver() }
    }
    try destination.endWaiting()
    ShardManifest.delete(beside: output)
    try destination.close()
    let refusals = destination.refused
    // A document that is not written has no place among the records of a merged file.
    if refusals == 0, sharding.shard != nil {
      try sharding.writeManifest(
        beside: output, options, input.reader,
        run: ["convert", try input.options.digest(input.options.format.rawValue), try options.digest()])
    }
    input.sayLedger()
    if !reading.isQuiet, let note = destination.writer.leftOut.note(format) { Console.note(note) }
    sayInto(format, input)
    if refusals > 0, let deadLetters {
      Console.note("\(Console.count(refusals, "document")) could not be written to \(output); see \(deadLetters)")
      throw Failure.deadLetters
    }
  }

  /// Says how a file of the same format is written that keeps what no document has, where there was any.
  private func sayInto(_ format: CorpusFormat, _ input: CorpusInput) {
    guard !reading.isQuiet, format.isRewritten, format == input.options.format, input.files.count == 1, files[0] != "-",
      input.reader.ledger.entries.contains(where: { $0.action == .ignored })
    else { return }
    Console.note("what was ignored is kept where documents are put back into their file: --into \(input.files[0])")
  }

  /// Writes a file with the annotations or translations of the input in it.
  private func rewrite(_ file: String, _ format: CorpusFormat, _ input: CorpusInput, _ output: String) throws {
    guard format.isRewritten else {
      throw ValidationError(
        "--into \(file): give --to tei, html, xliff, po or tmx, or --to xml with a --field for each layer.")
    }
    let style = annotations ?? .inline
    guard style == .inline || [.tei, .xml].contains(format) else {
      throw ValidationError("--annotations standoff: for TEI and XML only.")
    }
    var options = input.options
    options.format = format
    let rewriter = try SourceRewriter(file, options: options)
    let counts = try rewriter.write(
      try input.all(), to: output, options: RewriteOptions(style: style, options))
    input.sayLedger()
    guard !reading.isQuiet else { return }
    for note in counts.notes(format) { Console.note(note) }
    if let note = counts.leftOutNote { Console.note(note) }
  }
}
