import BraidFiles
import BraidTestSupport
import Foundation
import Testing

@Suite struct PathTests {
  @Test(arguments: [
    ("a", "", "a", "b"), ("/a", "/", "a", "/b"), ("x/y/a", "x/y", "a", "x/y/b"), ("./a", ".", "a", "./b"),
    ("x/", "x", "", "x/b"), ("", "", "", "b"), ("é/ü", "é", "ü", "é/b"),
  ])
  func `a path has a folder, a name and siblings`(_ path: String, _ folder: String, _ name: String, _ sibling: String) {
    #expect(Paths.folder(path) == folder)
    #expect(Paths.name(path) == name)
    #expect(Paths.sibling(of: path, named: "b") == sibling)
    #expect(Paths.sibling(of: path, named: "/b") == "/b")
  }

  @Test func `only what the system says is not there is absent`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a", "")
    #expect(!FileSystem.isAbsent(file) && !FileSystem.isAbsent(scratch.folder.path))
    for path in ["b", "a/b", "b/c", String(repeating: "n", count: 300)] {
      #expect(FileSystem.isAbsent(scratch.path(path)), "\(path)")
    }
    // A link in a circle can't be followed, so that nobody knows.
    #expect(symlink("circle", scratch.path("circle")) == 0)
    #expect(!FileSystem.isAbsent(scratch.path("circle")) && !FileSystem.exists(scratch.path("circle")))
  }

  @Test func `patterns stand for files in byte order; a file with just that name is itself`() throws {
    let scratch = try Scratch()
    for name in ["b.txt", "a.txt", "ä.txt", "[a].txt", "c.md"] { try scratch.file(name, "12345") }
    let all = ["[a].txt", "a.txt", "b.txt", "ä.txt"].map(scratch.path)
    #expect(FileList.expand([scratch.path("*.txt")]) == all)
    #expect(FileList.expand([scratch.path("[a].txt"), scratch.path("?.md")]) == ["[a].txt", "c.md"].map(scratch.path))
    #expect(FileList.expand([scratch.path("*.gone"), "gone"]) == [scratch.path("*.gone"), "gone"])
    #expect(FileList.bytes(all + ["gone"]) == 20)
  }

  @Test func `a folder's files are regular ones and links to such`() throws {
    let scratch = try Scratch()
    try scratch.file("a", "")
    #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
    for (name, target) in [("link", "a"), ("dangling", "gone"), ("piped", "pipe")] {
      #expect(symlink(target, scratch.path(name)) == 0)
    }
    #expect(FileList.contents(of: scratch.folder.path) { _ in true } == ["a", "link"].map(scratch.path))
  }

  @Test func `a folder that is a link has the files of its folder, by the name that was given`() throws {
    let scratch = try Scratch()
    try FileSystem.makeFolders(scratch.path("folder/below"))
    for name in ["folder/a", "folder/below/b"] { try scratch.file(name, "") }
    for (name, target) in [("link", "folder"), ("second", "link"), ("folder/circle", ".")] {
      #expect(symlink(target, scratch.path(name)) == 0)
    }
    for name in ["folder", "link", "second"] {
      for path in [scratch.path(name), scratch.path(name) + "/"] {
        let files = ["\(name)/a", "\(name)/below/b"].map(scratch.path)
        #expect(FileList.contents(of: path) { _ in true } == files, "\(path)")
      }
    }
  }

  @Test func `folders are made with those they are in; a file in the way is named`() throws {
    let scratch = try Scratch()
    try scratch.file("file", "")
    for _ in 0..<2 { try FileSystem.makeFolders(scratch.path("a/b/c/")) }
    #expect(FileSystem.exists(scratch.path("a/b/c")))
    for path in ["file", "file/a", "file/a/b"] {
      #expect(throws: FileError.unwritable(file: scratch.path("file"), reason: "is no folder"), "\(path)") {
        try FileSystem.makeFolders(scratch.path(path))
      }
    }
    try FileSystem.makeFolders("")
    try FileSystem.makeFolders("/")
  }

  @Test func `what is written to a pipe or standard output cannot be taken back`() throws {
    let scratch = try Scratch()
    try scratch.file("file", "")
    #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
    for (path, isStream) in [("-", true), ("pipe", true), ("file", false), (".", false), ("none", false)] {
      #expect(FileSystem.isStream(path == "-" ? path : scratch.path(path)) == isStream, "\(path)")
    }
  }
}
