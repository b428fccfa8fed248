import Foundation

/// The build id that a linker has written into a program: a hash of what it linked.
///
/// Source: System V ABI, Program Loading, Note Section; `NT_GNU_BUILD_ID`, `man 5 elf`,
/// <https://man7.org/linux/man-pages/man5/elf.5.html>.
package enum BuildID {
  private static let noteSegment = 4
  private static let buildIDNote = 3
  /// More segments, or longer notes, than linkers write.
  private static let limit = 1 << 16

  /// The build id of an ELF file of 64 bits, in hexadecimal; nil for any other file, and where there is none.
  package static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let header = bytes(descriptor, at: 0, count: 64),
      header.starts(with: [0x7F, UInt8(ascii: "E"), UInt8(ascii: "L"), UInt8(ascii: "F"), 2, 1])
    else { return nil }
    let (start, size, count) = (number(header, 32, 8), number(header, 54, 2), number(header, 56, 2))
    guard size >= 56, let segments = bytes(descriptor, at: start, count: size * count) else { return nil }
    for segment in stride(from: 0, to: size * count, by: size) where number(segments, segment, 4) == noteSegment {
      let (place, length) = (number(segments, segment + 8, 8), number(segments, segment + 32, 8))
      guard let notes = bytes(descriptor, at: place, count: length) else { continue }
      if let id = id(in: notes) { return id }
    }
    return nil
  }

  /// The build id among the notes of a segment.
  private static func id(in notes: [UInt8]) -> String? {
    var position = 0
    while position + 12 <= notes.count {
      let (nameSize, size) = (number(notes, position, 4), number(notes, position + 4, 4))
      let name = position + 12
      let content = name + (nameSize + 3) / 4 * 4
      guard content + size <= notes.count else { return nil }
      if number(notes, position + 8, 4) == buildIDNote, notes[name..<name + nameSize].elementsEqual("GNU\0".utf8),
        size > 0
      {
        return notes[content..<content + size].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
      position = content + (size + 3) / 4 * 4
    }
    return nil
  }

  /// A number, the lowest byte first; too large for anything when it does not fit.
  private static func number(_ bytes: [UInt8], _ offset: Int, _ size: Int) -> Int {
    let value = bytes[offset..<offset + size].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    return Int(clamping: value)
  }

  /// Bytes of a file; nil when it does not have them.
  private static func bytes(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8]? {
    guard 1...limit ~= count else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    return pread(descriptor, &bytes, count, off_t(clamping: offset)) == count ? bytes : nil
  }
}
