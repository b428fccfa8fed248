public import BraidCorpora
import BraidFiles

/// Files named by paths, folders and patterns.
public enum InputFiles {
  /// The files that `paths` name: paths in the order given, the files of a folder or pattern in byte order.
  ///
  /// A folder stands for the files in it and below with an ending of `format`, or of any format when that is nil; hidden ones
  /// don't count, nor do the type systems beside UIMA's files. `*`, `?` and `[…]` stand for parts of a name unless there is a
  /// file with just that name. A folder of aligned files, which go together, stays as it is, and so does a path that names
  /// nothing, so that opening it says what is missing.
  ///
  /// - Throws: `AnnotationError.noFiles` for a folder or pattern without files.
  public static func expand(_ paths: [String], format: CorpusFormat?) throws(AnnotationError) -> [String] {
    var files: [String] = []
    for path in paths {
      if path != "-", format != .aligned, FileList.isFolder(path) {
        files += try contents(path, format)
      } else if path != "-", FileList.isPattern(path) {
        let found = FileList.matches(path)
        guard !found.isEmpty else { throw .noFiles(path, expected: "one that the pattern fits") }
        files += found
      } else {
        files.append(path)
      }
    }
    return files
  }

  /// The files of corpora, as `expand` names them; a folder of brat, which is one corpus, stays as it is.
  ///
  /// - Throws: `AnnotationError.noFiles` for a folder or pattern without files.
  package static func corpora(_ paths: [String], format: CorpusFormat?) throws(AnnotationError) -> [String] {
    format == .brat ? FileList.expand(paths) : try expand(paths, format: format)
  }

  /// Whether a file would be among those that a folder or pattern of `paths` names, once it is there.
  package static func take(_ file: String, _ paths: [String], format: CorpusFormat?) -> Bool {
    paths.contains { path in
      guard path != "-" else { return false }
      guard FileList.isFolder(path) else { return FileList.isPattern(path) && FileList.fits(file, path) }
      let (folder, file) = (Paths.real(path) + "/", Paths.real(file))
      guard file.hasPrefix(folder) else { return false }
      let name = String(file.dropFirst(folder.count))
      return !FileList.isHidden(name) && isIncluded(name, format)
    }
  }

  private static func isIncluded(_ name: String, _ format: CorpusFormat?) -> Bool {
    format.map { fits(name, $0) && !($0 == .xmi && isTypeSystem(name)) } ?? (CorpusFormat(path: name) != nil)
  }

  private static func contents(_ folder: String, _ format: CorpusFormat?) throws(AnnotationError) -> [String] {
    let files = FileList.contents(of: folder) { isIncluded($0, format) }
    guard let files else { throw .noFiles(folder, expected: "a folder that can be read") }
    guard !files.isEmpty else {
      throw .noFiles(folder, expected: "one with an ending of \(format?.rawValue ?? "a format")")
    }
    return files
  }

  /// Whether a file describes the types of UIMA's files, by the name that UIMA's tools and Braid give it.
  private static func isTypeSystem(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name.lowercased().hasPrefix("typesystem") && name.hasSuffix(".xml")
  }

  /// Whether a file's ending may be one of `format`: its own, or one that several formats use.
  private static func fits(_ name: String, _ format: CorpusFormat) -> Bool {
    if CorpusFormat(path: name) == format { return true }
    let bare = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    if format == .aligned { return Paths.name(bare) == "seq.in" }
    let endings: [String] =
      switch format {
      case .xmi: ["xml"]
      case .html: ["htm", "xhtml"]
      case .xml, .tei, .tiger, .semeval, .propbankFrames: ["xml"]
      case .parallelTSV, .webanno: ["tsv"]
      case .brat: ["txt"]
      case .doccano, .prodigy, .labelStudio: ["jsonl", "json"]
      case .lines, .paragraphs, .fasttext, .trec, .trees: ["txt"]
      case .ptb: ["mrg", "txt"]
      case .columns, .conll2000, .conll2003, .conll2005, .conll2008, .conll2009, .conll2012: ["conll", "txt"]
      default: []
      }
    return (endings + [format.rawValue]).contains { bare.hasSuffix(".\($0)") }
  }
}
