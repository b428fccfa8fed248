import BraidTasks
import BraidText
import Foundation
import Testing

/// Gold answers against perturbed ones, scored by the originals: see References/parity.
@Suite struct ParityTests {
  struct Scores: Decodable {
    struct Translations: Decodable {
      let bleu: [Double]
      let chrf: [Double]
      let signatures: [String]
    }
    /// Correct, predicted, gold, by label; the empty label stands for all.
    let spans: [String: [Int]]
    let roles: [String: [Int]]
    let translations: Translations
  }

  let scores: Scores

  init() throws { scores = try JSONDecoder().decode(Scores.self, from: Data(Self.text("scores.json").utf8)) }

  static func text(_ name: String) throws -> String {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Parity"))
    return try String(contentsOf: url, encoding: .utf8)
  }

  /// The lines of each block between empty lines, cut at `separator`.
  static func blocks(_ name: String, separator: Character) throws -> [[[String]]] {
    try text(name).components(separatedBy: "\n\n").map { block in
      block.split(separator: "\n").map { $0.split(separator: separator).map(String.init) }
    }.filter { !$0.isEmpty }
  }

  func check(_ analysis: TaskAnalysis, _ expected: [String: [Int]], excluded: Set<String> = []) {
    for (label, counts) in expected where !excluded.contains(label) {
      let score = label.isEmpty ? analysis.micro : analysis.labels.first { $0.label == label }
      #expect([score?.correct, score?.predicted, score?.gold] == counts, "\(label)")
    }
    let all = expected[""] ?? []
    #expect(abs(analysis.score.value - 200 * Double(all[0]) / Double(all[1] + all[2])) < 1e-9)
    #expect(Set(analysis.labels.map(\.label)) == Set(expected.keys).subtracting(excluded).subtracting([""]))
  }

  @Test func `spans are counted as conlleval and seqeval count them`() throws {
    func document(_ tags: [String]) -> Document {
      var document = Document(words: [tags.map { _ in "w" }])
      document.spans["chunk"] = SpanEncoding.iob2.spans(of: tags).spans
      return document
    }
    let sentences = try Self.blocks("spans.txt", separator: " ")
    #expect(sentences.count == 250)
    check(
      SpanMetric(layer: "chunk").analysis(
        gold: sentences.map { document($0.map { $0[0] }) }, predicted: sentences.map { document($0.map { $0[1] }) },
        bootstrap: 0), scores.spans)
  }

  @Test func `roles are counted as srl-eval counts them, arguments in pieces included`() throws {
    func documents(_ name: String) throws -> [Document] {
      try Self.blocks(name, separator: "\t").map { rows in
        var document = Document(words: [rows.map { $0[0] }])
        let predicates = rows.indices.filter { rows[$0][0] != "-" }
        document.frames = predicates.enumerated().map { column, predicate in
          Frame(predicate: predicate, arguments: arguments(rows.map { $0[column + 1] }))
        }
        return document
      }
    }
    /// The arguments of a column such as `(A0*`, `*`, `*)`.
    func arguments(_ column: [String]) -> [Argument] {
      var arguments: [Argument] = []
      for (token, cell) in column.enumerated() {
        if let star = cell.firstIndex(of: "*"), cell.hasPrefix("(") {
          arguments.append(Argument(role: String(cell.dropFirst().prefix(upTo: star)), tokens: token..<column.count))
        }
        if cell.hasSuffix(")") {
          let start = arguments[arguments.count - 1].tokens.lowerBound
          arguments[arguments.count - 1].tokens = start..<token + 1
        }
      }
      return arguments
    }
    check(
      RoleMetric(found: "predicate").analysis(
        gold: try documents("roles.gold.txt"), predicted: try documents("roles.predicted.txt"), bootstrap: 0),
      scores.roles, excluded: ["V"])
  }

  @Test func `translations are scored as sacreBLEU scores them`() throws {
    func document(_ text: String) -> Document {
      var document = Document(words: [["w"]])
      document.translations["de"] = AlignedText(text)
      return document
    }
    var gold: [Document] = []
    var predicted: [Document] = []
    for line in try Self.text("translations.tsv").split(separator: "\n") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      gold.append(document(cells[0]))
      predicted.append(document(cells[1]))
    }
    #expect(gold.count == 200)
    let metric = TranslationMetric(target: "de")
    let parts = [0..<200] + stride(from: 0, to: 200, by: 10).map { $0..<$0 + 10 }
    for (part, (bleu, chrf)) in zip(parts, zip(scores.translations.bleu, scores.translations.chrf)) {
      let score = metric.score(gold: Array(gold[part]), predicted: Array(predicted[part]), bootstrap: 0)
      #expect(abs(score.value - bleu) < 1e-6, "\(part)")
      #expect(abs((score.secondary["chrF2"] ?? 0) - chrf) < 1e-6, "\(part)")
    }
    for signature in scores.translations.signatures {
      let own = signature.components(separatedBy: "|version")[0]
      #expect(metric.signature?.contains(own) == true)
    }
  }
}
