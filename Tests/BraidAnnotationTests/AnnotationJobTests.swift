import BraidFiles
import BraidAnnotation
import BraidCorpora
import BraidTasks
import BraidTestSupport
import BraidText
import Foundation
import Testing

@Suite struct AnnotationJobTests {
  let scratch: Scratch
  let model: JointModel

  init() throws {
    scratch = try Scratch()
    model = try ToyModel.make()
  }

  func documents(_ name: String) throws -> [Document] {
    let reader = try CorpusReader([scratch.path(name)], options: ReadOptions(format: .jsonl))
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document.withPredictions) }
    return documents
  }

  @Test func `all heads predict in one pass, with scores`() throws {
    let input = try scratch.jsonl(["Ann sees the old boat. Bob likes Ann."])
    var job = scratch.job(input, to: "out.jsonl")
    job.options.predictions.nBest = 2
    job.options.predictions.attention = true
    #expect(try job.run(model).counts.documents == 1)
    let document = try documents("out.jsonl")[0]
    #expect(document.tokens.count == 10)
    #expect(document.sentences.count == 2)
    let probabilities = try #require(document.probabilities["label"])
    #expect(probabilities.map(\.name) == ["bad", "good", "so-so"])
    #expect(abs(probabilities.reduce(0) { $0 + ($1.score ?? 0) } - 1) < 1e-5)
    #expect(document.labels["label"]?[0].score == probabilities.compactMap(\.score).max())
    #expect(document.probabilities["topics"]?.count == 2)
    #expect(document.tags["pos"]?.count == 10)
    #expect(document.tagScores["pos"]?.allSatisfy { 1.0 / 3 - 1e-6...1 ~= $0 ?? 0 } == true)
    #expect(document.spans["entity"]?.allSatisfy { 0...1 ~= $0.score ?? -1 } == true)
    for frame in document.frames ?? [] {
      #expect(0...1 ~= frame.score ?? -1 && 0...1 ~= frame.senseScore ?? -1)
      #expect(frame.arguments.allSatisfy { 0...1 ~= $0.score ?? -1 })
    }
    let others = try #require(document.tagAlternatives["pos"])
    #expect(others.map(\.tokens) == document.sentences.map(\.tokens))
    for (sentence, other) in zip(document.sentences, others) {
      // The next likeliest sequence changes one tag.
      let best = document.tags["pos"]?[sentence.tokens].map { $0 ?? "" } ?? []
      #expect(zip(best, other.tags).count { $0 != $1 } == 1)
      let product = document.tagScores["pos"]?[sentence.tokens].reduce(1) { $0 * ($1 ?? 0) } ?? 0
      #expect(other.score > 0 && other.score <= product + 1e-6)
    }
    #expect(document.tagAlternatives["entity"]?.allSatisfy { $0.tags.count == $0.tokens.count } == true)
    let translation = try #require(document.translations["de"])
    #expect(translation.score ?? 1 < 0)
    #expect(translation.alternatives.count == 1)
    #expect(translation.attention.count == translation.words.count)
    #expect(translation.attention.allSatisfy { $0.count == 10 && abs($0.reduce(0, +) - 1) < 1e-4 })
  }

  @Test func `raw text is prepared as the training texts were, and offsets are those of the text as it was`() throws {
    var model = model
    model.preparation.normalize = [.nfkc, .lowercase]
    model.preparation.patterns = [.email]
    let input = try scratch.jsonl(["ＡＮＮ sees A@b.org."])
    _ = try scratch.job(input, to: "out.jsonl").run(model)
    let document = try documents("out.jsonl")[0]
    #expect(document.words(0..<document.tokens.count) == ["ＡＮＮ", "sees", "A@b.org", "."])
    let plain = try scratch.jsonl(["ann sees a@b.org."])
    _ = try scratch.job(plain, to: "plain.jsonl").run(model)
    #expect(try documents("plain.jsonl")[0].tagScores["pos"] == document.tagScores["pos"])
  }

  @Test func `progress is of documents that are done, not of those that are read`() throws {
    let input = try scratch.jsonl((0..<200).map { "ann sees bob number \($0)." })
    var job = scratch.job(input, to: "out.jsonl")
    (job.options.chunkBytes, job.options.threads) = (512, 1)
    var seen: [AnnotationProgress] = []
    _ = try job.run(model, onProgress: { seen.append($0) })
    #expect(seen.count > 5 && seen.allSatisfy { $0.shareOfRead > 0 && $0.shareOfRead <= 1 })
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.records <= $1.records })
    #expect(seen.last?.records == 200 && seen.last?.shareOfRead == 1)
  }

  @Test func `tasks can be picked, and scores left out`() throws {
    let input = try scratch.jsonl(["ann sees bob."])
    var job = scratch.job(input, to: "out.jsonl")
    job.options.tasks = ["pos", "sentiment"]
    job.options.predictions = .bare
    _ = try job.run(model)
    let document = try documents("out.jsonl")[0]
    #expect(Set(document.tags.keys) == ["pos"] && document.tagScores.isEmpty)
    #expect(document.spans.isEmpty && document.frames == nil && document.translations.isEmpty)
    #expect(document.labels["label"]?.map(\.score) == [nil] && document.probabilities.isEmpty)
    job.options.tasks = ["poss"]
    #expect(throws: AnnotationError.unknownTask("poss", known: model.names)) { try job.run(model) }
  }

  @Test func `a text gets the same predictions alone and among others, on one thread and on several`() throws {
    let texts = ToyModel.texts(300)
    let input = try scratch.jsonl(texts)
    var job = scratch.job(input, to: "many.jsonl")
    job.options.threads = 1
    _ = try job.run(model)
    job.output = scratch.path("threads.jsonl")
    job.options.threads = 3
    _ = try job.run(model)
    #expect(try scratch.bytes("many.jsonl") == scratch.bytes("threads.jsonl"))
    let lines = try scratch.lines("many.jsonl")
    #expect(lines.count == 300)
    for index in [0, 17, 299] {
      try scratch.file("one.jsonl", "{\"id\":\"\(index)\",\"text\":\"\(texts[index])\"}\n")
      _ = try scratch.job("one.jsonl", to: "one-out.jsonl").run(model)
      #expect(try scratch.lines("one-out.jsonl") == [lines[index]])
    }
  }

  @Test func `one record in, one record out, in order, whatever the records are`() throws {
    try scratch.file(
      "in.jsonl",
      """
      {"id":"1","text":"ann sees bob."}
      {"id":"2","text":
      {"id":"3","text":""}

      {"id":"4","text":"é","tokens":[[0,1]]}
      {"id":"5","text":"ann likes the boat.","tags":{"pos":["gold"]}}
      {"id":"6","text":"bob."}
      """)
    let summary = try scratch.job("in.jsonl", to: "out.jsonl").run(model)
    #expect(summary.counts == AnnotationCounts(documents: 3, rejected: 3))
    #expect(try documents("out.jsonl").map(\.id) == ["1", "3", "6"])
    let letters = try scratch.lines("out.jsonl.dead-letters.jsonl")
    #expect(letters.count == 3)
    #expect(letters[0].contains("in.jsonl:2:18: found the end of the line"))
    #expect(letters[0].contains(#""line":2,"column":18,"number":2,"record":"{\"id\":\"2\",\"text\":"}"#))
    #expect(letters[1].contains("byte offsets of whole characters"))
    #expect(letters[2].contains("1 tag "))
  }

  @Test func `a strict run stops at the first record that cannot be read, and leaves no output`() throws {
    try scratch.file("in.jsonl", "{\"text\":\"ann.\"}\n{\n{\"text\":\"bob.\"}\n")
    var job = scratch.job("in.jsonl", to: "out.jsonl")
    job.options.strict = true
    let error = #expect(throws: CorpusError.self) { try job.run(model) }
    #expect(error?.place?.line == 2)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out.jsonl")))
  }

  @Test func `a file that cannot be opened or unpacked is a dead letter among others`() throws {
    try scratch.file("a.txt", "ann sees bob.")
    try scratch.file("b.txt", "\u{1F}")
    try Data([0x1F, 0x8B, 8, 0]).write(to: scratch.folder.appending(path: "c.txt"))
    let job = scratch.job("a.txt", "gone.txt", "c.txt", "b.txt", to: "out.jsonl", from: .text)
    #expect(try job.run(model).counts == AnnotationCounts(documents: 2, rejected: 2))
    let letters = try scratch.lines("out.jsonl.dead-letters.jsonl")
    #expect(letters[0].contains("gone.txt: cannot read") && letters[1].contains("c.txt: "))
  }

  @Test(arguments: [CorpusFormat.jsonl, .conllu])
  func `an input of which nothing can be read is an error, and what an earlier run wrote stays`(
    format: CorpusFormat
  ) throws {
    try scratch.file("good.tsv", "text\nann sees bob.\n")
    var job = scratch.job("good.tsv", to: "out", from: .tsv, format: format)
    job.reading.columns = ["text": .name("text")]
    #expect(try job.run(model).counts == AnnotationCounts(documents: 1))
    try scratch.file("out.dead-letters.jsonl", "{\"reason\":\"old\"}\n")
    let (written, letters) = (try scratch.bytes("out"), try scratch.bytes("out.dead-letters.jsonl"))
    job.reading.columns = ["text": .name("textt")]
    let error = #expect(throws: CorpusError.self) { try job.run(model) }
    #expect(error?.errorDescription?.contains("textt") == true)
    #expect(try scratch.bytes("out") == written && scratch.bytes("out.dead-letters.jsonl") == letters)
    #expect(try scratch.names == ["good.tsv", "out", "out.dead-letters.jsonl"])
    // One of several files that can be read is enough.
    try scratch.file("other.tsv", "textt\nbob.\n")
    job.input.append(scratch.path("other.tsv"))
    #expect(try job.run(model).counts == AnnotationCounts(documents: 1, rejected: 1))
  }

  @Test(arguments: [nil, "mine.jsonl"])
  func `rejected records are kept in the file that is named when none can be read, and in no other`(
    letters: String?
  ) throws {
    try scratch.file("in.jsonl", "{\"text\":5}\n{\"text\":[7]}\n")
    try scratch.file("out.jsonl", "{\"text\":\"old\"}\n")
    var job = scratch.job("in.jsonl", to: "out.jsonl")
    job.deadLetters = letters.map(scratch.path)
    var counts: [Int] = []
    let error = #expect(throws: CorpusError.self) { try job.run(model, onNothingRead: { counts.append($0) }) }
    #expect(error?.place?.line == 1 && counts == [2])
    #expect(try scratch.lines("out.jsonl") == ["{\"text\":\"old\"}"])
    #expect(try scratch.names == (["in.jsonl", "out.jsonl"] + [letters].compactMap(\.self)).sorted())
    guard let letters else { return }
    let lines = try scratch.lines(letters)
    #expect(lines.count == 2 && lines[0].contains("\"number\":1,") && lines[1].contains("\"number\":2,"), "\(lines)")
  }

  @Test(arguments: [CorpusFormat.jsonl, .conllu])
  func `an input of which nothing can be read is an error where a stream is written, too`(format: CorpusFormat) throws {
    try scratch.file("in.jsonl", "{\"text\":5}\n{\"text\":[7]}\n")
    var job = scratch.job("in.jsonl", "gone.jsonl", to: "out", format: format)
    (job.output, job.deadLetters) = ("/dev/null", scratch.path("letters.jsonl"))
    var counts: [Int] = []
    let error = #expect(throws: CorpusError.self) { try job.run(model, onNothingRead: { counts.append($0) }) }
    #expect(error?.place?.line == 1 && counts == [3])
    #expect(try scratch.lines("letters.jsonl").count == 3)
    // One record that can be read is enough.
    try scratch.file("gone.jsonl", "{\"text\":\"bob.\"}\n")
    #expect(try job.run(model).counts.rejected == 2)
  }

  @Test func `dead letters of an earlier run go when none is rejected, a link to them and any other file stay`() throws
  {
    let input = try scratch.jsonl(["ann sees bob."])
    let (letters, link) = ("out.jsonl.dead-letters.jsonl", scratch.path("link.jsonl"))
    func run(letters: String? = nil) throws {
      var job = scratch.job(input, to: "out.jsonl")
      job.deadLetters = letters
      #expect(try job.run(model).counts == AnnotationCounts(documents: 1))
    }
    try scratch.file(letters, "{\"reason\":\"broken\",\"record\":\"}\"}\n")
    try run()
    #expect(!FileManager.default.fileExists(atPath: scratch.path(letters)))
    for other in ["{\"text\":\"a record\"}", "notes"] {
      try scratch.file(letters, other + "\n")
      try run()
      #expect(try scratch.lines(letters) == [other])
    }
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "mine.jsonl")
    try scratch.file("mine.jsonl", "{\"text\":\"a record\"}\n")
    try run(letters: link)
    #expect(try scratch.lines("mine.jsonl") == ["{\"text\":\"a record\"}"])
    try scratch.file("mine.jsonl", "{\"reason\":\"broken\",\"record\":\"}\"}\n")
    try run(letters: link)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("mine.jsonl")))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "mine.jsonl")
  }

  #if os(Linux)
    @Test func `a file that the system fails to read is no dead letter: the run ends, and can be resumed`() throws {
      try scratch.file("a.txt", "ann sees bob.")
      var job = scratch.job("a.txt", to: "out.jsonl", from: .text)
      job.input.append("/proc/self/mem")
      let error = #expect(throws: CorpusError.self) { try job.run(model) }
      #expect(error == .file(.interrupted(file: "/proc/self/mem", reason: "Input/output error")))
      #expect(!FileManager.default.fileExists(atPath: scratch.path("out.jsonl")))
    }
  #endif

  /// Every format that is written, from a document that has everything.
  @Test(arguments: CorpusFormat.allCases)
  func `every format that is written takes annotated documents or says what it cannot hold`(
    format: CorpusFormat
  ) throws {
    let input = try scratch.jsonl(["ann sees the old boat.", "bob."])
    var job = scratch.job(input, to: "out", format: format)
    var writing = WriteOptions(format: format)
    writing.targetLanguage = "de"
    writing.language = "en"
    if format == .columns { writing.columns = ["form", "pos", "entity:bio"] }
    job.form = .documents(writing)
    do {
      let counts = try job.run(model).counts
      #expect(counts.records == 2, "\(format)")
      #expect(counts.documents > 0 || counts.rejected == 2)
      if counts.rejected > 0 {
        let letters = try scratch.lines("out.dead-letters.jsonl")
        #expect(letters.count == counts.rejected && letters[0].contains("cannot hold"))
      }
    } catch CorpusError.notWritable(let refused) {
      #expect(refused == format)
    }
  }

  @Test func `a file whose name ends with gz is packed, and a resumed run gives the same bytes`() throws {
    let input = try scratch.jsonl(ToyModel.texts(40))
    _ = try scratch.job(input, to: "out.jsonl").run(model)
    _ = try scratch.job(input, to: "out.jsonl.gz").run(model)
    let packed = try #require(FileManager.default.contents(atPath: scratch.path("out.jsonl.gz")))
    #expect(Array(packed.prefix(3)) == [0x1F, 0x8B, 8])
    #expect(try documents("out.jsonl.gz") == documents("out.jsonl"))
    var stops = 0
    var job = scratch.job(input, to: "out.jsonl.gz")
    job.options.chunkBytes = 100
    job.options.syncSeconds = 0
    _ = try job.run(
      model,
      shouldStop: {
        stops += 1
        return stops > 3
      })
    job.resumes = true
    #expect(try (job.run(model).resumedAt ?? 0) > 0)
    #expect(FileManager.default.contents(atPath: scratch.path("out.jsonl.gz")) == packed)
  }

  @Test func `a format that cannot be written is said before the work`() throws {
    let input = try scratch.jsonl(["ann."])
    #expect(throws: CorpusError.notWritable(.xml)) { try scratch.job(input, to: "out", format: .xml).run(model) }
    #expect(try scratch.names == [input])
  }

  @Test func `folders and patterns stand for their files in byte order`() throws {
    try FileManager.default.createDirectory(atPath: scratch.path("in/below"), withIntermediateDirectories: true)
    for name in ["b.txt", "a.txt", "below/c.txt", ".hidden.txt", "note.md", "d.txt.gz", "e.jsonl"] {
      try scratch.file("in/\(name)", "x")
    }
    func names(_ path: String, _ format: CorpusFormat?) throws -> [String] {
      try InputFiles.expand([path], format: format).map { $0.replacing(scratch.folder.path + "/", with: "") }
    }
    #expect(try names(scratch.path("in"), .text) == ["in/a.txt", "in/b.txt", "in/below/c.txt", "in/d.txt.gz"])
    #expect(try names(scratch.path("in/"), .jsonl) == ["in/e.jsonl"])
    #expect(try names(scratch.path("in/[ab].txt"), .text) == ["in/a.txt", "in/b.txt"])
    #expect(throws: AnnotationError.self) { try names(scratch.path("in/*.tsv"), .tsv) }
    #expect(throws: AnnotationError.self) { try names(scratch.path("in"), .conllu) }
    #expect(try InputFiles.expand(["-", "gone.txt"], format: nil) == ["-", "gone.txt"])
  }
}
