import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidTasks

/// `braid annotate`.
struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate", abstract: "Annotate documents with a trained model.",
    discussion: """
      Example: annotate raw texts, or use it as a filter

        braid annotate --model runs/quickstart/model/model --from text --output inbox.jsonl corpora/inbox/*.txt
        cat texts.txt | braid annotate --model runs/quickstart/model/model --from lines - > out.jsonl
      """)

  @Option(help: "The model folder.") var model: String
  @Argument(help: "Files; - is standard input.") var input: [String]
  @Option(help: "Format of the input.") var from = CorpusFormat.text
  @Option(help: "Format of the output.") var to = CorpusFormat.jsonl
  @Option(help: "The file to write; - is standard output.") var output = "-"
  @Option(parsing: .upToNextOption, help: "The tasks that answer; by default all.") var tasks: [String] = []
  @Option(help: "BCP 47 locale of raw text.") var locale = "en"
  @Option(help: "Threads; 0 for one a core.") var threads = 0

  func run() throws {
    var options = AnnotationOptions()
    options.tasks = tasks
    options.locale = locale
    options.threads = threads
    let annotator = try BatchAnnotator(try JointModel(contentsOf: model), options: options)
    let reader = try CorpusReader(input, options: ReadOptions(format: from))
    let writer = try CorpusWriter(output, options: WriteOptions(format: to))
    let count = try annotator.run(reader, writer)
    for line in LedgerReport.lines(reader.ledger) { Console.note(line) }
    Console.note("\(Console.number(count)) documents")
  }
}
