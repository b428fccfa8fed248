import BraidFiles
import BraidCorpora
public import BraidText
import Foundation

/// A record that could not be annotated or written, and why.
public struct DeadLetter: Sendable, Equatable {
  /// What is wrong with it, in words.
  public var reason: String
  /// Its file; `-` is standard input, nil when it has none.
  public var file: String?
  /// Line of the file, from 1; 0 when the whole file is meant.
  public var line = 0
  /// UTF-8 byte of the line, from 1; 0 when the whole line is meant.
  public var column = 0
  /// The line at which reading failed.
  public var record: String?
  /// Number of the record in the input, from 1; 0 when it was read, but could not be written.
  public var number = 0
  /// The annotated document, when it was the output format that could not hold it.
  public var document: Document?

  /// What `error` says about the record that was skipped after it, or about a whole file.
  init(_ error: CorpusError, _ skipped: SkippedRecord? = nil) {
    reason = error.errorDescription ?? "\(error)"
    if skipped?.isRestOfFile == true { reason += "; the rest of the file is lost" }
    file = error.place?.file
    line = error.place?.line ?? 0
    column = error.place?.column ?? 0
    record = skipped?.line
  }

  /// A document that is refused for `reason`.
  package init(_ document: Document, reason: String) {
    self.reason = reason
    self.document = document
  }

  /// How every letter's line begins.
  private static let start = "{\"reason\":"

  /// Whether a file with this beginning is one of dead letters, and not of somebody's records.
  package static func begins(_ head: [UInt8]) -> Bool { head.starts(with: start.utf8) }

  /// Whether all letters of a file have the numbers of their records.
  ///
  /// - Throws: what reading throws.
  static func areNumbered(_ path: String) throws(FileError) -> Bool {
    struct Numbered: Decodable { var number: Int }
    var lines = try ByteLines(path)
    while let line = try lines.next() {
      guard (try? JSONDecoder().decode(Numbered.self, from: Data(line))) != nil else { return false }
    }
    return true
  }

  /// Deletes the dead letters of an earlier run, links followed; any other file stays.
  static func delete(_ path: String) {
    guard !FileSystem.isStream(path), let file = FileHandle(forReadingAtPath: path),
      let head = try? file.read(upToCount: start.utf8.count), begins(Array(head))
    else { return }
    unlink(FileSystem.resolvingLinks(path))
  }

  /// The letter as one line of JSON, line end included.
  package var jsonLine: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    func quoted(_ text: String) -> String {
      let data = try? encoder.encode(text)
      return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
    var members: [String] = []
    if let file { members.append("\"file\":\(quoted(file))") }
    if line > 0 { members.append("\"line\":\(line)") }
    if column > 0 { members.append("\"column\":\(column)") }
    if number > 0 { members.append("\"number\":\(number)") }
    if let record { members.append("\"record\":\(quoted(record))") }
    if let document { members.append("\"document\":" + String(decoding: document.jsonLine, as: UTF8.self)) }
    return Array("\(Self.start)\(([quoted(reason)] + members).joined(separator: ","))}\n".utf8)
  }
}
