package import Foundation

/// Several files as one: a ZIP archive whose members are stored as they are, so that ordinary tools list and extract them and a
/// mapped member is read in place.
///
/// The same members always make the same bytes: no dates, no owners, nothing compressed, a member of `largeMember` bytes or
/// more at the beginning of a page, others at a multiple of 64 bytes. The archive's comment is the SHA-256 of all bytes before
/// the record that ends it. What has one byte more, less or another than that is refused.
///
/// Source: PKWARE, .ZIP File Format Specification 6.3.10, sections 4.3 and 4.4.
package struct StoredArchive: Sendable {
  /// The path of the file.
  package let path: String
  /// The names of the members, in the order of their bytes.
  package let names: [String]
  private let places: [[UInt8]: Range<Int>]
  private let data: Data

  /// Bytes from which on a member begins at a page.
  private static let largeMember = 1 << 16
  private static let page = 4096

  // MARK: writing

  /// Writes an archive in place of an older file, as a whole.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - members: names, with `/` between folder and file, and contents, in the order in which they are written.
  /// - Throws: `StoredArchiveError` when a name is no good or all is too large, or the file can't be written.
  package static func write(
    _ path: String, members: [(name: String, contents: Data)]
  ) throws(StoredArchiveError) {
    let names = Set(members.map { Array($0.name.utf8) })
    for (name, _) in members where !isGood(name) {
      throw .refused(path: path, reason: "no member can be named `\(name)`")
    }
    guard names.count == members.count else { throw .refused(path: path, reason: "two members have the same name") }
    let checks = members.map { Checksum.crc32($0.contents) }
    guard
      let frame = ArchiveFrame(
        zip(members, checks).map {
          ArchiveFrame.Member(name: $0.0.name, size: $0.0.contents.count, checksum: $0.1)
        }, alignment: alignment)
    else { throw .refused(path: path, reason: "more than 4 GB or 65,535 members don't fit such a file") }
    var hash = SHA256()
    do throws(FileError) {
      let file = try AtomicFile(path)
      func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        hash.update(bytes)
        try file.write(bytes)
      }
      for (head, member) in zip(frame.heads, members) {
        try writing(Data(head), append)
        try writing(member.contents, append)
      }
      try writing(Data(frame.directory), append)
      try file.write(frame.end(digest: hash.hexadecimal()))
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  /// Hands the bytes of `data` over, without copying them.
  private static func writing(
    _ data: Data, _ write: (UnsafeRawBufferPointer) throws(FileError) -> Void
  ) throws(FileError) {
    let result: Result<Void, FileError> = data.withUnsafeBytes { bytes in
      do throws(FileError) { return .success(try write(bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }

  private static func alignment(_ size: Int) -> Int { size >= largeMember ? page : 64 }

  /// Whether a member may have a name: that of a file in the folder where the archive is unpacked, or in one below it.
  private static func isGood(_ name: String) -> Bool {
    guard !name.utf8.contains(where: { $0 < 32 || $0 == 127 || $0 == UInt8(ascii: "\\") }) else { return false }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name.utf8.count < 1 << 12 && parts.allSatisfy { !$0.isEmpty && $0.utf8.first != UInt8(ascii: ".") }
  }

  // MARK: reading

  /// Opens an archive, maps it, and checks all of it.
  ///
  /// - Throws: `StoredArchiveError` when it can't be read, or is not as `write` left it.
  package init(_ path: String) throws(StoredArchiveError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      let reason = FileSystem.exists(path) ? "not permitted" : "no such file"
      throw .file(.unreadable(file: path, reason: reason))
    }
    func refused(_ reason: String) -> StoredArchiveError { .refused(path: path, reason: reason) }
    guard data.starts(with: ArchiveFrame.beginning) else {
      throw refused("it does not begin as such a file does")
    }
    let found: (read: ArchiveFrame.Directory?, digest: String) = data.withUnsafeBytes { bytes in
      guard let end = ArchiveFrame.End(bytes) else { return (nil, "") }
      var hash = SHA256()
      hash.update(UnsafeRawBufferPointer(rebasing: bytes[..<end.start]))
      let digest = hash.hexadecimal()
      return (digest == end.digest ? ArchiveFrame.Directory(bytes, end: end) : nil, digest)
    }
    guard !found.digest.isEmpty else { throw refused("its end is missing, or something was added to it") }
    guard let members = found.read?.members else {
      throw refused("it was altered: the SHA-256 of its bytes, \(found.digest), is not the one that it names")
    }
    // What its own directory makes when it is written again: not a byte may be elsewhere, or unaccounted for.
    guard members.allSatisfy({ Self.isGood($0.name) }), Set(members.map { Array($0.name.utf8) }).count == members.count,
      let frame = ArchiveFrame(members, alignment: Self.alignment), frame.isFrame(of: data, digest: found.digest)
    else { throw refused("it is a ZIP archive, but not one that `braid model pack` wrote") }
    self.path = path
    self.data = data
    names = members.map(\.name)
    // Names are bytes: letters that only look alike are not the same.
    places = Dictionary(zip(members.map { Array($0.name.utf8) }, frame.places), uniquingKeysWith: { first, _ in first })
  }

  /// Whether a file begins as an archive does.
  package static func isArchive(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 4))?.elementsEqual(ArchiveFrame.beginning) == true
  }

  /// The bytes of a member, in the mapped file; nil when there is none of that name.
  package subscript(_ name: String) -> Data? {
    places[Array(name.utf8)].map { data[data.startIndex + $0.lowerBound..<data.startIndex + $0.upperBound] }
  }
}

/// What can be wrong with an archive.
package enum StoredArchiveError: Error, Equatable {
  /// The file can't be read or written.
  case file(FileError)
  /// It is something else, or not as it was written.
  case refused(path: String, reason: String)
}
