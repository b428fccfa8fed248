import ArgumentParser
import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidTasks
import BraidText

/// `braid tokenize`.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize", abstract: "Split text into sentences and tokens.",
    discussion: """
      Every token is a byte range of the original text. Tokens in the input are kept. With --model, a model with a \
      segmentation task finds the tokens, sentences and words of its treebank.

      Example:

        $ echo 'Dr. Smith paid $3.50.' | \\
            braid tokenize --abbreviation Dr. --keep quantity --tokenized
        Dr . Smith paid $3.50 .

      Without --tokenized, the output is JSONL with all offsets.

      Exit codes: 0 done; 1 failed; 2 wrong usage.
      """)

  @ArgumentParser.Argument(help: "Input \(ReadArguments.inputs), plain or gzip (default: standard input).")
  var files: [String] = []

  @OptionGroup var reading: ReadArguments
  @OptionGroup var tokenizing: TokenizeArguments
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Model that finds tokens and sentences (default: the locale's rules).", valueName: "model"))
  var model: String?
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
  @OptionGroup var replacing: ReplaceArguments

  func validate() throws {
    var rules = tokenizing.preparation(language: nil)
    (rules.locale, rules.normalize) = (TextPreparation().locale, [])
    if model != nil, rules != TextPreparation() {
      throw ValidationError("Give --model or rules of tokens and sentences, not both.")
    }
  }

  func run() throws {
    let segmenter = try segmenter()
    let format = format?.format ?? (tokenized ? .lines : .jsonl)
    if tokenized, format.hasOnlyTokens {
      throw ValidationError(
        "--tokenized writes texts, and \(format.rawValue) has tokens of its own: leave --tokenized out.")
    }
    let files = try reading.files(self.files)
    let preparation = tokenizing.preparation(language: reading.textLanguage(files))
    let input = try CorpusInput(
      files, reading, segmentation: preparation.segmentation, shard: sharding.shard, layout: writing.layout(format),
      writing: format)
    let options = try writing.options(format, input.options)
    let outputs = options.files(output)
    try OutputGuard.check(outputs, inputs: files + (model.map(ModelFiles.paths) ?? []))
    try OutputGuard.check(outputs, in: format, takenInBy: self.files, format: reading.format)
    for output in outputs { try OutputGuard.check(output, replacedBy: .corpus(format), force: replacing.force) }
    let writer = try CorpusWriter(output, options: options)
    let threads = tokenizing.threads.number
    let makeWorker = makeWorker(segmenter, preparation)
    var tokens = TokenizedText(format)
    if tokenized {
      _ = try input.forEach(
        threads: threads, makeWorker: makeWorker, work: { prepare, document in try prepare(&document) },
        consume: { document in
          for spaced in tokens.documents(document) { try writer.write(spaced) }
        })
    } else {
      try input.write(
        to: writer, threads: threads, makeWorker: makeWorker, work: { prepare, document in try prepare(&document) })
    }
    ShardManifest.delete(beside: output)
    try writer.close()
    if sharding.shard != nil {
      try sharding.writeManifest(
        beside: output, options, input.reader,
        run: [
          "tokenize", try input.options.digest(input.options.format.rawValue), try preparation.digest(),
          tokenizing.targetLocale ?? "", tokenized ? "tokenized" : "", try options.digest(),
        ] + (segmenter.map { [$0.fingerprint] } ?? []))
    }
    input.sayLedger()
    guard !reading.isQuiet else { return }
    if let note = writer.leftOut.note(format) { Console.note(note) }
    if let note = tokens.note { Console.note(note) }
  }

  /// The model that finds tokens and sentences; nil for rules.
  private func segmenter() throws -> JointModel? {
    guard let path = model else { return nil }
    let model = try JointModel(contentsOf: path)
    guard model.segmentsText || model.segmenter != nil else {
      Console.fail(
        "\(path): the model has no segmentation task and keeps no segmenter",
        advice: "Name a model with a task of the kind `segmentation`.", code: 1)
    }
    return model.segmenter ?? model
  }

  /// What makes the function with which one thread prepares documents.
  private func makeWorker(
    _ model: JointModel?, _ preparation: TextPreparation
  ) -> () throws -> (inout Document) throws -> Void {
    let shared = model.flatMap { ModelSegmenter($0, threads: 1) }
    return {
      let prepare = try tokenizing.makePreprocessor(preparation)
      let segmenter = shared?.sharing(threads: 1)
      return { document in
        if document.tokens.isEmpty { try segmenter?.segment(&document) }
        try prepare(&document)
      }
    }
  }
}
