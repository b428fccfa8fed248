import BraidTestSupport
import Testing

/// What every command takes as its input: files, folders and patterns.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct InputCommandTests {
  let scratch: Scratch

  /// Two tables in a folder, beside a file that is no table and one that is hidden, and the same rows in one file.
  init() throws {
    scratch = try Scratch()
    let rows = ["label\ttext\ngood\tone two\n", "label\ttext\nbad\tthree four\n"]
    _ = try Program.shell("mkdir -p in/below two", in: scratch.folder)
    try scratch.file("in/a.tsv", rows[0])
    try scratch.file("in/below/b.tsv", rows[1])
    try scratch.file("in/.hidden.tsv", rows[1])
    try scratch.file("in/notes.md", "no table")
    try scratch.file("two/a.tsv", rows[0])
    try scratch.file("two/b.tsv", rows[1])
    try scratch.file("all.tsv", "label\ttext\ngood\tone two\nbad\tthree four\n")
  }

  /// What a command prints, without what it says of the files as files.
  private static func counts(_ outcome: Program.Outcome) -> [Substring] {
    outcome.output.split(separator: "\n").filter { !$0.hasPrefix("all: read") && !$0.hasPrefix("  recognized") }
  }

  private func run(_ command: String, _ input: String) throws -> Program.Outcome {
    try Program.shell("braid " + command.replacing("INPUT", with: input), in: scratch.folder)
  }

  @Test(
    arguments: [
      "tokenize INPUT --tokenized", "tokenize INPUT --from tsv", "vocab INPUT --kind words",
      "vocab INPUT --kind labels",
      "vocab all.tsv --coverage x=INPUT", "stats all=INPUT", "convert INPUT two/a.tsv - --to jsonl",
      "split INPUT --output parts --force", "score INPUT INPUT --resamples 0",
    ], ["in", "in/", "'two/*.tsv'", "two/a.tsv two/b.tsv"])
  func `a folder and a pattern stand for their files`(command: String, input: String) throws {
    // Two files are two inputs of `score`, and two splits.
    let isOne = ["score", "stats", "--coverage"].contains { command.contains($0) }
    guard !(isOne && input.contains("a.tsv")) else { return }
    let outcome = try run(command, input)
    let expected = try run(command, "all.tsv")
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(Self.counts(outcome) == Self.counts(expected))
    #expect(!expected.output.isEmpty)
  }

  @Test(arguments: [
    "tokenize INPUT", "vocab INPUT", "stats INPUT", "convert INPUT all.tsv out.jsonl", "split INPUT --output parts",
    "score all.tsv INPUT", "init INPUT",
  ])
  func `a folder or pattern without files is an error that names it`(command: String) throws {
    _ = try Program.shell("mkdir -p empty", in: scratch.folder)
    for input in ["empty", "'two/*.csv'"] {
      let outcome = try run(command, input)
      #expect(outcome.status != 0, "\(command) \(input)")
      #expect(outcome.messages.contains(input.trimmingQuotes), "\(outcome.messages)")
    }
  }

  @Test func `a folder is no more than its files: of several formats one is to be named`() throws {
    try scratch.file("in/c.csv", "text,label\nfive six,good\n")
    let mixed = try run("stats INPUT", "in")
    #expect(mixed.status == 2)
    #expect(mixed.messages.contains("give --from FORMAT"), "\(mixed.messages)")
    let one = try run("stats all=INPUT --from tsv", "in")
    #expect(try Self.counts(one) == Self.counts(run("stats all=INPUT", "all.tsv")))
  }

  @Test func `the parts of a folder stand beside it, those of a pattern in a folder that is named`() throws {
    #expect(try run("split INPUT", "two/").output.contains("two.train.tsv\t"))
    let pattern = try run("split INPUT", "'two/*.tsv'")
    #expect(pattern.status == 2)
    #expect(pattern.messages.contains("need a folder: give --output FOLDER"), "\(pattern.messages)")
  }

  @Test func `a pipeline reads folders and patterns`() throws {
    for train in ["in", "two/*.tsv"] {
      try scratch.file(
        "mine.yaml",
        """
        name: mine
        stages:
          - name: rows
            read: {format: tsv, train: "\(train)", columns: {label: label, text: text}}
          - name: out
            write: {of: rows, path: "${run}/out.jsonl"}

        """)
      let outcome = try Program.shell("braid run mine.yaml --output run && cat run/out.jsonl", in: scratch.folder)
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(outcome.output.contains("one two") && outcome.output.contains("three four"), "\(outcome.output)")
    }
  }
}

extension String {
  /// The text without the quotes of a shell.
  fileprivate var trimmingQuotes: String { replacing("'", with: "") }
}
