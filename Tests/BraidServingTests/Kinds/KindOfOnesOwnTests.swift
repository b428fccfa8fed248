import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidTasks
import BraidText
import Foundation
import Testing

/// A kind of task that does not ship with Braid goes everywhere that one that ships goes: `PeopleCount.swift` is all of it,
/// and `kinds` the one line that makes it known.
@Suite struct KindOfOnesOwnTests {
  static let kinds = TaskKinds.shipped.adding(PeopleCount.self)

  let folder = NSTemporaryDirectory() + "braid-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, count, offset) in [("train", 240, 0), ("dev", 40, 1000)] {
      let lines = (offset..<offset + count).map { number in
        let names = number % 4
        let words =
          (0..<names).map { ["Ann", "Bob", "Eve"][($0 + number) % 3] } + ["walked", "home"].prefix(1 + number % 2)
        return #"{"text": "\#(words.joined(separator: " "))", "fields": {"people": "\#(names)"}}"#
      }
      try write("\(name).jsonl", lines.joined(separator: "\n") + "\n")
    }
    // More tokens than are read at once: the counts of the windows are added up.
    try write("long.txt", String(repeating: "Ann walked home. ", count: 1500))
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  func text(options: String = "most: 4") -> String {
    """
    name: counting
    seed: 3
    stages:
      - name: texts
        read: {format: jsonl, train: \(folder)/train.jsonl, dev: \(folder)/dev.jsonl}
      - name: tokens
        tokenize: {of: texts}
      - name: words
        vocabulary: {of: tokens}
      - name: model
        train:
          encoder: {vocabulary: words, embedding: 16, lstm: {units: 16}}
          tasks:
            people: {head: people-count, of: tokens, \(options)}
          learningRate: {peak: 0.01}
          epochs: 20
      - name: scores
        evaluate: {model: model, of: tokens}
      - name: annotated
        annotate: {model: model, input: \(folder)/long.txt, output: \(folder)/long.jsonl}
      - name: report
        report: {}
    """
  }

  @Test func `from YAML through training, scores, a long document, the service and the report`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pipeline = try Pipeline(text: text(), file: "p", kinds: Self.kinds)
    #expect(try pipeline.resolved().contains("most: 4"))
    let run = "\(folder)/run"
    var analyses: [String: TaskAnalysis] = [:]
    let runner = PipelineRunner(pipeline, folder: run) { event in
      if case .analysis(let task, let analysis) = event.message { analyses[task] = analysis }
    }
    #expect(try runner.run())
    let score = try #require(analyses["people"]?.score)
    #expect(score.metric == "exact" && score.items == 40 && score.value > 95)

    let reader = try CorpusReader(["\(folder)/long.jsonl"], options: ReadOptions(format: .jsonl))
    let long = try #require(try reader.next())
    #expect(long.tokens.count > 4096)
    let windows = (long.tokens.count + 4095) / 4096
    let people = try #require(long.withPredictions.fields["people"].flatMap(Int.init))
    #expect(people >= windows && people <= 4 * windows)

    #expect(try String(contentsOfFile: "\(run)/report.html", encoding: .utf8).contains("exact"))

    let model = try JointModel(contentsOf: "\(run)/model/model", kinds: Self.kinds)
    try await Service.run(model: model) { service in
      let reply = try await service.annotate(#"{"text": "Eve Ann walked"}"#)
      let documents = try #require(try reply.object()["documents"] as? [[String: Any]])
      let predictions = try #require(documents[0]["predictions"] as? [String: [String: Any]])
      #expect((predictions["people"]?["fields"] as? [String: String])?["people"] == "2")
      let described = try await service.ask("GET", "/v1/model").object()
      let task = try #require((described["tasks"] as? [[String: Any]])?.first)
      #expect(task["kind"] as? String == "people-count" && task["layer"] as? String == "people")
      #expect(task["labels"] as? [String] == ["0", "1", "2", "3", "4"])
      #expect((task["options"] as? [String: Int]) == ["most": 4])
    }

    #expect(throws: TaskError.unknownKind(task: "people", kind: "people-count", known: TaskKinds.shipped.names)) {
      try JointModel(contentsOf: "\(run)/model/model")
    }
  }

  @Test func `its options are checked as those of any kind, and it is in the schema`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (options, message, advice) in [
      ("most: 400", "`most` is `400`, expected a whole number from 1 to 100", "Correct the value."),
      ("mots: 4", "unknown key `mots` in `people`", "Did you mean `most`?"),
      ("crf: true", "unknown key `crf` in `people`", "Known here: head, most, of, layer, privateLayers."),
    ] {
      do {
        _ = try Pipeline(text: text(options: options), file: "p", kinds: Self.kinds)
        Issue.record("\(options) was taken")
      } catch {
        #expect(error.errorDescription?.contains(message) == true, "\(error)")
        #expect(error.recoverySuggestion == advice)
      }
    }
    #expect(throws: PipelineError.self) { try Pipeline(text: text(), file: "p") }
    #expect(try Pipeline.schema(kinds: Self.kinds).contains(#""const" : "people-count""#))
    #expect(try !Pipeline.schema().contains("people-count"))
  }

  @Test func `a starter pipeline has a task of the kind where its field is`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = ["train", "dev"].map { "\(folder)/\($0).jsonl" }
    let starter = try StarterPipeline(files: files, name: "mine", kinds: Self.kinds)
    #expect(starter.text.contains("        people: {head: people-count, of: "), "\(starter.text)")
    #expect(starter.notes.contains { $0.hasPrefix("task people: people in texts of ") }, "\(starter.notes)")
    let shipped = try StarterPipeline(files: files, name: "mine")
    #expect(!shipped.text.contains("people") && shipped.text.contains("head: language-model"))
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func `the article's code is its own file`() throws {
    let article = try String(
      contentsOf: Self.root.appendingPathComponent(
        "Sources/BraidTasks/BraidTasks.docc/AKindOfTaskOfYourOwn.md"), encoding: .utf8)
    let file = try String(
      contentsOf: Self.root.appendingPathComponent("Tests/BraidServingTests/Kinds/PeopleCount.swift"), encoding: .utf8)
    let shown = article.components(separatedBy: "```swift\n").dropFirst().flatMap { block in
      block.components(separatedBy: "\n```")[0].split(separator: "\n")
    }
    #expect(shown == file.split(separator: "\n"))
  }

  /// The Swift files below a folder, with what is in them.
  private static func files(_ folder: String) throws -> [(file: URL, text: String)] {
    let all = try #require(
      FileManager.default.enumerator(at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil))
    var files: [(file: URL, text: String)] = []
    for case let file as URL in all where file.pathExtension == "swift" {
      files.append((file, try String(contentsOf: file, encoding: .utf8)))
    }
    return files
  }

  @Test func `a kind that ships is named in its own folder and in the list of kinds only`() throws {
    let files = try Self.files("Sources")
    for kind in TaskKinds.shipped.names.compactMap(TaskKinds.shipped.kind(named:)) {
      let type = "\(Swift.type(of: kind))"
      let folder = "/BraidTasks/\(type.dropLast("Options".count))/"
      let others = files.filter { $0.text.contains(type) && !$0.file.path.contains(folder) }
      #expect(others.map(\.file.lastPathComponent) == ["TaskKinds.swift"], "\(type)")
      let head = "\(type.dropLast("Options".count))Head"
      #expect(!files.contains { $0.text.contains(head) && !$0.file.path.contains(folder) }, "\(head)")
    }
  }

  @Test func `what a kind that ships is called stands in its own folder only`() throws {
    // What is called the same and is no kind: a table of lemmas by word, a class of HTML.
    let others: [String: Set<String>] = [
      "lemmas": ["SemanticRolesHead.swift", "SemanticRolesOptions.swift"],
      "translation": ["DocumentDrawing+Translation.swift"],
    ]
    let files = try Self.files("Sources").filter { !$0.file.path.contains("/BraidCorpora/") }.map { file, text in
      (file, text.split(separator: "\n").filter { !$0.contains(#/^ *\/\//#) }.joined(separator: "\n"))
    }
    for kind in TaskKinds.shipped.names.compactMap(TaskKinds.shipped.kind(named:)) {
      let type = Swift.type(of: kind)
      let folder = "/BraidTasks/\("\(type)".dropLast("Options".count))/"
      let found = files.filter { file, text in
        ["\"\(type.name)\"", "head: \(type.name)"].contains(where: text.contains) && !file.path.contains(folder)
      }
      #expect(Set(found.map { $0.0.lastPathComponent }).subtracting(others[type.name] ?? []) == [], "\(type.name)")
    }
  }

  @Test func `what type a stage has is asked by the folders of training and of reports only`() throws {
    let casts = try Self.files("Sources").filter { $0.text.contains(#/(as[?!]?|is) [A-Z][A-Za-z]*Stage\b/#) }
    let names = casts.map(\.file.lastPathComponent).sorted()
    #expect(names == ["LiveReport.swift", "Pipeline+Groups.swift", "Pipeline+TrainStages.swift", "TrainStage.swift"])
    #expect(casts.allSatisfy { $0.file.path.contains(#/\/Stages\/(Train|Report)\//#) })
  }

  @Test func `nothing but its own file and the list of kinds names it`() throws {
    let files = try (Self.files("Sources") + Self.files("Tests")).filter { $0.text.contains("PeopleCount") }
    #expect(files.map(\.file.lastPathComponent).sorted() == ["KindOfOnesOwnTests.swift", "PeopleCount.swift"])
    let own = try String(contentsOfFile: #filePath, encoding: .utf8)
    #expect(own.components(separatedBy: "\n").count { $0.hasSuffix("adding(PeopleCount.self)") } == 1)
  }
}
