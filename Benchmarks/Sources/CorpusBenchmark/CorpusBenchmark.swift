import BraidCorpora
import BraidText
import CReference
import Foundation

/// Speed of reading corpora beside plain C, where there is such: columns split and copied, XML parsed by libxml2, in one run;
/// and of writing their documents as JSONL.
///
/// `swift run -c release --package-path Benchmarks CorpusBenchmark [--json] FORMAT=FILE…`
/// prints MB/s and tokens/s by processor time, and MB/s by the clock; the files are not packed.
@main
enum CorpusBenchmark {
  static func main() {
    do { try run() } catch { fail(error.localizedDescription) }
  }

  /// Ends the program with an error.
  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(1)
  }

  private static func run() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let isJSON = arguments.first == "--json"
    if isJSON { arguments.removeFirst() }
    let files = arguments.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    guard !files.isEmpty, files.allSatisfy({ $0.count == 2 && CorpusFormat(rawValue: $0[0]) != nil }) else {
      print("usage: CorpusBenchmark [--json] FORMAT=FILE…")
      exit(2)
    }
    for file in files {
      guard let format = CorpusFormat(rawValue: file[0]) else { continue }
      var table = Table(format: format.rawValue, isJSON: isJSON)
      try measure(file[1], format, &table)
    }
  }

  private static func measure(_ path: String, _ format: CorpusFormat, _ table: inout Table) throws {
    guard let bytes = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else {
      fail("\(path): cannot be read")
    }
    table.title("\(path): \(bytes) bytes")
    switch format {
    case .tei, .tmx, .xliff, .xml, .tiger, .propbankFrames:
      var elements: Int64 = 0
      table.base("plain C: libxml2, SAX2", bytes) { reference_xml(path, &elements) < 0 ? 0 : Int(elements) }
    case .columns, .conll2000, .conll2003, .conll2005, .conll2009, .conll2012, .conllu, .conllup:
      var sentences: Int64 = 0
      table.base("plain C: getline, strsep, strdup", bytes) { Int(reference_columns(path, &sentences)) }
    default: break
    }
    var options = ReadOptions(format: format)
    if format == .columns { options.columns = ["form": 1] }
    func count(_ body: (Document) throws -> Void) throws -> Int {
      let reader = try CorpusReader([path], options: options)
      while let document = try reader.next() { try body(document) }
      return reader.ledger.read[.tokens] ?? reader.ledger.read[.documents] ?? 0
    }
    try table.row("documents", bytes) { try count { _ in } }
    try table.row("documents, written as JSONL", bytes) {
      let writer = try CorpusWriter("/dev/null", options: WriteOptions(format: .jsonl))
      let tokens = try count { try writer.write($0) }
      try writer.close()
      return tokens
    }
    // The first documents only, so that they fit into memory; the rate is that of the output.
    var documents: [Document] = []
    var size = 0
    _ = try count { document in
      guard size < 8_000_000 else { return }
      size += document.text.utf8.count
      documents.append(document)
    }
    let output = NSTemporaryDirectory() + "CorpusBenchmark.\(getpid()).jsonl"
    defer { unlink(output) }
    func write(_ path: String) throws -> Int {
      let writer = try CorpusWriter(path, options: WriteOptions(format: .jsonl))
      for document in documents { try writer.write(document) }
      try writer.close()
      return documents.reduce(0) { $0 + $1.tokens.count }
    }
    _ = try write(output)
    let written = try FileManager.default.attributesOfItem(atPath: output)[.size] as? Int ?? 0
    try table.row("documents in memory, written as JSONL", written) { try write("/dev/null") }
    try table.row("that JSONL: documents", written) {
      let reader = try CorpusReader([output], options: ReadOptions(format: .jsonl))
      while try reader.next() != nil {}
      return reader.ledger.read[.tokens] ?? reader.ledger.read[.documents] ?? 0
    }
  }

  /// The rows of a file.
  private struct Table {
    let format: String
    let isJSON: Bool
    /// MB/s of plain C.
    private var base: Double?

    init(format: String, isJSON: Bool) {
      self.format = format
      self.isJSON = isJSON
    }

    func title(_ text: String) { if !isJSON { print(text) } }

    /// The row that the others are compared with.
    mutating func base(_ name: String, _ bytes: Int, _ body: () throws -> Int) rethrows {
      base = try row(name, bytes, body)
    }

    /// Runs `body`, which gives a number of tokens (of elements, of documents), for half a second at least; prints the best
    /// speeds and returns MB/s of processor time.
    @discardableResult
    func row(_ name: String, _ bytes: Int, _ body: () throws -> Int) rethrows -> Double {
      var best = (processor: Double.infinity, clock: Double.infinity)
      var total = 0.0
      var tokens = 0
      while total < 0.5 {
        let start = processorSeconds()
        let clock = try ContinuousClock().measure { tokens = try body() } / .seconds(1)
        best = (min(best.processor, processorSeconds() - start), min(best.clock, clock))
        total += clock
      }
      let rate = Double(bytes) / best.processor / 1e6
      if isJSON {
        print(
          "{\"row\":\"\(format): \(name)\",\"bytes\":\(bytes),\"processor\":\(best.processor),\"clock\":\(best.clock)}")
        return rate
      }
      let ratio = base.map { String(format: "  %5.2f times", rate / $0) } ?? ""
      let padded = name.padding(toLength: 40, withPad: " ", startingAt: 0)
      print(
        String(
          format: "  %@ %8.1f MB/s %8.2f M/s of %d, %8.1f MB/s by the clock%@", padded, rate,
          Double(tokens) / best.processor / 1e6, tokens, Double(bytes) / best.clock / 1e6, ratio))
      return rate
    }

    private func processorSeconds() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
  }
}
