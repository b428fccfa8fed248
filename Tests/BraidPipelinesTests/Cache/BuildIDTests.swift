import BraidPipelines
import BraidTestSupport
import Foundation
import Testing

@Suite struct BuildIDTests {
  /// Bytes of a number, the lowest first.
  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// An ELF file of 64 bits with one segment of notes behind its header.
  private static func program(notes: [UInt8], length: Int? = nil) -> [UInt8] {
    var header: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1] + Array(repeating: 0, count: 58)
    header.replaceSubrange(32..<40, with: bytes(64, 8))
    header.replaceSubrange(54..<58, with: bytes(56, 2) + bytes(1, 2))
    var segment = bytes(4, 4) + [UInt8](repeating: 0, count: 52)
    segment.replaceSubrange(8..<16, with: bytes(120, 8))
    segment.replaceSubrange(32..<40, with: bytes(length ?? notes.count, 8))
    return header + segment + notes
  }

  private static func note(_ name: String, kind: Int, _ content: [UInt8]) -> [UInt8] {
    func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + Array(repeating: 0, count: (4 - bytes.count % 4) % 4) }
    return bytes(name.utf8.count, 4) + bytes(content.count, 4) + bytes(kind, 4) + padded(Array(name.utf8))
      + padded(content)
  }

  @Test(
    arguments: [
      (program(notes: note("GNU\0", kind: 3, [0xAB, 0x01, 0xFF])), "ab01ff"),
      (program(notes: note("Go\0", kind: 3, [1]) + note("GNU\0", kind: 1, [2]) + note("GNU\0", kind: 3, [3])), "03"),
      (program(notes: note("GNU\0", kind: 1, [2])), nil),
      (program(notes: note("GNU\0", kind: 3, [1, 2]), length: 1 << 40), nil),
      (program(notes: bytes(1 << 31, 4) + bytes(-1, 8)), nil),
      (program(notes: []), nil),
      (Array("#!/bin/sh\n".utf8), nil),
      ([], nil),
    ] as [([UInt8], String?)])
  func `the build id of a program is read from its notes`(_ file: [UInt8], _ id: String?) throws {
    let scratch = try Scratch()
    #expect(BuildID.read(try scratch.file("program", Data(file))) == id)
  }

  @Test func `a file that is not there has none`() { #expect(BuildID.read("/nowhere/program") == nil) }
}
