import ArgumentParser
import BraidCorpora
import BraidFiles

/// `braid tokenize`.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize", abstract: "Split text into sentences and tokens.",
    discussion: """
      Every token is a byte range of the original text. Tokens in the input are kept.

      Example:

        $ echo 'Dr. Smith paid $3.50.' | \\
            braid tokenize --abbreviation Dr. --keep quantity --tokenized
        Dr . Smith paid $3.50 .

      Without --tokenized, the output is JSONL with all offsets.

      Exit codes: 0 done; 1 failed; 2 wrong usage.
      """)

  @Argument(help: "Input files, plain or gzip (default: standard input).")
  var files: [String] = []

  @OptionGroup var reading: ReadArguments
  @OptionGroup var tokenizing: TokenizeArguments
  @OptionGroup var sharding: ShardArguments

  @Flag(help: "Write tokens separated by single spaces; one sentence per line with --to lines.")
  var tokenized = false

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp("Format of the output (default: jsonl; with --tokenized: lines).", valueName: "format"))
  var format: OutputFormat?

  @Option(name: [.short, .long], help: ArgumentHelp("Output file; - for standard output.", valueName: "file"))
  var output: String = "-"

  @OptionGroup var writing: WriteArguments

  func run() throws {
    try OutputGuard.check([output], inputs: files)
    let format = format?.format ?? (tokenized ? .lines : .jsonl)
    let input = try CorpusInput(
      files, reading, segmentation: tokenizing.segmentation, shard: sharding.shard, layout: writing.layout(format))
    let options = writing.options(format, input.options)
    ShardManifest.delete(beside: output)
    let writer = try CorpusWriter(output, options: options)
    let threads = tokenizing.threads.number
    if tokenized {
      _ = try input.forEach(
        threads: threads, makeWorker: { try tokenizing.makePreprocessor() },
        work: { prepare, document in try prepare(&document) },
        consume: { document in
          for spaced in TokenizedText.documents(document, format) { try writer.write(spaced) }
        })
    } else {
      try input.write(
        to: writer, threads: threads, makeWorker: { try tokenizing.makePreprocessor() },
        work: { prepare, document in try prepare(&document) })
    }
    try writer.close()
    try sharding.writeManifest(
      beside: output, format, input.reader,
      run: [
        "tokenize", try input.options.digest(input.options.format.rawValue), try tokenizing.preparation.digest(),
        tokenizing.targetLocale ?? "", tokenized ? "tokenized" : "", try options.digest(),
      ])
    input.sayLedger()
    if !reading.isQuiet, let note = writer.leftOut.note(format) { Console.note(note) }
  }
}
