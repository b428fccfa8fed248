import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidPipelines

extension ConvertCommand {
  /// The folder that is the only input; nil when the inputs are files, or a folder that is one corpus.
  var inputFolder: String? {
    guard files.count == 2, files[0] != "-", FileList.isFolder(files[0]), reading.format != .brat,
      reading.format != .aligned, reading.format != nil || !isBrat(files[0])
    else { return nil }
    return files[0]
  }

  /// Whether a folder has annotations of brat, and nothing else but what belongs to them.
  private func isBrat(_ folder: String) -> Bool {
    let files = ReadArguments.withoutTexts((try? InputFiles.expand([folder], format: nil)) ?? [])
    return !files.isEmpty && files.allSatisfy { CorpusFormat(path: $0) == .brat }
  }

  /// Writes a file for each file of a folder, in a folder of the same structure.
  ///
  /// All files appear, complete, when all of them are written, or none.
  func convert(folder: String, to output: String) throws {
    guard into == nil, deadLetters == nil, sharding.shard == nil else {
      throw ValidationError("\(folder) is a folder: --into, --dead-letters and --shard take files.")
    }
    guard let format = format?.format else {
      throw ValidationError("\(folder) is a folder: give --to FORMAT for the files that are made of its files.")
    }
    let inputs = try InputFiles.expand([folder], format: reading.format)
    try OutputGuard.check([output], inputs: inputs + [folder])
    let outputs = try outputs(of: inputs, in: folder, to: output, format)
    try OutputGuard.check(outputs, in: format, takenInBy: [folder], format: reading.format)
    for output in outputs { try OutputGuard.check(output, replacedBy: .corpus(format), force: replacing.force) }
    var ledger = Ledger()
    var writers: [CorpusWriter] = []
    var documents = 0
    for (input, target) in zip(inputs, outputs) {
      try FileSystem.makeFolders(Paths.folder(target))
      let corpus = try CorpusInput([input], reading, layout: writing.layout(format), writing: format)
      let writer = try CorpusWriter(target, options: try writing.options(format, corpus.options))
      try corpus.forEach { document in
        documents += 1
        try writer.write(document)
      }
      try writer.wait()
      writers.append(writer)
      ledger.merge(corpus.reader.ledger)
    }
    try CorpusWriter.close(writers)
    guard !reading.isQuiet else { return }
    var leftOut = LeftOut()
    for writer in writers { leftOut.merge(writer.leftOut) }
    for line in LedgerReport.lines(ledger) { Console.note(line) }
    if let note = leftOut.note(format) { Console.note(note) }
    Console.note("\(Console.count(documents, "document")) in \(Console.count(outputs.count, "file")) in \(output)")
  }

  /// The files that are made of files of a folder.
  ///
  /// - Throws: `ValidationError` for two that would be one.
  private func outputs(
    of inputs: [String], in folder: String, to output: String, _ format: CorpusFormat
  ) throws -> [String] {
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    var sources: [String: String] = [:]
    return try inputs.map { input in
      let target = "\(output)/\(Self.name(String(input.dropFirst(base.count)), format))"
      if let other = sources.updateValue(input, forKey: target) {
        throw ValidationError("\(other) and \(input) would both be \(target): convert them one by one.")
      }
      return target
    }
  }

  /// The name of a file in another format.
  private static func name(_ input: String, _ format: CorpusFormat) -> String {
    var name = input.hasSuffix(".gz") ? String(input.dropLast(3)) : input
    let slash = name.lastIndex(of: "/") ?? name.startIndex
    if let dot = name[slash...].lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
    return name + format.fileEnding
  }
}
