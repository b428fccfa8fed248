import BraidTestSupport
import Foundation
import Testing

/// The commands that prepare corpora, as a person uses them.
struct PrepareCommandTests {
  @Test(arguments: ["tokenize", "convert", "stats", "split", "vocab"])
  func `help has an example and the exit codes`(command: String) throws {
    let outcome = try Program.run([command, "--help"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("$ ") && outcome.output.contains("Exit codes: 0 done"))
    #expect(outcome.messages.isEmpty)
  }

  @Test func `a split by a layer that nobody has is refused and leaves no files and no folder`() throws {
    let scratch = try Scratch()
    let outcome = try Program.run([
      "split", "corpora/reviews/dev.tsv", "-o", scratch.path("parts"), "--stratify", "lable",
    ])
    #expect(outcome.status == 2)
    #expect(outcome.messages.contains("--stratify lable: no document has a label of this layer"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("parts")))
  }

  @Test func `no command writes over what it reads, by whatever name`() throws {
    let scratch = try Scratch()
    let table = "label\ttext\ngood\ta fine day\nbad\tno\n"
    try scratch.file("a.tsv", table)
    let path = scratch.path("a.tsv")
    try FileManager.default.createSymbolicLink(atPath: scratch.path("link.tsv"), withDestinationPath: path)
    for arguments in [
      ["convert", path, path], ["convert", path, scratch.path("./link.tsv"), "--to", "tsv"],
      ["convert", path, scratch.path("b.jsonl"), "--dead-letter", path], ["tokenize", path, "-o", path],
      ["vocab", path, "-o", path],
      ["convert", path, scratch.path("b.jsonl"), "--dead-letter", scratch.path("b.jsonl")],
    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 2, "\(arguments)")
      #expect(outcome.messages.contains("is an input") || outcome.messages.contains("written twice"), "\(arguments)")
      #expect(try scratch.text("a.tsv") == table, "\(arguments)")
    }
  }

  @Test func `a conversion says which layers the output has no place for`() throws {
    let outcome = try Program.run(["convert", "corpora/memory/memory.tmx", "-", "--to", "tsv"])
    #expect(outcome.status == 0)
    #expect(outcome.messages.contains("left out, no place in tsv: fields:note (1), translations:de (60)"))
    let whole = try Program.run(["convert", "corpora/memory/memory.tmx", "-", "--to", "jsonl"])
    #expect(!whole.messages.contains("left out"))
  }

  @Test func `an annotated letter is the letter again, byte for byte, when the mark-up is taken out`() throws {
    let scratch = try Scratch()
    let (documents, letter) = (scratch.path("letter.jsonl"), "corpora/letter/letter.xml")
    #expect(try Program.run(["tokenize", letter, "--from", "tei", "--output", documents]).status == 0)
    let outcome = try Program.run(["convert", documents, "-", "--into", letter, "--to", "tei"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("<w>"))
    let original = try String(contentsOf: Program.root.appending(path: letter), encoding: .utf8)
    #expect(outcome.output.replacing(/<\/?(w|pc|s|milestone|anchor)( [^>]*)?>/, with: "") == original)
  }
}
