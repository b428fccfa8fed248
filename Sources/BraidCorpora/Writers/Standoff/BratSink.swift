import BraidFiles
import BraidText
import Foundation

/// brat standoff: for each document a `.txt` with its text and an `.ann` with its spans and frames, in one folder; ids that are
/// paths are files in folders below it.
///
/// Offsets count Unicode code points, as brat does. A span is a text-bound annotation of its label; a frame an event of type
/// `Predicate` with its sense as a note; roles lose what brat does not allow in names. Document labels are notes of the
/// first annotation, as are scores of their spans; token tags are left out. What a document keeps of a brat file in its field `brat` is
/// written as it was there, as far as it is about spans and frames that the document still has. The folder has an `annotation.conf` with all types.
struct BratSink: DocumentSink {
  private let folder: String
  private var names = DocumentNames()
  private var types = BratTypes()
  /// Documents with notes in which line breaks or tabs are written as spaces.
  private(set) var lost: [DocumentContent: Int] = [:]
  /// The files so far, beside their places.
  private var waiting: [CorpusFile] = []
  /// The folders below the output, the last that was made first; let go behind the files, as the output is behind them.
  private var folders: [OutputFolder] = []
  private var known: Set<String> = []
  private let output: OutputFolder

  /// Makes the folder if it is not there.
  ///
  /// - Throws: `file`; `badOption` for standard output.
  init(_ path: String) throws(CorpusError) {
    guard path != "-" else { throw .badOption(name: "output", found: "-", expected: "a folder") }
    output = try OutputFolder(path)
    folder = path
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    let name = names.unusedPath(document.id)
    try makeFolders(for: name)
    let text = try CorpusFile("\(folder)/\(name).txt")
    try text.append(document.text)
    let annotations = try CorpusFile("\(folder)/\(name).ann")
    var standoff = BratStandoff(document)
    try annotations.append(standoff.annotations())
    for layer in standoff.respelled { lost[.spelling(layer), default: 0] += 1 }
    if standoff.kept?.hasLost == true { lost[.layer(.field(BratFile.field)), default: 0] += 1 }
    types.add(document, standoff.kept)
    for file in [text, annotations] { try file.wait() }
    waiting += [text, annotations]
  }

  /// Writes the configuration that lets brat show the types, unless there is one that Braid has not written.
  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    output.keep()
    for folder in folders { folder.keep() }
    let path = "\(folder)/annotation.conf"
    if let old = try? String(contentsOfFile: path, encoding: .utf8), !old.hasPrefix(BratTypes.mark) {
      return waiting
    }
    let configuration = try CorpusFile(path)
    try configuration.append(types.configuration)
    return waiting + [configuration]
  }

  /// Makes the folders that a path is in.
  private mutating func makeFolders(for name: String) throws(CorpusError) {
    var path = folder
    for part in name.utf8.split(separator: .slash).dropLast() {
      path += "/" + String(decoding: part, as: UTF8.self)
      if known.insert(path).inserted { folders.insert(try OutputFolder(path), at: 0) }
    }
  }
}
