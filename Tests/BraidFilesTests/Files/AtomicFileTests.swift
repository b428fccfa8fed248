import BraidFiles
import BraidTestSupport
import Foundation
import Testing

struct AtomicFileTests {
  private func append(_ text: String, to file: AtomicFile) throws {
    try file.write(Array(text.utf8))
  }

  @Test func `the file appears only when it is complete`() throws {
    let scratch = try Scratch()
    try scratch.file("out", "old")
    let file = try AtomicFile(scratch.path("out"))
    try append("new", to: file)
    #expect(try scratch.text("out") == "old")
    try file.commit()
    #expect(try scratch.text("out") == "new")
    #expect(try scratch.names == ["out"])
  }

  @Test func `text replaces a file as a whole`() throws {
    let scratch = try Scratch()
    try scratch.file("out", "a longer old text")
    try AtomicFile.write(scratch.path("out"), text: "né")
    #expect(try scratch.text("out") == "né")
    #expect(try scratch.names == ["out"])
  }

  @Test func `a file that is let go leaves nothing behind`() throws {
    let scratch = try Scratch()
    do { try append("new", to: try AtomicFile(scratch.path("out"))) }
    #expect(try scratch.names.isEmpty)
  }

  @Test func `two writers of one file cannot be open at once`() throws {
    let scratch = try Scratch()
    let path = scratch.path("out")
    let first = try AtomicFile(path)
    #expect(throws: FileError.unwritable(file: path, reason: "another process is writing it")) { try AtomicFile(path) }
    try append("a", to: first)
    try first.commit()
    #expect(try scratch.text("out") == "a")
  }

  @Test func `a left-over temporary file is taken over`() throws {
    let scratch = try Scratch()
    try scratch.file(".out.braid-temporary", "rest of a killed process")
    let file = try AtomicFile(scratch.path("out"))
    try append("b", to: file)
    try file.commit()
    #expect(try scratch.text("out") == "b")
  }

  @Test func `a link stays a link, and the file it leads to is replaced`() throws {
    let scratch = try Scratch()
    try scratch.file("real", "old")
    try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "real")
    try AtomicFile.write(scratch.path("link"), text: "new")
    #expect(try scratch.text("real") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link")) == "real")
  }

  @Test func `a pipe is written to, not replaced`() throws {
    let scratch = try Scratch()
    let pipe = scratch.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try AtomicFile.write(pipe, text: "through")
    var bytes = [UInt8](repeating: 0, count: 16)
    #expect(read(reader, &bytes, bytes.count) == 7)
    #expect(String(decoding: bytes.prefix(7), as: UTF8.self) == "through")
    #expect(try scratch.names == ["pipe"])
    #expect(FileSystem.isSpecial(pipe))
  }

  @Test func `a folder that is not there is unwritable, and so is a folder in the place of the file`() throws {
    let scratch = try Scratch()
    #expect(throws: FileError.self) { try AtomicFile.write(scratch.path("none/out"), text: "") }
    #expect(throws: FileError.self) { try AtomicFile.write(scratch.folder.path, text: "") }
  }
}
