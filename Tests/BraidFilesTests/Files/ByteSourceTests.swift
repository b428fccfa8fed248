import BraidFiles
import BraidTestSupport
import Foundation
import Testing

struct ByteSourceTests {
  /// `gzip.compress(b"one\n", mtime=0)` and the same of `two\n`, by Python's gzip module.
  static let one = Data(base64Encoded: "H4sIAAAAAAACA8vPS+UCAJ+oF/gEAAAA") ?? Data()
  static let two = Data(base64Encoded: "H4sIAAAAAAACAyspz+cCAHQIF5YEAAAA") ?? Data()

  private func all(_ data: Data) throws -> String {
    let scratch = try Scratch()
    return String(decoding: try ByteSource(try scratch.file("x", data)).readAll(), as: UTF8.self)
  }

  @Test func `a plain file is read as it is`() throws {
    #expect(try all(Data("one\ntwo".utf8)) == "one\ntwo")
    #expect(try all(Data()) == "")
    #expect(try all(Data([0x1F])) == "\u{1F}")
  }

  @Test func `gzip is recognised by its first bytes, of several members too`() throws {
    #expect(try all(Self.one) == "one\n")
    #expect(try all(Self.one + Self.two) == "one\ntwo\n")
    #expect(try all(Self.one + Data([0, 0, 0]) + Self.two + Data([0, 0])) == "one\ntwo\n")
  }

  @Test func `a gzip file that ends early says so, with the bytes it gave`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("x.gz", Self.one.dropLast(5))
    #expect(throws: FileError.truncatedGzip(file: path, bytes: 4)) { try ByteSource(path).readAll() }
    let second = try scratch.file("y.gz", Self.one + Self.two.prefix(12))
    #expect(throws: FileError.truncatedGzip(file: second, bytes: 5)) { try ByteSource(second).readAll() }
  }

  @Test func `a damaged gzip file is refused`() throws {
    let scratch = try Scratch()
    var bytes = Self.one
    bytes[18] ^= 0xFF
    let path = try scratch.file("x.gz", bytes)
    #expect(throws: FileError.self) { try ByteSource(path).readAll() }
    let garbage = try scratch.file("y.gz", Self.one + Data("garbage".utf8))
    #expect(throws: FileError.damagedGzip(file: garbage, reason: "incorrect header check")) {
      try ByteSource(garbage).readAll()
    }
  }

  @Test func `who waits for a pipe is stopped by a signal`() async {
    await #expect(processExitsWith: .exitCode(128 + 15)) {
      var ends: [Int32] = [-1, -1]
      pipe(&ends)
      dup2(ends[0], 0)
      let signals = StopSignals {}
      kill(getpid(), SIGTERM)
      do throws(FileError) {
        _ = try ByteSource("-").readAll()
        exit(1)
      } catch {
        guard case .interrupted("-", _) = error else { exit(2) }
        exit(signals.exitCode)
      }
    }
  }

  @Test func `a missing file and a folder are unreadable`() throws {
    let scratch = try Scratch()
    let missing = scratch.path("none")
    #expect(throws: FileError.unreadable(file: missing, reason: "No such file or directory")) {
      try ByteSource(missing)
    }
    let folder = scratch.folder.path
    let error = #expect(throws: FileError.unreadable(file: folder, reason: "is a folder")) { try ByteSource(folder) }
    #expect(error?.recoverySuggestion == "Name the files in it, such as \(folder)/*.")
  }

  #if os(Linux)
    @Test func `a file that the system can open but not read is interrupted, whatever it holds`() throws {
      // The first page of a process is never mapped.
      #expect(throws: FileError.interrupted(file: "/proc/self/mem", reason: "Input/output error")) {
        try ByteSource("/proc/self/mem")
      }
    }
  #endif
}
