import ArgumentParser
import BraidCorpora
import BraidFiles
import BraidVocabularies
import Foundation

/// `braid split`.
struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split", abstract: "Split a corpus into train, dev and test parts, reproducibly.",
    discussion: """
      The parts are written beside the input as NAME.PART.EXTENSION, or to a folder as PART.EXTENSION.

      Example:

        $ braid split reviews.tsv --column label=1 --column text=2 \\
            --parts train=0.8,dev=0.1,test=0.1 --stratify label -o parts

      To keep the sentences of each document of a column file together, add --documents marker; to keep the \
      documents of each author together, add --group author. A message of PO and its plural stay together, and so \
      do the segments of a unit of XLIFF.

      Exit codes: 0 done; 1 failed; 2 wrong usage.
      """)

  @Argument(
    help: ArgumentHelp(
      "Corpus: \(ReadArguments.inputs), two files of parallel text, or - for standard input.", valueName: "files"))
  var corpus: [String]

  @OptionGroup var reading: ReadArguments

  @Option(help: ArgumentHelp("Parts and their shares.", valueName: "name=share,…"))
  var parts: String = "train=0.8,dev=0.1,test=0.1"

  @Option(help: ArgumentHelp("Seed of the random split.", valueName: "number"))
  var seed: UInt64 = 13

  @Option(help: .declared(SplitOptions.self, "stratify", "layer")) var stratify: String?
  @Option(help: .declared(SplitOptions.self, "group", "field")) var group: String?

  @Option(
    name: [.short, .long], help: ArgumentHelp("Output folder (default: the folder of the corpus).", valueName: "folder")
  )
  var output: String?

  @Option(name: .customLong("to"), help: ArgumentHelp("Format of the parts (default: that of the input)."))
  var format: OutputFormat?

  @OptionGroup var writing: WriteArguments

  @Flag(help: "Replace existing files.")
  var force = false

  func validate() throws {
    if stratify != nil, group != nil { throw ValidationError("Give --stratify or --group, not both.") }
    if output == nil, let pattern = corpus.first(where: FileList.isPattern) {
      throw ValidationError("The parts of \(pattern) need a folder: give --output FOLDER.")
    }
    if corpus == ["-"], output == nil {
      throw ValidationError("The parts of standard input need a folder: give --output FOLDER.")
    }
  }

  func run() throws {
    let isNew = output.map { !FileSystem.exists($0) } ?? false
    do { try split() } catch {
      // Only when it is empty.
      if isNew, let output { rmdir(output) }
      throw error
    }
  }

  private func split() throws {
    var units = SplitOptions()
    (units.stratify, units.group) = (stratify, group)
    var splitter = try CorpusSplitter(parts: try parsedParts(), unit: units.unit)
    let layout = writing.layout(format?.format ?? .csv)
    let input = try CorpusInput(corpus, reading, layout: layout, writing: self.format?.format)
    let files = input.files
    let format = format?.format ?? input.options.format
    let names = SplitNames(files: corpus, folder: output, format: format, sameFormat: format == input.options.format)
    for part in splitter.parts where !force {
      for path in names.written(part.name, input.options) where FileManager.default.fileExists(atPath: path) {
        throw ValidationError("\(path) exists: give --force to replace it, or another --output folder.")
      }
    }
    let outputs = splitter.parts.flatMap { names.written($0.name, input.options) }
    try OutputGuard.check(outputs, inputs: files)
    try OutputGuard.check(outputs, in: format, takenInBy: corpus, format: reading.format)
    if let output { try FileSystem.makeFolders(output) }
    let options = try writing.options(format, input.options)
    let writers = try splitter.parts.map { part throws(CorpusError) in
      try CorpusWriter(names.path(part.name), options: options)
    }
    // Standard input can't be read twice, so its documents are kept.
    let spool = try DocumentSpool(keeps: files.contains("-"))
    try input.forEach { document in
      splitter.add(document, continuesRecord: input.reader.continuesRecord)
      try spool.add(document)
    }
    guard splitter.isUnitFound else {
      let asked =
        stratify.map { "--stratify \($0): no document has a label of this layer" }
        ?? "--group \(group ?? ""): no document has this field"
      throw ValidationError("\(asked); `braid stats` shows the layers.")
    }
    var random = SplitMix64(seed: seed)
    let assignment = splitter.assignment(using: &random)
    var sizes = [Int](repeating: 0, count: writers.count)
    var next = 0
    try spool.forEach(again: { try CorpusInput(files, reading, layout: layout, writing: self.format?.format) }) {
      document in
      guard next < assignment.count else { throw CocoaError(.fileReadUnknown) }
      try writers[assignment[next]].write(document)
      sizes[assignment[next]] += 1
      next += 1
    }
    try CorpusWriter.close(writers)
    input.sayLedger()
    var leftOut = LeftOut()
    for writer in writers { leftOut.merge(writer.leftOut) }
    if !reading.isQuiet, let note = leftOut.note(format) { Console.note(note) }
    for (part, size) in zip(splitter.parts, sizes) {
      Console.result("\(names.path(part.name))\t\(size)")
      if size == 0 { Console.note("\(part.name) is empty: the corpus is too small") }
    }
  }

  private func parsedParts() throws -> [CorpusSplitter.Part] {
    let parts = try self.parts.split(separator: ",").map { part in
      let (name, text) = try KeyValue.parse(String(part), option: "--parts", example: "train=0.8,dev=0.2")
      guard !name.contains("/"), !name.hasPrefix(".") else {
        throw ValidationError("--parts \(part): expected a name without `/` that does not begin with a full stop.")
      }
      guard let share = Double(text), share > 0, share.isFinite else {
        throw ValidationError("--parts \(part): expected a share above 0, such as \(name)=0.1.")
      }
      return CorpusSplitter.Part(name: name, share: share)
    }
    let sum = parts.reduce(0) { $0 + $1.share }
    if abs(sum - 1) > 1e-6, !reading.isQuiet {
      let shares = parts.map { "\($0.name) \(Console.number(100 * $0.share / sum, decimals: 1)) %" }
      Console.note(
        "--parts: the shares add up to \(Console.number(sum, decimals: 2)); taken as \(shares.joined(separator: ", "))")
    }
    return parts
  }
}
