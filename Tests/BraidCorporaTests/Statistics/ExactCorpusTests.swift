import BraidCorpora
import BraidFiles
import BraidText
import Testing

/// é as one code point and as two: canonically equivalent, with other bytes.
private let composed = "caf\u{E9}"
private let decomposed = "cafe\u{301}"

/// What files say is told apart by its bytes.
@Suite struct ExactCorpusTests {
  private func bytes(_ strings: [String]) -> [[UInt8]] { strings.map { Array($0.utf8) } }

  private func document(_ label: String) -> Document {
    var document = Document(words: [["x", label]])
    document.id = label
    document.labels["label"] = [Label(label)]
    document.tags["pos"] = [label, nil]
    document.spans["entity"] = [LabeledSpan(0..<1, label: label)]
    document.frames = [Frame(predicate: 0, arguments: [Argument(role: label, tokens: 1..<2)])]
    document.fields["author"] = label
    return document
  }

  @Test func `statistics count labels that look alike one by one, and say which are missing from train`() throws {
    var statistics = CorpusStatistics()
    for (split, labels) in [("train", [composed, composed]), ("dev", [composed, decomposed])] {
      statistics.begin(split)
      for label in labels { statistics.add(document(label)) }
      statistics.end(ledger: Ledger())
    }
    let dev = statistics.splits[1]
    for counts in [dev.labels["label"], dev.tags["pos"], dev.spans["entity"], dev.roles] {
      #expect(counts == [composed: 1, decomposed: 1])
    }
    #expect(statistics.splits[0].labels["label"] == [composed: 2])
    #expect(bytes(statistics.unseenLabels.map(\.label)) == bytes([decomposed, decomposed, decomposed, decomposed]))
    #expect(statistics.unseenLabels.map(\.layer) == ["entity", "label", "pos", "roles"])
    #expect(statistics.unseenLabels.map(\.document) == [2, 2, 2, 2])
    #expect(dev.distinctTokens == 3)
  }

  @Test(arguments: [CorpusSplitter.Unit.stratified(layer: "label"), .grouped(by: "author"), .grouped(by: "id")])
  func `a splitter deals out labels and groups that look alike one by one`(_ unit: CorpusSplitter.Unit) throws {
    var splitter = try CorpusSplitter(parts: [CorpusSplitter.Part(name: "train", share: 1)], unit: unit)
    for label in [composed, decomposed, composed] { splitter.add(document(label)) }
    #expect(splitter.keyCount == 2)
  }

  private static func options(_ format: CorpusFormat, _ columns: [String: ColumnRef] = [:]) -> ReadOptions {
    var options = ReadOptions(format: format)
    options.columns = columns
    return options
  }

  @Test func `labels, ids, fields and tags are read byte for byte`() throws {
    let cases: [(ReadOptions, String, (Document) -> String?)] = [
      (Self.options(.tsv, ["label": 1, "text": 2]), "VALUE\ta\n", { $0.labels["label"]?.first?.name }),
      (Self.options(.jsonl), #"{"id":"VALUE","text":"a"}"# + "\n", { $0.id }),
      (Self.options(.jsonl), #"{"text":"a","by":"VALUE"}"# + "\n", { $0.fields["by"] }),
      (Self.options(.columns, ["form": 1, "pos": 2]), "a\tVALUE\n\n", { $0.tags["pos"]?[0] }),
    ]
    for (options, line, value) in cases {
      let text = [composed, decomposed].map { line.replacing("VALUE", with: $0) }.joined()
      let documents = try read(text, options).documents
      #expect(bytes(documents.compactMap(value)) == bytes([composed, decomposed]), "\(line)")
      #expect(documents[0] != documents[1], "\(line)")
    }
  }

  @Test func `a column is found by the bytes of its name before one that looks alike`() throws {
    for (name, found) in [(composed, "1"), (decomposed, "2")] {
      let options = Self.options(.csv, ["text": .name("text"), "label": .name(name)])
      let documents = try read("text,\(composed),\(decomposed)\na,1,2\n", options).documents
      #expect(documents[0].labels["label"] == [Label(found)])
    }
  }

  @Test func `probabilities of labels that look alike are two`() throws {
    let text = #"{"text":"a","probabilities":{"label":{"\#(composed)":0.75,"\#(decomposed)":0.25}}}"#
    let labels = try #require(read(text, ReadOptions(format: .jsonl)).documents[0].probabilities["label"])
    #expect(labels == [Label(composed, score: 0.75), Label(decomposed, score: 0.25)])
  }

  @Test(
    arguments: [
      (CorpusFormat.jsonl, #"{"text":"a","\#(composed)":"1","\#(decomposed)":"2"}"#),
      (.prodigy, #"{"text":"a","spans":[],"answer":"accept","\#(composed)":"1","\#(decomposed)":"2"}"#),
    ])
  func `a second field of a name that looks alike is kept with a number, and told`(
    _ format: CorpusFormat, _ text: String
  ) throws {
    let (documents, ledger) = try read(text, ReadOptions(format: format))
    #expect(documents[0].fields[composed] == "1")
    #expect(documents[0].fields[decomposed + " 2"] == "2")
    #expect(ledger.entries.filter { $0.action == .repaired }.map(\.count) == [1])
  }

  @Test func `a member of a map is found by the bytes of its name alone`() throws {
    let line = #"{"text":"a","\#(composed)":"1","\#(decomposed)":"2","o":{"\#(decomposed)":"3"}}"#
    for (path, found) in [(composed, "1"), (decomposed, "2"), ("o." + decomposed, "3")] {
      var options = ReadOptions(format: .jsonl)
      options.fields = ["text": "text", "label": path]
      #expect(try read(line, options).documents[0].labels["label"] == [Label(found)])
    }
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "text", "label": "o." + composed]
    #expect(try read(line, options).documents[0].labels["label"] == nil)
    options.fields = ["text": "text", "field:a": composed, "field:b": decomposed]
    #expect(try read(line, options).documents[0].fields == ["a": "1", "b": "2"])
  }

  @Test func `columns whose names look alike are two`() throws {
    let table = "text,label,\(composed),\(decomposed)\na,x,1,2\n"
    let document = try read(table, ReadOptions(format: .csv)).documents[0]
    #expect(document.labels["label"] == [Label("x")])
    #expect(document.fields == [composed: "1", decomposed + " 2": "2"])
  }
}
