import BraidText
import Testing

@Suite struct PackedLayersTests {
  @Test(arguments: [
    nil, 0, 1, 0.5, 0.999999, 0.000001, 0.123456, 1.0 / 3, 0.1234567, -0.25, -0.0, 1.000001, 1e300, .infinity,
    -.infinity, .nan,
  ])
  func `a probability comes back to the bit`(score: Double?) {
    let packed = PackedValues<ScoreCodec>([0.25, score, nil, score])
    #expect(packed.values.map { $0?.bitPattern } == [0.25, score, nil, score].map { $0?.bitPattern })
    #expect(packed.count == 4)
  }

  @Test func `millionths come back as they were rounded`() {
    let scores: [Double] = stride(from: 0.0, through: 1_000_000, by: 97.0).map { $0.rounded() / 1e6 }
    #expect(PackedValues<ScoreCodec>(scores).values == scores)
  }

  @Test func `tags come back by their bytes`() {
    let tags: [String?] = ["NN", nil, "é", "e\u{301}", "", "NN", "a tag of more than sixteen bytes", nil]
    let packed = PackedValues<TagCodec>(tags)
    #expect(packed.values.map { $0.map { Array($0.utf8) } } == tags.map { $0.map { Array($0.utf8) } })
    #expect(packed.unpacked().count == 8)
  }

  /// Frames of every kind, far apart, too.
  static let frames: [Frame] = {
    var wide = Frame(predicate: 4_000_000, sense: "take.01", score: 0.75)
    wide.extent = 3_999_999..<4_000_001
    wide.senseScore = 0.875
    wide.arguments = [
      Argument(role: "ARG0", tokens: 0..<2, score: 0.5), Argument(role: "é", tokens: 4_000_000..<4_000_000),
      Argument(role: "ARG0", tokens: 4_000_001..<4_000_300, score: 0.111111),
    ]
    return [Frame(predicate: 7), wide, Frame(predicate: 0, sense: "")]
  }()

  @Test func `spans and frames come back as they were`() {
    let spans = [
      LabeledSpan(5..<6, label: "PER", score: 0.5), LabeledSpan(900_000..<900_002, label: "LOC"),
      LabeledSpan(0..<1, label: ""),
    ]
    #expect(PackedValues<SpanCodec>(spans).values == spans)
    #expect(PackedValues<FrameCodec>(Self.frames).values == Self.frames)
    #expect(PackedValues<FrameCodec>([Frame]()).values.isEmpty)
  }

  /// A document of three tokens with layers of every kind, and the same with all of them packed but the tags of `source`.
  var documents: (plain: Document, packed: Document) {
    var plain = Document(words: [["one", "two", "six"]])
    plain.tags["source"] = ["a", "b", "c"]
    var packed = plain
    plain.tags["pos"] = ["CD", nil, "NN"]
    plain.tagScores["pos"] = [0.5, nil, 1]
    plain.spans["entity"] = [LabeledSpan(0..<2, label: "PER", score: 0.25)]
    plain.frames = [Frame(predicate: 1, arguments: [Argument(role: "ARG1", tokens: 0..<1)])]
    var layers = PackedLayers()
    layers.tags["pos"] = PackedValues(["CD", nil, "NN"])
    layers.tagScores["pos"] = PackedValues([0.5, nil, 1])
    layers.spans["entity"] = PackedValues([LabeledSpan(0..<2, label: "PER", score: 0.25)])
    layers.frames = PackedValues([Frame(predicate: 1, arguments: [Argument(role: "ARG1", tokens: 0..<1)])])
    packed.pack(layers)
    return (plain, packed)
  }

  @Test func `packed layers are the document's`() {
    let (plain, packed) = documents
    #expect(packed == plain && plain == packed)
    #expect(packed.hashValue == plain.hashValue)
    #expect(packed.tags == plain.tags && packed.tagScores == plain.tagScores)
    #expect(packed.spans == plain.spans && packed.frames == plain.frames)
    #expect(packed.tagCount == 5 && plain.tagCount == 5)
    #expect(packed.isConsistent)
    let (kinds, others) = (packed.annotationKinds, plain.annotationKinds)
    #expect(kinds.tags == others.tags && kinds.spans == others.spans && kinds.frames == others.frames)
    let layers: [AnnotationLayer] = [.tags("pos"), .tags("source"), .spans("entity"), .frames, .tags("no")]
    #expect(layers.map { $0.isPresent(in: packed) } == [true, true, true, true, false])
  }

  @Test func `packed layers are changed as others are`() {
    var (plain, packed) = documents
    let before = packed
    plain.tags["pos"]?[1] = "VB"
    packed.tags["pos"]?[1] = "VB"
    plain.frames?[0].sense = "be.01"
    packed.frames?[0].sense = "be.01"
    plain.tagScores["pos"] = nil
    packed.tagScores["pos"] = nil
    plain.spans["entity"]?.append(LabeledSpan(2..<3, label: "LOC"))
    packed.spans["entity"]?.append(LabeledSpan(2..<3, label: "LOC"))
    #expect(packed == plain)
    #expect(before == documents.plain)
  }

  @Test func `tags and scores of one layer are changed where they are`() {
    var (plain, packed) = documents
    for layer in ["pos", "source", "no"] {
      plain.changeTags(layer) { $0[0] = "X" }
      packed.changeTags(layer) { $0[0] = "X" }
      plain.changeTagScores(layer) { $0[0] = nil }
      packed.changeTagScores(layer) { $0[0] = nil }
    }
    #expect(packed == plain)
    #expect(packed.tags["source"]?[0] == "X" && packed.tags["no"] == nil)
    #expect(packed.packed?.tags.keys.sorted() == ["pos"])
  }

  @Test func `layers that are copied or taken out stay packed`() {
    let (plain, packed) = documents
    for layer in [AnnotationLayer.tags("pos"), .spans("entity"), .frames, .tags("source"), .tags("no")] {
      let (one, other) = (Prediction([layer], of: plain), Prediction([layer], of: packed))
      #expect(one.annotation == other.annotation && one.missing == other.missing)
      #expect((other.annotation.packed == nil) == [.tags("source"), .tags("no")].contains(layer))
      var (left, right) = (plain, packed)
      layer.clear(&left)
      layer.clear(&right)
      #expect(left == right && !layer.isPresent(in: right))
      #expect(right.packed != nil)
    }
  }

  @Test func `a tag and its probability take four bytes at most where there are few tags`() {
    let tags = (0..<100_000).map { "T\($0 % 45)" }
    let scores = (0..<100_000).map { Double($0 % 1_000_001) / 1e6 }
    #expect(PackedValues<TagCodec>(tags).byteCount == 100_000)
    #expect(PackedValues<ScoreCodec>(scores).byteCount <= 300_000)
  }
}
