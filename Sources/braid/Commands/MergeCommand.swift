import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidPipelines

/// `braid merge`.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Join the shards of a corpus again, in the order of the input.",
    usage: "braid merge <files> ... [<options>]",
    discussion: """
      Shards are the JSONL, CSV and TSV files that `annotate`, `tokenize` and `convert` write with --shard. Beside each is a \
      manifest, FILE.shard.json. Every shard must be there once and whole, all of one input, command, model and set of \
      options; then the output is what one run over the whole input would have written, byte for byte, a table with one \
      header. Tables with other columns are an error. Of JSONL any other format can be made, \
      as `convert` does; what it cannot hold is an error. Records that `annotate` rejected \
      are merged too, from the files beside the shards, which may be named as well.

      Example: three processes, one result

        $ for n in 1 2 3; do
            braid annotate --model MODEL --shard $n/3 \\
              --output part-$n.jsonl inbox.jsonl &
          done; wait
        $ braid merge part-*.jsonl --output annotated.jsonl

      Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some records were rejected.
      """)

  @Argument(help: "The shards in any order: \(ReadArguments.inputs).") var files: [String]
  @Option(name: [.short, .long], help: ArgumentHelp("Output file; - for standard output.", valueName: "file"))
  var output = "-"
  @Option(
    name: .customLong("to"),
    help: ArgumentHelp("Format of the output (default: from the file extension).", valueName: "format"))
  var format: OutputFormat?
  @OptionGroup var writing: WriteArguments
  @OptionGroup var rejected: DeadLetterArguments
  @OptionGroup var quiet: QuietArguments
  @OptionGroup var replacing: ReplaceArguments

  func run() throws {
    let merge = try ShardMerge(try InputFiles.expand(files, format: .jsonl))
    guard let format = format?.format ?? (output == "-" ? merge.format : CorpusFormat(path: output)) else {
      throw ValidationError("The format of \(output) is not clear from its name: give --to FORMAT.")
    }
    if merge.format != .jsonl {
      try IdleOptions.refuse(writing.given, "a table is merged as it was written; give it where the shards are.")
    }
    let letters = rejected.deadLetters ?? (output == "-" ? nil : output + ".dead-letters.jsonl")
    let options = try writing.options(format, ReadOptions(format: .jsonl))
    let outputs = options.files(output)
    try OutputGuard.check(outputs + [letters], inputs: merge.inputs)
    try OutputGuard.check(outputs + [letters], in: format, takenInBy: files, format: .jsonl)
    for output in outputs { try OutputGuard.check(output, replacedBy: .corpus(format), force: replacing.force) }
    try OutputGuard.check(letters, replacedBy: .deadLetters, force: replacing.force)
    let counts = try merge.write(to: output, options: options, deadLetters: letters)
    if !quiet.isQuiet {
      Console.note(
        "\(Console.count(counts.documents, "document")) of \(Console.count(merge.count, "shard"))"
          + (output == "-" ? "" : " in \(output)"))
      if let note = counts.leftOut.note(format) { Console.note(note) }
    }
    guard counts.rejected > 0 else { return }
    if !quiet.isQuiet {
      Console.note("\(Console.count(counts.rejected, "record")) rejected\(letters.map { "; see \($0)" } ?? "")")
    }
    throw Failure.deadLetters
  }
}
