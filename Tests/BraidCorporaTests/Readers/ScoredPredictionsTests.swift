import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// What has a score in a file that Braid has written is a prediction.
struct ScoredPredictionsTests {
  private static func documents() -> [Document] {
    var documents = [Document(id: "a", text: "Ann left"), Document(id: "b", text: "now")]
    documents[0].tokens = [Token(0..<3, kind: .word), Token(4..<8, kind: .word)]
    documents[1].tokens = [Token(0..<3, kind: .word)]
    documents[0].spans = ["entity": [LabeledSpan(0..<1, label: "PER", score: 0.5)], "own": []]
    documents[1].spans = ["entity": [], "own": [LabeledSpan(0..<1, label: "X")]]
    documents[0].labels = ["tone": [Label("calm", score: 0.25)], "topic": [Label("x")]]
    documents[1].labels = ["tone": [Label("angry", score: 0.5)], "topic": [Label("y")]]
    documents[0].translations["de"] = AlignedText("Ann ging", score: -0.5)
    return documents
  }

  @Test(arguments: [CorpusFormat.html, .tei])
  func `documents that were written come back with what has a score as predictions`(format: CorpusFormat) throws {
    let scratch = try Scratch()
    let path = scratch.path("out.\(format.rawValue)")
    let writer = try CorpusWriter(path, options: WriteOptions(format: format))
    for document in Self.documents() { try writer.write(document) }
    try writer.close()
    var options = ReadOptions(format: format)
    options.readsPredictions = true
    let reader = try CorpusReader([path], options: options)
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    try #require(documents.count == 2)
    #expect(documents[0].labels == ["topic": [Label("x")]] && documents[0].translations.isEmpty)
    ScoredPredictions.complete(&documents, adopts: false)
    let predictions = documents.compactMap { $0.predictions["predictions"]?.annotation }
    #expect(documents.map { $0.spans["entity"] } == [nil, nil])
    #expect(documents.map { $0.spans["own"]?.count } == [0, 1])
    #expect(predictions.map { $0.spans["entity"]?.map(\.score) } == [[0.5], []])
    #expect(predictions.map { $0.labels["tone"]?.map(\.name) } == [["calm"], ["angry"]])
    #expect(predictions.first?.translations["de"]?.score == -0.5)
    #expect(predictions.allSatisfy { $0.labels["topic"] == nil })
    // Layers of which nothing has a score may be predictions, but for spans.
    ScoredPredictions.complete(&documents, adopts: true)
    let all = documents.compactMap { $0.predictions["predictions"]?.annotation }
    #expect(all.map { $0.labels["topic"]?.map(\.name) } == [["x"], ["y"]])
    #expect(all.allSatisfy { $0.spans["own"] == nil })
  }
}
