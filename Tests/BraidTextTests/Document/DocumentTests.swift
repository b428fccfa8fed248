import BraidText
import Testing

@Suite struct DocumentTests {
  @Test func `a copy that is changed leaves the document as it was`() {
    var document = Document(id: "a", text: "one two", tokens: [Token(0..<3), Token(4..<7)])
    document.tags["pos"] = ["CD", nil]
    var copy = document
    copy.text = "six two"
    copy.tags["pos"]?[1] = "NN"
    copy.labels["topic"] = [Label("numbers")]
    #expect(document.text == "one two")
    #expect(document.tags == ["pos": ["CD", nil]])
    #expect(document.labels.isEmpty)
    #expect(copy.tags == ["pos": ["CD", "NN"]])
    #expect(copy != document)
  }

  @Test func `a document whose annotations were taken out is one without`() {
    let plain = Document(text: "one")
    var document = plain
    document.fields["source"] = "book"
    #expect(document != plain)
    document.fields["source"] = nil
    #expect(document == plain)
    #expect(document.hashValue == plain.hashValue)
  }

  /// Tags of two layers as cells.
  private static func cells() -> (document: Document, tags: [String: [String?]]) {
    let bytes = Array("NOUN-VERB-a tag of more than sixteen bytes".utf8)
    let cells: [TagCells.Cell] = [
      TagCells.Cell(0..<4), .missing, TagCells.Cell(5..<9), .missing, TagCells.Cell(10..<bytes.count),
      TagCells.Cell(4..<4),
    ]
    var document = Document(text: "a b c", tokens: [Token(0..<1), Token(2..<3), Token(4..<5)])
    document.setTags(TagCells(bytes, cells: cells, layers: ["pos", "feats"], count: 4, names: TagCells.Names()))
    return (document, ["pos": ["NOUN", nil, "VERB"], "feats": [nil, "a tag of more than sixteen bytes", ""]])
  }

  @Test func `tags that are cells of a file are what they would be as strings`() {
    let (original, expected) = Self.cells()
    var document = original
    #expect(document.tagCount == 4)
    let copy = document
    #expect(document.tags == expected)
    #expect(document.tags == expected, "cells that were made strings are strings")
    document.tags["pos"]?[0] = "X"
    #expect(document.tags["pos"] == ["X", nil, "VERB"])
    #expect(copy.tags == expected)
    #expect(document.tagCount == 4)
    var strings = copy
    strings.tags = expected
    #expect(strings == copy)
  }

  @Test func `a layer of tags is asked for alone, as strings or by its bytes, be it cells or strings`() {
    let (document, expected) = Self.cells()
    var strings = Document(text: "a b c", tokens: document.tokens)
    strings.tags = expected
    func bytes(_ layer: String, of document: Document) -> [String?]? {
      document.tagColumn(of: layer).map { column in
        (0..<3).map { token in
          var out = Array("before ".utf8)
          return column.append(token, to: &out) ? String(decoding: out, as: UTF8.self) : nil
        }
      }
    }
    for document in [document, document, strings] {
      #expect(document.tagLayers.sorted() == ["feats", "pos"])
      #expect(document.hasTags("pos") && !document.hasTags("form"))
      #expect(bytes("pos", of: document) == ["before NOUN", nil, "before VERB"])
      #expect(bytes("feats", of: document) == [nil, "before a tag of more than sixteen bytes", "before "])
      #expect(bytes("form", of: document) == nil)
      #expect(document.tags(of: "feats") == expected["feats"])
      #expect(bytes("feats", of: document) == [nil, "before a tag of more than sixteen bytes", "before "])
      #expect(document.tags(of: "form") == nil)
      #expect(document.tags == expected)
    }
  }
}
