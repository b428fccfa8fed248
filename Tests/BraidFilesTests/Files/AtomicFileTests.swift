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

  @Test func `a folder is no file, and the error says to name one in it`() throws {
    let scratch = try Scratch()
    let path = scratch.folder.path
    let error = #expect(throws: FileError.self) { try AtomicFile(path) }
    #expect(error?.errorDescription == "\(path): cannot write: is a folder")
    #expect(error?.recoverySuggestion == "Name a file in it, such as \(path)/NAME.")
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

  @Test func `a temporary name that leads elsewhere is refused, and nothing there is touched`() throws {
    let scratch = try Scratch()
    let (path, temporary) = (scratch.path("out"), scratch.path(".out.braid-temporary"))
    try scratch.file("victim", "precious")
    let reason = "\(temporary) is in the way, which is not a regular file of this user"
    let ways: [() throws -> Void] = [
      { try FileManager.default.createSymbolicLink(atPath: temporary, withDestinationPath: "victim") },
      { try FileManager.default.createSymbolicLink(atPath: temporary, withDestinationPath: "nowhere") },
      { try FileManager.default.linkItem(atPath: scratch.path("victim"), toPath: temporary) },
      { try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false) },
      { #expect(mkfifo(temporary, 0o600) == 0) },
    ]
    for way in ways {
      try way()
      #expect(throws: FileError.unwritable(file: path, reason: reason)) { try AtomicFile(path) }
      AtomicFile.removeLeftover(of: path)
      #expect(try scratch.text("victim") == "precious")
      #expect(try scratch.names == [".out.braid-temporary", "victim"])
      try FileManager.default.removeItem(atPath: temporary)
    }
  }

  @Test func `of several writers at once, each file that is read is one that a writer completed`() async throws {
    let scratch = try Scratch()
    let path = scratch.path("out")
    let commits = try await withThrowingTaskGroup(of: Int.self) { group in
      for writer in 0..<4 {
        group.addTask {
          var commits = 0
          for round in 0..<300 {
            guard let file = try? AtomicFile(path) else { continue }
            let count = 1 + (writer * 300 + round) % 97
            try file.write([UInt8](repeating: UInt8(writer), count: count))
            try file.write([UInt8(255)])
            try file.commit()
            commits += 1
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            #expect(bytes.last == 255 && Set(bytes.dropLast()).count == 1)
          }
          return commits
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(commits > 0)
    #expect(try scratch.names == ["out"])
  }

  @Test(arguments: [0o600, 0o640, 0o755, 0o444])
  func `a file that is replaced keeps its mode`(mode: Int) throws {
    let scratch = try Scratch()
    try scratch.file("out", "old")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: scratch.path("out"))
    let file = try AtomicFile(scratch.path("out"))
    func found(_ name: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: scratch.path(name))[.posixPermissions] as? Int
    }
    // Others see nothing of it before.
    #expect(try found(".out.braid-temporary") == 0o600)
    try append("new", to: file)
    try file.commit()
    #expect(try found("out") == mode)
    #expect(try scratch.text("out") == "new")
  }

  @Test func `several files are in their places together, or none is`() throws {
    let scratch = try Scratch()
    try scratch.file("old", "old")
    func files() throws -> [AtomicFile] {
      let files = try ["old", "new", "last"].map { try AtomicFile(scratch.path($0)) }
      for file in files { try append("text", to: file) }
      return files
    }
    do {
      let files = try files()
      // A folder comes in the way of the last one.
      try FileManager.default.createDirectory(atPath: scratch.path("last"), withIntermediateDirectories: false)
      #expect(throws: FileError.self) { try AtomicFile.commit(files) }
    }
    #expect(try scratch.names == ["last", "old"])
    #expect(try scratch.text("old") == "old")
    try FileManager.default.removeItem(atPath: scratch.path("last"))
    try AtomicFile.commit(files())
    #expect(try scratch.names == ["last", "new", "old"])
    #expect(try scratch.text("old") == "text")
  }

  @Test func `the first bytes can be written last`() throws {
    let scratch = try Scratch()
    let file = try AtomicFile(scratch.path("out"))
    try append("??? cd", to: file)
    try file.overwriteStart(Array("ab ".utf8))
    try append("e", to: file)
    try file.commit()
    #expect(try scratch.text("out") == "ab  cde")
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

  @Test func `links that lead to each other are unwritable, and stay`() throws {
    let scratch = try Scratch()
    let (one, two) = (scratch.path("one"), scratch.path("two"))
    try FileManager.default.createSymbolicLink(atPath: one, withDestinationPath: two)
    try FileManager.default.createSymbolicLink(atPath: two, withDestinationPath: one)
    let reason = String(cString: strerror(ELOOP))
    #expect(throws: FileError.unwritable(file: one, reason: reason)) { try AtomicFile.write(one, text: "") }
    #expect(throws: FileError.unwritable(file: one, reason: reason)) { try FileSystem.makeFolders(one) }
    #expect(try scratch.names == ["one", "two"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: one) == two)
  }

  @Test func `a link to a file that is not there yet is followed, and is the same place as the file`() throws {
    let scratch = try Scratch()
    let (link, second) = (scratch.path("link"), scratch.path("second"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "new")
    try FileManager.default.createSymbolicLink(atPath: second, withDestinationPath: link)
    #expect(Paths.isSame(second, or: scratch.path("new")))
    #expect(!Paths.isSame(second, or: scratch.path("other")))
    try AtomicFile.write(second, text: "x")
    #expect(try scratch.text("new") == "x")
    #expect(try scratch.names == ["link", "new", "second"])
  }
}
