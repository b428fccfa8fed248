import ArgumentParser
import BraidCorpora
import BraidFiles
import BraidVocabularies
import Foundation

/// `braid vocab`.
struct VocabCommand: ParsableCommand {
  /// What the entries are.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case words, characters, bpe, labels
  }

  /// Which text is counted.
  enum Side: String, CaseIterable, ExpressibleByArgument {
    case source, target
  }

  static let configuration = CommandConfiguration(
    commandName: "vocab", abstract: "Build a vocabulary of words, characters, labels or subwords (BPE).",
    discussion: """
      Raw text is tokenized first. Counts are exact, in bounded memory, and the same for any number of threads. The \
      output has one entry per line with its count, the most frequent first.

      Example:

        $ braid vocab train.tsv --column label=1 --column text=2 \\
            --kind words --size 10000 --minimum-count 2 \\
            --output vocab/reviews.txt --coverage dev=dev.tsv

      Exit codes: 0 done; 1 failed; 2 wrong usage.
      """)

  @Argument(help: "Input files, plain or gzip (default: standard input).")
  var files: [String] = []

  @OptionGroup var reading: ReadArguments
  @OptionGroup var tokenizing: TokenizeArguments

  @Option(help: ArgumentHelp("Kind of entries.", valueName: "kind"))
  var kind: Kind = .words

  @Option(
    help: ArgumentHelp("Maximum vocabulary size, special symbols included (bpe default: 8000).", valueName: "count"))
  var size: Int?

  @Option(
    name: .customLong("minimum-count"), help: ArgumentHelp("Minimum count of an entry.", valueName: "count"))
  var minimumCount: Int = 1

  @Option(
    name: .customLong("special"),
    help: ArgumentHelp(
      "Special symbol; repeatable (default: <unk>; also <s> and </s> for bpe and targets; none for labels).",
      valueName: "symbol"))
  var specials: [String] = []

  @Flag(help: "Lower-case words before counting (words, bpe).")
  var lowercase = false

  @Option(help: ArgumentHelp("Side of the parallel text to count.", valueName: "side"))
  var side: Side = .source

  @Option(
    help: ArgumentHelp(
      "Layer to count with --kind labels: a layer of labels, tags or spans, or roles.", valueName: "layer"))
  var layer: String = "label"

  @Flag(help: "Encode unknown characters as bytes, with 256 more pieces (bpe).")
  var bytes = false

  @Option(name: [.short, .long], help: ArgumentHelp("Output file; - for standard output.", valueName: "file"))
  var output: String = "-"

  @Option(help: ArgumentHelp("Report out-of-vocabulary rates on a file; repeatable.", valueName: "name=file"))
  var coverage: [String] = []

  func validate() throws {
    if let size, size < 1 { throw ValidationError("--size \(size): expected at least 1.") }
    if minimumCount < 1 { throw ValidationError("--minimum-count \(minimumCount): expected at least 1.") }
    if kind == .bpe, !coverage.isEmpty { throw ValidationError("--coverage is for words, characters and labels.") }
  }

  func run() throws {
    // Fails before the work, not after it.
    if output != "-", !FileSystem.isSpecial(output) { _ = try AtomicFile(output) }
    let input = try CorpusInput(files, reading, segmentation: tokenizing.segmentation)
    let counter = try count(input)
    input.sayLedger()
    let specials = specials.isEmpty ? usualSpecials : specials
    if kind == .bpe {
      let options = BPEOptions(
        size: size ?? 8000, specials: specials, minimumCount: minimumCount, byteFallback: bytes)
      let bpe = try BPE(training: counter, options: options)
      try bpe.write(to: output)
      report(["\(Console.number(bpe.count)) pieces of \(Console.number(counter.total)) words"])
      return
    }
    let vocabulary = try VocabularyBuilder(
      kind: kind.rawValue, specials: specials, minimumCount: minimumCount, maximumSize: size
    ).build(counter)
    try vocabulary.write(to: output)
    let summary =
      "\(Console.number(vocabulary.count)) entries, fingerprint \(String(vocabulary.fingerprint, radix: 16))"
    if kind == .labels, coverage.isEmpty { return report([summary]) }
    var reports = [try Coverage(of: counter, name: "input", vocabulary: vocabulary)]
    for file in coverage {
      let (name, path) = KeyValue.named(file)
      let input = try CorpusInput([path], reading, segmentation: tokenizing.segmentation)
      reports.append(try Coverage(of: try count(input), name: name, vocabulary: vocabulary))
    }
    report([summary] + CoverageReport.lines(reports))
  }

  /// The report goes to standard output unless the vocabulary does.
  private func report(_ lines: [String]) {
    if output == "-", reading.isQuiet { return }
    for line in lines { if output == "-" { Console.note(line) } else { Console.result(line) } }
  }

  private var usualSpecials: [String] {
    switch kind {
    case .labels: []
    case .bpe: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end]
    case .words, .characters:
      side == .target ? [Vocabulary.unknown, Vocabulary.start, Vocabulary.end] : [Vocabulary.unknown]
    }
  }

  /// What one thread counts with.
  private final class Worker {
    let tokenizer: DocumentTokenizer?
    var counter: WordCounter

    init(tokenizer: DocumentTokenizer?, threads: Int) {
      self.tokenizer = tokenizer
      counter = WordCounter(memoryLimit: (48 << 20) / threads)
    }
  }

  private func count(_ input: CorpusInput) throws -> WordCounter {
    let threads = tokenizing.threads ?? ProcessInfo.processInfo.activeProcessorCount
    let what = what
    let workers = try input.forEach(
      threads: threads,
      makeWorker: {
        Worker(
          tokenizer: kind == .labels
            ? nil : try DocumentTokenizer(tokenizing.preparation, targetLocale: tokenizing.targetLocale),
          threads: threads)
      },
      work: { worker, document in
        try worker.tokenizer?.tokenize(&document)
        try what.add(document, to: &worker.counter)
      })
    var total = workers[0].counter
    for worker in workers.dropFirst() { try total.merge(worker.counter) }
    return lowercase ? try total.lowercased() : total
  }

  private var what: VocabularyInput {
    let unit: CountedUnit? =
      switch kind {
      case .labels: nil
      case .words: .words
      case .characters: .characters
      case .bpe: .subwords
      }
    return VocabularyInput(unit: unit, translation: side == .target ? reading.targetLanguage : nil, layer: layer)
  }
}
