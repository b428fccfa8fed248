import BraidFiles
import BraidText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a format puts documents that are a file each: a folder with a file for each document, or one file, for one document.
///
/// A path with the ending of the format's files, and standard output, is one file; any other is a folder.
struct DocumentFiles {
  private let path: String
  private let ending: String
  private let isFolder: Bool
  private var names = DocumentNames()
  /// The files, once they are written, beside their places.
  private var waiting: [CorpusFile] = []
  /// Let go behind the files.
  private let folder: OutputFolder?

  /// Makes the folder if there is to be one.
  ///
  /// - Parameters:
  ///   - path: The output.
  ///   - ending: That of each file in a folder.
  ///   - others: Further endings that say that the output is one file.
  /// - Throws: `file`.
  init(_ path: String, ending: String, others: [String] = []) throws(CorpusError) {
    self.path = path
    self.ending = ending
    let bare = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    isFolder =
      path != "-" && (FileList.isFolder(path) || !([ending] + others).contains { bare.hasSuffix($0) })
      && !FileSystem.isStream(path)
    folder = try isFolder ? OutputFolder(path) : nil
  }

  /// Writes the file of the next document.
  ///
  /// - Throws: `cannotExpress` for a second one in one file; `file`.
  mutating func write(_ bytes: some Sequence<UInt8>, of id: String, _ format: CorpusFormat) throws(CorpusError) {
    guard isFolder || waiting.isEmpty else {
      throw .cannotExpress(
        format, document: id, what: "a second document in one file; name a folder, which has a file for each document")
    }
    let file = try CorpusFile(isFolder ? "\(path)/\(names.unused(id, ending: ending))\(ending)" : path)
    try file.append(bytes)
    if isFolder { try file.wait() }
    waiting.append(file)
  }

  /// The files, which are to be put in their places together.
  ///
  /// - Throws: `cannotExpress` when there is none, and nothing would be where one file was asked for.
  func finish(_ format: CorpusFormat) throws(CorpusError) -> [CorpusFile] {
    guard isFolder || !waiting.isEmpty || path == "-" else {
      throw .cannotExpress(format, document: "", what: "no document, as a file is one")
    }
    folder?.keep()
    return waiting
  }

  /// The path of a file beside the documents, such as one that describes all of them; nil beside standard output.
  func beside(_ name: String) -> String? {
    if isFolder { return "\(path)/\(name)" }
    return path == "-" || FileSystem.isStream(path) ? nil : Paths.sibling(of: path, named: name)
  }
}

/// A folder that is made for an output, and is gone again if the output fails.
final class OutputFolder {
  /// The path, if the folder is new.
  private var new: String?

  /// Makes the folder if it is not there.
  ///
  /// - Throws: `file`.
  init(_ path: String) throws(CorpusError) {
    new = FileSystem.exists(path) ? nil : path
    try CorpusError.naming { () throws(FileError) in try FileSystem.makeFolder(path) }
  }

  /// The output is whole.
  func keep() { new = nil }

  // What holds files is not deleted.
  deinit { if let new { rmdir(new) } }
}

/// Names of files for documents, each another.
struct DocumentNames {
  private var taken: Set<String> = []
  private var count = 0

  /// A document's id without what file systems mind, else its number.
  ///
  /// - Parameters:
  ///   - id: The document's.
  ///   - ending: Of the files; an id that has it loses it.
  /// - Returns: A name that was not given before.
  mutating func unused(_ id: String, ending: String = "") -> String {
    var name = plain(id, ending: ending)
    while !taken.insert(name).inserted { name += "-\(count)" }
    return name
  }

  /// The same for a format whose documents may be in folders: an id that is a path of such names is its path.
  mutating func unusedPath(_ id: String) -> String {
    guard Self.isPath(id) else { return unused(id) }
    count += 1
    var name = id
    while !taken.insert(name).inserted { name += "-\(count)" }
    return name
  }

  private mutating func plain(_ id: String, ending: String) -> String {
    count += 1
    var bytes = Array(id.utf8)
    if !ending.isEmpty, id.hasSuffix(ending) { bytes.removeLast(ending.utf8.count) }
    var name = String(decoding: bytes.suffix(200).map { Self.isPlain($0) ? $0 : 0x5F }, as: UTF8.self)
    while name.hasPrefix(".") { name.removeFirst() }
    return name.isEmpty ? "document-\(count)" : name
  }

  /// Whether an id is a name as it is.
  static func isName(_ id: String) -> Bool {
    1...200 ~= id.utf8.count && id.utf8.first != .dot && id.utf8.allSatisfy(isPlain)
  }

  /// Whether an id is one name, or several with slashes between them.
  static func isPath(_ id: String) -> Bool {
    id.utf8.split(separator: .slash, omittingEmptySubsequences: false).allSatisfy { isName(String(Substring($0))) }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }
}
