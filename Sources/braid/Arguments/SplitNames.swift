import BraidCorpora
import BraidText

/// What the files of a split are called.
struct SplitNames {
  private let base: String
  private let ending: String
  private let format: CorpusFormat

  /// Names for the parts of `files`.
  ///
  /// - Parameters:
  ///   - files: The corpus.
  ///   - folder: Where the parts go; nil: beside the corpus.
  ///   - format: Format of the parts.
  ///   - sameFormat: Whether the corpus has it too, and its ending is kept.
  init(files: [String], folder: String?, format: CorpusFormat, sameFormat: Bool) {
    self.format = format
    // A folder may be named with a slash at its end.
    var file = files.first ?? "-"
    while file.count > 1, file.hasSuffix("/") { file.removeLast() }
    let slash = file.lastIndex(of: "/")
    let directory = slash.map { String(file[...$0]) } ?? ""
    var name = slash.map { String(file[file.index(after: $0)...]) } ?? file
    if name.hasSuffix(".gz") { name.removeLast(3) }
    let dot = name.lastIndex(of: ".")
    let stem = dot.map { String(name[..<$0]) } ?? name
    base = folder.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? directory + stem + "."
    if format == .parallel || format == .aligned {
      ending = ""
    } else if sameFormat, file != "-", let dot {
      ending = String(name[dot...])
    } else {
      ending = "." + format.rawValue
    }
  }

  /// What the writer of a part is given.
  func path(_ part: String) -> String { base + part + ending }

  /// The files that a part consists of.
  func written(_ part: String, _ options: ReadOptions) -> [String] {
    guard format == .parallel else { return [path(part)] }
    return [options.language ?? "source", options.targetName].map { "\(path(part)).\($0)" }
  }
}
