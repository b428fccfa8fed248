import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles

extension ConvertCommand {
  /// The folder that is the only input; nil when the inputs are files, or a folder that is one corpus.
  var inputFolder: String? {
    guard files.count == 2, files[0] != "-", FileList.isFolder(files[0]), reading.format != .brat else { return nil }
    return files[0]
  }

  /// Writes a file for each file of a folder, in a folder of the same structure.
  ///
  /// Each file appears complete; an error stops at its file, those before it are done.
  func convert(folder: String, to output: String) throws {
    guard into == nil, deadLetter == nil, sharding.shard == nil else {
      throw ValidationError("\(folder) is a folder: --into, --dead-letter and --shard take files.")
    }
    guard let format = format?.format else {
      throw ValidationError("\(folder) is a folder: give --to FORMAT for the files that are made of its files.")
    }
    let inputs = try InputFiles.expand([folder], format: reading.format)
    try OutputGuard.check([output], inputs: inputs + [folder])
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    var ledger = Ledger()
    var leftOut = LeftOut()
    var outputs: [String: String] = [:]
    var documents = 0
    for input in inputs {
      let target = "\(output)/\(Self.name(String(input.dropFirst(base.count)), format))"
      if let other = outputs[target] {
        throw ValidationError("\(other) and \(input) would both be \(target): convert them one by one.")
      }
      outputs[target] = input
      try FileSystem.makeFolders(Paths.folder(target))
      let corpus = try CorpusInput([input], reading, layout: writing.layout(format))
      let writer = try CorpusWriter(target, options: writing.options(format, corpus.options))
      try corpus.forEach { document in
        documents += 1
        try writer.write(document)
      }
      try writer.close()
      ledger.merge(corpus.reader.ledger)
      leftOut.merge(writer.leftOut)
    }
    guard !reading.isQuiet else { return }
    for line in LedgerReport.lines(ledger) { Console.note(line) }
    if let note = leftOut.note(format) { Console.note(note) }
    Console.note("\(Console.count(documents, "document")) in \(Console.count(outputs.count, "file")) in \(output)")
  }

  /// The name of a file in another format.
  private static func name(_ input: String, _ format: CorpusFormat) -> String {
    var name = input.hasSuffix(".gz") ? String(input.dropLast(3)) : input
    let slash = name.lastIndex(of: "/") ?? name.startIndex
    if let dot = name[slash...].lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
    return name + format.fileEnding
  }
}
