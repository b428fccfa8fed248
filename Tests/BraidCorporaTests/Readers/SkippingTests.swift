import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Reading on after a record that cannot be read.
struct SkippingTests {
  struct Reading {
    var texts: [String] = []
    var lines: [String] = []
    var lost = 0
  }

  func readAll(_ files: [String], _ options: ReadOptions) throws -> Reading {
    let reader = try CorpusReader(files, options: options)
    var reading = Reading()
    while true {
      do throws(CorpusError) {
        guard let document = try reader.next() else { return reading }
        reading.texts.append(document.text)
      } catch {
        let skipped = try #require(reader.skip(after: error))
        if skipped.isRestOfFile { reading.lost += 1 } else { reading.lines.append(skipped.line ?? "") }
        #expect(error.place != nil)
      }
    }
  }

  static func conllu(_ word: String) -> String { "1\t\(word)\t_\tX\t_\t_\t0\troot\t_\t_\n" }

  @Test(arguments: [
    (CorpusFormat.jsonl, "{\"text\":\"a\"}\n{\"text\"}\n{\"text\":\"b\"}\n", ["a", "b"], "{\"text\"}"),
    (.tsv, "1\ta\n1\n2\tb\n", ["a", "b"], "1"), (.csv, "1,a\n\"x\"y,z\n2,b\n", ["a", "b"], "\"x\"y,z"),
    (.trec, "A:b a\nnone\nA:b b\n", ["a", "b"], "none"), (.trees, "(1 a)\nx)\n(0 b)\n", ["a", "b"], "x)"),
    (.conll2000, "a X O\nb X O\n\nc X\nd X O\n\ne X O\n", ["a b", "e"], "d X O"),
    (.conllu, conllu("a") + "\n1\tx\n" + conllu("y") + "\n" + conllu("b") + "\n", ["a", "b"], "1\tx"),
    (
      .po, "msgid \"a\"\nmsgstr \"\"\n\nmsgid oops\nmsgstr \"x\"\n\nmsgid \"b\"\nmsgstr \"\"\n", ["a", "b"],
      "msgid oops"
    ),
    (
      .conll2012, "#begin document (a); part 000\na 0 0 x NN * - - - - * -\na 0 1 y\n\na 0 0 b NN * - - - - * -\n\n",
      ["b"], "a 0 1 y"
    ),
  ])
  func `a broken record is skipped and the next one read`(
    format: CorpusFormat, text: String, texts: [String], line: String
  ) throws {
    let scratch = try Scratch()
    let reading = try readAll([scratch.file("in", text)], ReadOptions(format: format))
    #expect(reading.texts == texts)
    #expect(reading.lines == [line])
    #expect(reading.lost == 0)
  }

  @Test func `a line that is not UTF-8 is skipped in every file of lines`() throws {
    let scratch = try Scratch()
    var bytes = Array("a\n".utf8)
    bytes += [0xFF, 10]
    bytes += Array("b\n".utf8)
    for (format, name) in [(CorpusFormat.lines, "x"), (.fasttext, "y")] {
      let file = try scratch.file(name, .init(bytes))
      let reading = try readAll([file], ReadOptions(format: format))
      #expect(reading.texts == ["a", "b"] && reading.lines == ["\u{FFFD}"])
    }
  }

  @Test func `parallel files stay side by side`() throws {
    let scratch = try Scratch()
    let source = try scratch.file("s", .init(Array("a\n".utf8) + [0xFF, 10] + Array("c\n".utf8)))
    let target = try scratch.file("t", "x\ny\nz\n")
    let reader = try CorpusReader([source, target], options: ReadOptions(format: .parallel))
    #expect(try reader.next()?.translations["target"]?.text == "x")
    let error = #expect(throws: CorpusError.self) { try reader.next() }
    #expect(reader.skip(after: try #require(error))?.isRestOfFile == false)
    let last = try reader.next()
    #expect(last?.text == "c" && last?.translations["target"]?.text == "z")
  }

  @Test func `what ends a file loses its rest, not the files after it`() throws {
    let scratch = try Scratch()
    let bad = try scratch.file("bad", .init([0x1F, 0x8B, 8, 0, 1]))
    let good = try scratch.file("good", "a\n")
    let reading = try readAll([good, bad, "nowhere", good], ReadOptions(format: .lines))
    #expect(reading.texts == ["a", "a"] && reading.lost == 2)
  }
}
