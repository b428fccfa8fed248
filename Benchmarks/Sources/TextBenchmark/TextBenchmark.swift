import BraidText
import Foundation

/// Speed of tokenizing beside ICU by plain C calls, in one run, and whether the boundaries are the same.
///
/// `swift run -c release --package-path Benchmarks TextBenchmark [--locale en] [--check] FILE…`
/// prints MB/s and tokens/s for each file; with `--check` it only compares boundaries.
@main
enum TextBenchmark {
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
    var locale = "en"
    if let index = files.firstIndex(of: "--locale"), index + 1 < files.count {
      locale = files[index + 1]
      files.removeSubrange(index...index + 1)
    }
    let checksOnly = files.contains("--check")
    files.removeAll { $0 == "--check" }
    guard !files.isEmpty else {
      print("usage: TextBenchmark [--locale TAG] [--check] FILE…")
      exit(2)
    }
    var different = 0
    var bytes = 0
    var tokens = 0
    let segmenter = try TextSegmenter(SegmenterOptions(locale: locale))
    for file in files {
      guard let data = FileManager.default.contents(atPath: file) else { fail("\(file): cannot be read") }
      let text = String(decoding: data, as: UTF8.self)
      var document = Document(text: text)
      try segmenter.segment(&document)
      bytes += text.utf8.count
      tokens += document.tokens.count
      if !Reference.agrees(document, locale: locale, utf16: true) {
        different += 1
        print("\(file): boundaries differ from ICU's over UTF-16")
      } else if !Reference.agrees(document, locale: locale, utf16: false) {
        print("\(file): as ICU over UTF-16, which itself differs from ICU over UTF-8 here")
      }
      if !checksOnly { try measure(file, text, locale: locale) }
    }
    print("\(files.count) files, \(bytes) bytes, \(tokens) tokens; \(different) with other boundaries than ICU's")
    exit(different == 0 ? 0 : 1)
  }

  /// Prints a table of speeds for one text.
  private static func measure(_ file: String, _ text: String, locale: String) throws {
    var text = text
    print("\(file): \(text.utf8.count) bytes")
    let words = try TextSegmenter(SegmenterOptions(locale: locale, sentences: .none))
    let both = try TextSegmenter(SegmenterOptions(locale: locale))
    let slow = try TextSegmenter(SegmenterOptions(locale: locale, fastPath: false))
    let rules = try TextSegmenter(
      SegmenterOptions(locale: locale, abbreviations: ["Dr.", "Mr."], patterns: Set(TokenPattern.allCases)))
    let base = text.withUTF8 { bytes in
      row("ICU, plain C, UText: words", bytes.count, nil) { Reference.count(bytes, locale: locale, sentences: false) }
    }
    let baseBoth = text.withUTF8 { bytes in
      row("ICU, plain C, UText: words and sentences", bytes.count, nil) {
        Reference.count(bytes, locale: locale, sentences: true)
      }
    }
    func segmented(_ segmenter: TextSegmenter) -> Int {
      var document = Document(text: text)
      try? segmenter.segment(&document)
      return document.tokens.count
    }
    let count = text.utf8.count
    row("Braid: words", count, base) { segmented(words) }
    row("Braid: words and sentences", count, baseBoth) { segmented(both) }
    row("Braid: words and sentences, asking ICU for all", count, baseBoth) { segmented(slow) }
    row("Braid: words, sentences, all user rules", count, baseBoth) { segmented(rules) }
    for steps in [[NormalizationStep.nfc], [.nfkc, .caseFold, .whitespace], [.stripDiacritics]] {
      let normalizer = Normalizer(steps)
      let name = steps.map(\.rawValue).joined(separator: ", ")
      row("Braid: \(name) with alignment", count, nil, unit: "bytes") { normalizer.apply(text).text.utf8.count }
    }
  }

  /// Runs `body`, which gives a number of tokens, for half a second at least; prints and returns tokens a second.
  @discardableResult
  private static func row(
    _ name: String, _ bytes: Int, _ base: Double?, unit: String = "tokens", _ body: () -> Int
  ) -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    var total = 0.0
    var tokens = 0
    while total < 0.5 {
      let time = clock.measure { tokens = body() } / .seconds(1)
      best = min(best, time)
      total += time
    }
    let rate = Double(tokens) / best
    let ratio = base.map { String(format: "  %5.2f times", rate / $0) } ?? ""
    let padded = name.padding(toLength: 52, withPad: " ", startingAt: 0)
    print(String(format: "  %@ %8.1f MB/s %8.2f M %@/s%@", padded, Double(bytes) / best / 1e6, rate / 1e6, unit, ratio))
    return rate
  }
}
