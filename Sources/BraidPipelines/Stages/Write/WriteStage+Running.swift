import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidText

extension WriteStage {
  func run(in context: StageContext) throws -> StageResult? {
    var flow = try context.part(part, of: of)
    var options = options
    if let kept = options.format.keptColumns, flow.keptColumns == kept {
      // A table in is the same table out, or those of its columns that are named.
      let layout = TableLayout()
      options.layout = layout
      flow = flow.keepingColumns(layout)
    }
    let output = try RefusalWriter(path, options: options, deadLetters: deadLetters)
    _ = try context.forEach(of: [flow]) { try output.write($0) }
    return try result(output)
  }

  func pass(in context: StageContext) throws -> StagePass? {
    // A table that keeps its columns is read for them.
    if let kept = options.format.keptColumns, try context.part(part, of: of).keptColumns == kept { return nil }
    guard let output = try? RefusalWriter(path, options: options, deadLetters: deadLetters) else { return nil }
    return StagePass(
      take: { _, document, _ in try output.write(document) }, part: part,
      finish: {
        _ = try context.part(part, of: of)
        return try result(output)
      })
  }

  /// Ends the file.
  private func result(_ output: RefusalWriter) throws -> StageResult {
    try output.close()
    var summary = "\((output.count - output.refused).counted("document")) in \(path)"
    if let note = output.writer.leftOut.note(options.format) { summary += "; \(note)" }
    if output.refused > 0, let deadLetters {
      summary += "; \(output.refused.counted("document")) could not be written, see \(deadLetters)"
    }
    var result = StageResult(
      summary: summary, files: outputFiles + (deadLetters.map { [$0] } ?? []), rejected: output.refused)
    if FileList.isFolder(path) { result.inFolder = FolderFiles(folder: path, written: output.writer.files) }
    return result
  }
}

extension WriteStage {
  /// Documents that are written to see whether the format holds them.
  private static let sample = 200

  func inspect(in context: StageContext) throws -> [CheckFinding] {
    let next = try context.part(part, of: of).start()
    let output = try RefusalWriter(
      context.path("sample"), options: options, deadLetters: deadLetters.map { _ in context.path("sample.refused") })
    for _ in 0..<Self.sample {
      guard let document = try next() else { break }
      try output.write(document)
    }
    try output.close()
    guard let deadLetters, output.refused > 0 else { return [] }
    let reasons = output.reasons.joined(separator: "; ") + (output.refused > output.reasons.count ? "; …" : "")
    return [
      CheckFinding(
        level: .warning, stage: context.stage,
        text: "of the first \(output.count.counted("document")) \(output.refused) will be rejected: \(reasons)",
        advice: "They will be in \(deadLetters), and the run will end with exit code 3.")
    ]
  }
}
