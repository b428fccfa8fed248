import ArgumentParser
import BraidCorpora

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
    let input = try CorpusInput(files, reading, segmentation: tokenizing.segmentation)
    let format = format?.format ?? (tokenized ? .lines : .jsonl)
    let writer = try CorpusWriter(output, options: writing.options(format, input.options))
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
    input.sayLedger()
    if !reading.isQuiet, let note = writer.leftOut.note(format) { Console.note(note) }
  }
}
