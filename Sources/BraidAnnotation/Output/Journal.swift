import BraidCorpora
import BraidFiles
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The record of how far a run has come: what it is, then a line for each moment at which its files were safe.
///
/// A line counts when it is whole: it ends with a digest of itself. Lines come after what they speak of is on disk.
final class Journal {
  /// A moment at which everything was safe.
  struct Entry: Equatable {
    /// Documents and dead letters so far.
    var counts = AnnotationCounts()
    /// Bytes of the documents' file.
    var documentBytes = 0
    /// Their digest.
    var documentDigest = StableHash().value
    /// Bytes of the dead letters' file.
    var letterBytes = 0
    /// Their digest.
    var letterDigest = StableHash().value
    /// Digest of the records so far.
    var digest = StableHash().value
    /// How far the run is.
    var phase = Phase.open
  }

  /// How far a run is.
  enum Phase: String, Comparable {
    /// There may be more input.
    case open
    /// The input was read to its end.
    case complete
    /// The documents are in their place.
    case placed
    /// The dead letters are, too: there is nothing left but to clean up.
    case finished

    static func < (first: Phase, second: Phase) -> Bool { first.order < second.order }

    private var order: Int {
      switch self {
      case .open: 0
      case .complete: 1
      case .placed: 2
      case .finished: 3
      }
    }
  }

  /// What a run is: a model, options and input, each by its digest.
  typealias Identity = [(name: String, value: String)]

  private let file: AppendOnlyFile

  /// Opens the journal of a run.
  ///
  /// - Parameters:
  ///   - path: its file.
  ///   - identity: what the run is.
  ///   - resumes: whether to resume an existing run instead of starting a new one.
  /// - Returns: with the journal the last moment, nil in a new run.
  /// - Throws: `AnnotationError`.
  static func open(
    _ path: String, identity: Identity, resumes: Bool
  ) throws(AnnotationError) -> (journal: Journal, last: Entry?) {
    if resumes, let lines = try lines(of: path, identity: identity, run: path), let last = lines.last.flatMap(entry) {
      let length = (header(identity) + lines).reduce(0) { $0 + $1.utf8.count + 1 }
      return (Journal(file: try AppendOnlyFile(path, length: length, locks: true)), last)
    }
    let file = try AppendOnlyFile(path, locks: true)
    for line in header(identity) { try file.append(Array((line + "\n").utf8)) }
    try file.synchronize()
    return (Journal(file: file), nil)
  }

  /// The version of the journals' layout.
  private static let layout = "layout 5"

  /// The lines that a journal begins with: the version of its layout, then what the run is.
  static func header(_ identity: Identity) -> [String] {
    ([layout] + identity.map { "\($0.name) \($0.value)" }).map { sealed("is \($0)") }
  }

  /// The lines of an earlier run's journal behind its header.
  ///
  /// A run that is killed leaves a beginning of the header, then whole lines and a part of one. What is something else is
  /// no run that ended before it had done anything: it is damaged, and is not started over unasked.
  ///
  /// - Parameters:
  ///   - path: the journal.
  ///   - identity: what the run is that resumes it.
  ///   - run: the run, as messages name it.
  /// - Returns: the lines; nil when there is no journal, or no more of it than a part of its header.
  /// - Throws: `AnnotationError` when it is damaged, or of another run or version.
  static func lines(of path: String, identity: Identity, run: String) throws(AnnotationError) -> [String]? {
    guard !FileSystem.isAbsent(path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .damagedRun(folder: run, reason: "its journal can't be read")
    }
    let parts = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    // The last part has no line end, so that it may be a part of a line.
    let (whole, rest) = (parts.dropLast(), parts.last ?? "")
    let sealed = whole.prefix { isSealed($0) }.map(String.init)
    let header = header(identity)
    if let first = sealed.first, first != header[0] {
      throw first.hasPrefix("is layout ")
        ? .otherVersion(folder: run) : .damagedRun(folder: run, reason: "the beginning of its journal is damaged")
    }
    for (index, line) in zip(identity.indices, sealed.dropFirst()) where line != header[index + 1] {
      throw .otherRun(folder: run, what: identity[index].name)
    }
    let isCut = sealed.count == whole.count
    guard sealed.count >= header.count else {
      guard isCut, sealed == Array(header.prefix(sealed.count)), header[sealed.count].hasPrefix(rest) else {
        throw .damagedRun(folder: run, reason: "the beginning of its journal is damaged")
      }
      return nil
    }
    guard isCut || sealed.count > header.count else {
      throw .damagedRun(folder: run, reason: "line \(header.count + 1) of its journal is damaged")
    }
    let lines = sealed.dropFirst(header.count)
    // The earlier run had an option that this one has not.
    if let first = lines.first, first.hasPrefix("is ") {
      throw .otherRun(folder: run, what: String(first.split(separator: " ")[1]))
    }
    return Array(lines)
  }

  private init(file: AppendOnlyFile) { self.file = file }

  /// Notes a moment.
  ///
  /// - Throws: `AnnotationError.unwritable`.
  func append(_ entry: Entry) throws(AnnotationError) {
    func digest(_ value: UInt64) -> String { String(value, radix: 16) }
    let line = Self.sealed(
      "at \(entry.counts.documents) \(entry.documentBytes) \(digest(entry.documentDigest)) "
        + "\(entry.counts.rejected) \(entry.letterBytes) \(digest(entry.letterDigest)) "
        + "\(digest(entry.digest)) \(entry.phase.rawValue)")
    try file.append(Array((line + "\n").utf8))
    try file.synchronize()
  }

  private static func entry(_ line: String) -> Entry? {
    let parts = line.split(separator: " ")
    guard parts.count == 10, parts[0] == "at", let documents = Int(parts[1]), let bytes = Int(parts[2]),
      let documentDigest = UInt64(parts[3], radix: 16), let rejected = Int(parts[4]), let letters = Int(parts[5]),
      let letterDigest = UInt64(parts[6], radix: 16), let digest = UInt64(parts[7], radix: 16),
      let phase = Phase(rawValue: String(parts[8]))
    else { return nil }
    return Entry(
      counts: AnnotationCounts(documents: documents, rejected: rejected), documentBytes: bytes,
      documentDigest: documentDigest, letterBytes: letters, letterDigest: letterDigest, digest: digest, phase: phase)
  }

  /// A line with its digest at the end.
  static func sealed(_ text: String) -> String { "\(text) \(seal(text))" }

  private static func isSealed(_ line: Substring) -> Bool {
    guard let space = line.lastIndex(of: " ") else { return false }
    return line[line.index(after: space)...] == seal(String(line[..<space]))
  }

  private static func seal(_ text: String) -> String { StableHash.hexadecimal(text) }
}
