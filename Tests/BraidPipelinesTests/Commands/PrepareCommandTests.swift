import Foundation
import Testing

/// The commands that prepare corpora, as a person uses them.
struct PrepareCommandTests {
  @Test(arguments: [
    ("tokenise", "There is no command `tokenise`. Did you mean `tokenize`?"),
    ("covnert", "There is no command `covnert`. Did you mean `convert`?"),
    ("frobnicate", "There is no command `frobnicate`. `braid --help`"),
  ])
  func `a misspelt command is told the nearest one`(word: String, message: String) throws {
    let outcome = try Program.run([word, "corpora/letter/letter.xml"])
    #expect(outcome.status == 2)
    #expect(outcome.messages.hasPrefix(message), "\(outcome.messages)")
  }

  @Test(arguments: ["tokenize", "convert", "stats", "split", "vocab"])
  func `help has an example and the exit codes`(command: String) throws {
    let outcome = try Program.run([command, "--help"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("$ ") && outcome.output.contains("Exit codes: 0 done"))
    #expect(outcome.messages.isEmpty)
  }

  @Test(arguments: [
    (["tokenize", "nowhere.txt"], 1, "nowhere.txt: cannot read: no such file"),
    (["convert", "corpora/tagged/dev.conllu", "x.unknown"], 2, "The name of x.unknown does not tell its format"),
    (["convert", "corpora/reviews/dev.tsv", "-", "--to", "conllu"], 1, "conllu cannot hold a text without tokens"),
    (["split", "corpora/reviews/dev.tsv", "-o", "runs/x", "--parts", "a=b"], 2, "--parts a=b: expected a share"),
    (["vocab", "corpora/reviews/dev.tsv", "--output", "/nowhere/v.txt"], 1, "/nowhere/v.txt: cannot write"),
    (["stats", "corpora/reviews/dev.tsv", "--column", "label=3"], 1, "found no column 3"),
  ])
  func `what is wrong is said with what to do, and the exit code tells whose fault it is`(
    arguments: [String], status: Int32, message: String
  ) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == status)
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
    #expect(!outcome.messages.contains("Fatal"))
  }

  @Test func `a split by a layer that nobody has is refused and leaves no files`() throws {
    let bench = try Workbench()
    let outcome = try Program.run([
      "split", "corpora/reviews/dev.tsv", "-o", bench.path("parts"), "--stratify", "lable",
    ])
    #expect(outcome.status == 2)
    #expect(outcome.messages.contains("--stratify lable: no document has a label of this layer"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("parts")).isEmpty)
  }

  @Test func `a conversion says which layers the output has no place for`() throws {
    let outcome = try Program.run(["convert", "corpora/memory/memory.tmx", "-", "--to", "tsv"])
    #expect(outcome.status == 0)
    #expect(outcome.messages.contains("left out, as tsv does not hold them: 60 translations"), "\(outcome.messages)")
    let whole = try Program.run(["convert", "corpora/memory/memory.tmx", "-", "--to", "jsonl"])
    #expect(!whole.messages.contains("left out"))
  }

  @Test func `the header of a table is no document`() throws {
    let outcome = try Program.run(["stats", "corpora/reviews/dev.tsv"])
    #expect(outcome.output.contains("labels label: 2 different"), "\(outcome.output)")
  }

  @Test func `an annotated letter is the letter again, byte for byte, when the mark-up is taken out`() throws {
    let bench = try Workbench()
    let (documents, letter) = (bench.path("letter.jsonl"), "corpora/letter/letter.xml")
    #expect(try Program.run(["tokenize", letter, "--from", "tei", "--output", documents]).status == 0)
    let outcome = try Program.run(["convert", documents, "-", "--into", letter, "--to", "tei"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("<w>"))
    let original = try String(contentsOf: Program.root.appending(path: letter), encoding: .utf8)
    #expect(outcome.output.replacing(/<\/?(w|pc|s|milestone|anchor)( [^>]*)?>/, with: "") == original)
  }
}
