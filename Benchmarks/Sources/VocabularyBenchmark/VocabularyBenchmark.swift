import BraidFiles
import BraidText
import BraidVocabularies
import CReference
import Foundation

/// Speed of counting words, of learning and applying BPE, and of reading vectors, beside a dictionary of strings and
/// a hash table in plain C.
///
/// `swift run -c release --package-path Benchmarks VocabularyBenchmark [--vectors FILE] FILE…`
@main
enum VocabularyBenchmark {
  static func main() {
    do { try run() } catch { fail(error.localizedDescription) }
  }

  /// Ends the program with an error.
  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(1)
  }

  private static func run() throws {
    var files = Array(CommandLine.arguments.dropFirst())
    var vectors: String?
    if let index = files.firstIndex(of: "--vectors"), index + 1 < files.count {
      vectors = files[index + 1]
      files.removeSubrange(index...index + 1)
    }
    guard !files.isEmpty else {
      print("usage: VocabularyBenchmark [--vectors FILE] FILE…")
      exit(2)
    }
    let segmenter = try TextSegmenter(SegmenterOptions(sentences: .none))
    for file in files {
      guard let data = FileManager.default.contents(atPath: file) else { fail("\(file): cannot be read") }
      var document = Document(text: String(decoding: data, as: UTF8.self))
      try segmenter.segment(&document)
      try measure(file, document, segmenter)
      if let vectors { try read(vectors, document) }
    }
  }

  private static func measure(_ file: String, _ document: Document, _ segmenter: TextSegmenter) throws {
    let bytes = document.text.utf8.count
    let tokens = document.tokens.count
    print("\(file): \(bytes) bytes, \(tokens) tokens")
    func row(_ name: String, _ body: () throws -> Void) rethrows {
      let seconds = try best(body)
      let rates = String(
        format: "%8.1f MB/s %8.2f M tokens/s", Double(bytes) / seconds / 1e6, Double(tokens) / seconds / 1e6)
      print("  \(name.padding(toLength: 44, withPad: " ", startingAt: 0))\(rates)")
    }
    var dictionary: [String: Int] = [:]
    row("a dictionary of strings: counting") {
      dictionary = [:]
      var text = document.text
      text.withUTF8 { bytes in
        for token in document.tokens {
          dictionary[String(decoding: bytes[token.range], as: UTF8.self), default: 0] += 1
        }
      }
    }
    let ranges = document.tokens.flatMap { [$0.start, $0.end] }
    var text = document.text
    row("plain C: counting in a hash table") {
      let different = text.withUTF8 { reference_count($0.baseAddress, ranges, Int64(document.tokens.count)) }
      precondition(Int(different) == dictionary.count, "plain C counts \(different) different words")
    }
    var counter = WordCounter()
    try row("Braid: counting") {
      counter = WordCounter()
      try counter.add(tokensOf: document)
    }
    guard try counter.dictionary() == ExactDictionary(dictionary) else {
      print("  the counts differ")
      exit(1)
    }
    try row("Braid: counting, 64 KB of memory") {
      var small = WordCounter(memoryLimit: 0)
      try small.add(tokensOf: document)
    }
    try row("Braid: tokenizing and counting") {
      var fresh = Document(text: document.text)
      try segmenter.segment(&fresh)
      var counter = WordCounter()
      try counter.add(tokensOf: fresh)
    }
    var marked = WordCounter()
    try marked.add(tokensOf: document, unit: .subwords)
    var bpe = try BPE(training: marked, options: BPEOptions(size: 1000))
    try row("Braid: learning BPE of 8,000 pieces, counted") {
      bpe = try BPE(training: marked, options: BPEOptions(size: 8000))
    }
    var pieces = 0
    row("Braid: encoding with BPE") {
      var encoder = BPEEncoder(bpe)
      pieces = encoder.encode(document.text, tokens: document.tokens).count
    }
    row("Braid: encoding with BPE, dropout 0.1") {
      var random = SplitMix64(seed: 13)
      _ = bpe.encode(document.text, tokens: document.tokens, dropout: 0.1, random: &random)
    }
    print("  \(bpe.count) pieces, \(String(format: "%.3f", Double(pieces) / Double(tokens))) a token")
  }

  private static func read(_ file: String, _ document: Document) throws {
    var counter = WordCounter()
    try counter.add(tokensOf: document)
    let vocabulary = try VocabularyBuilder().build(counter)
    var vectors = try PretrainedVectors(contentsOf: file, vocabulary: vocabulary, lowercase: true)
    let seconds = try best {
      vectors = try PretrainedVectors(contentsOf: file, vocabulary: vocabulary, lowercase: true)
    }
    let share = Double(vectors.knownCount) / Double(vocabulary.count) * 100
    print(
      "  \(file): \(vectors.fileCount) vectors of \(vectors.dimensions), \(String(format: "%.2f", seconds)) s;",
      terminator: " ")
    print("\(vectors.knownCount) of \(vocabulary.count) words known (\(String(format: "%.1f", share)) %)")
  }

  /// Seconds of the fastest of the runs that fit half a second, at least one.
  private static func best(_ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    let start = ContinuousClock.now
    repeat {
      let duration = try ContinuousClock().measure(body)
      best = min(best, Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18)
    } while ContinuousClock.now - start < .milliseconds(500)
    return best
  }
}
