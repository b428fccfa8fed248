import BraidFiles
import BraidTestSupport
import Foundation
import Testing

/// One file of several, which is as it was written or refused.
@Suite struct StoredArchiveTests {
  static let foreign = "it is a ZIP archive, but not one that `braid model pack` wrote"
  let scratch: Scratch
  let path: String
  let members: [(name: String, contents: Data)] = [
    ("config.json", Data("{}\n".utf8)), ("empty", Data()), ("segmenter/größe.vocab", Data("ß\n".utf8)),
    ("weights", Data((0..<70_000).map { UInt8(truncatingIfNeeded: $0 * 7) })),
  ]

  init() throws {
    scratch = try Scratch()
    path = scratch.path("model.braid")
    try StoredArchive.write(path, members: members)
  }

  /// What is wrong with a file of some bytes; nil when nothing is.
  private func problem(_ data: Data) throws -> String? {
    let place = try scratch.file("other.braid", data)
    do throws(StoredArchiveError) {
      _ = try StoredArchive(place)
      return nil
    } catch {
      guard case .refused(place, let reason) = error else { return "\(error)" }
      return reason
    }
  }

  /// The bytes with their own digest put in, as somebody who means harm would.
  private func sealed(_ data: Data) -> Data {
    var data = data
    var hash = SHA256()
    data.prefix(data.count - 93).withUnsafeBytes { hash.update($0) }
    data.replaceSubrange(data.count - 64..<data.count, with: Data(hash.hexadecimal().utf8))
    return data
  }

  @Test func `members are read as they were written, large ones from the beginning of a page`() throws {
    let archive = try StoredArchive(path)
    #expect(archive.names == members.map(\.name))
    for (name, contents) in members { #expect(archive[name] == contents) }
    #expect(archive["nothing"] == nil)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(whole.range(of: members[3].contents)?.lowerBound == 4096)
    #expect(try #require(whole.range(of: members[2].contents)).lowerBound % 64 == 0)
    #expect(StoredArchive.isArchive(path))
    #expect(!StoredArchive.isArchive(scratch.path("nothing")))
  }

  @Test func `the same members make the same bytes, others others`() throws {
    try StoredArchive.write(scratch.path("again"), members: members)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("again"))) == whole)
    try StoredArchive.write(scratch.path("turned"), members: members.reversed())
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("turned"))) != whole)
    #expect(sealed(whole) == whole)
  }

  @Test func `Python's zipfile reads it and finds its checksums right`() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as archive:
          assert archive.testzip() is None
          print([(member.filename, member.file_size, member.date_time[0]) for member in archive.infolist()])
          print(archive.comment.decode()[:7], archive.read("segmenter/größe.vocab").decode().strip())
      """, path,
    ]
    process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(
      output == """
        [('config.json', 3, 1980), ('empty', 0, 1980), ('segmenter/größe.vocab', 3, 1980), ('weights', 70000, 1980)]
        sha256: ß

        """)
  }

  @Test func `a file that was cut, lengthened or changed in a bit is refused with the reason`() throws {
    try StoredArchive.write(path, members: Array(members.prefix(3)))
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for count in stride(from: 0, to: whole.count, by: 3) {
      #expect(try problem(whole.prefix(count)) != nil, "\(count) bytes")
    }
    #expect(try problem(whole + [0]) == "its end is missing, or something was added to it")
    #expect(try problem([0] + whole) == "it does not begin as such a file does")
    for bit in stride(from: 0, to: whole.count * 8, by: 3) {
      var data = whole
      data[bit / 8] ^= UInt8(1 << (bit % 8))
      #expect(try problem(data) != nil, "bit \(bit)")
      // Nor with a digest that fits, except where a member's contents or their checksum are other ones.
      if try problem(sealed(data)) == nil {
        let read = try StoredArchive(scratch.path("other.braid"))
        #expect(read.names.count == 3, "bit \(bit)")
      }
    }
    var middle = whole
    middle[whole.count / 2] ^= 1
    #expect(try problem(middle)?.hasPrefix("it was altered: the SHA-256 of its bytes, ") == true)
  }

  @Test func `a directory that leads out of the file is refused before anything is read there`() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let end = whole.count - 93
    let directory = (0..<4).reduce(0) { $0 | Int(whole[end + 16 + $1]) << (8 * $1) }
    for (offset, name) in [
      (directory + 20, "size"), (directory + 24, "size"), (directory + 28, "length of a name"),
      (directory + 42, "offset"), (end + 16, "directory"),
    ] {
      var data = whole
      for byte in 0..<2 { data[offset + byte] = 0xff }
      let reason = try #require(try problem(sealed(data)), "\(name)")
      #expect(reason == Self.foreign || reason.hasPrefix("it was altered: "), "\(name)")
    }
  }

  @Test(arguments: ["", "/etc/name", "../up", "a//b", "a/", ".hidden", "a/../b", "a\\b", "line\nfeed"])
  func `a name that leads out of the folder is refused`(name: String) {
    #expect(throws: StoredArchiveError.refused(path: path, reason: "no member can be named `\(name)`")) {
      try StoredArchive.write(path, members: [(name, Data())])
    }
  }

  @Test func `two members of one name are refused, and what is there stays`() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: StoredArchiveError.refused(path: path, reason: "two members have the same name")) {
      try StoredArchive.write(path, members: [("a", Data()), ("a", Data())])
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
  }

  @Test func `names that only look alike are two`() throws {
    let (composed, decomposed) = ("\u{e9}.vocab", "e\u{301}.vocab")
    try StoredArchive.write(path, members: [(composed, Data([1])), (decomposed, Data([2]))])
    let archive = try StoredArchive(path)
    #expect(archive[composed] == Data([1]))
    #expect(archive[decomposed] == Data([2]))
  }
}
