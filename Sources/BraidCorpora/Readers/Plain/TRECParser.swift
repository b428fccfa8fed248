import BraidFiles
import BraidText

/// TREC questions: `COARSE:fine token token …`.
///
/// The labels are `coarse` (`COARSE`) and `fine` (`COARSE:fine`, since fine names repeat between coarse classes).
struct TRECParser: LineParser {
  let options: ReadOptions

  func document(_ lines: LineSource, into ledger: inout Ledger) throws(CorpusError) -> Document {
    let line = lines.bytes
    let end = line.firstIndex(of: .space) ?? line.count
    let label = line.slice(0..<end)
    guard let colon = label.firstIndex(of: .colon), colon > 0, colon + 1 < end else {
      throw .unexpected(
        lines.place(0), found: label.isEmpty ? "a space" : label.string,
        expected: "a label such as NUM:date and a question")
    }
    var document = TextBuilder.sentence(line.slice(end..<line.count), language: options.language)
    document.labels["coarse"] = [Label(label.slice(0..<colon).string)]
    document.labels["fine"] = [Label(label.string)]
    return document
  }
}
