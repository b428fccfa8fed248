import BraidCorpora
import BraidText
import Testing

struct SemanticRoleTests {
  @Test func `CoNLL-2012 has frames, entities and everything else by token`() throws {
    let document = try read(Sample("conll2012").text, ReadOptions(format: .conll2012)).documents[0]
    #expect(document.id == "nw/a/0/0")
    #expect(document.fields == ["document": "nw/a", "part": "0"])
    #expect(
      document.frames == [
        Frame(
          predicate: 1, sense: "give.01",
          arguments: [
            Argument(role: "ARG0", tokens: 0..<1), Argument(role: "ARG2", tokens: 2..<3),
            Argument(role: "ARG1", tokens: 3..<6),
          ])
      ])
    #expect(
      document.spans["entity"] == [LabeledSpan(0..<1, label: "PERSON"), LabeledSpan(3..<4, label: "CARDINAL")])
    #expect(document.tags["coreference"]?[3] == "(1")
    #expect(document.tags["speaker"]?[0] == "anna")
  }

  @Test func `the eight columns of a PropBank release are told apart by their number`() throws {
    let documents = try read(Sample("conll2012.propbank").text, ReadOptions(format: .conll2012)).documents
    #expect(documents.map(\.id) == ["web/a/0", "web/a/1"])
    var first = Frame(
      predicate: 0, sense: "call_off.02", arguments: [Argument(role: "ARG1", tokens: 2..<4)])
    first.extent = 0..<2
    #expect(documents[0].frames == [first, Frame(predicate: 3, sense: "race.02")])
    #expect(documents[1].frames == [])
  }

  @Test func `CoNLL-2005 props come with words or without`() throws {
    let full = try read(Sample("conll2005").text, ReadOptions(format: .conll2005)).documents[0]
    #expect(full.text == "The robot starts to look")
    #expect(full.spans["entity"] == [LabeledSpan(1..<2, label: "ORG")])
    #expect(full.frames?.map(\.sense) == ["start.01", "look.02"])
    #expect(full.frames?[0].arguments.map(\.role) == ["A0", "A1"])
    // A star alone says nothing.
    #expect(full.tags["clause"] == ["(S*", nil, nil, "(S*", "*))"])
    #expect(full.tags["parse"] == ["(S(NP*", "*)", "(VP*", "(S(VP*", "*))))"])
    #expect(try written([full], WriteOptions(format: .conll2005)) == Sample("conll2005").text)
    let bare = try read("- (A0*)\nrun (V*)\n", ReadOptions(format: .conll2005)).documents[0]
    #expect(bare.words(0..<2) == ["_", "_"])
    #expect(bare.frames == [Frame(predicate: 1, sense: "run", arguments: [Argument(role: "A0", tokens: 0..<1)])])
  }

  @Test func `CoNLL-2009 arguments are single words`() throws {
    let document = try read(Sample("conll2009").text, ReadOptions(format: .conll2009)).documents[0]
    #expect(document.tags["pdeprel"]?[0] == "NMOD")
    #expect(document.tags["feats"] == nil)
    #expect(
      document.frames == [
        Frame(
          predicate: 3, sense: "temperature.01",
          arguments: [Argument(role: "A1", tokens: 1..<2), Argument(role: "A2", tokens: 3..<4)]),
        Frame(predicate: 4, sense: "fall.01", arguments: [Argument(role: "A1", tokens: 3..<4)]),
      ])
  }

  @Test(arguments: [
    ("d 0 0 go VB * go go.01 (V*\n", ":1:24: found (V* that is never closed, expected a closing bracket"),
    ("d 0 0 go VB * go go.01 *)\n", ":1:24: found *), expected an open bracket to close"),
    ("d 0 0 go VB * go go.01 V\n", ":1:24: found V, expected a cell such as *, (X*, *) or (X*)"),
    ("d 0 1 go VB * - -\n", ":1:5: found token number 1, expected 0"),
    ("d 0 0 go VB * - - *\n", ":1: found 9 columns, expected 8"),
  ])
  func `brackets and columns that do not fit are errors with their place`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .conll2012)) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test func `nested roles keep the order in which they open`() throws {
    let text = "d 0 0 a X * - - (A(B*\nd 0 1 b X * c c.01 *)\nd 0 2 d X * - - *)\n"
    let frame = try read(text, ReadOptions(format: .conll2012)).documents[0].frames?.first
    #expect(frame?.arguments == [Argument(role: "A", tokens: 0..<3), Argument(role: "B", tokens: 0..<2)])
    #expect(frame?.extent == 1..<1)
  }
}
