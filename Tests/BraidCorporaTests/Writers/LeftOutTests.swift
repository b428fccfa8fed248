import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// What a format has no place for is told, layer by layer.
@Suite struct LeftOutTests {
  private func note(_ format: CorpusFormat, _ set: (inout WriteOptions) -> Void = { _ in }) throws -> String? {
    var document = Document(words: [["Ann", "left"]])
    document.id = "1"
    document.labels = ["label": [Label("good")], "topic": [Label("x")]]
    document.tags = ["upos": ["PROPN", "VERB"], "pos": ["N", "V"]]
    document.spans = ["entity": [LabeledSpan(0..<1, label: "PER")]]
    document.frames = [Frame(predicate: 1)]
    document.translations = ["de": AlignedText("Ann ging")]
    document.fields = ["author": "me"]
    var options = WriteOptions(format: format)
    set(&options)
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: options)
    try writer.write(document)
    try writer.write(document)
    try writer.close()
    return writer.leftOut.note(format)
  }

  @Test func `each format names the layers that it leaves out, with the documents that have them`() throws {
    let rest = "fields:author (2), frames (2), labels:label (2), labels:topic (2)"
    #expect(try note(.jsonl) == nil)
    #expect(try note(.tei) == nil)
    #expect(
      try note(.conllu)
        == "left out, no place in conllu: \(rest), spans:entity (2), tags:pos (2), translations:de (2)")
    #expect(
      try note(.conll2003) == "left out, no place in conll2003: \(rest), tags:upos (2), translations:de (2)")
    #expect(try note(.conllup)?.contains("frames") == false)
    #expect(try note(.parallel) { $0.targetLanguage = "de" }?.contains("translations:") == false)
    #expect(try note(.parallel)?.contains("translations:de (2)") == true)
    #expect(try note(.brat)?.contains("tags:upos (2)") == true)
  }

  @Test func `columns that are asked for have a place`() throws {
    let note = try note(.tsv) { $0.columns = ["id", "topic", "label", "translation:de", "field:author"] }
    #expect(note == "left out, no place in tsv: frames (2), spans:entity (2), tags:pos (2), tags:upos (2)")
  }
}
