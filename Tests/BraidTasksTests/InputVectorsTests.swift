import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// Vectors of tokens of other software.
@Suite struct InputVectorsTests {
  static func document(_ id: String, _ sentences: [[String]]) -> Document {
    var document = Document(id: id, words: sentences)
    document.tags["pos"] = document.tokens.indices.map { $0 % 2 == 0 ? "N" : "V" }
    return document
  }

  static let documents = [
    document("a", [["ann", "sees", "bob"], ["today"]]), document("b", [["bob"]]), document("", [["kim", "sees"]]),
  ]

  /// A matrix of some numbers.
  static func tensor(_ name: String, _ rows: Int, _ columns: Int, first: Float = 0) -> NamedTensor {
    NamedTensor(
      name: name, shape: [rows, columns], values: (0..<rows * columns).map { first + Float($0) / 8 })
  }

  static func name(of text: String) -> String { "sha256:" + SHA256.hexadecimal(text) }

  static var tensors: [NamedTensor] {
    [tensor("a", 4, 3), tensor("b", 1, 3, first: 10), tensor(name(of: "kim sees"), 2, 3, first: -5)]
  }

  static func write(_ tensors: [NamedTensor], _ path: String, half: Bool = false) throws -> String {
    try SafeTensors(tensors: tensors).encoded(half: half).write(to: URL(fileURLWithPath: path))
    return path
  }

  static func model(_ inputs: InputVectors, contextual: Bool = false) throws -> JointModel {
    var encoder = EncoderOptions()
    encoder.embedding = 2
    encoder.lstm.units = 3
    encoder.states = contextual ? ContextualOptions() : nil
    let source = contextual ? try ContextualModel(ContextualTests.source()) : nil
    return try JointModel(
      encoder: encoder,
      features: FeatureExtractor(
        options: encoder, words: ContextualTests.vocabulary(ContextualTests.words), characters: nil,
        contextual: source, inputs: inputs),
      tasks: [ContextualTests.tagging()], random: Random(seed: 4))
  }

  /// What is wrong, and what to do.
  static func problem(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "none"
    } catch {
      let error = error as? any LocalizedError
      return [error?.errorDescription, error?.recoverySuggestion].compactMap(\.self).joined(separator: " | ")
    }
  }

  @Test func `a document's matrix has the name of its id, or of its text`() throws {
    #expect(Self.documents[2].text == "kim sees")
    // printf 'kim sees' | sha256sum
    #expect(Self.name(of: "kim sees") == "sha256:8d16e4332b6e4b54130c81b8891019291b5b1888f64eba28807bd6578905b02d")
    let scratch = try Scratch()
    for half in [false, true] {
      let inputs = try InputVectors([try Self.write(Self.tensors, scratch.path("a.safetensors"), half: half)])
      #expect(inputs.width == 3)
      for (document, tensor) in zip(Self.documents, Self.tensors) {
        let vectors = try inputs.vectors(document, second: false)
        let halves = vectors.bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }
        #expect(halves.map(HalfFloat.number) == tensor.values, "\(document.id) \(half)")
      }
    }
    // Another document of the same text has the same vectors; the second text of a pair has rows of its own.
    let inputs = try InputVectors([scratch.path("a.safetensors")])
    #expect(try inputs.vectors(Self.document("z", [["kim", "sees"]]), second: false).count == 2)
    var pair = Self.document("a", [["ann", "sees"]])
    pair.second = AlignedText("bob today")
    #expect(try inputs.vectors(pair, second: true).count == 4)
  }

  @Test func `other numbers are another digest, in files of the same names and shapes`() throws {
    let scratch = try Scratch()
    let path = try Self.write(Self.tensors, scratch.path("a.safetensors"))
    let digest = try InputVectors([path]).digest
    #expect(try InputVectors([path]).digest == digest)
    var others = Self.tensors
    others[0].values[0] += 1
    #expect(try InputVectors([try Self.write(others, path)]).digest != digest)
  }

  @Test func `several files are one, with the same width and each name once`() throws {
    let scratch = try Scratch()
    let first = try Self.write([Self.tensor("a", 4, 3)], scratch.path("a.safetensors"))
    let second = try Self.write([Self.tensor("b", 1, 3)], scratch.path("b.safetensors"))
    let both = try InputVectors([first, second])
    #expect(try both.vectors(Self.documents[1], second: false).count == 1)
    func problem(_ tensors: [NamedTensor], _ files: [String] = []) throws -> String {
      let path = try Self.write(tensors, scratch.path("c.safetensors"))
      return Self.problem { _ = try InputVectors(files + [path]) }.replacing(scratch.folder.path, with: "F")
        .components(separatedBy: " | ")[0]
    }
    #expect(
      try problem([Self.tensor("a", 4, 3)], [first]).hasSuffix("c.safetensors: the tensor `a` is in another file, too"))
    #expect(
      try problem([Self.tensor("c", 4, 2)], [first]).hasSuffix(
        "c.safetensors: the tensor `c` has the shape [4, 2], expected [tokens, 3]"))
    #expect(
      try problem([NamedTensor(name: "c", shape: [2, 1, 1], values: [1, 2])]).hasSuffix(
        "the tensor `c` has the shape [2, 1, 1], expected [tokens, numbers of a token]"))
    #expect(try problem([NamedTensor(name: "c", shape: [2, 0], values: [])]).contains("has the shape [2, 0]"))
    #expect(try problem([]).hasSuffix("c.safetensors: there is no tensor"))
    try Data("no tensors".utf8).write(to: URL(fileURLWithPath: scratch.path("d.safetensors")))
    #expect(Self.problem { _ = try InputVectors([scratch.path("d.safetensors")]) }.contains("d.safetensors: "))
    #expect(Self.problem { _ = try InputVectors([scratch.path("none")]) }.contains("none: cannot read: no such file"))
  }

  @Test func `a document without vectors, or with those of other tokens, is named`() throws {
    let scratch = try Scratch()
    let path = try Self.write(
      Self.tensors + [NamedTensor(name: "large", shape: [1, 3], values: [1, 70_000, 1])], scratch.path("a.safetensors"))
    let model = try Self.model(try InputVectors([path]))
    func problem(_ document: Document) -> String {
      Self.problem { try model.checkInputs(of: [document]) }.replacing(path, with: "F").components(separatedBy: " | ")[
        0]
    }
    #expect(Self.documents.map(problem) == ["none", "none", "none"])
    #expect(problem(Document(text: "")) == "none")
    #expect(
      problem(Self.document("a", [["ann", "sees"]])) == "document a: expected 2 tokens, found 4 rows in F")
    #expect(
      problem(Self.document("c", [["eve"]]))
        == "document c: no tensor of this name or `\(Self.name(of: "eve"))` in F")
    #expect(
      problem(Self.document("", [["eve"]])) == "document \(Self.name(of: "eve")): no tensor of this name in F")
    #expect(
      problem(Self.document("large", [["eve"]]))
        == "F: the tensor `large` has 70000.0 in row 1, column 2, expected numbers of at most 65504, which 16 bits can hold"
    )
  }

  @Test func `numbers of any width are read, and what is none is named with its tensor`() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.safetensors")
    func problem(_ type: String, _ bits: [UInt64], width: Int) throws -> String {
      let size = bits.count * width
      let header = #"{"a":{"dtype":"\#(type)","shape":[2,2],"data_offsets":[0,\#(size)]}}"#
      let numbers = [UInt64(header.utf8.count)].map { ($0, 8) } + bits.map { ($0, width) }
      var bytes = numbers.flatMap { bits, width in (0..<width).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) } }
      bytes.insert(contentsOf: header.utf8, at: 8)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return Self.problem {
        let vectors = try InputVectors([path]).vectors(Self.document("a", [["ann", "sees"]]), second: false)
        let halves = vectors.bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }
        #expect(halves.map(HalfFloat.number) == [1.5, -2, 0.125, 1024], "\(type)")
      }.replacing(path, with: "F").components(separatedBy: " | ")[0]
    }
    // 1.5, -2, 0.125 and 1024 by IEEE 754, BF16 being the upper half of 32 bits.
    let numbers: [(type: String, width: Int, bits: [UInt64])] = [
      ("F64", 8, [0x3ff8_0000_0000_0000, 0xc000_0000_0000_0000, 0x3fc0_0000_0000_0000, 0x4090_0000_0000_0000]),
      ("F32", 4, [0x3fc0_0000, 0xc000_0000, 0x3e00_0000, 0x4480_0000]), ("F16", 2, [0x3e00, 0xc000, 0x3000, 0x6400]),
      ("BF16", 2, [0x3fc0, 0xc000, 0x3e00, 0x4480]),
    ]
    for (type, width, bits) in numbers { #expect(try problem(type, bits, width: width) == "none") }
    // Neither a number nor finite, in the third place.
    let none: [(type: String, width: Int, nan: UInt64, infinity: UInt64)] = [
      ("F64", 8, 0x7ff8_0000_0000_0000, 0xfff0_0000_0000_0000), ("F32", 4, 0x7fc0_0000, 0xff80_0000),
      ("F16", 2, 0x7e00, 0xfc00), ("BF16", 2, 0x7fc0, 0xff80),
    ]
    for (type, width, nan, infinity) in none {
      for (bits, text) in [(nan, "nan"), (infinity, "-inf")] {
        #expect(
          try problem(type, [0, 0, bits, 0], width: width)
            == "F: the tensor `a` has \(text) in row 2, column 1, expected finite numbers", "\(type)")
      }
    }
    // 1e300 has no place in 32 bits, 70,000 none in 16.
    #expect(try problem("F64", [0, 0x7e37_e43c_8800_759c, 0, 0], width: 8).contains("has inf in row 1, column 2"))
    #expect(try problem("BF16", [0, 0, 0, 0x4789], width: 2).contains("has 70144.0 in row 2, column 2"))
    for (type, width) in [("I64", 8), ("I16", 2), ("U8", 1), ("BOOL", 1), ("F8_E4M3", 1)] {
      #expect(
        try problem(type, [0, 0, 0, 0], width: width)
          == "F: byte 22: found the tensor `a` of \(type), expected F64, F32, F16, BF16 or I8")
    }
    #expect(
      try problem("I8", [0, 0, 0, 0], width: 1)
        == "F: byte 13: found `a` in 8 bits without `a.scales`, expected its scales")
  }

  @Test func `the model reads a word's own numbers, beside states if it is given both`() throws {
    let scratch = try Scratch()
    let inputs = try InputVectors([try Self.write(Self.tensors, scratch.path("a.safetensors"))])
    for contextual in [false, true] {
      let model = try Self.model(inputs, contextual: contextual)
      let reader = try #require(VectorReader(model, threads: 1))
      var forms = FormTable()
      let examples = zip(Self.documents, try reader.vectors(Self.documents)).compactMap {
        document, vectors -> Example? in
        var example = model.example(document, forms: &forms)
        example?.vectors = vectors
        return example
      }
      let executor = Executor(weights: model.weights, threads: 1, training: false, seed: 1)
      let rows = executor.run(step: 0, shards: 1) { tape, _ in
        let batch = PackedBatch(examples, forms: nil, tasks: 1)
        let input = model.encoder.encode(tape, batch, top: 0)[0]
        return batch.documentRows.map { $0.map { row in (0..<input.columns).map { input[Int(row), $0] } } }
      }[0]
      for (rows, tensor) in zip(rows, Self.tensors) {
        #expect(rows.flatMap { $0.suffix(3) } == tensor.values)
        #expect(rows.allSatisfy { $0.count == (contextual ? 2 + 4 + 3 : 2 + 3) })
      }
      let worst = GradientCheck.worst(model.weights) { tape in
        model.inputs(tape, PackedBatch(examples, forms: nil, tasks: 1), tasks: [0])[0].states
      }
      #expect(worst < 0.02, "\(worst)")
    }
  }

  @Test func `predictions are those of training's evaluation, and windows have their own rows`() throws {
    let scratch = try Scratch()
    let sentences = (0..<1500).map { index in (0..<4).map { ContextualTests.words[(index + $0 * $0) % 5] } }
    let long = Self.document("long", sentences)
    let numbers = (0..<18_000).map { Float($0 * 37 % 101) / 50 - 1 }
    var tensors = Self.tensors + [NamedTensor(name: "long", shape: [6000, 3], values: numbers)]
    tensors += sentences.indices.map { index in
      NamedTensor(
        name: "s\(index)", shape: [4, 3], values: Array(numbers[12 * index..<12 * (index + 1)]))
    }
    let inputs = try InputVectors([try Self.write(tensors, scratch.path("a.safetensors"))])
    let model = try Self.model(inputs, contextual: true)
    let gold = Self.documents + sentences.enumerated().map { Self.document("s\($0)", [$1]) }
    try model.checkInputs(of: gold + [long])
    let expected = Predictor(model, threads: 1).annotate(gold, tasks: [0])
    #expect(Predictor(model, threads: 3, batchTokens: 8).annotate(gold, tasks: [0]) == expected)
    let set = EvaluationSet(gold, tasks: [0], model: model)
    #expect(Predictor(model, threads: 2).evaluate(set, options: PredictionOptions()).predicted == [expected])
    let whole = Predictor(model, threads: 2).annotate([long], tasks: [0])[0]
    #expect(whole.tags["pos"] == expected.dropFirst(3).flatMap { $0.tags["pos"] ?? [] })
  }

  @Test func `a model's folder says how many numbers it needs, and nothing is predicted without them`() throws {
    let scratch = try Scratch()
    let path = try Self.write(Self.tensors, scratch.path("a.safetensors"))
    let model = try Self.model(try InputVectors([path]))
    try model.write(to: scratch.path("model"))
    var read = try JointModel(contentsOf: scratch.path("model"))
    #expect(read.fingerprint == model.fingerprint && read.features.inputs == 3 && read.inputs == nil)
    #expect(try ModelInfo(contentsOf: scratch.path("model")).inputs == 3)
    #expect(throws: TaskError.needsInputs(width: 3)) { try read.checkInputs(of: []) }
    let other = try InputVectors([try Self.write([Self.tensor("a", 4, 2)], scratch.path("b.safetensors"))])
    #expect(throws: TaskError.unwantedInputs(files: other.paths, width: 2, expected: 3)) { try read.setInputs(other) }
    try read.setInputs(try InputVectors([path]))
    try read.checkInputs(of: Self.documents)
    #expect(
      Predictor(read, threads: 1).predict(Self.documents, tasks: [0])
        == Predictor(model, threads: 1).predict(Self.documents, tasks: [0]))
    var plain = try JointModel(
      encoder: EncoderOptions(),
      features: FeatureExtractor(
        options: EncoderOptions(), words: ContextualTests.vocabulary(["a"]), characters: nil),
      tasks: [ContextualTests.tagging()], random: Random(seed: 1))
    try plain.checkInputs(of: Self.documents)
    #expect(throws: TaskError.unwantedInputs(files: other.paths, width: 2, expected: 0)) { try plain.setInputs(other) }
    #expect(throws: TaskError.nestedStates) { try ContextualModel(model) }
    #expect(
      throws: TaskError.otherEncoder(option: "inputs", expected: "3 numbers a token", found: "0 numbers a token")
    ) { try SourceModel(model).check(model.encoder.options) }
    try SourceModel(model).check(model.encoder.options, inputs: model.inputs)
  }
}
