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

  @Test func `a split by a layer that nobody has is refused and leaves no files`() throws {
    let scratch = try Scratch()
    let outcome = try Program.run([
      "split", "corpora/reviews/dev.tsv", "-o", scratch.path("parts"), "--stratify", "lable",
    ])
    #expect(outcome.status == 2)
    #expect(outcome.messages.contains("--stratify lable: no document has a label of this layer"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("parts")).isEmpty)
  }

  @Test func `a conversion says which layers the output has no place for`() throws {
    let outcome = try Program.run(["convert", "corpora/memory/memory.tmx", "-", "--to", "tsv"])
    #expect(outcome.status == 0)
    #expect(outcome.messages.contains("left out, not supported by tsv: 60 translations"), "\(outcome.messages)")
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
