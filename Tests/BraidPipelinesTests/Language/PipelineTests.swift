import BraidPipelines
import Foundation
import Testing

@Suite struct PipelineTests {
  static let text = """
    name: small
    seed: 5
    variables: {folder: data, file: "${folder}/train.tsv"}
    stages:
      - name: reviews
        read: {format: tsv, train: "${file}", dev: "${env:DEV:-dev.tsv}", columns: {label: 1, text: 2}}
      - name: words
        vocabulary: {of: reviews, size: 100}
      - name: model
        train:
          encoder: {vocabulary: words}
          tasks: {sentiment: {head: classification, of: reviews}}
          epochs: 2

    """

  @Test func `what config prints is a pipeline that prints the same`() throws {
    let resolved = try Pipeline(text: Self.text, file: "p").resolved()
    #expect(resolved.contains("train: [\"data/train.tsv\"]") || resolved.contains("train: [data/train.tsv]"))
    #expect(resolved.contains("dev: [dev.tsv]"))
    #expect(resolved.contains("epochs: 2"))
    #expect(resolved.contains("beta1: 0.9"))
    #expect(try Pipeline(text: resolved, file: "q").resolved() == resolved)
  }

  @Test func `settings go through the same decoder as the file`() throws {
    let settings = [
      "model.epochs=7", "words.of=[reviews]", "seed=9", "variables.folder=elsewhere", "model.encoder.lstm.units=32",
    ]
    let pipeline = try Pipeline(text: Self.text, file: "p", settings: settings, environment: ["DEV": "mine.tsv"])
    let resolved = try pipeline.resolved()
    #expect(pipeline.seed == 9)
    #expect(resolved.contains("epochs: 7"))
    #expect(resolved.contains("units: 32"))
    #expect(resolved.contains("elsewhere/train.tsv"))
    #expect(resolved.contains("mine.tsv"))
  }

  @Test(arguments: [
    ("model.epoch=3", "--set model.epoch=3: unknown key `epoch` in `train`"),
    (
      "model.epochs=three",
      "--set model.epochs=three: `epochs` is `three`, expected a whole number from 1 to 100000"
    ),
    ("modle.epochs=3", "--set modle.epochs=3: no stage above this one is named `modle`"),
    ("variables.fodler=x", "--set variables.fodler=x: unknown key `fodler` in `variables`"),
    ("sede=3", "--set sede=3: unknown key `sede` in the pipeline"),
    (
      "model.encoder.vocabulary.x=3", "--set model.encoder.vocabulary.x=3: `x` is `words`, expected a map to set `x` in"
    ),
    ("reviews.columns={label: [1]}", "--set reviews.columns={label: [1]}: `label` is a list, expected a text"),
    ("model.epochs", "--set model.epochs: `--set` is `model.epochs`, expected KEY=VALUE"),
  ])
  func `a wrong setting is refused with its text`(setting: String, message: String) {
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: Self.text, file: "p", settings: [setting]) }
    #expect(error?.errorDescription == message)
  }

  @Test func `a text that begins like a variable is written with two dollars`() throws {
    let text = "stages: [{name: a, read: {format: tsv, train: \"$${x}/${env:DATA}\"}}]"
    let resolved = try Pipeline(text: text, file: "p", environment: ["DATA": "d"]).resolved()
    #expect(resolved.contains("train: [\"${x}/d\"]"))
  }

  @Test(arguments: [(nil, "runs/here"), ("/tmp/there", "/tmp/there")])
  func `the run's folder can be written in paths`(folder: String?, expected: String) throws {
    let text =
      "name: ${env:NAME}\nvariables: {out: \"${run}/a\"}\nstages: [{name: a, read: {format: tsv, train: \"${out}.tsv\"}}]"
    let resolved = try Pipeline(text: text, file: "p", folder: folder, environment: ["NAME": "here"]).resolved()
    #expect(resolved.contains("train: [\(expected)/a.tsv]"))
  }

  @Test func `a pipeline begins with the stages of what it includes, and its own words stand`() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("parts"), withIntermediateDirectories: true)
    try bench.write(
      "parts/data.yaml",
      "seed: 3\nvariables: {data: there, ending: tsv}\nstages: [{name: a, read: {format: tsv, train: \"${data}/x.${ending}\"}}]"
    )
    try bench.write(
      "main.yaml",
      "include: parts/data.yaml\nvariables: {data: here}\nstages: [{name: b, vocabulary: {of: a}}]")
    let pipeline = try Pipeline(contentsOf: bench.path("main.yaml"), settings: ["a.header=true"])
    let resolved = try pipeline.resolved()
    #expect(resolved.contains("train: [here/x.tsv]"))
    #expect(resolved.contains("header: true"))
    #expect(pipeline.stageCount == 2)
    #expect(pipeline.seed == 3)
    try bench.write("parts/data.yaml", "include: ../main.yaml\nstages: []")
    let error = #expect(throws: PipelineError.self) { try Pipeline(contentsOf: bench.path("main.yaml")) }
    #expect(error?.errorDescription?.hasSuffix("main.yaml is included by itself") == true)
    #expect(error?.recoverySuggestion == "Take one of the includes out.")
  }

  @Test func `a file that several files include is read once, and its stages come where it came first`() throws {
    let bench = try Workbench()
    try bench.write("base.yaml", "variables: {x: base}\nstages: [{name: a, read: {format: tsv, train: \"${x}.tsv\"}}]")
    for name in ["b", "c"] {
      try bench.write("\(name).yaml", "include: base.yaml\nstages: [{name: \(name), vocabulary: {of: a}}]")
    }
    try bench.write("main.yaml", "include: [b.yaml, c.yaml, base.yaml]\nvariables: {x: main}\nstages: []")
    let pipeline = try Pipeline(contentsOf: bench.path("main.yaml"))
    #expect(pipeline.stageNames == ["a", "b", "c"])
    #expect(try pipeline.resolved().contains("train: [main.tsv]"))
    // Each of twelve names the next one twice: twelve files, and no more stages than files.
    for level in 0..<12 {
      try bench.write("level\(level).yaml", "include: [level\(level + 1).yaml, level\(level + 1).yaml]\nstages: []")
    }
    try bench.write("level12.yaml", "stages: [{name: a, read: {format: tsv, train: x}}]")
    #expect(try Pipeline(contentsOf: bench.path("level0.yaml")).stageNames == ["a"])
  }

  @Test func `a file is the same by whatever link it is included, and links that lead nowhere are named`() throws {
    let bench = try Workbench()
    func link(_ name: String, _ target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: bench.path(name), withDestinationPath: target)
    }
    func failure(_ file: String) throws -> String? {
      let error = #expect(throws: PipelineError.self) { try Pipeline(contentsOf: bench.path(file)) }
      return error?.errorDescription?.replacing(bench.folder, with: "FOLDER")
    }
    try FileManager.default.createDirectory(atPath: bench.path("parts"), withIntermediateDirectories: true)
    try bench.write("parts/base.yaml", "stages: [{name: a, read: {format: tsv, train: x.tsv}}]")
    try link("base.yaml", "parts/base.yaml")
    try bench.write("main.yaml", "include: [base.yaml, parts/base.yaml]\nstages: []")
    #expect(try Pipeline(contentsOf: bench.path("main.yaml")).stageNames == ["a"])
    try link("self.yaml", "again.yaml")
    try bench.write("again.yaml", "include: self.yaml\nstages: []")
    #expect(try failure("again.yaml") == "FOLDER/again.yaml:1:10: FOLDER/self.yaml is included by itself")
    try link("one.yaml", "two.yaml")
    try link("two.yaml", "one.yaml")
    try bench.write("loop.yaml", "include: one.yaml\nstages: []")
    #expect(
      try failure("loop.yaml")
        == "FOLDER/loop.yaml:1:10: `include` is `FOLDER/one.yaml`, links that lead to each other, expected a file that can be read"
    )
    try bench.write("parts/main.yaml", "include: base.yaml\nstages: []")
    try link("linked.yaml", "parts/main.yaml")
    try bench.delete("base.yaml")
    #expect(
      try failure("linked.yaml")
        == "FOLDER/linked.yaml:1:10: `include` is `FOLDER/base.yaml`, expected a file that can be read, named from the folder "
        + "of the link FOLDER/linked.yaml")
  }

  @Test func `a pipe is not waited for where a file is included`() throws {
    let bench = try Workbench()
    #expect(mkfifo(bench.path("pipe"), 0o600) == 0)
    for name in [bench.path("pipe"), "/dev/zero"] {
      try bench.write("main.yaml", "include: \(name)\nstages: []")
      let error = #expect(throws: PipelineError.self) { try Pipeline(contentsOf: bench.path("main.yaml")) }
      #expect(
        error?.errorDescription?.hasSuffix(
          "main.yaml:1:10: `include` is `\(name)`, a pipe, a device or a socket, expected a file") == true)
    }
  }

  @Test(arguments: [
    (Includes.Limits(files: 1), "main.yaml:1:19: includes more than 1 file in all"),
    (Includes.Limits(bytes: 40), "main.yaml:1:19: includes more than 40 bytes in all"),
    (Includes.Limits(includes: 2), "main.yaml:1:27: includes more than 2 files in all"),
  ])
  func `what a pipeline includes has a limit, in files and in bytes`(limits: Includes.Limits, problem: String) throws {
    let bench = try Workbench()
    for name in ["a", "b"] { try bench.write("\(name).yaml", "stages: [] # a comment of \(name)") }
    let file = bench.path("main.yaml")
    let text = "include: [a.yaml, b.yaml, a.yaml]"
    let error = #expect(throws: PipelineError.self) { try Includes.parse(text, file: file, limits: limits) }
    #expect(error?.errorDescription?.hasSuffix(problem) == true, "\(error?.errorDescription ?? "")")
    #expect(error?.recoverySuggestion == "Include fewer or smaller files; each counts once, however many include it.")
    #expect(throws: Never.self) { try Includes.parse(text, file: file) }
  }

  @Test func `a folder is no pipeline, and is called a folder`() throws {
    let bench = try Workbench()
    let folder = bench.folder
    let error = #expect(throws: PipelineError.self) { try Pipeline(contentsOf: folder) }
    #expect(error?.errorDescription == "\(folder): is a folder")
    #expect(error?.recoverySuggestion == "Name a pipeline, such as \(folder)/NAME.yaml.")
  }

  @Test func `a mistake in an included file is shown there`() throws {
    let bench = try Workbench()
    try bench.write("data.yaml", "stages:\n  - name: a\n    raed: {}")
    try bench.write("main.yaml", "include: [data.yaml]\nstages: [{name: b, vocabulary: {of: a}}]")
    let error = #expect(throws: PipelineError.self) { try Pipeline(contentsOf: bench.path("main.yaml")) }
    #expect(error?.errorDescription == bench.path("data.yaml") + ":3:5: unknown key `raed` in stage `a`")
  }
}
