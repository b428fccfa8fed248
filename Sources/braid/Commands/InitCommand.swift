import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidPipelines
import Foundation

/// `braid init`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a starter pipeline for data files.",
    usage: "braid init <files> ... [<options>]",
    discussion: """
      Guesses the format of each file, which files belong together and what can be learned from them, and prints \
      the guesses. Names such as train, dev, valid and test make parts; files of the same columns that differ only in \
      a number, such as part-01 and part-02, are one corpus, others a corpus each; two files that differ only in the \
      language of their names are parallel text; seq.in, seq.out and label in a folder are one corpus. A folder stands \
      for the data files in it and below, which are one corpus where they have the same columns; folders that are \
      called train, dev or test make parts, too. Raw text without labels gets a language model to train.

      Example:

        braid init corpora/reviews/*.tsv corpora/captions/train.en \\
          corpora/captions/train.de --output mine.yaml
      """)

  @Argument(help: "Data \(ReadArguments.inputs).") var files: [String]
  @Option(help: "Character encoding of the input (default: utf-8; iso-8859-1 for files that are not UTF-8).")
  var encoding: TextEncoding?
  @Option(name: [.short, .long], help: "Pipeline file to write; - for standard output.")
  var output = "pipeline.yaml"
  @Flag(help: "Replace an existing file.") var force = false

  func run() throws {
    try OutputGuard.check([output], inputs: files + ((try? InputFiles.expand(files, format: nil)) ?? []))
    try OutputGuard.check([output], takenInBy: files, format: nil)
    if output != "-", !force, FileManager.default.fileExists(atPath: output) {
      Console.fail(
        "\(output): the file exists", advice: "Choose another --output, or give --force to replace it.", code: 2)
    }
    let file = output.split(separator: "/").last.map(String.init) ?? ""
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    let isName =
      stem.first?.isLetter == true
      && stem.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    let starter = try StarterPipeline(
      files: files, name: output == "-" || !isName ? "pipeline" : stem, encoding: encoding)
    for note in starter.notes { Console.note(note) }
    if output == "-" {
      Console.output(starter.text)
    } else {
      try AtomicFile.write(output, text: starter.text)
      Console.note("wrote \(output); review it, then run: braid check \(output)")
    }
  }
}
