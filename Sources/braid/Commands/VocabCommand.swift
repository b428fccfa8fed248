import ArgumentParser
import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidText
import BraidVocabularies

/// `braid vocab`.
struct VocabCommand: ParsableCommand {
  private static let standard = VocabularyOptions()

  static let configuration = CommandConfiguration(
    commandName: "vocab", abstract: "Build a vocabulary of words, characters, labels or subwords (BPE).",
    discussion: """
      Raw text is tokenized first. Counts are exact, in bounded memory, and the same for any number of threads. The \
      output has one entry per line with its count, the most frequent first.

      Example:

        $ braid vocab train.tsv --column label=1 --column text=2 \\
            --kind words --size 10000 --minimum-count 2 \\
            --output vocab/reviews.txt --coverage dev=dev.tsv

      Several machines can count, and one build: with --counts a command writes what it counted, and --merge reads such \
      files. The vocabulary is that of one machine, byte for byte:

        $ braid vocab corpus.jsonl --shard 1/2 --counts 1.counts
        $ braid vocab corpus.jsonl --shard 2/2 --counts 2.counts
        $ braid vocab --merge 1.counts 2.counts --size 10000 -o words.txt

      Exit codes: 0 done; 1 failed; 2 wrong usage.
      """)

  @ArgumentParser.Argument(help: "Input \(ReadArguments.inputs), plain or gzip (default: standard input).")
  var files: [String] = []

  @OptionGroup var reading: ReadArguments
  @OptionGroup var tokenizing: TokenizeArguments
  @OptionGroup var sharding: ShardArguments

  @Option(help: .declared(VocabularyOptions.self, "kind")) var kind = Self.standard.kind
  @Option(help: .declared(VocabularyOptions.self, "side")) var side = Self.standard.side
  @Option(help: .declared(VocabularyOptions.self, "layer")) var layer = Self.standard.layer
  @Option(help: .declared(VocabularyOptions.self, "vectors", "file")) var vectors: String?
  @Flag(help: .declared(VocabularyOptions.self, "lowercase")) var lowercase = false
  @Option(help: .declared(VocabularyOptions.self, "size", "count")) var size: Int?
  @Option(name: .customLong("minimum-count"), help: .declared(VocabularyOptions.self, "minimumCount", "count"))
  var minimumCount = Self.standard.minimumCount
  @Option(name: .customLong("special"), help: .declared(VocabularyOptions.self, "specials", "symbol"))
  var specials: [String] = []
  @Flag(name: .customLong("byte-fallback"), help: .declared(VocabularyOptions.self, "byteFallback"))
  var byteFallback = false

  @Option(name: [.short, .long], help: ArgumentHelp("Output file; - for standard output.", valueName: "file"))
  var output: String = "-"

  @Option(help: ArgumentHelp("Write what was counted to a file, and build no vocabulary.", valueName: "file"))
  var counts: String?
  @Flag(help: "Build from files that --counts wrote, instead of documents.") var merge = false

  @Option(
    help: ArgumentHelp(
      "Report out-of-vocabulary rates on a file, folder or pattern; repeatable.", valueName: "name=file"))
  var coverage: [String] = []
  @OptionGroup var replacing: ReplaceArguments

  func validate() throws {
    try options.validateFlags()
    if merge {
      try IdleOptions.refuse(try reading.given().filter { $0 != "--language" }, "--merge reads counts, not documents.")
      try IdleOptions.refuse(preparing, "--merge reads counts, whose words are cut already.")
    } else if kind == .labels {
      try IdleOptions.refuse(preparing, "--kind labels counts labels, and cuts no text.")
    }
    if merge, counts != nil { throw ValidationError("Give --counts or --merge, not both.") }
    if merge, sharding.shard != nil { throw ValidationError("Give --shard with --counts; --merge takes every shard.") }
    if merge, files.isEmpty { throw ValidationError("Give the files that --counts wrote.") }
    if counts != nil, !coverage.isEmpty || vectors != nil {
      throw ValidationError("Give --coverage and --vectors with --merge, when the vocabulary is built.")
    }
    if counts != nil,
      size != nil || minimumCount != Self.standard.minimumCount || !specials.isEmpty || byteFallback
        || output != "-"
    {
      throw ValidationError(
        "Give --size, --minimum-count, --special, --byte-fallback and --output with --merge, "
          + "when the vocabulary is built.")
    }
    if kind == .bpe, !coverage.isEmpty { throw ValidationError("--coverage is for words, characters and labels.") }
  }

  func run() throws {
    let output = counts ?? output
    let files = merge ? self.files : try reading.files(self.files)
    let covered = try reading.files(coverage.map { KeyValue.named($0).path })
    try OutputGuard.check([output], inputs: files + covered + (vectors.map { [$0] } ?? []))
    let named = (merge ? [] : self.files) + coverage.map { KeyValue.named($0).path }
    try OutputGuard.check([output], takenInBy: named, format: reading.format)
    try OutputGuard.check(output, replacedBy: counts == nil ? .vocabulary : .counts, force: replacing.force)
    let preparation = tokenizing.preparation(language: reading.textLanguage(merge ? [] : files))
    // Fails before the work, not after it.
    if output != "-", !FileSystem.isSpecial(output) { _ = try AtomicFile(output) }
    let counter: WordCounter
    if merge {
      counter = try PartialCounts.merged(files, of: options)
    } else {
      let input = try CorpusInput(
        files, reading, segmentation: preparation.segmentation, shard: sharding.shard)
      var names: Set<String> = []
      counter = try count(input, preparation, names: &names)
      input.sayLedger()
      if counter.total == 0, counts == nil, !names.contains(kind == .labels ? layer : side),
        kind == .labels || side != "source"
      {
        refuse(names)
      }
      if counts != nil { return try write(counter, of: input, preparation, to: output) }
    }
    let locale = locale(of: preparation)
    let built = try options.build(counter, locale: locale)
    try built.write(to: output)
    guard let vocabulary = built.words else {
      return report(["\(Console.count(built.count, "piece")) of \(Console.count(counter.total, "word"))"])
    }
    let summary =
      "\(Console.count(vocabulary.count, "entry")), fingerprint \(String(vocabulary.fingerprint, radix: 16))"
    if kind == .labels, coverage.isEmpty { return report([summary]) }
    var reports = [try Coverage(of: try lowered(counter, locale), name: "input", vocabulary: vocabulary)]
    var names: Set<String> = []
    for file in coverage {
      let (name, path) = KeyValue.named(file)
      let input = try CorpusInput([path], reading, segmentation: preparation.segmentation)
      reports.append(
        try Coverage(
          of: try lowered(count(input, preparation, names: &names), locale), name: name, vocabulary: vocabulary))
    }
    report([summary] + CoverageReport.lines(reports))
  }

  /// Writes what was counted as a part that can be merged.
  private func write(
    _ counter: WordCounter, of input: CorpusInput, _ preparation: TextPreparation, to path: String
  ) throws {
    // What changes the counts: of labels nothing is tokenized.
    let reading = [
      try input.options.digest(input.options.format.rawValue),
      kind == .labels ? "" : try preparation.digest(tokenizing.targetLocale.map(TextLocale.canonical) ?? ""),
    ]
    let origin = sharding.shard.map {
      PartialCounts.Origin(shard: $0, records: input.reader.records, input: input.reader.inputDigest)
    }
    let part = PartialCounts(
      counter, of: options, reading: StableHash.hexadecimal(reading.joined(separator: "\n")), origin: origin)
    try part.write(to: path)
    if !self.reading.isQuiet { Console.note("\(Console.number(counter.total)) counted") }
  }

  /// The report goes to standard output unless the vocabulary does.
  private func report(_ lines: [String]) {
    if output == "-", reading.isQuiet { return }
    for line in lines { if output == "-" { Console.note(line) } else { Console.result(line) } }
  }

  /// The flags of how texts are cut, but their locale, which lower case needs, too.
  private var preparing: [String] {
    tokenizing.preparation(language: nil).givenFlags.filter { !(lowercase && $0 == "locale") }.map { "--" + $0 }
      + (tokenizing.targetLocale == nil || lowercase ? [] : ["--target-locale"])
  }

  /// The language of what is counted.
  private func locale(of preparation: TextPreparation) -> String {
    if side == Self.standard.side { return preparation.locale }
    return tokenizing.targetLocale ?? (TextLocale.isKnown(side) ? side : preparation.locale)
  }

  private func lowered(_ counter: WordCounter, _ locale: String) throws -> WordCounter {
    try options.lowered(counter, locale: locale)
  }

  private var options: VocabularyOptions {
    var options = VocabularyOptions()
    options.kind = kind
    options.side = side
    options.layer = layer
    options.vectors = vectors
    options.lowercase = lowercase
    options.size = size
    options.minimumCount = minimumCount
    options.specials = specials
    options.byteFallback = byteFallback
    return options
  }

  /// What one thread counts with.
  private final class Worker {
    var counter: WordCounter
    /// The layers or aligned texts that documents have.
    var names: Set<String> = []

    init(threads: Int) { counter = WordCounter(memoryLimit: (48 << 20) / threads) }
  }

  /// Ends the process because no document has what is to be counted.
  private func refuse(_ names: Set<String>) {
    let (option, what) = kind == .labels ? ("--layer \(layer)", "a layer") : ("--side \(side)", "an aligned text")
    let known = names.sorted().map { "`\($0)`" }.joined(separator: ", ")
    Console.fail(
      "\(option): no document has \(what) of this name",
      advice: names.isEmpty ? "The documents have none." : "They have \(known).", code: 1)
  }

  private func count(
    _ input: CorpusInput, _ preparation: TextPreparation, names: inout Set<String>
  ) throws -> WordCounter {
    let threads = tokenizing.threads.number
    let options = options
    let locale = locale(of: preparation)
    let workers = try input.forEach(
      threads: threads,
      makeWorker: {
        (
          prepare: kind == .labels ? nil : try tokenizing.makePreprocessor(preparation),
          worker: Worker(threads: threads)
        )
      },
      work: { each, document in
        try each.prepare?(&document)
        if options.kind == .labels {
          each.worker.names.formUnion(document.labels.keys)
          each.worker.names.formUnion(document.tagLayers)
          each.worker.names.formUnion(document.spans.keys)
          if document.frames != nil { each.worker.names.insert("roles") }
        } else if options.side != "source" {
          each.worker.names.formUnion(document.translations.keys)
        }
        try options.count(document, into: &each.worker.counter, locale: locale)
      })
    var total = workers[0].worker.counter
    for each in workers.dropFirst() { try total.merge(each.worker.counter) }
    for each in workers { names.formUnion(each.worker.names) }
    return total
  }
}
