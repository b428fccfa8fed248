import BraidCorpora
import BraidText
import CReference
import Foundation

/// Speed of reading corpora beside plain C: columns split and copied, XML parsed by libxml2, in one run.
///
/// `swift run -c release --package-path Benchmarks CorpusBenchmark FORMAT=FILE…`
/// prints MB/s and tokens/s; the files are not packed.
@main
enum CorpusBenchmark {
  static func main() throws {
    let files = CommandLine.arguments.dropFirst().map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    guard !files.isEmpty, files.allSatisfy({ $0.count == 2 && CorpusFormat(rawValue: $0[0]) != nil }) else {
      print("usage: CorpusBenchmark FORMAT=FILE…")
      exit(2)
    }
    for file in files {
      guard let format = CorpusFormat(rawValue: file[0]) else { continue }
      try measure(file[1], format)
    }
  }

  private static func measure(_ path: String, _ format: CorpusFormat) throws {
    let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    print("\(path): \(bytes) bytes")
    var base: Double?
    switch format {
    case .tei, .tmx, .xliff, .xml, .tiger, .propbankFrames:
      var elements: Int64 = 0
      base = row("plain C: libxml2, SAX2", bytes, nil) { reference_xml(path, &elements) < 0 ? 0 : Int(elements) }
    case .columns, .conll2000, .conll2003, .conll2005, .conll2009, .conll2012, .conllu, .conllup:
      var sentences: Int64 = 0
      base = row("plain C: getline, strsep, strdup", bytes, nil) { Int(reference_columns(path, &sentences)) }
    default: break
    }
    var options = ReadOptions(format: format)
    if format == .columns { options.columns = ["form": 1] }
    func count(_ body: (Document) throws -> Void) throws -> Int {
      let reader = try CorpusReader([path], options: options)
      while let document = try reader.next() { try body(document) }
      return reader.ledger.read[.tokens] ?? reader.ledger.read[.documents] ?? 0
    }
    try row("Braid: documents", bytes, base) { try count { _ in } }
    try row("Braid: documents, written as JSONL", bytes, base) {
      let writer = try CorpusWriter("/dev/null", options: WriteOptions(format: .jsonl))
      let tokens = try count { try writer.write($0) }
      try writer.close()
      return tokens
    }
  }

  /// Runs `body`, which gives a number of tokens (of elements, of documents), for half a second at least; prints speeds
  /// and returns MB/s.
  @discardableResult
  private static func row(_ name: String, _ bytes: Int, _ base: Double?, _ body: () throws -> Int) rethrows -> Double {
    var best = Double.infinity
    var total = 0.0
    var tokens = 0
    while total < 0.5 {
      let time = try ContinuousClock().measure { tokens = try body() } / .seconds(1)
      best = min(best, time)
      total += time
    }
    let rate = Double(bytes) / best / 1e6
    let ratio = base.map { String(format: "  %5.2f times", rate / $0) } ?? ""
    let padded = name.padding(toLength: 40, withPad: " ", startingAt: 0)
    print(String(format: "  %@ %8.1f MB/s %8.2f M/s of %d%@", padded, rate, Double(tokens) / best / 1e6, tokens, ratio))
    return rate
  }
}
