import CZlib
import Foundation

/// All of a stored ZIP archive but the contents of its members.
struct ArchiveFrame {
  /// One member as the archive's directory has it.
  struct Member: Equatable {
    var name: String
    var size: Int
    var checksum: UInt32
  }

  /// The signature of a member's header, with which the file begins.
  static let beginning: [UInt8] = [0x50, 0x4b, 3, 4]
  private static let directorySignature: [UInt8] = [0x50, 0x4b, 1, 2]
  private static let endSignature: [UInt8] = [0x50, 0x4b, 5, 6]
  private static let directoryEntryBytes = 46
  private static let endBytes = 22
  private static let commentStart = Array("sha256:".utf8)
  private static let commentBytes = 7 + 64

  /// Before each member: its header, filled up to where the member begins.
  private(set) var heads: [[UInt8]] = []
  /// Where each member is.
  private(set) var places: [Range<Int>] = []
  /// The entries of all members, behind the last one.
  private(set) var directory: [UInt8] = []
  private let directoryStart: Int

  /// The frame of some members; nil when sizes and offsets don't fit 32 bits, or the members' number 16.
  ///
  /// A member of a size begins at a multiple of what `alignment` gives.
  init?(_ members: [Member], alignment: (_ size: Int) -> Int) {
    guard members.count < 1 << 16 else { return nil }
    var position = 0
    for member in members {
      let name = Array(member.name.utf8)
      let start = position + 30 + name.count + 4
      let step = alignment(member.size)
      let padding = (step - start % step) % step
      guard member.size < 1 << 32, start + padding + member.size < 1 << 32 else { return nil }
      let common = Self.common(member)
      let padded = [0x35, 0xd9] + Self.bytes(padding, 2) + [UInt8](repeating: 0, count: padding)
      heads.append(Self.beginning + common + Self.bytes(name.count, 2) + Self.bytes(4 + padding, 2) + name + padded)
      places.append(start + padding..<start + padding + member.size)
      // Made on Unix, an ordinary file that all may read.
      directory += Self.directorySignature + [10, 3] + common + Self.bytes(name.count, 2)
      directory += [UInt8](repeating: 0, count: 8) + Self.bytes(0o100644 << 16, 4) + Self.bytes(position, 4) + name
      position = start + padding + member.size
    }
    guard position + directory.count < 1 << 32 else { return nil }
    directoryStart = position
  }

  /// What header and entry have in common: version 1.0, names in UTF-8, stored, 1 January 1980, checksum and sizes.
  private static func common(_ member: Member) -> [UInt8] {
    [10, 0, 0, 8, 0, 0, 0, 0, 0x21, 0] + bytes(Int(member.checksum), 4) + bytes(member.size, 4) + bytes(member.size, 4)
  }

  /// The record that ends the archive.
  func end(digest: String) -> [UInt8] {
    let count = Self.bytes(heads.count, 2)
    return Self.endSignature + [0, 0, 0, 0] + count + count + Self.bytes(directory.count, 4)
      + Self.bytes(directoryStart, 4) + Self.bytes(Self.commentBytes, 2) + Self.commentStart + Array(digest.utf8)
  }

  /// Whether `data` has this frame, byte for byte.
  func isFrame(of data: Data, digest: String) -> Bool {
    let end = end(digest: digest)
    guard data.count == directoryStart + directory.count + end.count else { return false }
    func has(_ bytes: [UInt8], at offset: Int) -> Bool {
      let start = data.startIndex + offset
      return data[start..<start + bytes.count].elementsEqual(bytes)
    }
    return zip(heads, places).allSatisfy { has($0, at: $1.lowerBound - $0.count) }
      && has(directory, at: directoryStart) && has(end, at: directoryStart + directory.count)
  }

  /// A number of `count` bytes, the lowest first.
  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }
}

extension ArchiveFrame {
  /// The record at the end of a file.
  struct End {
    /// Where it begins.
    var start: Int
    /// The SHA-256 of all before it, as it says.
    var digest: String

    /// Reads it; nil when the file ends otherwise.
    init?(_ bytes: UnsafeRawBufferPointer) {
      start = bytes.count - ArchiveFrame.endBytes - ArchiveFrame.commentBytes
      guard start >= 0, bytes[start..<start + 4].elementsEqual(ArchiveFrame.endSignature) else { return nil }
      let comment = bytes[(start + ArchiveFrame.endBytes)...]
      guard comment.starts(with: ArchiveFrame.commentStart) else { return nil }
      digest = String(decoding: comment.dropFirst(ArchiveFrame.commentStart.count), as: UTF8.self)
    }
  }

  /// The members that the directory of a file names.
  struct Directory {
    private(set) var members: [Member] = []

    /// Reads it; nil when it is not in the file.
    init?(_ bytes: UnsafeRawBufferPointer, end: End) {
      var position = ArchiveFrame.number(bytes, end.start + 16, 4)
      while position + ArchiveFrame.directoryEntryBytes <= end.start {
        let start = position + ArchiveFrame.directoryEntryBytes
        let length = ArchiveFrame.number(bytes, position + 28, 2)
        guard start + length <= end.start, let name = String(validating: bytes[start..<start + length], as: UTF8.self)
        else { return nil }
        members.append(
          Member(
            name: name, size: ArchiveFrame.number(bytes, position + 24, 4),
            checksum: UInt32(ArchiveFrame.number(bytes, position + 16, 4))))
        position = start + length
      }
      guard position == end.start else { return nil }
    }
  }
}

/// Checksums as other tools expect them.
enum Checksum {
  /// CRC-32 as in ZIP and gzip.
  static func crc32(_ data: Data) -> UInt32 {
    data.withUnsafeBytes { bytes in
      let bytes = bytes.bindMemory(to: UInt8.self)
      return UInt32(truncatingIfNeeded: CZlib.crc32_z(0, bytes.baseAddress, bytes.count))
    }
  }
}
