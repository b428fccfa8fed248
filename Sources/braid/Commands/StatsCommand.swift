import ArgumentParser
import BraidCorpora
import BraidFiles

/// `braid stats`.
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Print sizes, labels, lengths, duplicates and leaks between splits.",
    discussion: """
      Each file, folder or quoted pattern is a split, named after it or by NAME=FILE. A split named train… comes first; documents of \
      later splits that are also in an earlier one are leaks. With --strict, a leak or a label missing from the \
      first split makes the command fail.

      Example:

        $ braid stats train=train.tsv dev=dev.tsv \\
            --column label=1 --column text=2 --pretokenized

      Exit codes: 0 done; 1 failed; 2 wrong usage.
      """)

  @Argument(
    help: ArgumentHelp(
      "Input \(ReadArguments.inputs), each a split, or NAME=FILE (default: standard input).",
      valueName: "file"))
  var files: [String] = []

  @OptionGroup var reading: ReadArguments
  @OptionGroup var sharding: ShardArguments

  @Flag(help: "Print all statistics as JSON.")
  var json = false

  @Option(help: ArgumentHelp("Number of labels to show per layer.", valueName: "count"))
  var top: Int = 10

  @Flag(help: "Fail if a split has labels missing from the first one or documents of another one.")
  var strict = false

  func validate() throws {
    if top < 0 { throw ValidationError("--top \(top): expected 0 or more.") }
    if json, top != 10 { throw ValidationError("--top: --json has everything.") }
  }

  func run() throws {
    var statistics = CorpusStatistics()
    // `*.tsv` gives dev before train.
    let splits = try splits()
    for split in splits.filter({ $0.name.hasPrefix("train") }) + splits.filter({ !$0.name.hasPrefix("train") }) {
      let input = try CorpusInput(split.paths, reading, shard: sharding.shard)
      statistics.begin(split.name)
      try input.forEach { statistics.add($0) }
      statistics.end(ledger: input.reader.ledger)
    }
    if json {
      try Console.result(json: statistics)
    } else {
      for line in StatisticsReport.lines(statistics, top: top) { Console.result(line) }
    }
    if strict { try statistics.check() }
  }

  /// Files by split; the two files of parallel text are one, and so are aligned files that go together.
  private func splits() throws -> [(name: String, paths: [String])] {
    let named = (files.isEmpty ? ["-"] : files).map(KeyValue.named)
    if reading.format == .aligned {
      let files = named.filter { !FileList.isFolder($0.path) }
      let sets = try CorpusReader.units(files.map(\.path), try reading.options(files.map(\.path)))
      return named.filter { FileList.isFolder($0.path) }.map { ($0.name, [$0.path]) }
        + sets.map { set in (files.first { $0.path == set[0] }?.name ?? set[0], set) }
    }
    guard reading.format == .parallel, named.count > 1 else { return named.map { ($0.name, [$0.path]) } }
    guard named.count.isMultiple(of: 2) else {
      throw ValidationError("Parallel text has two files for each split: source and target.")
    }
    return stride(from: 0, to: named.count, by: 2).map { (named[$0].name, [named[$0].path, named[$0 + 1].path]) }
  }
}
