import BraidCorpora
import BraidPipelines
import Foundation
import Testing

/// Stages that go through the same documents do so together.
@Suite struct SharedPassTests {
  let bench: Workbench

  init() throws {
    bench = try Workbench()
    var lines = (0..<400).map { "The \(["red", "old", "small"][$0 % 3]) boat number \($0 % 17) is here. It sails." }
    for index in stride(from: 0, to: 400, by: 7) { lines[index] = "no" }
    try bench.write("a.txt", lines.joined(separator: "\n") + "\n")
    try bench.write("b.txt", (0..<90).map { "Boats \($0), and more boats." }.joined(separator: "\n") + "\n")
    try bench.write("dev.txt", "A boat for dev.\nno\nAnother one.\n")
  }

  let pipeline = """
    name: p
    stages:
      - name: lines
        read: {format: lines, train: FOLDER/a.txt, dev: FOLDER/dev.txt}
      - name: others
        read: {format: lines, train: FOLDER/b.txt}
      - name: cleaned
        clean: {of: [lines, others], minimumCharacters: 5}
      - name: tokens
        tokenize: {of: cleaned, locale: en}
      - name: words
        vocabulary: {of: tokens, kind: words, size: 40}
      - name: pieces
        vocabulary: {of: [tokens], kind: bpe, size: 80, path: FOLDER/pieces.vocab}
      - name: first
        tokenize: {of: lines, locale: en}
      - name: second
        tokenize: {of: others, locale: en}
      - name: turned
        vocabulary: {of: [second, first], kind: words, size: 40}
      - name: out
        write: {of: tokens, format: jsonl, path: FOLDER/out.jsonl}
      - name: dev
        write: {of: tokens, part: dev, format: lines, path: FOLDER/dev-out.txt}
    """

  let stages = ["lines", "others", "cleaned", "tokens", "words", "pieces", "first", "second", "turned", "out", "dev"]
  let outputs = [
    "run/cache/cleaned.train", "run/cache/cleaned.dev", "run/cache/words.vocabulary", "run/cache/pieces.vocabulary",
    "run/cache/turned.vocabulary", "pieces.vocab", "out.jsonl", "dev-out.txt",
  ]

  /// What stages said when they ended.
  private func run(_ text: String, upTo: [String?], threads: Int = 1) throws -> (said: [String], bytes: Int) {
    var said: [String] = []
    var bytes = 0
    for stage in upTo {
      let runner = PipelineRunner(
        try bench.pipeline(text), folder: bench.path("run"), threads: threads, code: "1"
      ) { event in
        switch event.message {
        case .started: said.append("\(event.stage) started")
        case .finished(let summary, _, _): said.append("\(event.stage): \(summary)")
        case .ledger(let part, let ledger):
          let read = ledger.read.map { "\($0.key) \($0.value)" }.sorted()
          said.append("\(event.stage) \(part): \(read), \(ledger.entries.count) entries")
        default: break
        }
      }
      #expect(try runner.run(upTo: stage))
      bytes += runner.bytesRead
    }
    return (said, bytes)
  }

  private func files() -> [String?] { outputs.map(bench.read) }

  private func forget() throws {
    try bench.delete("run")
    for name in ["pieces.vocab", "out.jsonl", "dev-out.txt"] { try bench.delete(name) }
  }

  @Test(arguments: [1, 3])
  func `they leave and say what each does alone`(threads: Int) throws {
    let alone = try run(pipeline, upTo: stages)
    let expected = files()
    #expect(expected.allSatisfy { $0 != nil })
    try forget()
    let together = try run(pipeline, upTo: [nil], threads: threads)
    #expect(together.said == alone.said)
    #expect(files() == expected)
    // A second run runs no stage.
    #expect(try run(pipeline, upTo: [nil]).said == [])
  }

  @Test func `each file is read once`() throws {
    let size = ["a.txt", "b.txt", "dev.txt"].reduce(0) { $0 + (bench.read($1)?.utf8.count ?? 0) }
    let whole = pipeline.replacing("[second, first]", with: "[first, second]")
    #expect(try run(whole, upTo: [nil]).bytes == size)
    // A vocabulary that counts them in another order reads them by itself.
    try forget()
    let train = size - (bench.read("dev.txt")?.utf8.count ?? 0)
    #expect(try run(pipeline, upTo: [nil]).bytes == size + train)
  }

  @Test func `only what has changed is done again, in one pass`() throws {
    _ = try run(pipeline, upTo: [nil])
    let changed = pipeline.replacing("kind: words, size: 40}", with: "kind: words, size: 20}")
      .replacing("part: dev, format: lines", with: "part: train, format: lines")
    let again = try run(changed, upTo: [nil])
    #expect(again.said.filter { $0.hasSuffix("started") } == ["words started", "turned started", "dev started"])
    let expected = files()
    try forget()
    _ = try run(changed, upTo: stages)
    #expect(files() == expected)
  }

  @Test func `an error is that of the stage that makes it; those before it are done, those after it change nothing`()
    throws
  {
    let broken = pipeline.replacing("minimumCharacters: 5", with: "minimumCharacters: 500")
    #expect {
      _ = try run(broken, upTo: [nil])
    } throws: { error in
      guard case PipelineError.stage(let name, let reason, _) = error else { return false }
      return name == "cleaned" && reason.contains("none is left")
    }
    #expect(bench.exists("run/cache/lines.json") && bench.exists("run/cache/others.json"))
    #expect(!bench.exists("run/cache/cleaned.json") && !bench.exists("out.jsonl") && !bench.exists("pieces.vocab"))
    let left = try FileManager.default.contentsOfDirectory(atPath: bench.folder)
    #expect(left.sorted() == ["a.txt", "b.txt", "dev.txt", "run"])
  }

  @Test func `a file that cannot be read fails its own stage`() throws {
    try FileManager.default.createDirectory(atPath: bench.path("x"), withIntermediateDirectories: true)
    try Data([0x61, 0x0A, 0xFF, 0xFE, 0x0A]).write(to: URL(fileURLWithPath: bench.path("b.txt")))
    #expect {
      _ = try run(pipeline, upTo: [nil])
    } throws: { error in
      guard case PipelineError.stage(let name, _, _) = error else { return false }
      return name == "others"
    }
    #expect(bench.exists("run/cache/lines.json") && !bench.exists("run/cache/others.json"))
  }

  @Test func `documents whose doubles are dropped are gone through again by those after them`() throws {
    let doubles = pipeline.replacing("minimumCharacters: 5}", with: "minimumCharacters: 5, duplicates: exact}")
    let alone = try run(doubles, upTo: stages)
    let expected = files()
    try forget()
    #expect(try run(doubles, upTo: [nil]).said == alone.said)
    #expect(files() == expected)
  }
}
