import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Testing

/// Heads that are no tree: an error where tags are strict, else dropped and counted with their lines.
@Suite struct HeadTests {
  /// A sentence with these heads, behind one comment.
  private func treebank(_ heads: [String]) -> String {
    "# text = \(heads.indices.map { "w\($0)" }.joined(separator: " "))\n"
      + heads.enumerated().map { "\($0 + 1)\tw\($0)\t_\tX\t_\t_\t\($1)\tdep\t_\t_\n" }.joined() + "\n"
  }

  /// Heads; what is left of them; line and reason of each fault.
  private static let broken: [([String], [String?]?, [String])] = [
    (["2", "0", "2"], ["2", "0", "2"], []),
    (["2", "_", "2"], ["2", nil, "2"], []),
    (["2", "0", "9"], ["2", "0", nil], ["4 head outside of its sentence"]),
    (["2", "0", "-1"], ["2", "0", nil], ["4 head outside of its sentence"]),
    (["2", "0", "two"], ["2", "0", nil], ["4 head outside of its sentence"]),
    (["2", "0", "3"], ["2", "0", nil], ["4 head of itself"]),
    (["2", "0", "4", "3"], ["2", "0", nil, nil], ["4 heads in a circle", "5 heads in a circle"]),
    (["2", "3", "1", "3"], [nil, nil, nil, "3"], (2...4).map { "\($0) heads in a circle" }),
    (["0", "0", "1"], ["0", nil, "1"], ["3 root beside another root"]),
    (["2", "1"], nil, ["2 heads in a circle", "3 heads in a circle"]),
    (["1"], nil, ["2 head of itself"]),
  ]

  @Test(arguments: broken)
  func `heads that are no tree are dropped and counted with their lines`(
    heads: [String], left: [String?]?, faults: [String]
  ) throws {
    let (documents, ledger) = try read(treebank(heads), ReadOptions(format: .conllu))
    #expect(documents[0].tags["head"] == left)
    #expect(documents[0].tags["deprel"]?.count == heads.count)
    let found = ledger.entries.flatMap { entry in
      entry.places.map { "\($0.line) \(entry.reason)" }
    }
    #expect(found == faults)
    #expect(ledger.count(.dropped, .tags) == faults.count)
    #expect(documents[0].isConsistent)
    var options = ReadOptions(format: .conllu)
    options.strictTags = true
    if let first = faults.first {
      let error = #expect(throws: CorpusError.self) { try read(treebank(heads), options) }
      #expect(error?.errorDescription?.contains(":\(first.prefix { $0 != " " }): found head `") == true)
    } else {
      #expect(try read(treebank(heads), options).documents == documents)
    }
  }

  @Test func `the line of a head is that of its word, behind ranges, empty nodes and the end of the file`() throws {
    let text = """
      1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_
      1\tde\t_\t_\t_\t_\t2\t_\t_\t_
      2\tle\t_\t_\t_\t_\t7\t_\t_\t_
      2.1\tx\t_\t_\t_\t_\t_\t_\t_\t_
      3\tvin\t_\t_\t_\t_\t3\t_\t_\t_
      """
    for end in ["", "\n", "\n\n"] {
      let ledger = try read(text + end, ReadOptions(format: .conllu)).ledger
      #expect(ledger.entries.flatMap(\.places).map(\.line) == [3, 5])
    }
  }

  @Test func `other sentences are read after one whose heads are an error`() throws {
    var options = ReadOptions(format: .conllu)
    options.strictTags = true
    let scratch = try Scratch()
    let file = try scratch.file("a.conllu", treebank(["2", "1"]) + treebank(["0"]))
    let reader = try CorpusReader([file], options: options)
    let error = #expect(throws: CorpusError.self) { try reader.next() }
    if let error { #expect(reader.skip(after: error)?.isRestOfFile == false) }
    #expect(try reader.next()?.text == "w0")
  }

  @Test func `CoNLL-2009 may have several roots, and nothing else that is no tree`() throws {
    func rows(_ heads: [String]) -> String {
      heads.enumerated().map {
        "\($0 + 1)\tw\t_\t_\tN\t_\t_\t_\t\($1)\t_\tD\t_\t_\t_\n"
      }.joined() + "\n"
    }
    let (documents, ledger) = try read(rows(["0", "0", "9", "4"]), ReadOptions(format: .conll2009))
    #expect(documents[0].tags["head"] == ["0", "0", nil, nil])
    #expect(
      ledger.entries.flatMap { entry in entry.places.map { "\($0.line) \(entry.reason)" } }
        == ["3 head outside of its sentence", "4 head of itself"])
  }

  @Test func `heads in JSON are looked at like those of a treebank`() throws {
    let text = """
      {"text":"a b","tokens":[[0,1],[2,3]],"tags":{"head":["0","1"]}}
      {"text":"a b","tokens":[[0,1],[2,3]],"tags":{"head":["2","1"],"pos":["X",""]}}

      """
    var options = ReadOptions(format: .jsonl)
    let (documents, ledger) = try read(text, options)
    #expect(documents.map { $0.tags["head"] } == [["0", "1"], nil])
    #expect(ledger.entries.map { "\($0.count) \($0.reason) \($0.places[0].line)" } == ["2 heads in a circle 2"])
    options.strictTags = true
    #expect(throws: CorpusError.self) { try read(text, options) }
  }
}
