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
    let writer = try CorpusWriter(path, options: options)
    let count = try context.forEach(of: [flow]) { try writer.write($0) }
    return try result(writer, count)
  }

  func pass(in context: StageContext) throws -> StagePass? {
    // A table that keeps its columns is read for them.
    if let kept = options.format.keptColumns, try context.part(part, of: of).keptColumns == kept { return nil }
    guard let writer = try? CorpusWriter(path, options: options) else { return nil }
    let written = Written()
    return StagePass(
      take: { _, document, _ in
        written.count += 1
        do throws(CorpusError) { try writer.write(document) } catch { throw error.numbered(written.count) }
      }, part: part,
      finish: {
        _ = try context.part(part, of: of)
        return try result(writer, written.count)
      })
  }

  /// What a pass has written.
  private final class Written {
    var count = 0
  }

  /// Ends the file.
  private func result(_ writer: CorpusWriter, _ count: Int) throws -> StageResult {
    try writer.close()
    let note = writer.leftOut.note(options.format).map { "; \($0)" } ?? ""
    var result = StageResult(summary: "\(count.counted("document")) in \(path)" + note, files: outputFiles)
    if FileList.isFolder(path) { result.inFolder = FolderFiles(folder: path, written: writer.files) }
    return result
  }
}

extension WriteStage {
  /// Documents that are written to see whether the format holds them.
  private static let sample = 200

  func inspect(in context: StageContext) throws -> [CheckFinding] {
    let next = try context.part(part, of: of).start()
    let writer = try CorpusWriter(context.path("sample"), options: options)
    for _ in 0..<Self.sample {
      guard let document = try next() else { break }
      try writer.write(document)
    }
    try writer.close()
    return []
  }
}
