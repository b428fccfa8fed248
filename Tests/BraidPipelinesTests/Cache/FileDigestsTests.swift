import Foundation
import Testing

import BraidFiles
import BraidPipelines

@Suite struct FileDigestsTests {
  @Test func `the hash is that of the contents, whatever the times say`() throws {
    let bench = try Workbench()
    try bench.write("a", "one")
    let digests = FileDigests(memory: bench.path("memory"))
    let first = digests.digest(bench.path("a"))
    #expect(first == SHA256.hexadecimal("one"))
    try FileManager.default.setAttributes([.modificationDate: Date.distantPast], ofItemAtPath: bench.path("a"))
    #expect(digests.digest(bench.path("a")) == first)
    try bench.write("a", "two")
    #expect(digests.digest(bench.path("a")) == SHA256.hexadecimal("two"))
    #expect(digests.digest(bench.path("b")) == nil)
  }

  @Test(arguments: [4_102_444_800, 9_223_372_037, 99_999_999_999, -9_223_372_037])
  func `a file may be of a day that is not counted in nanoseconds`(seconds: Int) throws {
    let bench = try Workbench()
    try bench.write("a", "one")
    var times = [timespec(), timespec()]
    (times[0].tv_sec, times[1].tv_sec) = (seconds, seconds)
    // A file system that knows no such day gives its last or its first.
    #expect(utimensat(AT_FDCWD, bench.path("a"), times, 0) == 0)
    let digests = FileDigests(memory: bench.path("memory"))
    #expect(digests.digest(bench.path("a")) == SHA256.hexadecimal("one"))
    #expect(digests.digest(bench.path("a")) == SHA256.hexadecimal("one"))
    try digests.save()
  }

  @Test func `a file that is remembered is not read again unless it is asked for`() throws {
    let bench = try Workbench()
    try bench.write("a", "one")
    // A file that was changed a moment ago is not remembered.
    usleep(150_000)
    let digests = FileDigests(memory: bench.path("memory"))
    _ = digests.digest(bench.path("a"))
    try digests.save()
    let text = try #require(bench.read("memory"))
    let other = SHA256.hexadecimal("something else")
    try bench.write("memory", text.replacing(SHA256.hexadecimal("one"), with: other))
    let later = FileDigests(memory: bench.path("memory"))
    #expect(later.digest(bench.path("a")) == other)
    #expect(later.digest(bench.path("a"), rereading: true) == SHA256.hexadecimal("one"))
  }

  @Test func `a folder's hash changes with the names and the contents of its files`() throws {
    let bench = try Workbench()
    let digests = FileDigests(memory: bench.path("../memory"))
    try FileManager.default.createDirectory(atPath: bench.path("x/y"), withIntermediateDirectories: true)
    try bench.write("x/a", "one")
    try bench.write("x/y/b", "two")
    let first = digests.digest(bench.path("x"))
    try bench.write("x/y/b", "three")
    let second = digests.digest(bench.path("x"))
    try bench.write("x/y/b", "two")
    #expect(first != second)
    #expect(digests.digest(bench.path("x")) == first)
    try bench.write("x/c", "")
    #expect(digests.digest(bench.path("x")) != first)
  }

  @Test func `a damaged memory is no memory`() throws {
    let bench = try Workbench()
    try bench.write("memory", "{\"a\": 3")
    try bench.write("a", "one")
    #expect(FileDigests(memory: bench.path("memory")).digest(bench.path("a")) == SHA256.hexadecimal("one"))
  }
}
