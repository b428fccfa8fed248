import BraidFiles
import BraidText
import Foundation

/// brat standoff: for each document a `.txt` with its text and an `.ann` with its spans and frames, in one folder.
///
/// Offsets count Unicode code points, as brat does. A span is a text-bound annotation of its label; a frame an event of type
/// `Predicate` with its sense as a note; roles lose what brat does not allow in names. Document labels are notes of the
/// first annotation, as are scores of their spans; token tags are left out. The folder has an `annotation.conf` with all types.
struct BratSink: DocumentSink {
  private let folder: String
  private var names = DocumentNames()
  private var types = BratTypes()
  /// The files so far, beside their places.
  private var waiting: [CorpusFile] = []
  /// Let go behind the files.
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
    let name = names.unused(document.id)
    let text = try CorpusFile("\(folder)/\(name).txt")
    try text.append(document.text)
    let annotations = try CorpusFile("\(folder)/\(name).ann")
    var standoff = BratStandoff(document)
    try annotations.append(standoff.annotations())
    types.add(document)
    for file in [text, annotations] { try file.wait() }
    waiting += [text, annotations]
  }

  /// Writes the configuration that lets brat show the types, unless there is one that Braid has not written.
  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    output.keep()
    let path = "\(folder)/annotation.conf"
    if let old = try? String(contentsOfFile: path, encoding: .utf8), !old.hasPrefix(BratTypes.mark) {
      return waiting
    }
    let configuration = try CorpusFile(path)
    try configuration.append(types.configuration)
    return waiting + [configuration]
  }
}
