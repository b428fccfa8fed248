import BraidCorpora
import BraidText
import Foundation
import Testing

struct AtomicFileTests {
  @Test func `the file appears only when it is complete`() throws {
    let scratch = try Scratch()
    try scratch.file("out", "old")
    let file = try AtomicFile(scratch.path("out"))
    try file.append("new")
    #expect(try scratch.text("out") == "old")
    try file.commit()
    #expect(try scratch.text("out") == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path) == ["out"])
  }

  @Test func `a file that is let go leaves nothing behind`() throws {
    let scratch = try Scratch()
    do {
      let file = try AtomicFile(scratch.path("out"))
      try file.append("new")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).isEmpty)
  }

  @Test func `two writers of one file cannot be open at once`() throws {
    let scratch = try Scratch()
    let first = try AtomicFile(scratch.path("out"))
    #expect(throws: CorpusError.self) { try AtomicFile(scratch.path("out")) }
    try first.append("a")
    try first.commit()
    #expect(try scratch.text("out") == "a")
  }

  @Test func `a left-over temporary file is taken over`() throws {
    let scratch = try Scratch()
    try scratch.file(".out.braid-temporary", "rest of a killed process")
    let file = try AtomicFile(scratch.path("out"))
    try file.append("b")
    try file.commit()
    #expect(try scratch.text("out") == "b")
  }

  @Test func `a folder that is not there is unwritable`() throws {
    let scratch = try Scratch()
    #expect(throws: CorpusError.self) { try AtomicFile(scratch.path("none/out")) }
  }
}
