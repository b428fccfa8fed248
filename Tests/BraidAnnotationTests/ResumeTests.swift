import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidTasks
import BraidTensors
import BraidTestSupport
import Foundation
import Synchronization
import Testing

@Suite struct ResumeTests {
  let scratch: Scratch
  let model: JointModel
  let input: String

  init() throws {
    scratch = try Scratch()
    model = try ToyModel.make()
    var lines = ToyModel.texts(400).enumerated().map { "{\"id\":\"\($0)\",\"text\":\"\($1)\"}" }
    for bad in [3, 77, 399] { lines[bad] = "{" }
    try scratch.file("in.jsonl", lines.joined(separator: "\n") + "\n")
    input = "in.jsonl"
  }

  /// A job with small pieces of work, made safe after each.
  func job(_ output: String) -> AnnotationJob {
    var job = scratch.job(input, to: output)
    job.options.syncSeconds = 0
    job.options.chunkBytes = 500
    return job
  }

  func expectWhole(_ output: String) throws {
    _ = try job("whole.jsonl").run(model)
    for ending in ["", ".dead-letters.jsonl"] {
      #expect(try scratch.bytes(output + ending) == scratch.bytes("whole.jsonl" + ending))
    }
    #expect(try scratch.names.filter { $0.hasSuffix(".braid-run") } == [])
  }

  @Test func `a run that is stopped again and again ends in the bytes of one that is not`() throws {
    var job = job("out.jsonl")
    var stops = 0
    while true {
      let seen = Counter()
      let summary = try job.run(model, shouldStop: { seen.value > 1 }, onProgress: { _ in seen.add() })
      job.resumes = true
      guard summary.wasStopped else { break }
      stops += 1
      #expect(job.isUnfinished)
    }
    #expect(stops > 2)
    try expectWhole("out.jsonl")
  }

  /// Whatever a crash leaves: a journal cut at any byte, files longer than it says.
  @Test func `a journal cut anywhere resumes from its last whole line`() throws {
    var job = job("out.jsonl")
    let seen = Counter()
    #expect(try job.run(model, shouldStop: { seen.value > 4 }, onProgress: { _ in seen.add() }).wasStopped)
    job.resumes = true
    let folder = scratch.path(".out.jsonl.braid-run")
    let kept = scratch.path("kept")
    try FileManager.default.copyItem(atPath: folder, toPath: kept)
    let journal = try Data(contentsOf: URL(fileURLWithPath: kept + "/journal"))
    var stream = Random(seed: 5).stream("cuts")
    for cut in [0, 1, journal.count - 1] + (0..<12).map({ _ in stream.index(below: journal.count) }) {
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.copyItem(atPath: kept, toPath: folder)
      try journal.prefix(cut).write(to: URL(fileURLWithPath: folder + "/journal"))
      for name in ["documents.jsonl", "dead-letters.jsonl"] {
        let handle = try #require(FileHandle(forWritingAtPath: "\(folder)/\(name)"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"half a".utf8))
        try handle.close()
      }
      _ = try job.run(model)
      try expectWhole("out.jsonl")
    }
  }

  @Test func `another model, other options or another input are no run to resume`() throws {
    var job = job("out.jsonl")
    func start() throws {
      job.resumes = false
      let seen = Counter()
      #expect(try job.run(model, shouldStop: { seen.value > 1 }, onProgress: { _ in seen.add() }).wasStopped)
      job.resumes = true
    }
    func refusal(_ model: JointModel, _ job: AnnotationJob) -> String? {
      do {
        _ = try job.run(model)
        return nil
      } catch { return "\(error)" }
    }
    try start()
    #expect(refusal(try ToyModel.make(seed: 8), job)?.contains("\"model\"") == true)
    var other = job
    other.options.tasks = ["pos"]
    #expect(refusal(model, other)?.contains("\"options\"") == true)
    let text = try scratch.text(input)
    try scratch.file(input, "{\"text\":\"new\"}\n" + text)
    #expect(refusal(model, job)?.contains("inputChanged") == true)
    try scratch.file(input, text)
    #expect(refusal(model, job) == nil)
    try expectWhole("out.jsonl")
  }

  /// What a kill leaves of a first header is a part of it; anything else was a journal once, and may have been a long one.
  @Test func `a journal that is damaged or of another version is an error, a part of a first header is none`() throws {
    var job = job("out.jsonl")
    let seen = Counter()
    #expect(try job.run(model, shouldStop: { seen.value > 2 }, onProgress: { _ in seen.add() }).wasStopped)
    job.resumes = true
    let folder = scratch.path(".out.jsonl.braid-run")
    let kept = scratch.path("kept")
    try FileManager.default.copyItem(atPath: folder, toPath: kept)
    let lines = try String(contentsOfFile: kept + "/journal", encoding: .utf8).split(separator: "\n").map(String.init)
    let header = lines.prefix { $0.hasPrefix("is ") }
    #expect(header.count > 3 && lines.count > header.count)
    func resume(_ journal: Data) throws -> AnnotationError? {
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.copyItem(atPath: kept, toPath: folder)
      try journal.write(to: URL(fileURLWithPath: folder + "/journal"))
      do {
        _ = try job.run(model)
        return nil
      } catch let error as AnnotationError {
        return error
      }
    }
    func text(_ lines: some Sequence<String>) -> Data { Data(lines.map { $0 + "\n" }.joined().utf8) }
    func changed(_ index: Int, _ change: (inout [UInt8]) -> Void) -> Data {
      var new = lines.map { Array($0.utf8) }
      change(&new[index])
      return Data(new.joined(separator: [10]) + [10])
    }
    let place = folder + "/journal"
    let damaged: [(what: String, journal: Data)] = [
      ("a letter of the first line", changed(0) { $0[3] ^= 1 }), ("a letter of the second", changed(1) { $0[5] ^= 1 }),
      ("a byte that is no UTF-8", changed(0) { $0[0] = 0xFF }), ("no first line", text(lines.dropFirst())),
      ("the first moment", text(header + ["at 1 2 3"])), ("nothing but zeros", Data(count: 64)),
      ("another file", Data("{\"text\": \"a\"}\n".utf8)), ("a part of another file", Data("is lay-by".utf8)),
    ]
    for (what, journal) in damaged {
      guard case .damagedRun(place, _) = try resume(journal) else {
        Issue.record("\(what) was taken")
        continue
      }
    }
    let other = "is layout 3"
    let otherVersion = text([other + " " + StableHash.hexadecimal(other)] + lines.dropFirst())
    let error = try resume(otherVersion)
    #expect(error == .otherVersion(folder: place) && error?.isAboutEarlierRun == true)
    #expect(error?.errorDescription == "\(place): another version of Braid wrote the unfinished run")
    #expect(error?.recoverySuggestion == "Start over without --resume.")
    for (cut, end) in [(0, 0), (0, 5), (1, 0), (2, 7), (header.count, 0), (header.count, 9)] {
      #expect(try resume(text(lines.prefix(cut)) + Data(lines[cut].utf8.prefix(end))) == nil, "\(cut) \(end)")
      try expectWhole("out.jsonl")
    }
    // Unasked nothing is looked at.
    job.resumes = false
    #expect(try resume(otherVersion) == nil)
  }

  @Test(arguments: ["documents.jsonl", "dead-letters.jsonl"])
  func `a bit that has flipped in what a run kept is damage`(name: String) throws {
    var job = job("out.jsonl")
    let seen = Counter()
    #expect(try job.run(model, shouldStop: { seen.value > 4 }, onProgress: { _ in seen.add() }).wasStopped)
    job.resumes = true
    let file = scratch.path(".out.jsonl.braid-run/\(name)")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    try #require(!bytes.isEmpty)
    for place in [0, bytes.count / 2] {
      bytes[place] ^= 1
      try bytes.write(to: URL(fileURLWithPath: file))
      let error = #expect(throws: AnnotationError.self) { try job.run(model) }
      #expect(error == .damagedRun(folder: file, reason: "it is not as it was written"))
      #expect(error?.isAboutEarlierRun == true && error?.recoverySuggestion == "Start over without --resume.")
      bytes[place] ^= 1
    }
    try bytes.write(to: URL(fileURLWithPath: file))
    _ = try job.run(model)
    try expectWhole("out.jsonl")
  }

  @Test func `a run that was only to be put in its place is`() throws {
    var job = job("out.conllu")
    job.form = .documents(WriteOptions(format: .conllu))
    // A folder in the way of the dead letters.
    let way = scratch.path("out.conllu.dead-letters.jsonl")
    try FileManager.default.createDirectory(atPath: way + "/x", withIntermediateDirectories: true)
    #expect(throws: (any Error).self) { try job.run(model) }
    try FileManager.default.removeItem(atPath: way)
    job.resumes = true
    let summary = try job.run(model)
    #expect(summary.resumedAt == 400 && summary.counts == AnnotationCounts(documents: 397, rejected: 3))
    #expect(try scratch.lines("out.conllu.dead-letters.jsonl").count == 3)
    job.output = scratch.path("whole.conllu")
    job.resumes = false
    _ = try job.run(model)
    #expect(try scratch.bytes("out.conllu") == scratch.bytes("whole.conllu"))
  }

  @Test func `other labels or tokens of the input are no run to resume`() throws {
    let record = #"{"text":"ann sees bob.","tokens":[[0,3],[4,8],[9,13]],"labels":{"mood":["good"]}}"#
    for (old, new) in [("good", "bad"), ("[9,13]", "[9,12],[12,13]")] {
      let rest = ToyModel.texts(40).map { "{\"text\":\"\($0)\"}\n" }.joined()
      try scratch.file(input, record + "\n" + rest)
      var job = job("out.jsonl")
      let seen = Counter()
      #expect(try job.run(model, shouldStop: { seen.value > 1 }, onProgress: { _ in seen.add() }).wasStopped)
      job.resumes = true
      try scratch.file(input, record.replacing(old, with: new) + "\n" + rest)
      let error = #expect(throws: AnnotationError.self) { try job.run(model) }
      #expect(error?.isAboutEarlierRun == true)
    }
  }

  /// A run to a format that can't hold every document, stopped when only the dead letters had to be put in their place.
  func placed() throws -> AnnotationJob {
    try scratch.file(
      input,
      [#"{"id":"1","text":"ann sees bob."}"#, "}", #"{"id":"2","text":""}"#, #"{"id":"3","text":"bob."}"#]
        .joined(separator: "\n"))
    var job = job("out.small")
    job.form = .documents(WriteOptions(format: .conllu))
    let way = scratch.path("out.small.dead-letters.jsonl")
    try FileManager.default.createDirectory(atPath: way, withIntermediateDirectories: false)
    #expect(throws: (any Error).self) { try job.run(model) }
    try FileManager.default.removeItem(atPath: way)
    job.resumes = true
    return job
  }

  @Test func `documents that the format can't hold are dead letters also of a run that was killed at its end`() throws {
    let job = try placed()
    let written = try scratch.bytes("out.small")
    let summary = try job.run(model)
    #expect(summary.counts == AnnotationCounts(documents: 2, rejected: 2))
    #expect(try scratch.lines("out.small.dead-letters.jsonl").count == 2)
    #expect(try scratch.bytes("out.small") == written)
  }

  @Test func `a run that was killed while it cleaned up is done`() throws {
    let job = try placed()
    let journal = ".out.small.braid-run/journal"
    let lines = try scratch.lines(journal)
    _ = try job.run(model)
    let (written, letters) = (try scratch.bytes("out.small"), try scratch.bytes("out.small.dead-letters.jsonl"))
    let end = (lines.last ?? "").split(separator: " ").dropLast(2).joined(separator: " ") + " finished"
    try FileManager.default.createDirectory(
      atPath: scratch.path(".out.small.braid-run"), withIntermediateDirectories: false)
    try scratch.file(
      journal, (lines + [end + " " + StableHash.hexadecimal(end)]).map { $0 + "\n" }.joined())
    let summary = try job.run(model)
    #expect(summary.counts == AnnotationCounts(documents: 2, rejected: 2))
    #expect(try scratch.bytes("out.small") == written)
    #expect(try scratch.bytes("out.small.dead-letters.jsonl") == letters)
    #expect(try scratch.names.filter { $0.hasSuffix(".braid-run") } == [])
  }

  @Test func `a run folder that leads elsewhere is refused, and a file that is replaced keeps its mode`() throws {
    var job = job("out.jsonl")
    try scratch.file("out.jsonl", "secret")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: scratch.path("out.jsonl"))
    _ = try job.run(model)
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.path("out.jsonl"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try FileManager.default.createDirectory(atPath: scratch.path("other"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path(".next.jsonl.braid-run"), withDestinationPath: "other")
    job = self.job("next.jsonl")
    let error = #expect(throws: AnnotationError.self) { try job.run(model) }
    #expect(error?.errorDescription?.contains("not a folder of this user") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("other")) == [])
  }

  /// A number that closures share.
  final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
  }
}
